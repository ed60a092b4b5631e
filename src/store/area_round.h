/*
 * Importing areas: which of a release are settled, their figures, and the
 * moment when readers see them.
 *
 *	area_rounds_load()	what is left of each kind of area
 *	area_round_open()	the list of BLS becomes items
 *	area_commit()		whole areas: figures, rows of jobs, items
 *	area_round_read()	the file was whole; what it lacks is skipped
 *	area_round_outcome()	what became of them: may readers see it?
 *	area_round_publish()	readers see what was written
 *	area_round_hold()	... not before a person says so
 *	area_round_fail()	a whole kind could not be read
 *
 * Those that write are one transaction each that begins by renewing the lease
 * (lease_write), and may be run again after any failure.
 */
#ifndef STORE_AREA_ROUND_H
#define STORE_AREA_ROUND_H

#include "base/clock.h"
#include "db/db.h"
#include "model/area.h"
#include "model/area_outcome.h"
#include "model/figure.h"
#include "model/release.h"
#include "model/soc.h"
#include "store/lease.h"
#include "store/round.h"

enum area_progress {
	AREA_NEW,     /* not begun */
	AREA_OPEN,    /* the file is to be read */
	AREA_READ,    /* read to its end, not published yet */
	AREA_HELD,    /* the same, and a person has to accept it */
	AREA_COMPLETE /* published */
};

struct area_rounds {
	enum area_progress of[AREA_TYPE__MAX];
	/* worth another look: failed, and not three times yet; or to be tried
	 * again by somebody's wish */
	int again[AREA_TYPE__MAX];
};

/* Which kinds a call is about. */
struct area_kinds {
	bool of[AREA_TYPE__MAX];
};

bool area_kinds_any(const struct area_kinds *kinds);

MUST_CHECK enum err area_rounds_load(struct db *db,
				     const struct release *release,
				     struct area_rounds *out, struct error *e);

struct area_opening {
	const struct release *release;
	struct area_kinds kinds;
	const struct area_entry *list;
	size_t count;
	const struct area_fault *faults; /* lines that cannot be used */
	size_t fault_count;
	int64_t run_id;
	bool restart; /* all items of these kinds are pending again */
};

MUST_CHECK enum err area_round_open(struct db *db, struct lease *lease,
				    const struct area_opening *opening,
				    struct error *e);

struct area_item {
	char code[AREA_BYTES];
	enum area_type type;
	enum item_state state;
};

/* By code.  The caller frees *items. */
MUST_CHECK enum err area_items_load(struct db *db,
				    const struct release *release,
				    struct area_item **items, size_t *count,
				    struct error *e);

/* An occupation in the area. */
struct area_cell {
	char code[SOC_BYTES];
	bool detailed;
	/* absent: noSuchSeries, or of a copy notInThisCopy: then what is stored
	 * of it stays, and takes its place here */
	struct occupation_figures figures;
	uint32_t same;                /* bit n: n is stored as it is */
	char since[CLOCK_TEXT_BYTES]; /* stored; "" = is written now */
};

struct area_commit {
	const struct release *release;
	int64_t run_id;
	const char *area;
	struct area_cell *cells; /* by code; `same` and `since` are filled */
	size_t cell_count;
	bool partial; /* of a copy: what it lacks may exist all the same */
	const char *reason;  /* NULL; else the class of its failure, and */
	const char *failure; /* why nothing is written */
	int64_t written;     /* out: figures new or changed */
};

/* Several at a time: the disk is waited for once. */
MUST_CHECK enum err area_commit(struct db *db, struct lease *lease,
				struct area_commit *commits, size_t count,
				struct error *e);

struct area_reading {
	const struct release *release;
	struct area_kinds kinds;
	int64_t run_id;
	const struct area_fault *faults; /* found in the file; read and fail */
	size_t fault_count;
};

MUST_CHECK enum err area_round_read(struct db *db, struct lease *lease,
				    const struct area_reading *reading,
				    struct error *e);

struct area_verdict {
	struct area_outcome all;
	/* of kinds that readers do not see of this release; the others were
	 * judged or accepted, and can only have got better */
	struct area_outcome fresh;
};

MUST_CHECK enum err area_round_outcome(struct db *db,
				       const struct area_reading *reading,
				       struct area_verdict *out,
				       struct error *e);

/* Those of the kinds that are read.  Areas that have no figures any more leave
 * what readers see; those that failed stay as they were. */
MUST_CHECK enum err area_round_publish(struct db *db, struct lease *lease,
				       const struct area_reading *reading,
				       struct error *e);

MUST_CHECK enum err area_round_hold(struct db *db, struct lease *lease,
				    const struct area_reading *reading,
				    const char *reason, struct error *e);

/* The kinds as a whole failed: `reason` is the class, `message` for people.
 * What is done stays done; the next run tries again. */
MUST_CHECK enum err area_round_fail(struct db *db, struct lease *lease,
				    const struct area_reading *reading,
				    const char *reason, const char *message,
				    struct error *e);

/* Part of the transaction that rejects the round: kinds that are read go back
 * to what readers see, and are not read again by themselves. */
MUST_CHECK enum err area_round_reject(struct db *db,
				      const struct release *release,
				      struct error *e);

/* Workers and pay by risk, anew: part of a transaction of the caller that
 * changes scores. */
MUST_CHECK enum err area_summarize(struct db *db, struct error *e);

#endif
