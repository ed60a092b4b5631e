#include "store/failure.h"

#include "store/round.h"

#include <string.h>

#define MS(column) "CAST(ROUND(UNIX_TIMESTAMP(" column ") * 1000) AS SIGNED)"

#define FIRST_MS MS("i.first_failed_at")
#define LAST_MS  MS("i.last_failed_at")

/* `kind` is an enum failure_kind.  Areas are tried three times without being
 * asked (area_round.h); a kind that failed as a whole is tried by each run. */
static const char SQL_LIST[] =
	"SELECT 0, i.occupation_code, o.title, i.reason, i.message, "
	"i.attempts, " FIRST_MS ", " LAST_MS ", i.transient FROM sync_item i "
	"LEFT JOIN occupation o ON o.code = i.occupation_code "
	"WHERE i.release_code = " ROUND_NEWEST " AND i.state = 'failed' "
	"UNION ALL SELECT 1, i.area_code, COALESCE((SELECT MIN(a.name) FROM "
	"area a WHERE a.area_code = i.area_code AND a.areatype_code = "
	"i.areatype_code), CONCAT('Area ', i.area_code)), i.reason, i.message, "
	"i.attempts, " FIRST_MS ", " LAST_MS ", i.attempts < 3 FROM area_item "
	"i WHERE i.release_code = " ROUND_NEWEST " AND i.state = 'failed' "
	"UNION ALL SELECT 2, i.areatype_code, '', i.failed_reason, "
	"i.failed_message, i.attempts, " FIRST_MS ", " LAST_MS ", TRUE FROM "
	"area_round i WHERE i.release_code = " ROUND_NEWEST " AND "
	"i.failed_reason IS NOT NULL ORDER BY 4, 1, 2";
static const char SQL_COUNT[] =
	"SELECT COUNT(IF(state = 'pending', 1, NULL)), "
	"COUNT(IF(state = 'failed', 1, NULL)), "
	"COUNT(IF(state = 'failed' AND NOT transient, 1, NULL)) "
	"FROM sync_item WHERE release_code = " ROUND_NEWEST;
static const char SQL_RESET[] =
	"UPDATE sync_item SET state = 'pending' WHERE state = 'failed' AND "
	"occupation_code = COALESCE(?, occupation_code) AND release_code "
	"= " ROUND_NEWEST;
static const char SQL_KNOWS_AREA[] =
	"SELECT EXISTS (SELECT 1 FROM area_item WHERE area_code = ?)";
static const char SQL_RESET_AREAS[] =
	"UPDATE area_item SET state = 'pending', attempts = 0 WHERE state = "
	"'failed' AND area_code = COALESCE(?, area_code) AND areatype_code = "
	"COALESCE(?, areatype_code) AND release_code = " ROUND_NEWEST;

static const char *const kind_names[] = {
	[FAILURE_OCCUPATION] = "occupation",
	[FAILURE_AREA] = "area",
	[FAILURE_AREAS] = "areas",
};
_Static_assert(COUNT_OF(kind_names) == FAILURE_KIND__MAX, "all named");

const char *failure_kind_name(enum failure_kind kind)
{
	return kind_names[kind];
}

static void name_kind(struct failure *f)
{
	enum area_type type;

	if (!area_type_of(f->code[0], &type))
		return;
	copy_text(f->code, sizeof f->code, area_type_name(type));
	copy_text(f->title, sizeof f->title, area_type_title(type));
}

static void read_failure(const struct db_rows *rows, struct failure *f)
{
	f->kind = (enum failure_kind)db_get_int(rows, 0);
	db_copy_text(rows, 1, f->code, sizeof f->code);
	db_copy_text(rows, 2, f->title, sizeof f->title);
	db_copy_text(rows, 3, f->reason, sizeof f->reason);
	db_copy_text(rows, 4, f->message, sizeof f->message);
	f->attempts = (int)db_get_int(rows, 5);
	f->first_ms = db_get_int(rows, 6);
	f->last_ms = db_get_int(rows, 7);
	f->transient = db_get_int(rows, 8) != 0;
	if (f->kind == FAILURE_AREAS)
		name_kind(f);
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

bool failure_selected(const struct failure_selection *s,
		      const struct failure *f)
{
	const char *wanted =
		f->kind == FAILURE_OCCUPATION ? s->occupation : s->area;

	if (!s->occupation && !s->area)
		return true;
	return wanted && strcmp(wanted, f->code) == 0;
}

enum err failure_check_area(struct db *db, const char *area, struct error *e)
{
	int64_t known = 0;
	enum err code = db_query_int(db, SQL_KNOWS_AREA, PARAMS(db_text(area)),
				     0, &known, e);

	if (code == ERR_OK && !known)
		code = err_set(e, ERR_ARG, "%.20s is not an area of any round",
			       area);
	return code;
}

static enum err reset_areas(struct db *db, const char *area, int64_t *count,
			    struct error *e)
{
	enum area_type type;
	bool kind = area && area_type_named(area, &type);

	return db_exec(db, SQL_RESET_AREAS,
		       PARAMS(db_text(kind ? NULL : area),
			      db_text(kind ? area_type_code(type) : NULL)),
		       count, e);
}

enum err failure_reset(struct db *db, const struct failure_selection *s,
		       struct failures_reset *count, struct error *e)
{
	bool all = !s->occupation && !s->area;
	enum err code = ERR_OK;

	*count = (struct failures_reset){ 0 };
	if (all || s->occupation)
		code = db_exec(db, SQL_RESET, PARAMS(db_text(s->occupation)),
			       &count->occupations, e);
	if (code == ERR_OK && (all || s->area))
		code = reset_areas(db, s->area, &count->areas, e);
	return code;
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
