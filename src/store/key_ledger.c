#include "store/key_ledger.h"

#include "base/clock.h"

static const char SQL_UNSET[] = "UPDATE api_key SET configured = FALSE";
static const char SQL_REGISTER[] =
	"INSERT INTO api_key (key_id, last4, configured, position, "
	"daily_quota, seen_at) VALUES (?, ?, TRUE, ?, ?, UTC_TIMESTAMP(3)) "
	"ON DUPLICATE KEY UPDATE configured = TRUE, position = "
	"VALUES(position), daily_quota = VALUES(daily_quota), seen_at = "
	"VALUES(seen_at)";
static const char SQL_READ[] =
	"SELECT COALESCE(u.requests, 0), CAST(ROUND(UNIX_TIMESTAMP("
	"k.blocked_until) * 1000) AS SIGNED), CAST(ROUND(UNIX_TIMESTAMP("
	"k.ignored_until) * 1000) AS SIGNED), COALESCE(k.blocked_reason = "
	"'invalid', 0) FROM api_key k LEFT JOIN "
	"api_key_usage u ON u.key_id = k.key_id AND u.day = ? WHERE k.key_id = "
	"?";
static const char SQL_WINDOW[] =
	"SELECT slot, sent_ms FROM request_window ORDER BY slot";
static const char SQL_COUNT[] =
	"INSERT INTO api_key_usage (key_id, day, requests) VALUES (?, ?, 1) "
	"ON DUPLICATE KEY UPDATE requests = requests + 1";
static const char SQL_COUNT_OF_RUN[] =
	"INSERT INTO run_key (run_id, key_id, requests) VALUES (?, ?, 1) "
	"ON DUPLICATE KEY UPDATE requests = requests + 1";
static const char SQL_NOTE[] =
	"INSERT INTO request_window (slot, sent_ms) VALUES (?, ?) "
	"ON DUPLICATE KEY UPDATE sent_ms = VALUES(sent_ms)";
static const char SQL_BLOCK[] =
	"UPDATE api_key SET blocked_until = FROM_UNIXTIME(? / 1000), "
	"blocked_reason = ? WHERE key_id = ?";
static const char SQL_IGNORED[] =
	"UPDATE api_key SET ignored_until = FROM_UNIXTIME(? / 1000) WHERE "
	"key_id = ?";

struct key_list {
	const struct ledger_key *keys;
	size_t count;
};

static enum err write_keys(struct db *db, void *context, struct error *e)
{
	const struct key_list *list = context;
	enum err code = db_exec(db, SQL_UNSET, NO_PARAMS, NULL, e);
	size_t i;

	for (i = 0; code == ERR_OK && i < list->count; i++)
		code = db_exec(db, SQL_REGISTER,
			       PARAMS(db_text(list->keys[i].id),
				      db_text(list->keys[i].last4),
				      db_int((int64_t)i),
				      db_int(list->keys[i].quota)),
			       NULL, e);
	return code;
}

enum err key_ledger_register(struct db *db, struct lease *lease,
			     const struct ledger_key *keys, size_t count,
			     struct error *e)
{
	struct key_list list = { keys, count };
	const struct lease_work work = { write_keys, &list, false };

	return lease_write(db, lease, &work, e);
}

static enum err read_key(struct db *db, const char *day, struct ledger_key *key,
			 struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(
		db, SQL_READ, PARAMS(db_text(day), db_text(key->id)), &rows, e);

	if (code != ERR_OK)
		return code;
	if (db_next(rows)) {
		key->used = (int)db_get_int(rows, 0);
		key->blocked_until_ms = db_get_int(rows, 1);
		key->ignored_until_ms = db_get_int(rows, 2);
		key->invalid = db_get_int(rows, 3) != 0;
	}
	db_rows_free(rows);
	return ERR_OK;
}

enum err key_ledger_read(struct db *db, struct ledger_key *keys, size_t count,
			 int64_t now_ms, struct error *e)
{
	char day[CLOCK_TEXT_BYTES];
	enum err code = ERR_OK;
	size_t i;

	clock_format_day(now_ms, day);
	for (i = 0; code == ERR_OK && i < count; i++)
		code = read_key(db, day, &keys[i], e);
	return code;
}

/* The window goes on after its newest entry. */
enum err key_ledger_window(struct db *db, int64_t now_ms, struct rate_window *w,
			   struct error *e)
{
	struct db_rows *rows;
	int64_t newest_ms = 0;
	enum err code = db_query(db, SQL_WINDOW, NO_PARAMS, &rows, e);

	if (code != ERR_OK)
		return code;
	while (db_next(rows)) {
		int64_t slot = db_get_int(rows, 0);
		int64_t sent_ms = db_get_int(rows, 1);

		if (slot < 0 || slot >= RATE_WINDOW_MAX)
			continue;
		if (sent_ms > now_ms)
			sent_ms = now_ms;
		w->at_ms[slot] = sent_ms;
		if (sent_ms >= newest_ms) {
			newest_ms = sent_ms;
			w->next = (unsigned)(slot + 1) % RATE_WINDOW_MAX;
		}
	}
	db_rows_free(rows);
	return ERR_OK;
}

static enum err write_count(struct db *db, void *context, struct error *e)
{
	const struct ledger_entry *entry = context;
	char day[CLOCK_TEXT_BYTES];
	enum err code;

	clock_format_day(entry->now_ms, day);
	code = db_exec(db, SQL_COUNT,
		       PARAMS(db_text(entry->key_id), db_text(day)), NULL, e);
	if (code == ERR_OK)
		code = db_exec(db, SQL_COUNT_OF_RUN,
			       PARAMS(db_int(entry->run_id),
				      db_text(entry->key_id)),
			       NULL, e);
	if (code == ERR_OK)
		code = db_exec(db, SQL_NOTE,
			       PARAMS(db_int(entry->slot),
				      db_int(entry->now_ms)),
			       NULL, e);
	return code;
}

enum err key_ledger_count(struct db *db, struct lease *lease,
			  const struct ledger_entry *entry, struct error *e)
{
	struct ledger_entry copy = *entry;
	const struct lease_work work = { write_count, &copy, false };

	return lease_write(db, lease, &work, e);
}

enum err key_ledger_block(struct db *db, struct lease *lease,
			  const struct ledger_block *block, struct error *e)
{
	return lease_exec(db, lease, SQL_BLOCK,
			  PARAMS(db_int(block->until_ms),
				 db_text(block->reason),
				 db_text(block->key_id)),
			  e);
}

enum err key_ledger_ignored(struct db *db, struct lease *lease,
			    const char *key_id, int64_t until_ms,
			    struct error *e)
{
	return lease_exec(db, lease, SQL_IGNORED,
			  PARAMS(db_int(until_ms), db_text(key_id)), e);
}
