/*
 * The lease: who may write, over all hosts, by the database's clock alone.
 *
 * Every writing transaction of a sync is a lease_write().  It begins by
 * renewing the lease: an UPDATE, not a read, so that on Galera it is certified.
 * Where that returns ERR_FENCED another holder has taken over; the transaction
 * is rolled back and the program ends.
 *
 * The same UPDATE writes the transaction's number.  When the answer to a COMMIT
 * is lost, nobody knows whether it was done: the number is read back, behind
 * the row's lock, so that a COMMIT still under way is waited for.  There = it
 * was done; not there = it is as if it had never begun.
 *
 * A holder that died is succeeded at once by a run of the same host and lock
 * file (it holds the flock, so the old one is gone), by any other host when the
 * lease has expired.  One that would last longer than LEASE_FAR_SECONDS was
 * written by a clock that was wrong (of a server that is the database's no
 * more) and is none: a holder that lives renews it once a second.
 */
#ifndef STORE_LEASE_H
#define STORE_LEASE_H

#include "db/db.h"

enum {
	LEASE_SECONDS = 30,
	LEASE_FAR_SECONDS = 60,
	LEASE_HOST_BYTES = 128,
	LEASE_OWNER_BYTES = 160,
};

/* What a transaction writes. */
typedef enum err (*lease_fn)(struct db *db, void *context, struct error *e);

struct lease {
	char host[LEASE_HOST_BYTES];
	char owner[LEASE_OWNER_BYTES];
	int64_t token;   /* 0 = not held */
	int64_t number;  /* of the transaction begun last */
	int64_t unknown; /* the one nobody could look up yet; 0 = none */
	lease_fn unknown_write;
};

struct lease_work {
	lease_fn write;
	void *context;
	/* Writing it twice would be wrong.  After ERR_NET the next call with
	 * the same `write` must mean the same again: it begins with the look-up
	 * and is done if that finds it. */
	bool once;
};

/* ERR_BUSY when another holds it, naming the holder.  `locked`: the flock of
 * this host is held, so whoever of it is named there is dead. */
MUST_CHECK enum err lease_take(struct db *db, const struct config *config,
			       bool locked, struct lease *lease,
			       struct error *e);
/* One whole transaction; anything but ERR_OK: nothing of it is there, but for
 * ERR_NET while the look-up cannot be made either. */
MUST_CHECK enum err lease_write(struct db *db, struct lease *lease,
				const struct lease_work *work, struct error *e);
/* The same for a single statement that may be run twice. */
MUST_CHECK enum err lease_exec(struct db *db, struct lease *lease,
			       const char *sql, struct db_params params,
			       struct error *e);
void lease_release(struct db *db, struct lease *lease);

#endif
