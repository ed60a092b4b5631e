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
};

/* ERR_REMOTE when the body is not whole, or anything else (HTML, say). */
MUST_CHECK enum err footnotes_parse(const char *body, struct footnotes *out,
				    struct error *e);

/* A dash that no known footnote explains is still a value that BLS does not
 * release. */
void withhold_figure(struct figure *out);

/* The reason that this footnote gives, if it gives one; `text` may be NULL. */
void withhold_because(const char *code, const char *text, int datatype,
		      struct figure *out);

/* The same for a list of codes, as in the last cell of oe.data. */
void footnotes_withhold(const struct footnotes *notes, const char *codes,
			int datatype, struct figure *out);

#endif
