/*
 * The right to write: flock on this host, then the lease in the database.
 *
 * Both or none.  The flock comes first: a lease of this host may be taken over
 * at once only because holding the flock proves that its holder is dead.  Where
 * the file system has no locks the lease alone protects the run, with a
 * warning; then a lease of this host is waited for like any other.
 */
#ifndef SYNC_GUARD_H
#define SYNC_GUARD_H

#include "store/lease.h"

struct guard {
	int lock_fd; /* -1 = not held */
	struct lease lease;
};

#define GUARD_INIT ((struct guard){ .lock_fd = -1 })

/* ERR_BUSY when another run has either, naming it. */
MUST_CHECK enum err guard_take(struct guard *g, struct db *db,
			       const struct config *config, struct error *e);
void guard_release(struct guard *g, struct db *db);

#endif
