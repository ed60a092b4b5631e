#include "store/schema.h"

#ifndef SCHEMA_NUMBER
#define SCHEMA_NUMBER 0 /* only where a lint reads this file by itself */
#endif

static const char SQL_NUMBER[] =
	"SELECT COALESCE(MAX(version), 0) FROM schema_migration";
/* Tables that the user has no right to are not in it either. */
static const char SQL_HAS_TABLE[] =
	"SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = "
	"DATABASE() AND TABLE_NAME = 'schema_migration'";

int schema_known(void)
{
	return SCHEMA_NUMBER;
}

enum err schema_read(struct db *db, int64_t *number, struct error *e)
{
	enum err code = db_query_int(db, SQL_NUMBER, NO_PARAMS, 0, number, e);
	struct error ignored;
	int64_t there = 1;

	if (code != ERR_DB)
		return code;
	if (db_query_int(db, SQL_HAS_TABLE, NO_PARAMS, 1, &there, &ignored) !=
		    ERR_OK ||
	    there)
		return code;
	*number = 0;
	return ERR_OK;
}

enum err schema_judge(int64_t number, struct error *e)
{
	int known = schema_known();

	if (!number)
		return err_set(e, ERR_CONFLICT,
			       "the database has no tables yet: run `bls-sync "
			       "migrate`");
	if (number < known)
		return err_set(e, ERR_CONFLICT,
			       "the tables have schema number %lld, this "
			       "program needs %d: run `bls-sync migrate`",
			       (long long)number, known);
	if (number > known)
		return err_set(e, ERR_CONFLICT,
			       "this is an older program: it knows schema "
			       "number %d, the tables have %lld; finish the "
			       "upgrade on this host",
			       known, (long long)number);
	return ERR_OK;
}

enum err schema_check(struct db *db, struct error *e)
{
	int64_t number = 0;
	enum err code = schema_read(db, &number, e);

	return code == ERR_OK ? schema_judge(number, e) : code;
}

enum err schema_explain(struct db *db, enum err code, struct error *e)
{
	struct error why;

	if (code == ERR_DB && schema_check(db, &why) == ERR_CONFLICT)
		*e = why;
	return e->code;
}
