/*
 * What the words of a question may mean: for each the words of the vocabulary
 * that fit, with how well they do.
 *	search_match(s, &words, SEARCH_PLAIN, &m);
 *	... s->senses[word].token ...
 *	search_match_end(s, &m);	before the next one
 */
#ifndef SEARCH_MATCH_H
#define SEARCH_MATCH_H

#include "search/index.h"

enum search_effort {
	SEARCH_PLAIN, /* misspelled is what nothing else fits */
	SEARCH_LOOSE, /* any word may be misspelled, or cut short */
};

/* A word of the question.  What fits stands in found, best first. */
struct search_token {
	uint32_t first;
	uint32_t count;
	uint32_t postings; /* of all that fit, together */
	uint32_t weight;
};

struct search_match {
	size_t count;
	struct search_token tokens[WORDS_MAX];
	uint32_t found; /* of all tokens */
};

void search_match(const struct search *s, const struct words *words,
		  enum search_effort effort, struct search_match *m);
void search_match_end(const struct search *s, const struct search_match *m);

#endif
