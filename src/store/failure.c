#include "store/failure.h"

#define MS(column) "CAST(ROUND(UNIX_TIMESTAMP(" column ") * 1000) AS SIGNED)"
#define NEWEST_ROUND \
	"(SELECT release_code FROM release_round ORDER BY year DESC LIMIT 1)"

#define FIRST_MS MS("i.first_failed_at")
#define LAST_MS  MS("i.last_failed_at")

static const char SQL_LIST[] =
	"SELECT i.occupation_code, o.title, i.reason, i.message, "
	"i.attempts, " FIRST_MS ", " LAST_MS ", i.transient FROM sync_item i "
	"LEFT JOIN occupation o ON o.code = i.occupation_code "
	"WHERE i.release_code = " NEWEST_ROUND " AND i.state = 'failed' "
	"ORDER BY i.reason, i.occupation_code";
static const char SQL_COUNT[] =
	"SELECT COUNT(IF(state = 'pending', 1, NULL)), "
	"COUNT(IF(state = 'failed', 1, NULL)), "
	"COUNT(IF(state = 'failed' AND NOT transient, 1, NULL)) "
	"FROM sync_item WHERE release_code = " NEWEST_ROUND;

static void read_failure(const struct db_rows *rows, struct failure *f)
{
	db_copy_text(rows, 0, f->code, sizeof f->code);
	db_copy_text(rows, 1, f->title, sizeof f->title);
	db_copy_text(rows, 2, f->reason, sizeof f->reason);
	db_copy_text(rows, 3, f->message, sizeof f->message);
	f->attempts = (int)db_get_int(rows, 4);
	f->first_ms = db_get_int(rows, 5);
	f->last_ms = db_get_int(rows, 6);
	f->transient = db_get_int(rows, 7) != 0;
}

enum err failure_list(struct db *db, struct failure **failures, size_t *count,
		      struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_LIST, NO_PARAMS, &rows, e);

	*failures = NULL;
	*count = 0;
	if (code != ERR_OK)
		return code;
	*failures = xcalloc(db_row_count(rows) + 1, sizeof **failures);
	while (db_next(rows))
		read_failure(rows, &(*failures)[(*count)++]);
	db_rows_free(rows);
	return ERR_OK;
}

enum err failure_count(struct db *db, struct round_facts *facts,
		       struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_COUNT, NO_PARAMS, &rows, e);

	*facts = (struct round_facts){ 0 };
	if (code != ERR_OK)
		return code;
	if (db_next(rows)) {
		facts->pending = db_get_int(rows, 0);
		facts->failed = db_get_int(rows, 1);
		facts->permanent = db_get_int(rows, 2);
	}
	db_rows_free(rows);
	return ERR_OK;
}
