/*
 * "Did you mean": which of the known names is most like a word that is not
 * known.  Parameters, their values, fields, commands, options and keys ask
 * here; the search uses the distance alone.
 *
 *	struct nearest n = NEAREST_TO(word);
 *
 *	for (i = 0; i < count; i++)
 *		nearest_offer(&n, names[i]);
 *	... n.name: the most similar one, NULL when none is similar ...
 *
 * Upper and lower case are alike.  A word that is the beginning of a name is as
 * good as one slip.  Similar means that at most half of the longer word is
 * changed.
 */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/base.h"

enum { NEAREST_WORD_MAX = 64 }; /* longer words resemble nothing */

struct nearest {
	const char *word;
	const char *name; /* of those offered; points to what was offered */
	size_t distance;
};

#define NEAREST_TO(text)       \
	(struct nearest)       \
	{                      \
		.word = (text) \
	}

void nearest_offer(struct nearest *n, const char *name);

/*
 * The edit distance between what was typed and a word, as a table with a line
 * for each letter of the word; that to a word of n letters stands in
 * of[n][length].  A letter too many, one missing, another one or two exchanged
 * count one each, and so does "f" for "ph".  A search over sorted words keeps
 * the lines of the letters that a word shares with the one before.
 */
struct edit {
	const char *typed;
	size_t length; /* NEAREST_WORD_MAX at most */
	uint8_t of[NEAREST_WORD_MAX + 1][NEAREST_WORD_MAX + 1];
};

/* `typed` is borrowed. */
void edit_begin(struct edit *e, const char *typed);

/* Fill the line of letter `i` (from 1) of `word`, those before it standing
 * already; returns the least number in it. */
uint8_t edit_line(struct edit *e, const char *word, size_t i);

#endif
