#include "store/gap.h"

#define BEFORE                                                      \
	"(SELECT applied_at FROM schema_migration WHERE name LIKE " \
	"'%gaps\\_of\\_copies.sql')"

static const char SQL_FIGURES[] =
	"DELETE FROM observation WHERE reason = 'noSuchSeries' AND source = ? "
	"AND observed_at < " BEFORE;
static const char SQL_ITEMS[] =
	"UPDATE sync_item i JOIN sync_run r ON r.run_id = i.run_id SET "
	"i.reason = 'notInThisCopy', i.message = 'the source has no figures "
	"of it for this release' WHERE i.state = 'skipped' AND "
	"i.reason IN ('noSuchSeries', 'noData') AND r.source = ? AND "
	"i.settled_at < " BEFORE;
/* Areas are from the flat file. */
static const char SQL_AREAS[] =
	"UPDATE area_job SET employment_reason = NULLIF(employment_reason, "
	"'noSuchSeries'), mean_annual_reason = NULLIF(mean_annual_reason, "
	"'noSuchSeries'), median_annual_reason = NULLIF(median_annual_reason, "
	"'noSuchSeries'), median_hourly_reason = NULLIF(median_hourly_reason, "
	"'noSuchSeries'), jobs_per_1000_reason = NULLIF(jobs_per_1000_reason, "
	"'noSuchSeries'), location_quotient_reason = NULLIF("
	"location_quotient_reason, 'noSuchSeries') WHERE ? = 'flat' AND "
	"updated_at < " BEFORE " AND 'noSuchSeries' IN (employment_reason, "
	"mean_annual_reason, median_annual_reason, median_hourly_reason, "
	"jobs_per_1000_reason, location_quotient_reason)";

enum err gap_forget(struct db *db, const char *source, int64_t *count,
		    struct error *e)
{
	const struct db_params params = PARAMS(db_text(source));
	int64_t items;
	enum err code = db_exec(db, SQL_FIGURES, params, count, e);

	if (code == ERR_OK)
		code = db_exec(db, SQL_ITEMS, params, &items, e);
	if (code == ERR_OK)
		code = db_exec(db, SQL_AREAS, params, &items, e);
	return code;
}
