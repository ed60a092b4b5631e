/*
 * Text that people typed or pasted, brought to the form in which it is compared:
 * what looks or means the same becomes the same.  Only for questions and for the
 * keys they are held against, never for text that is stored or shown.
 *
 *	char key[FOLD_BYTES];
 *	fold("R\u00e9sum\u00e9\u2011Writer\u00a0", FOLD_CASE, key);
 *	... "resume-writer"
 *
 * As Unicode's compatibility decomposition says (NFKD; utf8proc), so that a
 * ligature is its letters and a full-width digit a digit.  Accents go, and so
 * does what cannot be seen (zero-width characters, soft hyphens, marks of
 * direction, BOM).  A run of blanks of any kind is one blank, none at the ends;
 * every dash is "-", every apostrophe "'"; other signs than those of ASCII are
 * blanks.
 */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include "base/base.h"

/* One character may become 18; what finds no room any more is left out. */
enum { FOLD_BYTES = 1024 };

enum fold {
	FOLD_CASE, /* upper and lower case are the same (case folding) */
	FOLD_FORM, /* case stays: for names that programs also write */
};

/* Returns the length.  Bytes that are not UTF-8 are blanks. */
size_t fold(const char *text, enum fold how, char out[FOLD_BYTES]);

/* Nothing in it can be seen: blanks of any kind, zero-width characters. */
MUST_CHECK bool fold_blank(const char *text);

#endif
