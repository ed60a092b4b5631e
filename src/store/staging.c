#include "store/staging.h"

#include "store/observation.h"

static const char SQL_FORGET[] =
	"DELETE FROM staged_observation WHERE release_code = ? AND "
	"occupation_code = ?";
static const char SQL_STAGE[] =
	"INSERT INTO staged_observation (release_code, occupation_code, "
	"datatype, value, decimals, reason, at_least, source, run_id, "
	"observed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))";
static const char SQL_PUBLISH[] =
	"INSERT INTO observation (area_code, occupation_code, year, datatype, "
	"value, decimals, reason, at_least, release_code, source, run_id, "
	"observed_at) SELECT '0000000', occupation_code, ?, datatype, value, "
	"decimals, reason, at_least, release_code, source, run_id, observed_at "
	"FROM staged_observation s WHERE s.release_code = ? AND "
	"s.occupation_code = COALESCE(?, s.occupation_code) ON DUPLICATE KEY "
	"UPDATE value = VALUES(value), decimals = VALUES(decimals), reason = "
	"VALUES(reason), at_least = VALUES(at_least), release_code = "
	"VALUES(release_code), source = VALUES(source), run_id = "
	"VALUES(run_id), observed_at = VALUES(observed_at)";
static const char SQL_PUBLISHED[] =
	"DELETE FROM staged_observation WHERE release_code = ? AND "
	"occupation_code = COALESCE(?, occupation_code)";
static const char SQL_DROP[] =
	"DELETE FROM staged_observation WHERE release_code <= ?";

enum { KEY_COLUMNS = 2, STAGED_COLUMNS = 9 };

static void add_staged(struct db_bulk *bulk, const struct round_commit *commit,
		       const struct settlement *s, int datatype)
{
	db_bulk_text(bulk, commit->release->code);
	db_bulk_text(bulk, s->code);
	db_bulk_int(bulk, datatype);
	observation_add(bulk, &s->figures->of[datatype]);
	db_bulk_text(bulk, commit->source);
	db_bulk_int(bulk, commit->run_id);
}

static void add_settlement(struct db_bulk *keys, struct db_bulk *figures,
			   const struct round_commit *commit,
			   const struct settlement *s)
{
	int datatype;

	db_bulk_text(keys, commit->release->code);
	db_bulk_text(keys, s->code);
	if (!s->figures)
		return;
	for (datatype = 1; datatype <= MEASURE_NATIONAL; datatype++)
		if (s->write[datatype])
			add_staged(figures, commit, s, datatype);
}

enum err staging_write(struct db *db, const struct round_commit *commit,
		       struct error *e)
{
	struct db_bulk *keys = db_bulk_new(KEY_COLUMNS);
	struct db_bulk *figures = db_bulk_new(STAGED_COLUMNS);
	enum err code;
	size_t i;

	for (i = 0; i < commit->settlement_count; i++)
		add_settlement(keys, figures, commit, &commit->settlements[i]);
	code = db_bulk_exec(db, SQL_FORGET, keys, NULL, e);
	if (code == ERR_OK)
		code = db_bulk_exec(db, SQL_STAGE, figures, NULL, e);
	db_bulk_free(keys);
	db_bulk_free(figures);
	return code;
}

enum err staging_publish(struct db *db, const struct release *release,
			 const char *code, struct error *e)
{
	enum err result = db_exec(db, SQL_PUBLISH,
				  PARAMS(db_int(release->year),
					 db_text(release->code), db_text(code)),
				  NULL, e);

	if (result == ERR_OK)
		result = db_exec(db, SQL_PUBLISHED,
				 PARAMS(db_text(release->code), db_text(code)),
				 NULL, e);
	return result;
}

enum err staging_drop(struct db *db, const struct release *release,
		      struct error *e)
{
	return db_exec(db, SQL_DROP, PARAMS(db_text(release->code)), NULL, e);
}
