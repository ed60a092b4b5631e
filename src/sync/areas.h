/*
 * States and metropolitan areas in a run: a phase of its own beside the plan of
 * the nation, whose counters it leaves alone.
 *
 *	engine_areas_begin()	which kinds the release still lacks
 *	   read with the nation where that comes from the flat file, too, else
 *	   by engine_areas_finish():
 *	     engine_areas_list()	oe.area
 *	     engine_areas_plan()	its areas are items in the database
 *	     engine_areas_commit()	whole areas, as they come
 *	     engine_areas_passed()	the file was read to its end
 *	engine_areas_finish()	after the nation is published: so are they,
 *				or they are held
 *	engine_areas_lost()	at any point: none of them in this run
 *
 * What happens to areas never ends the run before the nation is published:
 * `verdict` and `trouble` say how it ends for them.
 *
 * `--only` leaves areas alone: an area changes whole.
 */
#ifndef SYNC_AREAS_H
#define SYNC_AREAS_H

#include "bls/flat_area.h"
#include "model/run.h"
#include "sync/area_rows.h"

struct engine;

enum { AREAS_TOLD_BYTES = 200, AREAS_TROUBLE_BYTES = 200 };

struct areas {
	struct area_kinds reading;   /* to be read in this run */
	struct area_kinds finishing; /* to be published when they are read */
	bool restart;                /* what is done is read again */
	struct flat_areas list;      /* of BLS */
	struct area_rows rows;
	size_t storing;              /* of those that wait, under way */
	bool one_by_one;             /* one was refused by the database */
	int64_t not_before_ms;       /* monotonic; of the next commit */
	int settled;                 /* in this run */
	int total;                   /* of the plan */
	int64_t written;             /* figures */
	char told[AREAS_TOLD_BYTES]; /* "; areas: ...", for the message */
	/* how the run ends for them: RUN_REQUESTED = well, RUN_HELD or
	 * RUN_FAILED, and why */
	enum run_state verdict;
	bool held;
	char trouble[AREAS_TROUBLE_BYTES];
};

#endif
