#include "store/wage_cap.h"

static const char SQL_CAP[] =
	"SELECT CAST(hourly * 1000 AS SIGNED), CAST(annual * 1000 AS SIGNED) "
	"FROM wage_cap WHERE year = ?";

enum err wage_cap_load(struct db *db, int year, struct wage_cap *cap,
		       struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_CAP, PARAMS(db_int(year)), &rows, e);

	*cap = (struct wage_cap){ 0 };
	if (code != ERR_OK)
		return code;
	if (db_next(rows)) {
		cap->hourly_milli = db_get_int(rows, 0);
		cap->annual_milli = db_get_int(rows, 1);
	}
	db_rows_free(rows);
	return ERR_OK;
}
