#include "store/audit.h"

/* The columns' widths; what is longer is cut, not refused. */
static const char SQL_WRITE[] =
	"INSERT INTO audit (at, username, address, action, detail) VALUES "
	"(UTC_TIMESTAMP(3), LEFT(?, 64), LEFT(?, 45), ?, LEFT(?, 255))";
static const char SQL_PURGE[] =
	"DELETE FROM audit WHERE at < UTC_TIMESTAMP(3) - INTERVAL ? DAY "
	"LIMIT 10000";

enum err audit_write(struct db *db, const struct audit_entry *entry,
		     struct error *e)
{
	return db_exec(db, SQL_WRITE,
		       PARAMS(db_text(entry->username), db_text(entry->address),
			      db_text(entry->action), db_text(entry->detail)),
		       NULL, e);
}

enum err audit_purge(struct db *db, struct error *e)
{
	return db_exec(db, SQL_PURGE, PARAMS(db_int(AUDIT_KEEP_DAYS)), NULL, e);
}
