#include "store/audit.h"

#include "base/text.h"

#include <string.h>

/* The columns' widths in bytes, which are at least as many as characters: what
 * is longer is cut, not refused. */
enum { NAME_BYTES = 64 + 1, ADDRESS_BYTES = 45 + 1, DETAIL_BYTES = 255 + 1 };

static const char SQL_WRITE[] =
	"INSERT INTO audit (at, username, address, action, detail) VALUES "
	"(UTC_TIMESTAMP(3), ?, ?, ?, ?)";
static const char SQL_PURGE[] =
	"DELETE FROM audit WHERE at < UTC_TIMESTAMP(3) - INTERVAL ? DAY "
	"LIMIT 10000";

enum err audit_write(struct db *db, const struct audit_entry *entry,
		     struct error *e)
{
	char name[NAME_BYTES];
	char address[ADDRESS_BYTES];
	char detail[DETAIL_BYTES];

	/* Names and paths are of whatever bytes a stranger sends. */
	(void)text_copy(name, sizeof name, entry->username,
			strlen(entry->username));
	(void)text_copy(address, sizeof address, entry->address,
			strlen(entry->address));
	(void)text_copy(detail, sizeof detail, entry->detail,
			strlen(entry->detail));
	return db_exec(db, SQL_WRITE,
		       PARAMS(db_text(name), db_text(address),
			      db_text(entry->action), db_text(detail)),
		       NULL, e);
}

enum err audit_purge(struct db *db, struct error *e)
{
	return db_exec(db, SQL_PURGE, PARAMS(db_int(AUDIT_KEEP_DAYS)), NULL, e);
}
