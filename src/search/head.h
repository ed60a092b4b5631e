/*
 * What a title names, as against what it only mentions: a "Clerical Dentist
 * Assistant" is an assistant, "Helpers--Electricians" are helpers, a "Director
 * of Nursing" is a director.  The words that name it are its *heads*.
 *
 * A title is read as a list of names, with a comma, a slash, "and" or "or"
 * between them, up to where it says of what, where or for whom (a preposition,
 * a dash with blanks, a bracket); the head of a name is its last word.  BLS
 * names people in the plural, so that of an official list only plurals are
 * heads ("Heavy and Tractor-Trailer Truck Drivers"); of other titles nothing
 * behind a comma is ("Manager, Marketing").
 */
#ifndef SEARCH_HEAD_H
#define SEARCH_HEAD_H

#include "search/words.h"

/* Bit i is the word i of the title's words. */
struct search_heads {
	uint16_t heads; /* at least one, if there is a word */
	uint16_t about; /* what stands behind "of", a dash or the like */
};

/* `words` are those of `title`, without the small ones. */
struct search_heads search_heads(const char *title, bool official,
				 const struct words *words);

#endif
