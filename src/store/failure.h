/*
 * Occupations of the newest round that could not be resolved, with the reason:
 * what `bls-sync retry` and the failures page work on.
 */
#ifndef STORE_FAILURE_H
#define STORE_FAILURE_H

#include "model/soc.h"
#include "store/db.h"

enum {
	FAILURE_TITLE_BYTES = 256,
	FAILURE_REASON_BYTES = 33,
	FAILURE_MESSAGE_BYTES = 256
};

struct failure {
	char code[SOC_BYTES];
	char title[FAILURE_TITLE_BYTES];
	char reason[FAILURE_REASON_BYTES]; /* class of the failure */
	char message[FAILURE_MESSAGE_BYTES];
	int attempts;
	int64_t first_ms; /* 0 = not known, like the other */
	int64_t last_ms;
	bool transient; /* the next run tries again by itself */
};

/* By reason, then code.  *failures is an array of *count, to be freed by the
 * caller. */
MUST_CHECK enum err failure_list(struct db *db, struct failure **failures,
				 size_t *count, struct error *e);

/* Items of the newest round by state. */
struct round_facts {
	int64_t pending;
	int64_t failed;
	int64_t permanent; /* of the failed: nothing will change by itself */
};

MUST_CHECK enum err failure_count(struct db *db, struct round_facts *facts,
				  struct error *e);

#endif
