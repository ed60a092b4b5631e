/* What a person decides about a round that is held back. */
#include "commands.h"

#include "command_held.h"
#include "command_trail.h"
#include "store/round_standing.h"

static int decide(const struct config *config, const struct options *o,
		  enum run_decision decision, const char *action)
{
	struct db *db = db_new(config, DB_USER_SYNC);
	struct sync_options options = { .origin = RUN_CLI,
					.decision = decision };
	struct round_standing round;
	struct error e;
	enum err code = round_find_held(db, o->operands[0], &round, &e);

	if (code == ERR_OK) {
		held_print(db, &round);
		command_audit(db, action, round.release.code);
	}
	db_free(db);
	if (code == ERR_NOT_FOUND || code == ERR_CONFLICT)
		return command_usage(o, "%s", e.msg);
	if (code != ERR_OK)
		return command_failed(&e);
	options.round = round.release.code;
	return (int)sync_run(config, &options);
}

int command_accept(const struct config *config, const struct options *o)
{
	return decide(config, o, RUN_ACCEPT, "accept-round");
}

int command_reject(const struct config *config, const struct options *o)
{
	return decide(config, o, RUN_REJECT, "reject-round");
}
