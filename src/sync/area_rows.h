/*
 * The rows of the flat file that are of areas, put together area by area.
 *
 *	area_rows_begin(&rows);			a file from its first row
 *	area_rows_take(&rows, row);		... row by row
 *	area_rows_next(&rows)			an area that is whole, or NULL
 *	area_rows_drop(&rows);			... it is stored
 *	area_rows_check(&rows, &e);		does it look whole?
 *	area_rows_conclude(&rows);		the file was whole
 *
 * BLS's file has the rows of an area together, so an area is whole when the
 * next one begins, and only one at a time is in memory.  That is not promised:
 * when an area comes back, area_rows_take() ends and `scattered` says why.
 * Then the file is read again with area_rows_collect(): areas stay in memory to
 * its end, as many as fit, and the others wait for another reading (`more`).
 */
#ifndef SYNC_AREA_ROWS_H
#define SYNC_AREA_ROWS_H

#include "bls/flat_data.h"
#include "store/area_round.h"
#include "sync/work.h"

enum { AREA_FAILURE_BYTES = 160, UNLISTED_MAX = 1024 };

/* An area as its rows come in. */
struct area_box {
	struct area_box *next; /* in the queue of those that are whole */
	size_t slot;
	struct area_cell *cells; /* sorted once the area is whole */
	size_t count;
	size_t capacity;
	uint16_t *place;    /* by occupation: index + 1; 0 = none */
	uint32_t *seen;     /* by occupation: data types */
	const char *reason; /* class of the failure; NULL = all
			     * could be read */
	char failure[AREA_FAILURE_BYTES]; /* "": the same */
};

/* An area of the plan. */
struct area_slot {
	struct area_item item;
	struct area_box *box; /* open */
	bool begun;           /* in this file */
	bool put_off;         /* to another reading */
};

struct area_occupation {
	char code[SOC_BYTES];
	bool detailed;
};

struct area_rows {
	const struct footnotes *notes;
	struct wage_cap cap; /* where no footnote names it */
	int year;
	struct area_occupation *occupations; /* by code */
	size_t occupation_count;
	struct area_slot *slots; /* by code */
	size_t slot_count;
	struct area_slot *current; /* NULL: none, or not in the list */
	char current_code[AREA_BYTES];
	char current_letter;
	struct area_box *first; /* whole, oldest first */
	struct area_box *last;
	size_t waiting; /* in that queue */
	bool partial;   /* the file is a copy (bls/origin.h) */
	bool collecting;
	bool scattered;
	bool more;
	size_t cells; /* in open boxes */
	size_t cells_max;
	int64_t unknown; /* rows of areas that are not in the list */
	struct area_fault *unlisted; /* these areas */
	size_t unlisted_count;       /* at most UNLISTED_MAX */
	size_t unlisted_capacity;
};

/* `items` become the rows' own; occupations are those of the plan. */
void area_rows_init(struct area_rows *r, const struct work *work,
		    const struct footnotes *notes);
void area_rows_plan(struct area_rows *r, struct area_item *items, size_t count);
void area_rows_release(struct area_rows *r);

void area_rows_begin(struct area_rows *r);
void area_rows_collect(struct area_rows *r);

/* False when the rows turn out to be scattered. */
bool area_rows_take(struct area_rows *r, const struct flat_row *row);

/* The same for a row that cannot be right: its area fails, for this reason. */
bool area_rows_refuse(struct area_rows *r, const struct flat_row *row,
		      const char *reason, const char *why);
/* An area that waits cannot be stored: it fails. */
void area_box_fail(struct area_box *box, const char *reason, const char *why);

/* A line among the rows could not be read: the area whose rows are coming is
 * not whole. */
void area_rows_lose(struct area_rows *r, const struct labstat_damage *damage);

struct area_box *area_rows_next(const struct area_rows *r);
/* The area of a box that is whole. */
struct area_slot *area_rows_slot(const struct area_rows *r,
				 const struct area_box *box);
/* It is settled: `state` becomes that of its slot. */
void area_rows_drop(struct area_rows *r, enum item_state state);

/* ERR_REMOTE when more than a tenth of the areas did not come. */
MUST_CHECK enum err area_rows_check(const struct area_rows *r, struct error *e);
/* The file was whole: so is the last area. */
void area_rows_conclude(struct area_rows *r);

#endif
