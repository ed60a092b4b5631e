/*
 * The rows of the flat file against the plan of a round: what is open is
 * delivered as it comes, everything else is passed over, and what a whole file
 * does not have does not exist.
 *
 *	flat_rows_init(&rows, work, &notes);	takes the whole plan
 *	flat_rows_begin(&rows);			a file from its first row
 *	flat_rows_take(&rows, row);		... a flat_row_fn
 *	flat_rows_conclude(&rows, &e);		the file was whole
 *
 * A file that breaks off is begun again: what it delivered stays delivered.
 */
#ifndef SYNC_FLAT_ROWS_H
#define SYNC_FLAT_ROWS_H

#include "bls/flat_data.h"
#include "sync/work.h"

struct flat_entry {
	char code[SOC_BYTES];
	uint16_t item;
	bool seen;      /* in this file */
	uint32_t open;  /* bit n: data type n is planned and has not come */
	uint32_t wrong; /* bit n: came, and could not be read */
};

struct flat_rows {
	struct work *work;
	const struct footnotes *notes;
	struct flat_entry *entries; /* by code */
	int64_t taken;              /* series delivered */
	int year_newest;            /* the newest that may be true */
	bool total_seen;
	int other_year; /* met in a row; 0 = none, and no more rows then */
};

/* `year_newest`: a later year in a row is a mistake, not a release. */
void flat_rows_init(struct flat_rows *r, struct work *work,
		    const struct footnotes *notes, int year_newest);
void flat_rows_release(struct flat_rows *r);

void flat_rows_begin(struct flat_rows *r);

/* False when the row is of another year. */
bool flat_rows_take(void *context, const struct flat_row *row);

/* Settle everything that is open.  `lost`: so many lines could not be read, and
 * what is missing may have been in them; it is given up, to be tried again by
 * the next run.  ERR_REMOTE, and nothing is settled, when the file lacks the
 * total of the nation or more than a tenth of the list. */
MUST_CHECK enum err flat_rows_conclude(struct flat_rows *r, int64_t lost,
				       struct error *e);

#endif
