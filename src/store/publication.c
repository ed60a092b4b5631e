#include "store/publication.h"

/* An unchanged row stays untouched: assignments are made from left to right, so
 * nothing here depends on an earlier one. */
#define JOB_COLUMNS                                                           \
	"INSERT INTO job (code, major_group, data_year, release_code, "       \
	"employment, mean_annual_wage, median_annual_wage, "                  \
	"median_hourly_wage, updated_at) SELECT o.code, CONCAT(LEFT(o.code, " \
	"2), '-0000'), x.year, MAX(x.release_code), MAX(IF(x.datatype = 1, "  \
	"x.value, NULL)), MAX(IF(x.datatype = 4, x.value, NULL)), MAX(IF("    \
	"x.datatype = 13, x.value, NULL)), MAX(IF(x.datatype = 8, x.value, "  \
	"NULL)), MAX(x.observed_at) FROM occupation o JOIN observation x ON " \
	"x.area_code = '0000000' AND x.occupation_code = o.code "
#define JOB_UPDATE                                                      \
	" GROUP BY o.code, x.year ON DUPLICATE KEY UPDATE data_year = " \
	"VALUES(data_year), release_code = VALUES(release_code), "      \
	"employment = VALUES(employment), mean_annual_wage = "          \
	"VALUES(mean_annual_wage), median_annual_wage = "               \
	"VALUES(median_annual_wage), median_hourly_wage = "             \
	"VALUES(median_hourly_wage), updated_at = VALUES(updated_at)"

static const char SQL_ROUND[] = JOB_COLUMNS
	"JOIN sync_item i ON i.release_code = ? AND i.occupation_code = o.code "
	"AND i.state = 'done' WHERE o.level = 'detailed' AND x.year = "
	"?" JOB_UPDATE;
static const char SQL_CODE[] = JOB_COLUMNS
	"JOIN sync_item i ON i.release_code = ? AND i.occupation_code = o.code "
	"AND i.state = 'done' WHERE o.level = 'detailed' AND x.year = ? AND "
	"o.code = ?" JOB_UPDATE;
static const char SQL_REFERENCE[] = JOB_COLUMNS
	"WHERE o.level = 'detailed' AND x.year = (SELECT MAX(year) FROM "
	"observation WHERE area_code = '0000000' AND occupation_code = "
	"'00-0000' AND source = 'reference')" JOB_UPDATE;
static const char SQL_WITHDRAW[] =
	"DELETE FROM job WHERE code IN (SELECT occupation_code FROM sync_item "
	"WHERE release_code = ? AND state = 'skipped')";
/* Jobs of older years that the round settles, value by value. */
static const char SQL_COMPARE[] =
	"SELECT COUNT(DISTINCT j.code), COUNT(DISTINCT IF(i.state = 'skipped', "
	"j.code, NULL)), COUNT(*), COALESCE(SUM(n.value IS NULL), 0), "
	"CAST(COALESCE(SUM(IF(o.datatype = 1 AND n.value IS NOT NULL, o.value, "
	"0)), 0) AS SIGNED), CAST(COALESCE(SUM(IF(o.datatype = 1, n.value, "
	"0)), "
	"0) AS SIGNED), COALESCE(SUM(o.datatype = 13 AND n.value IS NOT NULL), "
	"0), COALESCE(SUM(o.datatype = 13 AND (n.value > o.value * 1.5 OR "
	"n.value * 1.5 < o.value)), 0) FROM job j JOIN sync_item i ON "
	"i.release_code = ? AND i.occupation_code = j.code AND i.state IN "
	"('done', 'skipped') JOIN observation o ON o.area_code = '0000000' AND "
	"o.occupation_code = j.code AND o.year = j.data_year AND o.value IS "
	"NOT NULL LEFT JOIN observation n ON n.area_code = '0000000' AND "
	"n.occupation_code = j.code AND n.year = ? AND n.datatype = o.datatype "
	"WHERE j.data_year < ?";
static const char SQL_COUNT[] = "SELECT COUNT(*) FROM job";
static const char SQL_BUMP[] =
	"UPDATE data_version SET version = version + 1, release_code = "
	"COALESCE(?, release_code), published_at = UTC_TIMESTAMP(3) WHERE id = "
	"1";

enum err publication_of_round(struct db *db, const struct release *release,
			      int64_t *withdrawn, struct error *e)
{
	enum err code =
		db_exec(db, SQL_ROUND,
			PARAMS(db_text(release->code), db_int(release->year)),
			NULL, e);

	if (code == ERR_OK)
		code = db_exec(db, SQL_WITHDRAW, PARAMS(db_text(release->code)),
			       withdrawn, e);
	return code;
}

enum err publication_compare(struct db *db, const struct release *release,
			     struct round_facts_compared *f, struct error *e)
{
	struct db_rows *rows;
	enum err code =
		db_query(db, SQL_COMPARE,
			 PARAMS(db_text(release->code), db_int(release->year),
				db_int(release->year)),
			 &rows, e);

	*f = (struct round_facts_compared){ 0 };
	if (code != ERR_OK)
		return code;
	if (db_next(rows))
		*f = (struct round_facts_compared){
			.jobs = db_get_int(rows, 0),
			.withdrawn = db_get_int(rows, 1),
			.values = db_get_int(rows, 2),
			.vanished = db_get_int(rows, 3),
			.employment_before = db_get_int(rows, 4),
			.employment_after = db_get_int(rows, 5),
			.medians = db_get_int(rows, 6),
			.medians_jumped = db_get_int(rows, 7),
		};
	db_rows_free(rows);
	return ERR_OK;
}

enum err publication_of_code(struct db *db, const struct release *release,
			     const char *code, struct error *e)
{
	return db_exec(db, SQL_CODE,
		       PARAMS(db_text(release->code), db_int(release->year),
			      db_text(code)),
		       NULL, e);
}

enum err publication_of_reference(struct db *db, struct error *e)
{
	return db_exec(db, SQL_REFERENCE, NO_PARAMS, NULL, e);
}

enum err publication_job_count(struct db *db, int64_t *jobs, struct error *e)
{
	return db_query_int(db, SQL_COUNT, NO_PARAMS, 0, jobs, e);
}

enum err publication_bump_version(struct db *db, const char *release_code,
				  struct error *e)
{
	return db_exec(db, SQL_BUMP, PARAMS(db_text(release_code)), NULL, e);
}
