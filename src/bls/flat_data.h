/*
 * Reading oe.data.0.Current, the file that has every series of the newest
 * release, while it comes in: bytes in, rows out, nothing kept.
 *
 *	series_id                     <TAB>year<TAB>period<TAB> value<TAB>...
 *	OEUN000000000000015125213     <TAB>2025<TAB>A01<TAB> 135980<TAB><CR>
 *
 *	struct flat_data data = FLAT_DATA_INIT(take_row, context);
 *	while (... more bytes ...)
 *		if (!flat_data_feed(&data, bytes, length))
 *			... data.error says why, or the taker wants no more
 *	if (flat_data_end(&data) != ERR_OK)
 *		... cut: data.error
 *
 * Six million rows are of states, areas and industries: a row that is not of
 * all industries, or of an area that is not wanted, is counted and passed over.
 */
#ifndef BLS_FLAT_DATA_H
#define BLS_FLAT_DATA_H

#include "base/err.h"
#include "bls/footnote.h"
#include "bls/series.h"

enum {
	FLAT_LINE_BYTES = 256, /* real ones have 55 and the footnotes */
	FLAT_CELL_BYTES = 33,
};

/* A row of all industries. */
struct flat_row {
	struct series series;
	int year;
	char period[FLAT_CELL_BYTES];
	char value[FLAT_CELL_BYTES];
	char footnotes[FLAT_CELL_BYTES];
};

/* False: no more rows are wanted. */
typedef bool (*flat_row_fn)(void *context, const struct flat_row *row);

struct flat_data {
	flat_row_fn take;
	void *context;
	bool states; /* rows of these are wanted beside the nation's */
	bool metros;
	bool header_seen;
	bool ended;    /* after an error, or `take` wants no more */
	int64_t lines; /* with the header */
	int64_t national;
	int64_t metropolitan;
	int64_t state;
	struct error error;         /* code ERR_OK: none */
	char head[FLAT_LINE_BYTES]; /* how the file begins, for people */
	char rest[FLAT_LINE_BYTES]; /* of a line that is not whole yet */
	size_t rest_length;
};

#define FLAT_DATA_INIT(take_row, take_context) \
	((struct flat_data){ .take = (take_row), .context = (take_context) })

/* False when no more bytes are of use. */
MUST_CHECK bool flat_data_feed(struct flat_data *d, const char *bytes,
			       size_t length);

/* The file is over: was it whole?  Its last line must be, and where there are
 * metropolitan areas there are states. */
MUST_CHECK enum err flat_data_end(struct flat_data *d);

/* What the row says: a value, or withheld with its reason.  False when it can
 * be neither. */
MUST_CHECK bool flat_row_figure(const struct flat_row *row,
				const struct footnotes *notes,
				struct figure *out);

#endif
