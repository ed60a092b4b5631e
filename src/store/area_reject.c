/* Areas whose figures were rejected (area_round.h): readers keep what they
 * have, and no run goes on with what was read. */
#include "store/area_round.h"

#include "store/area_staging.h"

#define READ                                                               \
	"EXISTS (SELECT 1 FROM area_round r WHERE r.release_code = ? AND " \
	"r.areatype_code = i.areatype_code AND r.state IN ('read', 'held'))"

/* Back to the edition that readers see of this release, if they see one. */
static const char SQL_ITEMS[] =
	"UPDATE area_item i LEFT JOIN area_edition e ON e.area_code = "
	"i.area_code AND e.release_code = i.release_code SET i.edition = "
	"COALESCE(e.edition, i.edition), i.reason = IF(e.area_code IS NULL, "
	"COALESCE(i.reason, 'rejected'), NULL), i.message = IF(e.area_code IS "
	"NULL, COALESCE(i.message, 'its figures were rejected'), NULL), "
	"i.attempts = IF(e.area_code IS NULL, GREATEST(i.attempts, 3), 0), "
	"i.first_failed_at = IF(e.area_code IS NULL, "
	"COALESCE(i.first_failed_at, UTC_TIMESTAMP(3)), NULL), "
	"i.last_failed_at = IF(e.area_code IS NULL, UTC_TIMESTAMP(3), NULL), "
	"i.state = IF(e.area_code IS NULL, 'failed', 'done') WHERE "
	"i.release_code = ? AND i.state <> 'skipped' AND " READ;
static const char SQL_ROUNDS[] =
	"UPDATE area_round r SET r.state = IF(EXISTS (SELECT 1 FROM "
	"area_edition e WHERE e.release_code = r.release_code AND "
	"e.areatype_code = r.areatype_code), 'complete', 'rejected'), "
	"r.held_reason = NULL WHERE r.release_code = ? AND r.state IN "
	"('read', 'held')";
/* What is being read is read again. */
static const char SQL_OPEN[] =
	"UPDATE area_item i JOIN area_round r ON r.release_code = "
	"i.release_code AND r.areatype_code = i.areatype_code AND r.state = "
	"'open' LEFT JOIN area_edition e ON e.area_code = i.area_code AND "
	"e.release_code = i.release_code AND e.edition = i.edition SET i.state "
	"= 'pending' WHERE i.release_code = ? AND i.state = 'done' AND "
	"e.area_code IS NULL";

enum err area_round_reject(struct db *db, const struct release *release,
			   struct error *e)
{
	struct db_param code = db_text(release->code);
	enum err result = db_exec(db, SQL_ITEMS, PARAMS(code, code), NULL, e);

	if (result == ERR_OK)
		result = db_exec(db, SQL_ROUNDS, PARAMS(code), NULL, e);
	if (result == ERR_OK)
		result = area_staging_drop(db, release, e);
	if (result == ERR_OK)
		result = db_exec(db, SQL_OPEN, PARAMS(code), NULL, e);
	return result;
}
