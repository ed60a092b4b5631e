/*
 * The series of an answer: what BLS says about each id that was asked for.
 */
#ifndef BLS_EMULATOR_SERIES_H
#define BLS_EMULATOR_SERIES_H

#include "query.h"
#include "state.h"

struct series_answer {
	struct state *state;
	const struct query *query;
	const struct fault *fault;
	size_t count;   /* of the ids, those within the limit */
	int first_year; /* the window; without meaning when latest is asked */
	int last_year;
	struct text messages;
	struct text members;
};

enum series_kind { SERIES_INVALID, SERIES_UNKNOWN, SERIES_KNOWN };

/* Judges an id; for a known one, *o and *datatype (1..15) say which it is. */
enum series_kind series_judge(struct world *w, const char *id,
			      struct occupation **o, int *datatype);

/* Writes every series of the answer; asked ones go into the tally. */
void series_write(struct series_answer *a);

#endif
