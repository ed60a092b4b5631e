#include "store/health_facts.h"

#include "base/clock.h"
#include "store/area_standing.h"
#include "store/failure.h"

#include <string.h>

#define MS(column)  "CAST(ROUND(UNIX_TIMESTAMP(" column ") * 1000) AS SIGNED)"
#define AGE(column) "TIMESTAMPDIFF(SECOND, " column ", UTC_TIMESTAMP(3))"

#define BEAT_AGE    AGE("heartbeat_at")
#define SUCCESS_AGE AGE("MAX(ended_at)")
#define REQUEST_AGE AGE("MIN(requested_at)")
#define PROBE_AGE   AGE("probed_at")
#define NOW_MS      MS("UTC_TIMESTAMP(3)")
#define SINCE_MS    MS("since")

static const char SQL_LAST_RUN[] =
	"SELECT state, last_error, " BEAT_AGE " FROM sync_run WHERE state <> "
	"'requested' ORDER BY run_id DESC LIMIT 1";
static const char SQL_AGES[] =
	"SELECT (SELECT " SUCCESS_AGE " FROM sync_run WHERE state = "
	"'succeeded'), (SELECT " REQUEST_AGE " FROM sync_run WHERE state = "
	"'requested'), " NOW_MS;
static const char SQL_TRAFFIC[] =
	"SELECT requests_used, retries FROM sync_run WHERE requests_used > 0 "
	"ORDER BY run_id DESC LIMIT 1";
/* A key that works has what is left of its quota; a blocked one nothing. */
#define BLOCKED "(k.blocked_until > UTC_TIMESTAMP(3))"
#define USED    "COALESCE(u.requests, 0)"
static const char SQL_KEYS[] =
	"SELECT COUNT(IF(k.last4 <> '', 1, NULL)), "
	"COUNT(IF(" BLOCKED " AND k.blocked_reason = 'invalid', 1, NULL)), "
	"COUNT(IF((" BLOCKED " AND k.blocked_reason = 'quota') OR " USED
	" >= k.daily_quota, 1, NULL)), COALESCE(SUM(k.daily_quota), 0), "
	"COALESCE(SUM(IF(COALESCE(" BLOCKED ", FALSE) OR " USED
	" >= k.daily_quota, 0, k.daily_quota - " USED ")), 0), COUNT(IF("
	"k.ignored_until > UTC_TIMESTAMP(3), 1, NULL)) FROM api_key k "
	"LEFT JOIN api_key_usage u ON u.key_id = k.key_id AND u.day = ? "
	"WHERE k.configured";
static const char SQL_BREAKER[] =
	"SELECT state FROM breaker WHERE name = 'bls'";
static const char SQL_VERSION[] =
	"SELECT version FROM data_version WHERE id = 1";
static const char SQL_PROBE[] =
	"SELECT ok, round_trip_ms, message, " PROBE_AGE " FROM health_probe "
	"WHERE name = 'bls'";
static const char SQL_PROBE_SAVE[] =
	"INSERT INTO health_probe (name, ok, round_trip_ms, message, "
	"probed_at) VALUES (?, ?, ?, LEFT(?, 255), UTC_TIMESTAMP(3)) ON "
	"DUPLICATE KEY UPDATE ok = VALUES(ok), round_trip_ms = "
	"VALUES(round_trip_ms), message = VALUES(message), probed_at = "
	"VALUES(probed_at)";
static const char SQL_SINCE[] =
	"SELECT component, status, " SINCE_MS " FROM health_state";
/* `since` is assigned before `status`, so it still sees the old one. */
static const char SQL_SAVE[] =
	"INSERT INTO health_state (component, status, score, message, since, "
	"checked_at) VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)) "
	"ON DUPLICATE KEY UPDATE since = IF(status = VALUES(status), since, "
	"VALUES(since)), status = VALUES(status), score = VALUES(score), "
	"message = VALUES(message), checked_at = VALUES(checked_at)";
static const char SQL_COUNT_RUNS[] =
	"SELECT state, COUNT(*) FROM sync_run GROUP BY state";

/* Seconds, never negative (clocks of hosts differ); -1 for NULL. */
static int64_t age(const struct db_rows *rows, unsigned column)
{
	int64_t seconds = db_get_int(rows, column);

	if (db_is_null(rows, column))
		return -1;
	return seconds > 0 ? seconds : 0;
}

static enum err load_runs(struct db *db, struct health_rows *r, struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_LAST_RUN, NO_PARAMS, &rows, e);

	if (code != ERR_OK)
		return code;
	if (db_next(rows)) {
		r->any_run = true;
		r->last_state = run_state_parse(db_get_text(rows, 0));
		db_copy_text(rows, 1, r->last_error, sizeof r->last_error);
		r->heartbeat_age_s = age(rows, 2);
	}
	db_rows_free(rows);
	code = db_query(db, SQL_AGES, NO_PARAMS, &rows, e);
	if (code != ERR_OK)
		return code;
	if (db_next(rows)) {
		r->success_age_s = age(rows, 0);
		r->request_age_s = age(rows, 1);
		r->now_ms = db_get_int(rows, 2);
	}
	db_rows_free(rows);
	code = db_query(db, SQL_TRAFFIC, NO_PARAMS, &rows, e);
	if (code != ERR_OK)
		return code;
	if (db_next(rows)) {
		r->requests = db_get_int(rows, 0);
		r->retries = db_get_int(rows, 1);
	}
	db_rows_free(rows);
	return ERR_OK;
}

