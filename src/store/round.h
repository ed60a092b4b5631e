/*
 * The checkpoint: which occupations of a release are settled.
 *
 * An item is pending until its occupation is settled: done (its figures are
 * staged, see staging.h), skipped (BLS has no series of it in this release) or
 * failed.  Items, figures and batch checkpoints are written in the same
 * transaction (round_commit), fenced by the lease, so a run that died anywhere
 * is continued without asking again for what is settled.
 */
#ifndef STORE_ROUND_H
#define STORE_ROUND_H

#include "db/db.h"
#include "model/figure.h"
#include "model/release.h"
#include "model/soc.h"
#include "store/lease.h"

/* The release that is worked on, in a statement. */
#define ROUND_NEWEST \
	"(SELECT release_code FROM release_round ORDER BY year DESC LIMIT 1)"

enum item_state { ITEM_PENDING, ITEM_DONE, ITEM_SKIPPED, ITEM_FAILED };

enum { ITEM_REASON_BYTES = 33, ITEM_MESSAGE_BYTES = 256 };

struct round_item {
	char code[SOC_BYTES];
	bool detailed;
	enum item_state state;
	bool transient; /* failed, but may do better by itself */
	int attempts;
};

/* Begin or go on with the round of a release.  `restart`: all items of it are
 * pending again, and what was staged is dropped.  New codes of the occupation
 * list are added as pending. */
MUST_CHECK enum err round_open(struct db *db, struct lease *lease,
			       const struct release *release, bool restart,
			       struct error *e);

/* There is work on a complete round: until it is published again it is open,
 * and its items are kept as they were. */
MUST_CHECK enum err round_reopen(struct db *db, struct lease *lease,
				 const struct release *release,
				 struct error *e);

/* All items, detailed occupations first, each part in BLS's order.  The caller
 * frees *items. */
MUST_CHECK enum err round_items(struct db *db, const struct release *release,
				struct round_item **items, size_t *count,
				struct error *e);

/* Figures of the release that are published already; arrays of the caller,
 * index = position in `items`. */
struct round_stored {
	const struct round_item *items;
	size_t count;
	struct occupation_figures *figures;
	bool *present; /* any figure of it is stored */
};

MUST_CHECK enum err round_figures(struct db *db, const struct release *release,
				  const struct round_stored *stored,
				  struct error *e);

/* One occupation that is settled now. */
struct settlement {
	const char *code;
	enum item_state state;
	int attempts;
	bool transient;
	const char *reason;  /* class of a skip or failure, else NULL */
	const char *message; /* NULL or for people */
	const struct occupation_figures *figures; /* NULL: none to stage */
	const bool *write; /* per data type: differs from what is published */
};

struct batch_done {
	int batch;
	int successful;
	int failed;
	int skipped;
};

struct round_commit {
	const struct release *release;
	int64_t run_id;
	const char *source; /* "api" or "flat" */
	const struct settlement *settlements;
	size_t settlement_count;
	const struct batch_done *batches;
	size_t batch_count;
};

/* One transaction.  It may be run again after any failure: what it writes is
 * counted by the caller, not by the rows, and the same twice is the same. */
MUST_CHECK enum err round_commit(struct db *db, struct lease *lease,
				 const struct round_commit *commit,
				 struct error *e);

#endif
