#include "store/run.h"

#include <string.h>
#include <unistd.h>

/* A moment far in the future is of a clock that was wrong: nobody lives there.
 */
#define ALIVE                                                             \
	"heartbeat_at BETWEEN UTC_TIMESTAMP(3) - INTERVAL 30 SECOND AND " \
	"UTC_TIMESTAMP(3) + INTERVAL 30 SECOND"

/* Serialises requests: whoever holds this row lock decides. */
static const char SQL_LOCK[] =
	"SELECT token FROM lease WHERE name = 'sync' FOR UPDATE";
static const char SQL_LIVE[] =
	"SELECT run_id FROM sync_run WHERE (state = 'running' AND " ALIVE
	") OR (state = 'requested' AND requested_at BETWEEN UTC_TIMESTAMP(3) - "
	"INTERVAL 5 MINUTE AND UTC_TIMESTAMP(3) + INTERVAL 5 MINUTE) LIMIT 1";
static const char SQL_REQUEST[] =
	"INSERT INTO sync_run (origin, state, force_restart, enhanced, "
	"accept_held, decision, decision_round, requested_by, requested_at) "
	"VALUES ('admin', 'requested', ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))";
static const char SQL_REQUESTED[] =
	"SELECT COUNT(*) FROM sync_run WHERE run_id = ? AND requested_by = ?";
static const char SQL_RUNNING[] =
	"SELECT run_id FROM sync_run WHERE state = 'running' AND " ALIVE
	" ORDER BY run_id DESC LIMIT 1";
static const char SQL_STOP[] = "UPDATE sync_run SET stop_requested = TRUE "
			       "WHERE run_id = ? AND state = "
			       "'running'";
/* What it counted before it sent it is more than it lived to report. */
#define MARK_CRASHED                                                      \
	"UPDATE sync_run r SET state = 'crashed', ended_at = LEAST("      \
	"COALESCE(heartbeat_at, UTC_TIMESTAMP(3)), UTC_TIMESTAMP(3)), "   \
	"last_error = 'the program died', "                               \
	"requests_used = GREATEST(requests_used, COALESCE((SELECT "       \
	"SUM(k.requests) FROM run_key k WHERE k.run_id = r.run_id), 0)) " \
	"WHERE state = 'running'"
static const char SQL_CRASHED[] = MARK_CRASHED;
static const char SQL_CRASHED_OLD[] = MARK_CRASHED " AND NOT (" ALIVE ")";
static const char SQL_OLDEST_REQUEST[] =
	"SELECT run_id, force_restart, accept_held, decision, decision_round, "
	"requested_by FROM sync_run WHERE state = 'requested' ORDER BY run_id "
	"LIMIT 1 FOR UPDATE";
static const char SQL_ADOPT[] =
	"UPDATE sync_run SET state = 'running', started_at = UTC_TIMESTAMP(3), "
	"heartbeat_at = UTC_TIMESTAMP(3), host = ?, pid = ? WHERE run_id = ?";
static const char SQL_START[] =
	"INSERT INTO sync_run (origin, state, force_restart, decision, "
	"decision_round, started_at, heartbeat_at, host, pid) VALUES (?, "
	"'running', ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), ?, ?)";
/* Other requests of a sync are answered by this one as well. */
static const char SQL_FOLD[] = "DELETE FROM sync_run WHERE state = "
			       "'requested' AND decision IS NULL";
static const char SQL_FAIL_REQUEST[] =
	"UPDATE sync_run SET state = 'failed', started_at = UTC_TIMESTAMP(3), "
	"ended_at = UTC_TIMESTAMP(3), host = ?, pid = ?, last_error = ? WHERE "
	"run_id = ?";
static const char SQL_FAIL[] =
	"INSERT INTO sync_run (origin, state, started_at, ended_at, host, pid, "
	"last_error) VALUES (?, 'failed', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), "
	"?, ?, ?)";
static const char SQL_RELEASE[] =
	"UPDATE sync_run SET release_code = ? WHERE run_id = ?";
