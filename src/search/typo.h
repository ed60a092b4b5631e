/*
 * Words of the vocabulary that are a few slips of the finger away: a letter
 * too many, one missing, another one, or two exchanged count one each.
 */
#ifndef SEARCH_TYPO_H
#define SEARCH_TYPO_H

#include "search/index.h"

/* `begun`: it is the beginning of the word that is so close. */
typedef void (*search_typo_fn)(void *context, size_t word, unsigned distance,
			       bool begun);

/* How many slips a word of so many letters may have. */
unsigned search_typo_bound(size_t letters);

/* All words within `bound` (at most 2), beginnings too when `begun`. */
void search_typos(const struct search *s, const char *typed, unsigned bound,
		  bool begun, search_typo_fn fn, void *context);

#endif
