/*
 * The ledger of API requests: how many each key sent on which UTC day and in
 * which run, which keys are blocked, and the moments of the last 50 requests of
 * all.
 *
 * A request is counted before it is sent, so a crash, or a database that goes
 * away in the middle of COMMIT, can only make us believe that we used more than
 * we did.
 */
#ifndef STORE_KEY_LEDGER_H
#define STORE_KEY_LEDGER_H

#include "base/retry.h"
#include "db/db.h"
#include "store/lease.h"

struct ledger_key {
	const char *id;
	const char *last4;
	int quota;
	int used;                 /* out: today */
	int64_t blocked_until_ms; /* out: 0 = not blocked */
	bool invalid;             /* out: it is blocked as such */
	int64_t ignored_until_ms; /* out: 0 = never was */
};

/* Make the configured keys known. */
MUST_CHECK enum err key_ledger_register(struct db *db, struct lease *lease,
					const struct ledger_key *keys,
					size_t count, struct error *e);
/* Today's use of each. */
MUST_CHECK enum err key_ledger_read(struct db *db, struct ledger_key *keys,
				    size_t count, int64_t now_ms,
				    struct error *e);
/* The moments of the last requests, of whichever process.  None is later than
 * now, even if the clock was set back. */
MUST_CHECK enum err key_ledger_window(struct db *db, int64_t now_ms,
				      struct rate_window *w, struct error *e);

struct ledger_entry {
	int64_t run_id;
	const char *key_id;
	int64_t now_ms;
	unsigned slot; /* where the rate window noted the request */
};

/* One request goes out now.  Fenced: who lost the lease sends nothing. */
MUST_CHECK enum err key_ledger_count(struct db *db, struct lease *lease,
				     const struct ledger_entry *entry,
				     struct error *e);

/* BLS answers it as if no key were sent. */
MUST_CHECK enum err key_ledger_ignored(struct db *db, struct lease *lease,
				       const char *key_id, int64_t until_ms,
				       struct error *e);

struct ledger_block {
	const char *key_id;
	const char *reason; /* "quota" or "invalid" */
	int64_t until_ms;
};

MUST_CHECK enum err key_ledger_block(struct db *db, struct lease *lease,
				     const struct ledger_block *block,
				     struct error *e);

#endif
