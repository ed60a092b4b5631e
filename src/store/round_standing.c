#include "store/round_standing.h"

#include "store/area_round.h"
#include "store/observation.h"
#include "store/staging.h"

#include <string.h>

#define STANDING                                                             \
	"SELECT r.release_code, r.description, r.state, "                    \
	"CAST(ROUND(UNIX_TIMESTAMP(r.opened_at) * 1000) AS SIGNED), "        \
	"CAST(ROUND(UNIX_TIMESTAMP(r.completed_at) * 1000) AS SIGNED), "     \
	"CAST(ROUND(UNIX_TIMESTAMP(r.held_at) * 1000) AS SIGNED), "          \
	"CAST(ROUND(UNIX_TIMESTAMP(r.decided_at) * 1000) AS SIGNED), "       \
	"r.decided_by, r.held_reason, COALESCE((SELECT SUM(h.differences) "  \
	"FROM held_rule h WHERE h.release_code = r.release_code), 0), "      \
	"(SELECT MIN(a.held_reason) FROM area_round a WHERE a.release_code " \
	"= r.release_code AND a.state = 'held') FROM release_round r "
static const char SQL_NEWEST[] = STANDING "ORDER BY r.year DESC LIMIT 1";
static const char SQL_FIND[] = STANDING "WHERE r.release_code = ?";
static const char SQL_HELD[] =
	STANDING "WHERE r.state = 'held' OR EXISTS (SELECT 1 FROM area_round a "
		 "WHERE a.release_code = r.release_code AND a.state = 'held') "
		 "ORDER BY r.year DESC LIMIT 1";
static const char SQL_LIST[] = STANDING "ORDER BY r.year DESC LIMIT ?";
static const char SQL_COUNT_COMPLETE[] =
	"SELECT COUNT(*) FROM release_round WHERE state = 'complete'";
static const char SQL_COMPLETE[] =
	"UPDATE release_round SET state = 'complete', held_reason = NULL, "
	"held_at = NULL, completed_at = COALESCE(completed_at, "
	"UTC_TIMESTAMP(3)), decided_by = ?, decided_at = IF(? IS NULL, NULL, "
	"UTC_TIMESTAMP(3)) WHERE release_code = ?";
static const char SQL_SUPERSEDE[] =
	"UPDATE release_round SET state = 'superseded' WHERE release_code < ? "
	"AND state IN ('open', 'held')";
static const char SQL_FORGET_KEPT[] =
	"DELETE FROM published_item WHERE release_code <= ?";
static const char SQL_FORGET_RULES[] =
	"DELETE FROM held_rule WHERE release_code <= ?";
static const char SQL_FORGET_DIFFERENCES[] =
	"DELETE FROM held_difference WHERE release_code <= ?";
static const char SQL_HOLD[] =
	"UPDATE release_round SET state = 'held', held_reason = ?, held_at = "
	"COALESCE(held_at, UTC_TIMESTAMP(3)), decided_at = NULL, decided_by = "
	"NULL WHERE release_code = ?";
static const char SQL_RULE[] =
	"INSERT INTO held_rule (release_code, rule, part, whole, differences, "
	"message) VALUES (?, ?, ?, ?, ?, ?)";
static const char SQL_DIFFERENCE[] =
	"INSERT INTO held_difference (release_code, number, rule, "
	"occupation_code, datatype, published_value, published_decimals, "
	"published_reason, published_at_least, staged_value, staged_decimals, "
	"staged_reason, staged_at_least) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
	"?, ?, ?, ?)";
static const char SQL_KEPT[] =
	"SELECT COUNT(*) FROM published_item WHERE release_code = ?";
static const char SQL_DROP_ITEMS[] =
	"DELETE FROM sync_item WHERE release_code = ?";
/* What was to be tried again, or is new on the list, came to nothing. */
static const char SQL_RESTORE_ITEMS[] =
	"INSERT INTO sync_item (release_code, occupation_code, state, reason, "
	"message, transient, attempts, first_failed_at, last_failed_at, "
	"settled_at, run_id) SELECT release_code, occupation_code, IF(state = "
	"'pending', 'failed', state), IF(state = 'pending', COALESCE(reason, "
	"'rejected'), reason), IF(state = 'pending', COALESCE(message, 'its "
	"figures were rejected'), message), transient AND state <> 'pending', "
	"attempts, first_failed_at, last_failed_at, settled_at, run_id FROM "
	"published_item WHERE release_code = ?";
static const char SQL_BACK[] =
	"UPDATE release_round SET state = 'complete', completed_at = (SELECT "
	"MAX(settled_at) FROM published_item WHERE release_code = ?), "
	"decided_by = ?, decided_at = UTC_TIMESTAMP(3) WHERE release_code = ?";
static const char SQL_REJECT[] =
	"UPDATE release_round SET state = 'rejected', decided_by = ?, "
	"decided_at = UTC_TIMESTAMP(3) WHERE release_code = ?";

