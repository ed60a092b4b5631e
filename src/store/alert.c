#include "store/alert.h"

#include <stdlib.h>
#include <string.h>

#define MS(column) "CAST(ROUND(UNIX_TIMESTAMP(" column ") * 1000) AS SIGNED)"
#define AT         "FROM_UNIXTIME(? / 1000)"

#define OPEN_COLUMNS                                                    \
	"SELECT alert_key, severity, component, title, message, " MS(   \
		"opened_at") ", " MS("told_at") " FROM alert ORDER BY " \
						"alert_key"

static const char SQL_OPEN[] = OPEN_COLUMNS;
static const char SQL_OPEN_LOCKED[] = OPEN_COLUMNS " FOR UPDATE";
/* Another watch may be opening the same one: only one of them gets the row. */
static const char SQL_ADD[] =
	"INSERT IGNORE INTO alert (alert_key, severity, component, title, "
	"message, opened_at, told_at) VALUES (?, ?, ?, ?, LEFT(?, 255), " AT
	", IF(? = 0, NULL, " AT "))";
static const char SQL_SAVE[] =
	"UPDATE alert SET severity = ?, component = ?, title = ?, message = "
	"LEFT(?, 255), told_at = IF(? = 0, NULL, " AT ") WHERE alert_key = ?";
static const char SQL_REMOVE[] = "DELETE FROM alert WHERE alert_key = ?";
static const char SQL_COUNT[] =
	"SELECT severity, COUNT(*) FROM alert GROUP BY severity";
static const char SQL_QUEUE[] =
	"INSERT INTO alert_delivery (message_id, channel, alert_key, subject, "
	"body, state, created_at, next_at) VALUES (?, ?, ?, ?, ?, "
	"'pending', " AT ", " AT ")";
static const char SQL_DUE[] =
	"SELECT d.delivery_id, d.attempts, d.message_id, d.alert_key, "
	"d.subject, d.body, " MS(
		"d.created_at") " FROM alert_delivery d WHERE "
				"d.channel = ? AND d.state = 'pending' AND "
				"d.next_at <= " AT
				" AND NOT EXISTS (SELECT 1 FROM alert_delivery "
				"o WHERE o.channel = "
				"d.channel AND o.state = 'pending' AND "
				"o.alert_key = d.alert_key AND "
				"o.delivery_id < d.delivery_id) ORDER BY "
				"d.delivery_id LIMIT 1";
static const char SQL_TAKE[] =
	"UPDATE alert_delivery SET attempts = attempts + 1, note = '', "
	"next_at = " AT
	" WHERE delivery_id = ? AND attempts = ? AND state = 'pending'";
static const char SQL_DELIVERED[] =
	"UPDATE alert_delivery SET state = 'delivered', note = '', settled_at "
	"= " AT " WHERE delivery_id = ? AND state = 'pending'";
/* What is under way elsewhere has no note and is left alone. */
static const char SQL_HASTEN[] =
	"UPDATE alert_delivery SET next_at = " AT " WHERE channel = ? AND "
	"state = 'pending' AND note <> ''";
static const char SQL_NOTE[] =
	"UPDATE alert_delivery SET note = LEFT(?, 255) WHERE delivery_id = ?";
static const char SQL_GIVE_UP[] =
	"UPDATE alert_delivery SET state = 'given_up', settled_at = " AT
	", note = LEFT(CONCAT('given up after 7 days: ', note), 255) WHERE "
	"state = 'pending' AND created_at < " AT;
static const char SQL_FORGET[] =
	"DELETE FROM alert_delivery WHERE state <> 'pending' AND created_at "
	"< " AT " LIMIT 10000";
static const char SQL_BACKLOG[] =
	"SELECT COUNT(IF(state = 'pending', 1, NULL)), " MS(
		"MIN(IF(state = 'pending' AND attempts > 0, created_at, "
		"NULL))") ", COUNT(IF(state = 'given_up' AND settled_at >= " AT
			  ", 1, NULL)) FROM alert_delivery WHERE state IN "
			  "('pending', "
			  "'given_up')";
static const char SQL_BACKLOG_NOTE[] =
	"SELECT note FROM alert_delivery WHERE state = 'pending' AND attempts "
	"> 0 ORDER BY delivery_id LIMIT 1";

static void take_alert(const struct db_rows *rows, struct alert *a)
{
	db_copy_text(rows, 0, a->key, sizeof a->key);
	a->severity = alert_severity_parse(db_get_text(rows, 1));
	db_copy_text(rows, 2, a->component, sizeof a->component);
	db_copy_text(rows, 3, a->title, sizeof a->title);
	db_copy_text(rows, 4, a->message, sizeof a->message);
	a->since_ms = db_get_int(rows, 5);
	a->told_ms = db_get_int(rows, 6);
}

enum err alert_load_open(struct db *db, bool lock, struct alert **list,
			 size_t *count, struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, lock ? SQL_OPEN_LOCKED : SQL_OPEN,
				 NO_PARAMS, &rows, e);

	*list = NULL;
	*count = 0;
	if (code != ERR_OK)
		return code;
	*list = xcalloc(db_row_count(rows) + 1, sizeof **list);
	while (db_next(rows))
		take_alert(rows, &(*list)[(*count)++]);
	db_rows_free(rows);
	return ERR_OK;
}

