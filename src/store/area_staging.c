#include "store/area_staging.h"

static const char SQL_FORGET[] =
	"DELETE FROM staged_area_observation WHERE release_code = ? AND "
	"area_code = ?";
#define DONE_OF_KIND                                                        \
	"staged_area_observation s JOIN area_item i ON i.release_code = "   \
	"s.release_code AND i.area_code = s.area_code AND i.areatype_code " \
	"= ? AND i.state = 'done' "
static const char SQL_PUBLISH[] =
	"INSERT INTO observation (area_code, occupation_code, year, datatype, "
	"value, decimals, reason, at_least, release_code, source, run_id, "
	"observed_at) SELECT s.area_code, s.occupation_code, s.year, "
	"s.datatype, s.value, s.decimals, s.reason, s.at_least, "
	"s.release_code, s.source, s.run_id, s.observed_at FROM " DONE_OF_KIND
	"WHERE s.release_code = ? ON DUPLICATE KEY UPDATE value = "
	"VALUES(value), decimals = VALUES(decimals), reason = VALUES(reason), "
	"at_least = VALUES(at_least), release_code = VALUES(release_code), "
	"source = VALUES(source), run_id = VALUES(run_id), observed_at = "
	"VALUES(observed_at)";
static const char SQL_PUBLISHED[] =
	"DELETE s FROM " DONE_OF_KIND "WHERE s.release_code = ?";
static const char SQL_DROP[] =
	"DELETE FROM staged_area_observation WHERE release_code <= ?";

enum err area_staging_forget(struct db *db, const struct release *release,
			     const char *area, struct error *e)
{
	return db_exec(db, SQL_FORGET,
		       PARAMS(db_text(release->code), db_text(area)), NULL, e);
}

enum err area_staging_publish(struct db *db, const struct release *release,
			      const char *kind, struct error *e)
{
	enum err code =
		db_exec(db, SQL_PUBLISH,
			PARAMS(db_text(kind), db_text(release->code)), NULL, e);

	if (code == ERR_OK)
		code = db_exec(db, SQL_PUBLISHED,
			       PARAMS(db_text(kind), db_text(release->code)),
			       NULL, e);
	return code;
}

enum err area_staging_drop(struct db *db, const struct release *release,
			   struct error *e)
{
	return db_exec(db, SQL_DROP, PARAMS(db_text(release->code)), NULL, e);
}
