#include "store/sync_status.h"

#include "base/clock.h"
#include "store/area_standing.h"
#include "store/round_standing.h"
#include "store/run.h"

#define MS(column) "CAST(ROUND(UNIX_TIMESTAMP(" column ") * 1000) AS SIGNED)"

/* A running one first, then the newest. */
static const char SQL_RUN[] =
	"SELECT r.run_id, r.stop_requested, r.current_code, "
	"o.title, " MS("r.heartbeat_at") ", " MS(
		"UTC_TIMESTAMP(3)") ", r.state = 'running' AND "
				    "r.heartbeat_at NOT BETWEEN "
				    "UTC_TIMESTAMP(3) - INTERVAL 30 SECOND "
				    "AND UTC_TIMESTAMP(3) + INTERVAL 30 "
				    "SECOND FROM sync_run "
				    "r LEFT JOIN occupation o ON "
				    "o.code = "
				    "r.current_code ORDER BY r.state = "
				    "'running' DESC, r.run_id DESC "
				    "LIMIT 1";
static const char SQL_NOW[] = "SELECT " MS("UTC_TIMESTAMP(3)");
static const char SQL_CHECKPOINTS[] =
	"SELECT batch, successful, failed, skipped, " MS(
		"settled_at") " FROM checkpoint WHERE release_code = ? ORDER "
			      "BY batch LIMIT 64";
static const char SQL_RUN_CHECKPOINTS[] =
	"SELECT batch, successful, failed, skipped, " MS(
		"settled_at") " FROM checkpoint WHERE run_id = ? ORDER BY "
			      "batch LIMIT 64";
static const char SQL_KEYS[] =
	"SELECT k.last4, COALESCE(u.requests, 0), k.daily_quota, " MS(
		"k.blocked_until") ", COALESCE(k.blocked_reason = 'invalid', "
				   "0), " MS(
					   "k.ignored_until") " FROM api_key k "
							      "LEFT JOIN "
							      "api_key_usage u "
							      "ON u.key_id = "
							      "k.key_id AND "
							      "u.day = ? WHERE "
							      "k.configured "
							      "ORDER BY "
							      "k.position "
							      "LIMIT 17";
/* As sync/work.c selects them; before the first round all of the list. */
static const char SQL_OPEN[] =
	"SELECT COUNT(*) FROM occupation o LEFT JOIN sync_item i ON "
	"i.release_code = (SELECT release_code FROM release_round ORDER BY "
	"year DESC LIMIT 1) AND i.occupation_code = o.code WHERE "
	"COALESCE(i.state, 'pending') = 'pending' OR (i.state = 'failed' AND "
	"i.transient)";

_Static_assert(STATUS_CHECKPOINTS_MAX == 64, "the statements say LIMIT 64");
_Static_assert(STATUS_KEYS_MAX == 17, "the statement says LIMIT 17");

static void copy_run(const struct run_row *row, struct sync_status *s)
{
	s->run_id = row->run_id;
	s->state = row->state;
	s->origin = row->origin;
	s->source = row->source;
	s->counters = row->counters;
	s->started_ms = row->started_ms;
	s->ended_ms = row->ended_ms;
	s->updated_ms = row->requested_ms;
	copy_text(s->release_code, sizeof s->release_code, row->release_code);
	copy_text(s->last_error, sizeof s->last_error, row->last_error);
	copy_text(s->message, sizeof s->message, row->message);
}

static enum err load_run(struct db *db, struct sync_status *s, struct error *e)
{
	struct run_row row;
	struct db_rows *rows;
	bool dead = false;
	int64_t beat_ms = 0;
	enum err code = db_query(db, SQL_RUN, NO_PARAMS, &rows, e);

