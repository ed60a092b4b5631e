#include "store/breaker.h"

#include "base/clock.h"

#include <string.h>

enum { LEFT_MAX_MS = 60000 }; /* no cool-down is longer: base/retry.h */

static const char SQL_LOAD[] =
	"SELECT state, opened, until_ms FROM breaker WHERE name = ?";
static const char SQL_SAVE[] =
	"INSERT INTO breaker (name, state, opened, until_ms, changed_at) "
	"VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE "
	"changed_at = IF(state = VALUES(state), changed_at, "
	"VALUES(changed_at)), state = VALUES(state), opened = VALUES(opened), "
	"until_ms = VALUES(until_ms)";

enum err breaker_load(struct db *db, const char *name, struct breaker *b,
		      struct error *e)
{
	struct db_rows *rows;
	int64_t left_ms;
	enum err code = db_query(db, SQL_LOAD, PARAMS(db_text(name)), &rows, e);

	*b = (struct breaker){ 0 };
	if (code != ERR_OK)
		return code;
	if (db_next(rows) && strcmp(db_get_text(rows, 0), "closed") != 0) {
		/* half-open was somebody's probe; ours comes by itself */
		b->state = BREAKER_OPEN;
		b->opened = (unsigned)db_get_int(rows, 1);
		left_ms = db_get_int(rows, 2) - clock_now_ms();
		/* written by a host whose clock was wrong */
		if (left_ms > LEFT_MAX_MS)
			left_ms = LEFT_MAX_MS;
		b->until_ms = clock_monotonic_ms() + left_ms;
	}
	db_rows_free(rows);
	return ERR_OK;
}

enum err breaker_save(struct db *db, struct lease *lease, const char *name,
		      const struct breaker *b, struct error *e)
{
	int64_t until_ms =
		b->state == BREAKER_CLOSED
			? 0
			: b->until_ms - clock_monotonic_ms() + clock_now_ms();

	return lease_exec(db, lease, SQL_SAVE,
			  PARAMS(db_text(name),
				 db_text(breaker_state_name(b->state)),
				 db_int(b->opened), db_int(until_ms)),
			  e);
}
