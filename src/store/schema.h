/*
 * Do program and tables fit each other?
 *
 * Both have a number: the program that of the newest file of sql/ when it was
 * built, the tables that of the newest migration that was applied to them.
 *
 *	tables older	`bls-sync migrate` was forgotten after an upgrade
 *	tables newer	this program is an older one: another host was upgraded,
 *			or this process was started before
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "db/db.h"

/* The program's number. */
int schema_known(void);

/* The tables' number; 0: there are none yet, or not for this user. */
MUST_CHECK enum err schema_read(struct db *db, int64_t *number,
				struct error *e);

/* ERR_CONFLICT unless `number` is the program's own: who is the older one, and
 * what helps. */
MUST_CHECK enum err schema_judge(int64_t number, struct error *e);

/* Both. */
MUST_CHECK enum err schema_check(struct db *db, struct error *e);

/*
 * A call failed with `code`, `e` says how.  Where tables that do not fit may be
 * why (ERR_DB: an unknown column, a table that is not there), `e` says that
 * instead.  Returns e->code.
 */
enum err schema_explain(struct db *db, enum err code, struct error *e);

#endif
