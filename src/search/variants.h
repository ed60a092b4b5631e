/*
 * Other ways to put a question: with what titles say instead ("tech" ->
 * "technician"), with two words as one ("hair dresser") or one as two
 * ("truckdriver").  The first is the question as it is.
 */
#ifndef SEARCH_VARIANTS_H
#define SEARCH_VARIANTS_H

#include "search/index.h"

enum { SEARCH_VARIANTS_MAX = 10 };

struct search_variant {
	struct words words;
	int loss; /* what it is worth less than the question itself */
};

struct search_variants {
	size_t count;
	struct search_variant of[SEARCH_VARIANTS_MAX];
};

void search_variants(const struct search *s, const struct words *words,
		     struct search_variants *out);

#endif