static enum err load_keys(struct db *db, struct health_rows *r, struct error *e)
{
	char day[CLOCK_TEXT_BYTES];
	struct db_rows *rows;
	enum err code;

	clock_format_day(clock_now_ms(), day);
	code = db_query(db, SQL_KEYS, PARAMS(db_text(day)), &rows, e);
	if (code != ERR_OK)
		return code;
	if (db_next(rows)) {
		r->keys = (int)db_get_int(rows, 0);
		r->keys_invalid = (int)db_get_int(rows, 1);
		r->keys_used_up = (int)db_get_int(rows, 2);
		r->quota = db_get_int(rows, 3);
		r->remaining = db_get_int(rows, 4);
		r->keys_ignored = (int)db_get_int(rows, 5);
	}
	db_rows_free(rows);
	return ERR_OK;
}

static enum err load_bls(struct db *db, struct health_rows *r, struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_BREAKER, NO_PARAMS, &rows, e);

	if (code != ERR_OK)
		return code;
	if (db_next(rows))
		r->breaker = breaker_state_parse(db_get_text(rows, 0));
	db_rows_free(rows);
	code = db_query(db, SQL_PROBE, NO_PARAMS, &rows, e);
	if (code != ERR_OK)
		return code;
	if (db_next(rows)) {
		r->probe_ok = db_get_int(rows, 0) != 0;
		r->probe_ms = db_get_int(rows, 1);
		db_copy_text(rows, 2, r->probe_message,
			     sizeof r->probe_message);
		r->probe_age_s = age(rows, 3);
	}
	db_rows_free(rows);
	return ERR_OK;
}

enum err health_rows_load(struct db *db, struct health_rows *r, struct error *e)
{
	struct round_facts round;
	enum err code;

	*r = (struct health_rows){ .heartbeat_age_s = -1,
				   .success_age_s = -1,
				   .request_age_s = -1,
				   .probe_age_s = -1 };
	code = load_runs(db, r, e);
	if (code == ERR_OK)
		code = load_keys(db, r, e);
	if (code == ERR_OK)
		code = load_bls(db, r, e);
	if (code == ERR_OK)
		code = failure_count(db, &round, e);
	if (code == ERR_OK)
		code = area_standing_load(db, &r->areas, e);
	if (code == ERR_OK)
		code = db_query_int(db, SQL_VERSION, NO_PARAMS, 0,
				    &r->data_version, e);
	if (code != ERR_OK)
		return code;
	r->pending = round.pending;
	r->failed = round.failed;
	r->permanent = round.permanent;
	return ERR_OK;
}

enum err health_probe_save(struct db *db, const char *name,
			   const struct probe_result *result, struct error *e)
{
	return db_exec(db, SQL_PROBE_SAVE,
		       PARAMS(db_text(name), db_int(result->ok),
			      db_int(result->round_trip_ms),
			      db_text(result->message)),
		       NULL, e);
}

static void take_since(struct health *h, const struct db_rows *rows)
{
	enum check_status status;
	int i;

	if (!check_status_parse(db_get_text(rows, 1), &status))
		return;
	for (i = 0; i < COMPONENT__MAX; i++) {
		if (strcmp(db_get_text(rows, 0),
			   component_name((enum component)i)) == 0 &&
		    h->of[i].status == status)
			h->of[i].since_ms = db_get_int(rows, 2);
	}
}

enum err health_since_load(struct db *db, struct health *h, struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_SINCE, NO_PARAMS, &rows, e);
	int i;

	if (code != ERR_OK)
		return code;
	for (i = 0; i < COMPONENT__MAX; i++)
		h->of[i].since_ms = h->checked_ms;
	while (db_next(rows))
		take_since(h, rows);
	db_rows_free(rows);
	return ERR_OK;
}

enum err health_save(struct db *db, const struct health *h, struct error *e)
{
	enum err code = ERR_OK;
	int i;

	for (i = 0; code == ERR_OK && i < COMPONENT__MAX; i++) {
		const struct check *c = &h->of[i];

		code = db_exec(
			db, SQL_SAVE,
			PARAMS(db_text(component_name((enum component)i)),
			       db_text(check_status_name(c->status)),
			       db_int(c->score), db_text(c->message)),
			NULL, e);
	}
	return code;
}

enum err health_count_runs(struct db *db, int64_t count[RUN__MAX],
			   struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_COUNT_RUNS, NO_PARAMS, &rows, e);
	enum run_state state;

	memset(count, 0, RUN__MAX * sizeof *count);
	if (code != ERR_OK)
		return code;
	while (db_next(rows)) {
		state = run_state_parse(db_get_text(rows, 0));
		if (state < RUN__MAX)
			count[state] = db_get_int(rows, 1);
	}
	db_rows_free(rows);
	return ERR_OK;
}
