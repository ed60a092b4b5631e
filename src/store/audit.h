/*
 * The audit trail: who did what, from where, when.  Rows are only added;
 * `watch` removes old ones.  Never holds a password, a token or an API key.
 */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "db/db.h"

enum { AUDIT_KEEP_DAYS = 400 };

struct audit_entry {
	const char *username; /* "" = nobody who is known */
	const char *address;
	const char *action; /* a constant: "sign-in", "start-sync" */
	const char *detail; /* "" = nothing more to say */
};

MUST_CHECK enum err audit_write(struct db *db, const struct audit_entry *entry,
				struct error *e);

/* Remove what is older than AUDIT_KEEP_DAYS. */
MUST_CHECK enum err audit_purge(struct db *db, struct error *e);

#endif