enum { LIST_COLUMNS = 6, DIFFERENCE_COLUMNS = 13 };

static const char *const state_names[ROUND__MAX] = {
	[ROUND_OPEN] = "open",
	[ROUND_COMPLETE] = "complete",
	[ROUND_HELD] = "held",
	[ROUND_REJECTED] = "rejected",
	[ROUND_SUPERSEDED] = "superseded",
};

const char *round_state_name(enum round_state state)
{
	return state_names[state];
}

static enum round_state parse_state(const char *name)
{
	int i;

	for (i = 0; i < ROUND__MAX; i++)
		if (strcmp(name, state_names[i]) == 0)
			return (enum round_state)i;
	return ROUND_OPEN;
}

static enum err read_standing(const struct db_rows *rows,
			      struct round_standing *out, struct error *e)
{
	*out = (struct round_standing){
		.state = parse_state(db_get_text(rows, 2)),
		.opened_ms = db_get_int(rows, 3),
		.completed_ms = db_get_int(rows, 4),
		.held_ms = db_get_int(rows, 5),
		.decided_ms = db_get_int(rows, 6),
		.differences = db_get_int(rows, 9),
	};
	if (!release_from_code(db_get_text(rows, 0), &out->release))
		return err_set(e, ERR_DB, "bad release code in release_round");
	db_copy_text(rows, 1, out->release.description,
		     sizeof out->release.description);
	db_copy_text(rows, 7, out->decided_by, sizeof out->decided_by);
	db_copy_text(rows, 8, out->reason, sizeof out->reason);
	out->areas_held = !db_is_null(rows, 10);
	if (out->state != ROUND_HELD && out->areas_held)
		db_copy_text(rows, 10, out->reason, sizeof out->reason);
	return ERR_OK;
}

static enum err read_one(struct db *db, const char *sql,
			 struct db_params params, struct round_standing *out,
			 bool *found, struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, sql, params, &rows, e);

	if (code != ERR_OK)
		return code;
	*found = db_next(rows);
	if (*found)
		code = read_standing(rows, out, e);
	db_rows_free(rows);
	return code;
}

enum err round_newest(struct db *db, struct round_standing *out, bool *found,
		      struct error *e)
{
	return read_one(db, SQL_NEWEST, NO_PARAMS, out, found, e);
}

enum err round_find(struct db *db, const char *id, struct round_standing *out,
		    struct error *e)
{
	bool found = false;
	enum err code =
		read_one(db, SQL_FIND, PARAMS(db_text(id)), out, &found, e);

	if (code == ERR_OK && !found)
		return err_set(e, ERR_NOT_FOUND, "there is no round %.16s", id);
	return code;
}

bool round_waits(const struct round_standing *round)
{
	return round->state == ROUND_HELD || round->areas_held;
}

enum err round_find_held(struct db *db, const char *id,
			 struct round_standing *out, struct error *e)
{
	bool found = false;
	enum err code;

	if (!id) {
		code = read_one(db, SQL_HELD, NO_PARAMS, out, &found, e);
		if (code == ERR_OK && !found)
			return err_set(e, ERR_CONFLICT,
				       "no round is held back");
		return code;
	}
	code = round_find(db, id, out, e);
	if (code == ERR_OK && !round_waits(out))
		return err_set(e, ERR_CONFLICT,
			       "round %s is %s, not held back: there is "
			       "nothing to decide",
			       out->release.code, round_state_name(out->state));
	return code;
}

enum err round_list(struct db *db, int64_t max, struct round_standing **list,
		    size_t *count, struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_LIST, PARAMS(db_int(max)), &rows, e);

	*list = NULL;
	*count = 0;
	if (code != ERR_OK)
		return code;
	*list = xcalloc(db_row_count(rows) + 1, sizeof **list);
	while (code == ERR_OK && db_next(rows))
		code = read_standing(rows, &(*list)[(*count)++], e);
	db_rows_free(rows);
	return code;
}

enum err round_count_complete(struct db *db, int64_t *count, struct error *e)
{
	return db_query_int(db, SQL_COUNT_COMPLETE, NO_PARAMS, 0, count, e);
}

struct step {
	const char *sql;
	struct db_params params;
};

static enum err write_steps(struct db *db, const struct step *steps,
			    size_t count, struct error *e)
{
	enum err code = ERR_OK;
	size_t i;

	for (i = 0; code == ERR_OK && i < count; i++)
		code = db_exec(db, steps[i].sql, steps[i].params, NULL, e);
	return code;
}

enum err round_complete(struct db *db, const struct release *release,
			const char *by, struct error *e)
{
	struct db_params round = PARAMS(db_text(release->code));
	const struct step steps[] = {
		{ SQL_COMPLETE,
		  PARAMS(db_text(by), db_text(by), db_text(release->code)) },
		{ SQL_SUPERSEDE, round },
		{ SQL_FORGET_KEPT, round },
		{ SQL_FORGET_RULES, round },
		{ SQL_FORGET_DIFFERENCES, round },
	};
	enum err code = write_steps(db, steps, COUNT_OF(steps), e);

	return code == ERR_OK ? staging_drop(db, release, e) : code;
}

