/*
 * Words of titles and questions, brought to one form: folded (base/fold.h),
 * letters with dots as one word, everything else a space; and a simple
 * singular. "Nurses, R.N." -> "nurses", "rn" -> "nurse", "rn"; "C++" stays what
 * it is.
 */
#ifndef SEARCH_WORDS_H
#define SEARCH_WORDS_H

#include "base/base.h"

enum {
	WORD_BYTES = 40, /* longer words are cut */
	WORDS_MAX = 16,  /* further words of a text are left out */
	WORDS_TEXT_MAX = WORDS_MAX * (WORD_BYTES + 1),
};

struct words {
	size_t count;
	char raw[WORDS_MAX][WORD_BYTES];
	char singular[WORDS_MAX][WORD_BYTES];
};

void words_split(const char *from, struct words *out);

/* Leave out "of", "and" and the like, but for the last word, which may be on
 * its way to another; and a word that stood before, as in "door to door". */
void words_drop_small(struct words *w);

/* `count` singulars from `first`, one space between. */
void words_join(const struct words *w, size_t first, size_t count,
		char out[WORDS_TEXT_MAX]);

/* Put the words of `text` in the place of `count` words from `first`; false,
 * and nothing changed, when they would be too many. */
MUST_CHECK bool words_replace(struct words *w, size_t first, size_t count,
			      const char *text);

#endif
