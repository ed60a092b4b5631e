#include "store/run_report.h"

#include <string.h>

#define COUNTERS                                                            \
	"heartbeat_at = UTC_TIMESTAMP(3), total_jobs = ?, successful = ?, " \
	"failed = ?, skipped = ?, settled_before = ?, current_code = ?, "   \
	"current_batch = ?, total_batches = ?, requests_used = ?, "         \
	"retries = ?, added = ?, changed = ?, unchanged = ?, withdrawn = ?"
static const char SQL_HEARTBEAT[] =
	"UPDATE sync_run SET " COUNTERS " WHERE run_id = ?";
static const char SQL_STOP_WISH[] =
	"SELECT stop_requested FROM sync_run WHERE run_id = ?";
static const char SQL_END[] =
	"UPDATE sync_run SET " COUNTERS ", state = ?, last_error = ?, "
	"message = ?, ended_at = UTC_TIMESTAMP(3) WHERE run_id = ?";
static const char SQL_CLASS[] =
	"INSERT INTO run_outcome (run_id, class, requests, retries) VALUES "
	"(?, ?, ?, ?) ON DUPLICATE KEY UPDATE requests = VALUES(requests), "
	"retries = VALUES(retries)";
static const char SQL_MESSAGE[] =
	"INSERT INTO run_message (run_id, number, at, level, message) VALUES "
	"(?, ?, FROM_UNIXTIME(? / 1000), ?, ?) ON DUPLICATE KEY UPDATE "
	"message = VALUES(message)";
static const char SQL_CLASSES[] =
	"SELECT class, requests, retries FROM run_outcome WHERE run_id = ? "
	"ORDER BY requests DESC, retries DESC, class LIMIT 32";
static const char SQL_KEYS[] =
	"SELECT k.last4, r.requests FROM run_key r JOIN api_key k ON k.key_id "
	"= r.key_id WHERE r.run_id = ? ORDER BY k.position, k.key_id LIMIT 17";
static const char SQL_MESSAGES[] =
	"SELECT CAST(ROUND(UNIX_TIMESTAMP(at) * 1000) AS SIGNED), level = "
	"'error', message FROM run_message WHERE run_id = ? ORDER BY number "
	"LIMIT 50";

_Static_assert(RUN_CLASSES_MAX == 32, "the statement says LIMIT 32");
_Static_assert(RUN_KEYS_MAX == 17, "the statement says LIMIT 17");
_Static_assert(RUN_MESSAGES_MAX == 50, "the statement says LIMIT 50");

enum { CLASS_COLUMNS = 4 };

#define COUNTER_PARAMS(c)                                                 \
	db_int((c)->total), db_int((c)->successful), db_int((c)->failed), \
		db_int((c)->skipped), db_int((c)->settled_before),        \
		db_text((c)->current_code[0] ? (c)->current_code : NULL), \
		db_int((c)->current_batch), db_int((c)->total_batches),   \
		db_int((c)->requests), db_int((c)->retries),              \
		db_int((c)->added), db_int((c)->changed),                 \
		db_int((c)->unchanged), db_int((c)->withdrawn)

static enum err write_classes(struct db *db, const struct run_report *r,
			      struct error *e)
{
	struct db_bulk *bulk = db_bulk_new(CLASS_COLUMNS);
	enum err code;
	size_t i;

	for (i = 0; i < r->class_count; i++) {
		db_bulk_int(bulk, r->run_id);
		db_bulk_text(bulk, r->classes[i].name);
		db_bulk_int(bulk, r->classes[i].requests);
		db_bulk_int(bulk, r->classes[i].retries);
	}
	code = db_bulk_exec(db, SQL_CLASS, bulk, NULL, e);
	db_bulk_free(bulk);
	return code;
}

static enum err write_messages(struct db *db, const struct run_report *r,
			       struct error *e)
{
	enum err code = ERR_OK;
	size_t i;

	for (i = 0; code == ERR_OK && i < r->message_count; i++) {
		const struct run_message *m = &r->messages[i];

		code = db_exec(
			db, SQL_MESSAGE,
			PARAMS(db_int(r->run_id),
			       db_int((int64_t)(r->messages_told + i) + 1),
			       db_int(m->at_ms),
			       db_text(m->error ? "error" : "warn"),
			       db_text(m->text)),
			NULL, e);
	}
	return code;
}

static enum err write_details(struct db *db, const struct run_report *r,
			      struct error *e)
{
	enum err code = write_classes(db, r, e);