static const char SQL_SOURCE[] =
	"UPDATE sync_run SET source = ? WHERE run_id = ?";
#define MS(column) "CAST(ROUND(UNIX_TIMESTAMP(" column ") * 1000) AS SIGNED)"
#define RUN_COLUMNS                                                          \
	"run_id, origin, state, release_code, " MS("requested_at") ", " MS(  \
		"started_at") ", " MS("ended_at") ", last_error, message, "  \
						  "total_jobs, successful, " \
						  "failed, skipped, "        \
						  "settled_before, "         \
						  "current_batch, "          \
						  "total_batches, "          \
						  "requests_used, retries, " \
						  "added, "                  \
						  "changed, unchanged, "     \
						  "withdrawn, source"
static const char SQL_LIST[] =
	"SELECT " RUN_COLUMNS " FROM sync_run ORDER BY run_id DESC "
	"LIMIT ? OFFSET ?";
static const char SQL_GET[] =
	"SELECT " RUN_COLUMNS " FROM sync_run WHERE run_id = ?";
static const char SQL_COUNT[] = "SELECT COUNT(*) FROM sync_run";
static const char SQL_WAITING[] =
	"SELECT run_id FROM sync_run WHERE state = 'requested' AND "
	"requested_at NOT BETWEEN UTC_TIMESTAMP(3) - INTERVAL ? SECOND AND "
	"UTC_TIMESTAMP(3) + INTERVAL 5 MINUTE ORDER BY run_id LIMIT 1";

static const char SQL_PURGE[] =
	"DELETE r, o, k, m FROM sync_run r LEFT JOIN run_outcome o ON "
	"o.run_id = r.run_id LEFT JOIN run_key k ON k.run_id = r.run_id LEFT "
	"JOIN run_message m ON m.run_id = r.run_id WHERE r.ended_at < "
	"UTC_TIMESTAMP(3) - INTERVAL 400 DAY";

enum { SOURCE_COLUMN = 22 };

static const char *const decision_names[] = {
	[RUN_UNDECIDED] = NULL,
	[RUN_ACCEPT] = "accept",
	[RUN_REJECT] = "reject",
};

static enum err insert_request(struct db *db, const struct run_wish *wish,
			       int64_t *run_id, struct error *e)
{
	int64_t live = 0;
	int64_t token;
	enum err code = db_query_int(db, SQL_LOCK, NO_PARAMS, 0, &token, e);

	if (code == ERR_OK)
		code = db_query_int(db, SQL_LIVE, NO_PARAMS, 0, &live, e);
	if (code != ERR_OK)
		return code;
	if (live) {
		*run_id = live;
		return err_set(e, ERR_CONFLICT,
			       "run %lld is already running or requested",
			       (long long)live);
	}
	code = db_exec(db, SQL_REQUEST,
		       PARAMS(db_int(wish->force_restart),
			      db_int(wish->enhanced), db_int(wish->accept_held),
			      db_text(decision_names[wish->decision]),
			      db_text(wish->round), db_text(wish->username)),
		       NULL, e);
	if (code == ERR_OK)
		*run_id = db_last_insert_id(db);
	return code;
}

enum err run_request(struct db *db, const struct run_wish *wish,
		     int64_t *run_id, struct error *e)
{
	int64_t found = 0;
	enum err code = db_begin(db, e);

	*run_id = 0;
	if (code == ERR_OK)
		code = insert_request(db, wish, run_id, e);
	code = db_end(db, code, e);
	if (code != ERR_NET || !*run_id)
		return code;
	/* The answer to COMMIT was lost.  Numbers are given once: a row of this
	 * number is ours, and whoever asked must not be told that it failed. */
	if (db_query_int(db, SQL_REQUESTED,
			 PARAMS(db_int(*run_id), db_text(wish->username)), 0,
			 &found, NULL) == ERR_OK &&
	    found)
		return ERR_OK;
	return code;
}

enum err run_request_stop(struct db *db, int64_t *run_id, struct error *e)
{
	int64_t changed = 0;
	enum err code = db_query_int(db, SQL_RUNNING, NO_PARAMS, 0, run_id, e);

