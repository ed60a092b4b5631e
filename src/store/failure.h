/*
 * What could not be resolved in the newest round, with the reason: occupations,
 * areas, and kinds of areas as a whole.  `bls-sync retry` and the failures page
 * work on it.
 */
#ifndef STORE_FAILURE_H
#define STORE_FAILURE_H

#include "db/db.h"
#include "model/area.h"
#include "model/soc.h"

enum {
	FAILURE_CODE_BYTES = 8,
	FAILURE_TITLE_BYTES = 256,
	FAILURE_REASON_BYTES = 33,
	FAILURE_MESSAGE_BYTES = 256
};
_Static_assert((int)SOC_BYTES <= (int)FAILURE_CODE_BYTES &&
		       (int)AREA_BYTES <= (int)FAILURE_CODE_BYTES,
	       "a code of either fits");

enum failure_kind {
	FAILURE_OCCUPATION,
	FAILURE_AREA,
	FAILURE_AREAS, /* all of a kind */
	FAILURE_KIND__MAX
};

struct failure {
	enum failure_kind kind;
	/* "15-1252", "0047900", or the kind of areas: "state", "metro" */
	char code[FAILURE_CODE_BYTES];
	char title[FAILURE_TITLE_BYTES];
	char reason[FAILURE_REASON_BYTES]; /* class of the failure */
	char message[FAILURE_MESSAGE_BYTES];
	int attempts;
	int64_t first_ms; /* 0 = not known, like the other */
	int64_t last_ms;
	bool transient; /* the next run tries again by itself */
};

/* "occupation", "area", "areas". */
const char *failure_kind_name(enum failure_kind kind);

/* By reason, then code.  *failures is an array of *count, to be freed by the
 * caller. */
MUST_CHECK enum err failure_list(struct db *db, struct failure **failures,
				 size_t *count, struct error *e);

/* Which of them: the ones named, or everything when both are NULL. */
struct failure_selection {
	const char *occupation;
	const char *area; /* a code; "state", "metro": all of the kind */
};

MUST_CHECK bool failure_selected(const struct failure_selection *selection,
				 const struct failure *failure);

/* ERR_ARG: no round has an area of this code. */
MUST_CHECK enum err failure_check_area(struct db *db, const char *area,
				       struct error *e);

struct failures_reset {
	int64_t occupations;
	int64_t areas;
};

/* The selected ones become pending: the next run asks for them again. */
MUST_CHECK enum err failure_reset(struct db *db,
				  const struct failure_selection *selection,
				  struct failures_reset *count,
				  struct error *e);

/* Occupations of the newest round by state. */
struct round_facts {
	int64_t pending;
	int64_t failed;
	int64_t permanent; /* of the failed: nothing will change by itself */
};

MUST_CHECK enum err failure_count(struct db *db, struct round_facts *facts,
				  struct error *e);

#endif
