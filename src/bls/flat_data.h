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
 *			... data.file.error says why, or no more is wanted
 *	if (flat_data_end(&data, whole) != ERR_OK)
 *		... data.file.error
 *
 * Six million rows are of states, areas and industries: a row that is not of
 * all industries, or of an area that is not wanted, is counted and passed over.
 * So is one with a data type or kind of area that is unknown here.
 */
#ifndef BLS_FLAT_DATA_H
#define BLS_FLAT_DATA_H

#include "bls/footnote.h"
#include "bls/labstat.h"
#include "bls/series.h"

enum { FLAT_HEAD_BYTES = 1024 };

/* A row of all industries; its texts end with the call. */
struct flat_row {
	struct series series;
	int year;
	const char *period;
	const char *value;
	const char *footnotes;
};

/* False: no more rows are wanted. */
typedef bool (*flat_row_fn)(void *context, const struct flat_row *row);

struct flat_data {
	flat_row_fn take;
	void *context;
	/* A line that could not be read: a row is missing, perhaps of the area
	 * whose rows are coming; NULL: nobody asks. */
	void (*lost)(void *context, const struct labstat_damage *damage);
	const struct footnotes *notes; /* to know footnotes by; may be NULL */
	bool states; /* rows of these are wanted beside the nation's */
	bool metros;
	int64_t national;
	int64_t metropolitan;
	int64_t state;
	int64_t lost_national; /* lines that may have been the nation's */
	int64_t area_line;     /* the last line of an area */
	struct labstat file;
	char head[FLAT_HEAD_BYTES]; /* how the file begins, for people */
};

extern const struct labstat_file flat_data_file;

#define FLAT_DATA_INIT(take_row, with)                                 \
	((struct flat_data){ .take = (take_row),                       \
			     .context = (with),                        \
			     .file = LABSTAT_INIT(&flat_data_file,     \
						  flat_data_take_line, \
						  NULL) })

/* False when no more bytes are of use. */
MUST_CHECK bool flat_data_feed(struct flat_data *d, const char *bytes,
			       size_t length);

/* The file is over: was it whole?  Its last line must be (labstat_end()), and
 * where there are metropolitan areas there are states. */
MUST_CHECK enum err flat_data_end(struct flat_data *d, bool whole);

/* What the row says: a value, or withheld with its reason.  False when it can
 * be neither. */
MUST_CHECK bool flat_row_figure(const struct flat_row *row,
				const struct footnotes *notes,
				struct figure *out);

/* A labstat_take_fn, for FLAT_DATA_INIT. */
bool flat_data_take_line(void *context, struct labstat *l,
			 const char *const *cells);

#endif
