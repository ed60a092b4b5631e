/*
 * A circuit breaker's state in the database, so that it survives from one run
 * to the next and can be seen by the health page.
 */
#ifndef STORE_BREAKER_H
#define STORE_BREAKER_H

#include "base/retry.h"
#include "db/db.h"
#include "store/lease.h"

/* Closed when nothing is stored.  Times become monotonic. */
MUST_CHECK enum err breaker_load(struct db *db, const char *name,
				 struct breaker *b, struct error *e);
MUST_CHECK enum err breaker_save(struct db *db, struct lease *lease,
				 const char *name, const struct breaker *b,
				 struct error *e);

#endif