enum err alert_add(struct db *db, const struct alert *a, bool *added,
		   struct error *e)
{
	int64_t rows = 0;
	enum err code =
		db_exec(db, SQL_ADD,
			PARAMS(db_text(a->key),
			       db_text(alert_severity_name(a->severity)),
			       db_text(a->component), db_text(a->title),
			       db_text(a->message), db_int(a->since_ms),
			       db_int(a->told_ms), db_int(a->told_ms)),
			&rows, e);

	*added = rows == 1;
	return code;
}

enum err alert_save(struct db *db, const struct alert *a, struct error *e)
{
	return db_exec(db, SQL_SAVE,
		       PARAMS(db_text(alert_severity_name(a->severity)),
			      db_text(a->component), db_text(a->title),
			      db_text(a->message), db_int(a->told_ms),
			      db_int(a->told_ms), db_text(a->key)),
		       NULL, e);
}

enum err alert_remove(struct db *db, const char *key, struct error *e)
{
	return db_exec(db, SQL_REMOVE, PARAMS(db_text(key)), NULL, e);
}

enum err alert_count_open(struct db *db, int64_t count[ALERT_SEVERITY__MAX],
			  struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_COUNT, NO_PARAMS, &rows, e);

	memset(count, 0, ALERT_SEVERITY__MAX * sizeof *count);
	if (code != ERR_OK)
		return code;
	while (db_next(rows))
		count[alert_severity_parse(db_get_text(rows, 0))] =
			db_get_int(rows, 1);
	db_rows_free(rows);
	return ERR_OK;
}

enum err alert_queue(struct db *db, const struct alert_delivery *d,
		     struct error *e)
{
	return db_exec(db, SQL_QUEUE,
		       PARAMS(db_text(d->message_id),
			      db_text(alert_channel_name(d->channel)),
			      db_text(d->key), db_text(d->subject),
			      db_text(d->body.data), db_int(d->created_ms),
			      db_int(d->created_ms)),
		       NULL, e);
}

static void take_delivery(const struct db_rows *rows, struct alert_delivery *d)
{
	d->id = db_get_int(rows, 0);
	d->attempts = db_get_int(rows, 1) + 1;
	db_copy_text(rows, 2, d->message_id, sizeof d->message_id);
	db_copy_text(rows, 3, d->key, sizeof d->key);
	db_copy_text(rows, 4, d->subject, sizeof d->subject);
	str_reset(&d->body);
	str_adds(&d->body, db_get_text(rows, 5));
	d->created_ms = db_get_int(rows, 6);
}

enum err alert_take_due(struct db *db, int64_t now_ms, struct alert_delivery *d,
			bool *found, struct error *e)
{
	struct db_rows *rows;
	int64_t taken = 0;
	enum err code = db_query(db, SQL_DUE,
				 PARAMS(db_text(alert_channel_name(d->channel)),
					db_int(now_ms)),
				 &rows, e);

	*found = false;
	if (code != ERR_OK)
		return code;
	*found = db_next(rows);
	if (*found)
		take_delivery(rows, d);
	db_rows_free(rows);
	if (!*found)
		return ERR_OK;
	code = db_exec(db, SQL_TAKE,
		       PARAMS(db_int(now_ms + alert_retry_ms(d->attempts)),
			      db_int(d->id), db_int(d->attempts - 1)),
		       &taken, e);
	*found = taken == 1;
	return code;
}

enum err alert_delivered(struct db *db, const struct alert_delivery *d,
			 int64_t now_ms, struct error *e)
{
	enum err code = db_exec(db, SQL_DELIVERED,
				PARAMS(db_int(now_ms), db_int(d->id)), NULL, e);

	if (code != ERR_OK)
		return code;
	return db_exec(db, SQL_HASTEN,
		       PARAMS(db_int(now_ms),
			      db_text(alert_channel_name(d->channel))),
		       NULL, e);
}

enum err alert_not_delivered(struct db *db, const struct alert_delivery *d,
			     const char *note, struct error *e)
{
	return db_exec(db, SQL_NOTE, PARAMS(db_text(note), db_int(d->id)), NULL,
		       e);
}

enum err alert_expire(struct db *db, int64_t now_ms, int64_t *given_up,
		      struct error *e)
{
	enum err code = db_exec(
		db, SQL_GIVE_UP,
		PARAMS(db_int(now_ms),
		       db_int(now_ms - (int64_t)ALERT_GIVE_UP_S * 1000)),
		given_up, e);

	if (code != ERR_OK)
		return code;
	return db_exec(db, SQL_FORGET,
		       PARAMS(db_int(now_ms - (int64_t)ALERT_KEEP_S * 1000)),
		       NULL, e);
}

enum err alert_backlog_load(struct db *db, int64_t now_ms,
			    struct alert_backlog *b, struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(
		db, SQL_BACKLOG,
		PARAMS(db_int(now_ms - (int64_t)ALERT_GIVE_UP_S * 1000)), &rows,
		e);

	*b = (struct alert_backlog){ .oldest_age_s = -1 };
	if (code != ERR_OK)
		return code;
	if (db_next(rows)) {
		b->waiting = db_get_int(rows, 0);
		if (!db_is_null(rows, 1))
			b->oldest_age_s = (now_ms - db_get_int(rows, 1)) / 1000;
		b->given_up = db_get_int(rows, 2);
	}
	db_rows_free(rows);
	code = db_query(db, SQL_BACKLOG_NOTE, NO_PARAMS, &rows, e);
	if (code != ERR_OK)
		return code;
	if (db_next(rows))
		db_copy_text(rows, 0, b->note, sizeof b->note);
	db_rows_free(rows);
	return ERR_OK;
}
