/*
 * The lease: who may write, over all hosts, by the database's clock alone.
 *
 * Every writing transaction of a sync begins with lease_renew(): an UPDATE, not
 * a read, so that on Galera it is certified.  When it returns ERR_FENCED
 * another holder has taken over; the transaction is rolled back and the program
 * ends.
 *
 * A holder that died is succeeded at once by a run of the same host and lock
 * file (it holds the flock, so the old one is gone), by any other host when the
 * lease has expired.
 */
#ifndef STORE_LEASE_H
#define STORE_LEASE_H

#include "store/db.h"

enum { LEASE_SECONDS = 30, LEASE_HOST_BYTES = 128, LEASE_OWNER_BYTES = 160 };

struct lease {
	char host[LEASE_HOST_BYTES];
	char owner[LEASE_OWNER_BYTES];
	int64_t token; /* 0 = not held */
};

/* ERR_BUSY when another holds it, naming the holder. */
MUST_CHECK enum err lease_take(struct db *db, const struct config *config,
			       struct lease *lease, struct error *e);
/* First statement of every writing transaction. */
MUST_CHECK enum err lease_renew(struct db *db, const struct lease *lease,
				struct error *e);
void lease_release(struct db *db, struct lease *lease);

#endif
