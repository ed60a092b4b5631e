/*
 * Why there is no value: footnotes, as they come with a row of the API, or as
 * codes in oe.data and texts in oe.footnote.
 *
 *	footnote_code<TAB>footnote_text
 *	5<TAB>This wage is equal to or greater than $115.00 per hour or ...
 *
 * The cap changes from release to release: its amount is taken from the text.
 */
#ifndef BLS_FOOTNOTE_H
#define BLS_FOOTNOTE_H

#include "base/err.h"
#include "bls/labstat.h"
#include "model/figure.h"

enum {
	FOOTNOTE_FILE_MAX_BYTES = 64 * 1024,
	FOOTNOTE_CODE_BYTES = 11,
	FOOTNOTE_TEXT_BYTES = 512,
	FOOTNOTES_MAX = 64,
};

struct footnote {
	char code[FOOTNOTE_CODE_BYTES];
	char text[FOOTNOTE_TEXT_BYTES];
};

struct footnotes {
	struct footnote of[FOOTNOTES_MAX];
	size_t count;
	struct labstat_notes passed; /* lines that are not in it, and why */
};

/* `whole`: see labstat_end().  ERR_FORMAT when the body is no such list (HTML,
 * say), ERR_REMOTE when it is cut or empty. */
MUST_CHECK enum err footnotes_parse(const char *body, size_t length, bool whole,
				    struct footnotes *out, struct error *e);

/* A dash that no known footnote explains is still a value that BLS does not
 * release. */
void withhold_figure(struct figure *out);

/*
 * The reason that this footnote gives, if it gives one; `text` may be NULL.
 * One that speaks of a wage "equal to or greater than $115.00 per hour or
 * $239,200 per year", in whatever words, is the cap.  Where an amount has no
 * unit behind it, one below $1,000 is an hour's and any other a year's. Without
 * an amount of the form that the series has cap_milli is 0.
 */
void withhold_because(const char *code, const char *text, int datatype,
		      struct figure *out);

/* Whether this program knows what the footnote means. */
bool footnote_known(const char *code, const char *text);

/* The same for a list of codes, as in the last cell of oe.data. */
void footnotes_withhold(const struct footnotes *notes, const char *codes,
			int datatype, struct figure *out);
/* True with the first of the codes that is unknown. */
bool footnotes_unknown(const struct footnotes *notes, const char *codes,
		       char code[FOOTNOTE_CODE_BYTES]);

#endif