	if (code != ERR_OK)
		return code;
	if (!db_next(rows)) {
		db_rows_free(rows);
		return db_query_int(db, SQL_NOW, NO_PARAMS, 0, &s->now_ms, e);
	}
	row.run_id = db_get_int(rows, 0);
	s->stopping = db_get_int(rows, 1) != 0;
	if (!db_is_null(rows, 3))
		copy_text(s->current_title, sizeof s->current_title,
			  db_get_text(rows, 3));
	beat_ms = db_get_int(rows, 4);
	s->now_ms = db_get_int(rows, 5);
	dead = db_get_int(rows, 6) != 0;
	if (!db_is_null(rows, 2))
		copy_text(s->counters.current_code, SOC_BYTES,
			  db_get_text(rows, 2));
	db_rows_free(rows);
	code = run_get(db, row.run_id, &row, e);
	if (code != ERR_OK)
		return code;
	copy_text(row.counters.current_code, SOC_BYTES,
		  s->counters.current_code);
	copy_run(&row, s);
	if (beat_ms)
		s->updated_ms = beat_ms;
	if (dead) {
		s->state = RUN_CRASHED;
		s->ended_ms = beat_ms;
	}
	return ERR_OK;
}

static void read_checkpoints(struct db_rows *rows, struct sync_status *s)
{
	while (s->checkpoint_count < STATUS_CHECKPOINTS_MAX && db_next(rows)) {
		struct checkpoint_status *c =
			&s->checkpoints[s->checkpoint_count++];

		c->batch = (int)db_get_int(rows, 0);
		c->successful = (int)db_get_int(rows, 1);
		c->failed = (int)db_get_int(rows, 2);
		c->skipped = (int)db_get_int(rows, 3);
		c->settled_ms = db_get_int(rows, 4);
	}
	db_rows_free(rows);
}

enum err checkpoints_load(struct db *db, int64_t run_id, struct sync_status *s,
			  struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_RUN_CHECKPOINTS,
				 PARAMS(db_int(run_id)), &rows, e);

	s->checkpoint_count = 0;
	if (code == ERR_OK)
		read_checkpoints(rows, s);
	return code;
}

static enum err load_keys(struct db *db, struct sync_status *s, struct error *e)
{
	char day[CLOCK_TEXT_BYTES];
	struct db_rows *rows;
	enum err code;

	clock_format_day(clock_now_ms(), day);
	code = db_query(db, SQL_KEYS, PARAMS(db_text(day)), &rows, e);
	if (code != ERR_OK)
		return code;
	while (s->key_count < STATUS_KEYS_MAX && db_next(rows)) {
		struct key_status *key = &s->keys[s->key_count++];

		copy_text(key->last4, sizeof key->last4, db_get_text(rows, 0));
		key->used = (int)db_get_int(rows, 1);
		key->quota = (int)db_get_int(rows, 2);
		key->blocked_until_ms = db_get_int(rows, 3);
		key->invalid = db_get_int(rows, 4) != 0;
		key->ignored_until_ms = db_get_int(rows, 5);
	}
	db_rows_free(rows);
	return ERR_OK;
}

/* An older one that is held is superseded when the newest is published. */
static enum err load_held(struct db *db, struct sync_status *s, struct error *e)
{
	struct round_standing round;
	bool found = false;
	enum err code = round_newest(db, &round, &found, e);

	if (code != ERR_OK || !found || !round_waits(&round))
		return code;
	copy_text(s->held_round, sizeof s->held_round, round.release.code);
	copy_text(s->held_reason, sizeof s->held_reason, round.reason);
	s->held_ms = round.held_ms;
	s->held_differences = round.differences;
	return ERR_OK;
}

static enum err load_all(struct db *db, struct sync_status *s, struct error *e)
{
	struct db_rows *rows;
	int64_t open = 0;
	enum err code = load_run(db, s, e);

	if (code == ERR_OK && s->release_code[0]) {
		code = db_query(db, SQL_CHECKPOINTS,
				PARAMS(db_text(s->release_code)), &rows, e);
		if (code == ERR_OK)
			read_checkpoints(rows, s);
	}
	if (code == ERR_OK)
		code = load_held(db, s, e);
	if (code == ERR_OK)
		code = load_keys(db, s, e);
	if (code == ERR_OK)
		code = db_query_int(db, SQL_OPEN, NO_PARAMS, 0, &open, e);
	s->open_occupations = (int)open;
	return code == ERR_OK ? area_standing_load(db, &s->areas, e) : code;
}

enum err sync_status_load(struct db *db, struct sync_status *s, struct error *e)
{
	enum err code = db_begin_snapshot(db, e);

	*s = (struct sync_status){ 0 };
	if (code == ERR_OK)
		code = load_all(db, s, e);
	if (code == ERR_OK)
		return db_commit(db, e);
	db_rollback(db);
	return code;
}
