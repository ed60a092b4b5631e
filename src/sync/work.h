/*
 * The work of a round in memory: every occupation of the list, which series of
 * it are still open, and what came for them.
 *
 *	plan: items that are not settled, detailed occupations first
 *	        |  15 series each, packed without gaps into requests
 *	        v
 *	work_deliver() / work_give_up()    one series after the other
 *	        |  no series open any more
 *	        v
 *	work_take_settled()                occupations to be committed whole
 */
#ifndef SYNC_WORK_H
#define SYNC_WORK_H

#include "bls/reply.h"
#include "model/run.h"
#include "model/wage_cap.h"
#include "store/round.h"
#include "sync/selection.h"

struct series_ref {
	uint16_t item;
	uint8_t datatype;
	uint8_t tries; /* answers that did not settle it */
};

struct work_item {
	struct occupation_figures figures; /* as they come in */
	bool planned;
	bool settled;           /* every series has its verdict */
	uint8_t open;           /* series without one */
	uint8_t with_figure;    /* series that have a value or are withheld */
	uint8_t without_series; /* series that do not exist */
	uint8_t not_in_copy;    /* series of which a copy says nothing */
	bool failed;
	bool transient;
	char reason[ITEM_REASON_BYTES];
	char message[ITEM_MESSAGE_BYTES];
	bool write[MEASURE__MAX + 1]; /* differs from what is stored */
};

struct work {
	struct release release;
	struct wage_cap cap; /* where no footnote names it */
	const char *source;  /* "api" or "flat"; stands beside each figure */
	bool partial;        /* it is a copy (bls/origin.h) */
	struct round_item *items;
	struct work_item *states;
	struct occupation_figures *stored;
	bool *has_stored;
	size_t count;
	struct series_ref *queue; /* all series of the plan, in order */
	size_t queue_length;
	size_t queue_head;
	uint16_t *settled; /* items to be committed */
	size_t settled_count;
	int batch_size;
	int *batch_open; /* unsettled occupations per batch */
	int batch_count;
	struct run_counters counters;
};

/* Loads the round and makes the plan.  ERR_ARG: an `only` code is not in the
 * list. */
MUST_CHECK enum err work_load(struct work *w, struct db *db,
			      const struct release *release, int batch_size,
			      const struct work_selection *selection,
			      struct error *e);
void work_release(struct work *w);

/* Up to `max` series that nobody has asked for yet; returns how many. */
size_t work_take(struct work *w, struct series_ref *refs, size_t max);

/* A verdict that settles the series: figure, does not exist, no data. */
void work_deliver(struct work *w, const struct series_ref *ref,
		  const struct series_result *result);

/* No answer will come for it in this run. */
void work_give_up(struct work *w, const struct series_ref *ref,
		  const char *reason, const char *message, bool transient);

/* Commit what is settled; counters move only when that worked. */
MUST_CHECK enum err work_commit(struct work *w, struct db *db,
				struct lease *lease, int64_t run_id,
				struct error *e);

/* All that was planned is settled and committed. */
bool work_done(const struct work *w);
/* Nothing of the round is open, whatever was planned. */
bool work_round_settled(const struct work *w);

#endif
