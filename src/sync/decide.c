/* What people decide about a round that is held (store/round_standing.h). */
#include "sync/engine.h"

#include "base/log.h"
#include "store/round_standing.h"

#include <stdio.h>

static void reject(struct engine *s, const struct round_standing *round)
{
	char message[RUN_TEXT_BYTES];
	bool back = false;
	struct error e;
	enum err code;

	do
		code = round_reject(s->db, &s->guard.lease, round, s->by, &back,
				    &e);
	while (code != ERR_OK && engine_database_again(s, &e));
	if (code != ERR_OK) {
		log_error("reject: %s", e.msg);
		engine_end(s, RUN_FAILED, SYNC_FAILED, e.msg, NULL);
		return;
	}
	/* the run is told with what the round has */
	if (engine_load_round(s, &round->release, &e) != ERR_OK)
		log_warn("%s", e.msg);
	(void)snprintf(message, sizeof message,
		       back ? "release %s: what was staged is rejected; it "
			      "stays as it was published"
			    : "release %s: rejected; it is not asked for "
			      "again before a newer one, or `run --force`",
		       round->release.code);
	log_info("%s", message);
	engine_end(s, RUN_SUCCEEDED, SYNC_DONE, NULL, message);
}

void engine_decide(struct engine *s, enum run_decision decision, const char *id)
{
	struct round_standing round;
	struct error e;
	enum err code;

	do
		code = round_find_held(s->db, id, &round, &e);
	while (code != ERR_OK && engine_database_again(s, &e));
	s->decided = true;
	if (code != ERR_OK) {
		log_error("%s", e.msg);
		engine_end(s, RUN_FAILED, SYNC_FAILED, e.msg, NULL);
	} else if (decision == RUN_ACCEPT) {
		engine_accept_round(s, &round.release);
	} else {
		reject(s, &round);
	}
}