struct holding {
	const struct release *release;
	const struct judgment *judgment;
};

static void add_difference(struct db_bulk *bulk, const struct release *release,
			   int64_t number, const struct difference *d)
{
	db_bulk_text(bulk, release->code);
	db_bulk_int(bulk, number);
	db_bulk_text(bulk, guard_rule_name(d->rule));
	db_bulk_text(bulk, d->code[0] ? d->code : NULL);
	db_bulk_int(bulk, d->datatype);
	observation_add(bulk, &d->published);
	observation_add(bulk, &d->staged);
}

/* The rules that are broken, and the worst of each. */
static enum err write_details(struct db *db, const struct holding *h,
			      struct error *e)
{
	struct db_bulk *rules = db_bulk_new(LIST_COLUMNS);
	struct db_bulk *differences = db_bulk_new(DIFFERENCE_COLUMNS);
	char words[PLAUSIBLE_REASON_BYTES];
	int64_t number = 0;
	enum err code;
	int rule;
	size_t i;

	for (rule = 0; rule < RULE__MAX; rule++) {
		const struct rule_result *r = &h->judgment->of[rule];

		if (!r->broken)
			continue;
		guard_rule_words(h->judgment, (enum guard_rule)rule, words);
		db_bulk_text(rules, h->release->code);
		db_bulk_text(rules, guard_rule_name((enum guard_rule)rule));
		db_bulk_int(rules, r->part);
		db_bulk_int(rules, r->whole);
		db_bulk_int(rules, r->differences);
		db_bulk_text(rules, words);
		for (i = 0; i < r->worst_count; i++)
			add_difference(differences, h->release, ++number,
				       &r->worst[i]);
	}
	code = db_bulk_exec(db, SQL_RULE, rules, NULL, e);
	if (code == ERR_OK)
		code = db_bulk_exec(db, SQL_DIFFERENCE, differences, NULL, e);
	db_bulk_free(rules);
	db_bulk_free(differences);
	return code;
}

static enum err write_holding(struct db *db, void *context, struct error *e)
{
	const struct holding *h = context;
	struct db_params round = PARAMS(db_text(h->release->code));
	char reason[PLAUSIBLE_REASON_BYTES];
	const struct step steps[] = {
		{ SQL_FORGET_RULES, round },
		{ SQL_FORGET_DIFFERENCES, round },
		{ SQL_HOLD,
		  PARAMS(db_text(reason), db_text(h->release->code)) },
	};
	enum err code;

	if (judgment_passes(h->judgment, reason))
		copy_text(reason, sizeof reason, "a person is to look at it");
	code = write_steps(db, steps, COUNT_OF(steps), e);
	return code == ERR_OK ? write_details(db, h, e) : code;
}

enum err round_hold(struct db *db, struct lease *lease,
		    const struct release *release,
		    const struct judgment *judgment, struct error *e)
{
	struct holding holding = { release, judgment };
	const struct lease_work work = { write_holding, &holding, false };

	return lease_write(db, lease, &work, e);
}

struct rejecting {
	const struct round_standing *round;
	const struct release *release;
	const char *by;
	bool *back;
};

static enum err write_back(struct db *db, const struct rejecting *r,
			   struct error *e)
{
	struct db_param code = db_text(r->release->code);
	const struct step steps[] = {
		{ SQL_DROP_ITEMS, PARAMS(code) },
		{ SQL_RESTORE_ITEMS, PARAMS(code) },
		{ SQL_BACK, PARAMS(code, db_text(r->by), code) },
		{ SQL_FORGET_KEPT, PARAMS(code) },
	};

	return write_steps(db, steps, COUNT_OF(steps), e);
}

static enum err write_rejection(struct db *db, void *context, struct error *e)
{
	const struct rejecting *r = context;
	struct db_param code = db_text(r->release->code);
	int64_t kept = 0;
	enum err result = area_round_reject(db, r->release, e);

	*r->back = true;
	if (result != ERR_OK || r->round->state != ROUND_HELD)
		return result;
	result = staging_drop(db, r->release, e);
	if (result == ERR_OK)
		result = db_query_int(db, SQL_KEPT, PARAMS(code), 0, &kept, e);
	*r->back = kept > 0;
	if (result != ERR_OK)
		return result;
	if (kept)
		return write_back(db, r, e);
	return db_exec(db, SQL_REJECT, PARAMS(db_text(r->by), code), NULL, e);
}

enum err round_reject(struct db *db, struct lease *lease,
		      const struct round_standing *round, const char *by,
		      bool *back, struct error *e)
{
	bool kept = false;
	struct rejecting rejecting = { round, &round->release, by, &kept };
	/* twice: nothing is kept any more that it could go back to */
	const struct lease_work work = { write_rejection, &rejecting, true };
	enum err code = lease_write(db, lease, &work, e);

	*back = kept;
	return code;
}
