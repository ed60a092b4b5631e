#include "store/area_standing.h"

#include "store/round.h"

static const char SQL_ITEMS[] =
	"SELECT COUNT(*), COALESCE(SUM(state = 'done'), 0), "
	"COALESCE(SUM(state = 'failed'), 0), COALESCE(SUM(state = 'skipped'), "
	"0), COALESCE(SUM(state = 'pending'), 0), COALESCE(SUM(state = "
	"'failed' AND attempts >= 3), 0) FROM area_item WHERE release_code "
	"= " ROUND_NEWEST;
static const char SQL_ROUNDS[] =
	"SELECT state = 'held', COALESCE(failed_message, held_reason), "
	"failed_reason IS NOT NULL FROM area_round WHERE release_code "
	"= " ROUND_NEWEST " ORDER BY failed_reason IS NULL, areatype_code";

static enum err load_items(struct db *db, struct area_standing *out,
			   struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_ITEMS, NO_PARAMS, &rows, e);

	if (code != ERR_OK)
		return code;
	if (db_next(rows)) {
		out->total = db_get_int(rows, 0);
		out->loaded = db_get_int(rows, 1);
		out->failed = db_get_int(rows, 2);
		out->skipped = db_get_int(rows, 3);
		out->pending = db_get_int(rows, 4);
		out->permanent = db_get_int(rows, 5);
	}
	db_rows_free(rows);
	return ERR_OK;
}

enum err area_standing_load(struct db *db, struct area_standing *out,
			    struct error *e)
{
	struct db_rows *rows;
	enum err code;

	*out = (struct area_standing){ 0 };
	code = load_items(db, out, e);
	if (code == ERR_OK)
		code = db_query(db, SQL_ROUNDS, NO_PARAMS, &rows, e);
	if (code != ERR_OK)
		return code;
	while (db_next(rows)) {
		out->held = out->held || db_get_int(rows, 0) != 0;
		if (!out->trouble[0] && !db_is_null(rows, 1))
			db_copy_text(rows, 1, out->trouble,
				     sizeof out->trouble);
		out->kinds_failed += db_get_int(rows, 2);
	}
	db_rows_free(rows);
	return ERR_OK;
}
