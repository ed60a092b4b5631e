/*
 * What the two halves of reading flat files share: flat_transfer.c, the steps,
 * and flat_judge.c, what an answer that is no good leads to.
 */
#ifndef SYNC_FLAT_INTERNAL_H
#define SYNC_FLAT_INTERNAL_H

#include "bls/outcome.h"
#include "sync/engine.h"
#include "sync/flat_rows.h"

enum step { STEP_NOTES, STEP_AREAS, STEP_PLAN, STEP_DATA };

/* The file that a step is about. */
extern const char *const flat_files[];

struct flat {
	struct engine *engine;
	enum step step;
	struct footnotes notes;
	struct flat_data data;
	struct flat_rows rows;
	struct area_rows *areas; /* NULL: the nation alone */
	bool areas_only;         /* the nation is settled */
	bool area_row_seen;      /* of the release's year, in this file */
	const char *lost_reason; /* class; the areas are given up, and the
				  * engine is to be told */
	char lost_why[ITEM_MESSAGE_BYTES];
	enum bls_class outcome; /* of the last answer that was no good */
	bool data_told;         /* what was passed over in it */
	unsigned tries;
	int64_t not_before_ms; /* monotonic */
	bool in_flight;
	enum pipeline_state end;
	char message[ITEM_MESSAGE_BYTES];
};

/* That is all: of the areas alone, if it is no trouble of the nation. */
void flat_end(struct flat *f, enum pipeline_state state, const char *why);
/* BLS does not want this host: no other file is asked for in this run. */
void flat_end_refused(struct flat *f, const char *why);

/* No good answer: once again, unless only a person can mend it, or asking again
 * makes it worse. */
void flat_refuse(struct flat *f, enum bls_class outcome,
		 const struct http_response *r);
/* What is cut may come whole the next time; no such file is no such file. */
void flat_unreadable(struct flat *f, const struct error *e,
		     int64_t retry_after_ms);

/* The nation goes on.  The engine is told by the next pump: this may be called
 * while it stores areas. */
void flat_give_up_areas(struct flat *f, const char *reason, const char *why);

#endif