	if (code != ERR_OK)
		return code;
	if (!*run_id)
		return err_set(e, ERR_CONFLICT, "no run is running");
	return db_exec(db, SQL_STOP, PARAMS(db_int(*run_id)), &changed, e);
}

static void adopt_decision(const struct db_rows *rows, struct run_start *start)
{
	const char *name = db_get_text(rows, 3);

	if (!name)
		return;
	start->decision = name[0] == 'a' ? RUN_ACCEPT : RUN_REJECT;
	db_copy_text(rows, 4, start->round, sizeof start->round);
}

static enum err adopt(struct db *db, struct run_start *start, int64_t *run_id,
		      struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_OLDEST_REQUEST, NO_PARAMS, &rows, e);

	if (code != ERR_OK)
		return code;
	*run_id = 0;
	if (db_next(rows)) {
		*run_id = db_get_int(rows, 0);
		start->force_restart |= db_get_int(rows, 1) != 0;
		start->accept_held |= db_get_int(rows, 2) != 0;
		adopt_decision(rows, start);
		db_copy_text(rows, 5, start->by, sizeof start->by);
	}
	db_rows_free(rows);
	if (!*run_id)
		return ERR_OK;
	return db_exec(db, SQL_ADOPT,
		       PARAMS(db_text(start->host), db_int(getpid()),
			      db_int(*run_id)),
		       NULL, e);
}

struct beginning {
	struct run_start *start;
	int64_t *run_id;
};

static enum err write_beginning(struct db *db, void *context, struct error *e)
{
	const struct beginning *b = context;
	struct run_start *start = b->start;
	enum err code = db_exec(db, SQL_CRASHED, NO_PARAMS, NULL, e);

	*b->run_id = 0;
	if (code == ERR_OK && start->adopt_request)
		code = adopt(db, start, b->run_id, e);
	if (code != ERR_OK)
		return code;
	if (!*b->run_id) {
		code = db_exec(
			db, SQL_START,
			PARAMS(db_text(run_origin_name(start->origin)),
			       db_int(start->force_restart),
			       db_text(decision_names[start->decision]),
			       db_text(start->round[0] ? start->round : NULL),
			       db_text(start->host), db_int(getpid())),
			NULL, e);
		*b->run_id = db_last_insert_id(db);
	}
	if (code == ERR_OK)
		code = db_exec(db, SQL_SOURCE,
			       PARAMS(db_text(run_source_name(start->source)),
				      db_int(*b->run_id)),
			       NULL, e);
	if (code == ERR_OK && start->adopt_request &&
	    start->decision == RUN_UNDECIDED)
		code = db_exec(db, SQL_FOLD, NO_PARAMS, NULL, e);
	return code;
}

enum err run_begin(struct db *db, struct lease *lease, struct run_start *start,
		   int64_t *run_id, struct error *e)
{
	struct beginning beginning = { .start = start };
	/* twice: the row of the first time would look like a dead run */
	const struct lease_work work = { write_beginning, &beginning, true };

	beginning.run_id = run_id;
	return lease_write(db, lease, &work, e);
}

static enum err write_failure(struct db *db, const struct run_start *start,
			      const char *why, struct error *e)
{
	struct db_param host = db_text(start->host);
	struct db_param reason = db_text(why);
	int64_t run_id = 0;
	int64_t token;
	enum err code = db_query_int(db, SQL_LOCK, NO_PARAMS, 0, &token, e);

	if (code == ERR_OK && start->adopt_request)
		code = db_query_int(db, SQL_OLDEST_REQUEST, NO_PARAMS, 0,
				    &run_id, e);
	if (code != ERR_OK)
		return code;
	if (run_id)
		return db_exec(db, SQL_FAIL_REQUEST,
			       PARAMS(host, db_int(getpid()), reason,
				      db_int(run_id)),
			       NULL, e);
	return db_exec(db, SQL_FAIL,
		       PARAMS(db_text(run_origin_name(start->origin)), host,
			      db_int(getpid()), reason),
		       NULL, e);
}

