#include "store/publication.h"

#include "store/staging.h"

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
	"DELETE FROM job WHERE code NOT IN (SELECT i.occupation_code FROM "
	"sync_item i JOIN occupation o ON o.code = i.occupation_code WHERE "
	"i.release_code = ? AND i.state <> 'skipped' AND o.level = "
	"'detailed')";
static const char SQL_COUNT[] = "SELECT COUNT(*) FROM job";
static const char SQL_BUMP[] =
	"UPDATE data_version SET version = version + 1, release_code = "
	"COALESCE(?, release_code), published_at = UTC_TIMESTAMP(3) WHERE id = "
	"1";

enum err publication_of_round(struct db *db, const struct release *release,
			      int64_t *withdrawn, struct error *e)
{
	enum err code = staging_publish(db, release, NULL, e);

	if (code == ERR_OK)
		code = db_exec(db, SQL_ROUND,
			       PARAMS(db_text(release->code),
				      db_int(release->year)),
			       NULL, e);
	if (code == ERR_OK)
		code = db_exec(db, SQL_WITHDRAW, PARAMS(db_text(release->code)),
			       withdrawn, e);
	return code;
}

enum err publication_of_code(struct db *db, const struct release *release,
			     const char *code, struct error *e)
{
	enum err result = staging_publish(db, release, code, e);

	if (result == ERR_OK)
		result = db_exec(db, SQL_CODE,
				 PARAMS(db_text(release->code),
					db_int(release->year), db_text(code)),
				 NULL, e);
	return result;
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
