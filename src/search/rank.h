/*
 * Which occupation comes first.
 *
 * A title is worth: how much of the question it has, the rare words counting
 * more, and how well they fit (a beginning or a misspelled word less); how much
 * of the title the question has; a bonus for the words in their order, and one
 * for nothing else in it; a bonus for official titles and for everyday words of
 * ours; a deduction when many occupations have it.
 *
 * An occupation is worth its best title, something for all its titles that
 * fit ("engineer" is more in some than in others), and something for its size,
 * for people mean the big one.
 */
#ifndef SEARCH_RANK_H
#define SEARCH_RANK_H

#include "search/match.h"

/* No occupation has been found. */
void search_rank_begin(const struct search *s);

/* How to look for the words of a question, one way after the other. */
struct search_way {
	enum search_effort effort;
	uint32_t percent; /* of the question that a title must have; 100 is
			     every word, well or badly */
	int loss;         /* what is found is worth less by it */
	bool claim;       /* also note by what titles (search/claim.h) */
};

/*
 * Judge all titles that have enough of the question.  One that is not what was
 * typed is worth `loss` less.  Returns whether any title was found.
 */
bool search_rank_add(const struct search *s, const struct search_match *m,
		     const struct search_way *way, int loss);

/* Occupations found so far. */
size_t search_rank_count(const struct search *s);

/* The best first, at most `max`. */
struct search_hits search_rank_hits(const struct search *s, size_t max);

#endif