enum err run_fail(struct db *db, const struct run_start *start, const char *why,
		  struct error *e)
{
	enum err code = db_begin(db, e);

	if (code == ERR_OK)
		code = write_failure(db, start, why, e);
	return db_end(db, code, e);
}

enum err run_set_release(struct db *db, struct lease *lease, int64_t run_id,
			 const char *release_code, struct error *e)
{
	return lease_exec(db, lease, SQL_RELEASE,
			  PARAMS(db_text(release_code), db_int(run_id)), e);
}

static enum run_origin origin_of(const char *name)
{
	int i;

	for (i = 0; i < RUN_ORIGIN__MAX; i++)
		if (strcmp(name, run_origin_name((enum run_origin)i)) == 0)
			return (enum run_origin)i;
	return RUN_CLI;
}

static void read_counters(const struct db_rows *rows, unsigned column,
			  struct run_counters *c)
{
	int *const fields[] = {
		&c->total,         &c->successful,     &c->failed,
		&c->skipped,       &c->settled_before, &c->current_batch,
		&c->total_batches, &c->requests,       &c->retries,
		&c->added,         &c->changed,        &c->unchanged,
		&c->withdrawn,
	};
	size_t i;

	for (i = 0; i < COUNT_OF(fields); i++)
		*fields[i] = (int)db_get_int(rows, column + (unsigned)i);
}

static void read_row(const struct db_rows *rows, struct run_row *row)
{
	*row = (struct run_row){ 0 };
	row->run_id = db_get_int(rows, 0);
	row->origin = origin_of(db_get_text(rows, 1));
	row->state = run_state_parse(db_get_text(rows, 2));
	db_copy_text(rows, 3, row->release_code, sizeof row->release_code);
	row->requested_ms = db_get_int(rows, 4);
	row->started_ms = db_get_int(rows, 5);
	row->ended_ms = db_get_int(rows, 6);
	db_copy_text(rows, 7, row->last_error, sizeof row->last_error);
	db_copy_text(rows, 8, row->message, sizeof row->message);
	read_counters(rows, 9, &row->counters);
	row->source = run_source_parse(db_get_text(rows, SOURCE_COLUMN));
}

enum err run_list(struct db *db, int64_t offset, int64_t limit,
		  struct run_page *page, struct error *e)
{
	struct db_rows *rows;
	enum err code;

	*page = (struct run_page){ 0 };
	code = db_query_int(db, SQL_COUNT, NO_PARAMS, 0, &page->total, e);
	if (code == ERR_OK)
		code = db_query(db, SQL_LIST,
				PARAMS(db_int(limit), db_int(offset)), &rows,
				e);
	if (code != ERR_OK)
		return code;
	page->rows = xcalloc(db_row_count(rows), sizeof *page->rows);
	while (db_next(rows))
		read_row(rows, &page->rows[page->count++]);
	db_rows_free(rows);
	return ERR_OK;
}

enum err run_get(struct db *db, int64_t run_id, struct run_row *row,
		 struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_GET, PARAMS(db_int(run_id)), &rows, e);

	if (code != ERR_OK)
		return code;
	if (db_next(rows))
		read_row(rows, row);
	else
		code = err_set(e, ERR_NOT_FOUND, "there is no run %lld",
			       (long long)run_id);
	db_rows_free(rows);
	return code;
}

enum err run_waiting_request(struct db *db, int seconds, int64_t *run_id,
			     struct error *e)
{
	return db_query_int(db, SQL_WAITING, PARAMS(db_int(seconds)), 0, run_id,
			    e);
}

enum err run_purge(struct db *db, struct error *e)
{
	return db_exec(db, SQL_PURGE, NO_PARAMS, NULL, e);
}

enum err run_mark_crashed(struct db *db, int64_t *count, struct error *e)
{
	return db_exec(db, SQL_CRASHED_OLD, NO_PARAMS, count, e);
}