	return code == ERR_OK ? write_messages(db, r, e) : code;
}

struct beat {
	const struct run_report *report;
	int64_t stop;
};

static enum err write_beat(struct db *db, void *context, struct error *e)
{
	struct beat *b = context;
	const struct run_report *r = b->report;
	enum err code =
		db_exec(db, SQL_HEARTBEAT,
			PARAMS(COUNTER_PARAMS(r->counters), db_int(r->run_id)),
			NULL, e);

	if (code == ERR_OK)
		code = write_details(db, r, e);
	if (code == ERR_OK)
		code = db_query_int(db, SQL_STOP_WISH,
				    PARAMS(db_int(r->run_id)), 0, &b->stop, e);
	return code;
}

enum err run_heartbeat(struct db *db, struct lease *lease,
		       const struct run_report *report, bool *stop_requested,
		       struct error *e)
{
	struct beat beat = { report, 0 };
	const struct lease_work work = { write_beat, &beat, false };
	enum err code = lease_write(db, lease, &work, e);

	if (code == ERR_OK)
		*stop_requested = beat.stop != 0;
	return code;
}

struct ending {
	const struct run_report *report;
	const struct run_outcome *outcome;
};

static enum err write_ending(struct db *db, void *context, struct error *e)
{
	const struct ending *end = context;
	const struct run_report *r = end->report;
	enum err code = db_exec(
		db, SQL_END,
		PARAMS(COUNTER_PARAMS(r->counters),
		       db_text(run_state_name(end->outcome->state)),
		       db_text(end->outcome->last_error),
		       db_text(end->outcome->message), db_int(r->run_id)),
		NULL, e);

	return code == ERR_OK ? write_details(db, r, e) : code;
}

enum err run_end(struct db *db, struct lease *lease,
		 const struct run_report *report,
		 const struct run_outcome *outcome, struct error *e)
{
	struct ending ending = { report, outcome };
	const struct lease_work work = { write_ending, &ending, false };

	return lease_write(db, lease, &work, e);
}

static enum err load_classes(struct db *db, int64_t run_id,
			     struct run_details *d, struct error *e)
{
	struct db_rows *rows;
	enum err code =
		db_query(db, SQL_CLASSES, PARAMS(db_int(run_id)), &rows, e);

	if (code != ERR_OK)
		return code;
	while (d->class_count < RUN_CLASSES_MAX && db_next(rows)) {
		struct run_class *c = &d->classes[d->class_count++];

		db_copy_text(rows, 0, c->name, sizeof c->name);
		c->requests = (int)db_get_int(rows, 1);
		c->retries = (int)db_get_int(rows, 2);
	}
	db_rows_free(rows);
	return ERR_OK;
}

static enum err load_keys(struct db *db, int64_t run_id, struct run_details *d,
			  struct error *e)
{
	struct db_rows *rows;
	enum err code =
		db_query(db, SQL_KEYS, PARAMS(db_int(run_id)), &rows, e);

	if (code != ERR_OK)
		return code;
	while (d->key_count < RUN_KEYS_MAX && db_next(rows)) {
		struct run_key *k = &d->keys[d->key_count++];

		db_copy_text(rows, 0, k->last4, sizeof k->last4);
		k->requests = (int)db_get_int(rows, 1);
	}
	db_rows_free(rows);
	return ERR_OK;
}

static enum err load_messages(struct db *db, int64_t run_id,
			      struct run_details *d, struct error *e)
{
	struct db_rows *rows;
	enum err code =
		db_query(db, SQL_MESSAGES, PARAMS(db_int(run_id)), &rows, e);

	if (code != ERR_OK)
		return code;
	while (d->message_count < RUN_MESSAGES_MAX && db_next(rows)) {
		struct run_message *m = &d->messages[d->message_count++];

		m->at_ms = db_get_int(rows, 0);
		m->error = db_get_int(rows, 1) != 0;
		db_copy_text(rows, 2, m->text, sizeof m->text);
	}
	db_rows_free(rows);
	return ERR_OK;
}

enum err run_details_load(struct db *db, int64_t run_id, struct run_details *d,
			  struct error *e)
{
	enum err code;

	d->class_count = d->key_count = d->message_count = 0;
	code = load_classes(db, run_id, d, e);
	if (code == ERR_OK)
		code = load_keys(db, run_id, d, e);
	if (code == ERR_OK)
		code = load_messages(db, run_id, d, e);
	return code;
}
