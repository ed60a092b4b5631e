/*
 * Words of titles and questions, brought to one form: lower case, Latin letters
 * without their accents, everything else a space; and a simple singular.
 * "Nurses, R.N." -> "nurses", "r", "n" -> "nurse", "r", "n".
 */
#ifndef API_WORDS_H
#define API_WORDS_H

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

void words_split(const char *text, struct words *out);

/* The singulars in their order, one space between: to compare whole titles. */
void words_join(const struct words *w, char out[WORDS_TEXT_MAX]);

#endif
