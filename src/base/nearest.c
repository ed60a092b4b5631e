#include "base/nearest.h"

#include <ctype.h>
#include <string.h>

enum { BEGINNING_MIN = 2 };

static uint8_t smaller(uint8_t a, uint8_t b)
{
	return a < b ? a : b;
}

void edit_begin(struct edit *e, const char *typed)
{
	size_t j;

	e->typed = typed;
	e->length = strlen(typed);
	for (j = 0; j <= e->length; j++)
		e->of[0][j] = (uint8_t)j;
}

uint8_t edit_line(struct edit *e, const char *word, size_t i)
{
	const char *typed = e->typed;
	const uint8_t *above = e->of[i - 1];
	uint8_t *line = e->of[i];
	char c = word[i - 1];
	char before = i > 1 ? word[i - 2] : '\0';
	uint8_t least = (uint8_t)i;
	size_t j;

	line[0] = (uint8_t)i;
	for (j = 1; j <= e->length; j++) {
		uint8_t same = c == typed[j - 1] ? 0 : 1;
		uint8_t cell = (uint8_t)(above[j - 1] + same);

		cell = smaller(cell, (uint8_t)(above[j] + 1));
		cell = smaller(cell, (uint8_t)(line[j - 1] + 1));
		if (i > 1 && j > 1 && c == typed[j - 2] &&
		    before == typed[j - 1])
			cell = smaller(cell,
				       (uint8_t)(e->of[i - 2][j - 2] + 1));
		if (c == 'h' && before == 'p' && typed[j - 1] == 'f')
			cell = smaller(cell,
				       (uint8_t)(e->of[i - 2][j - 1] + 1));
		line[j] = cell;
		least = smaller(least, cell);
	}
	return least;
}

static size_t edit_distance(const char *typed, const char *word)
{
	struct edit e;
	size_t i;

	edit_begin(&e, typed);
	for (i = 1; word[i - 1]; i++)
		(void)edit_line(&e, word, i);
	return e.of[i - 1][e.length];
}

static void copy_lower(char to[NEAREST_WORD_MAX + 1], const char *from)
{
	size_t i;

	for (i = 0; from[i]; i++)
		to[i] = (char)tolower((unsigned char)from[i]);
	to[i] = '\0';
}

void nearest_offer(struct nearest *n, const char *name)
{
	char typed[NEAREST_WORD_MAX + 1];
	char word[NEAREST_WORD_MAX + 1];
	size_t length = strlen(n->word);
	size_t longer = strlen(name) > length ? strlen(name) : length;
	size_t distance;

	if (!length || longer > NEAREST_WORD_MAX)
		return;
	copy_lower(typed, n->word);
	copy_lower(word, name);
	distance = edit_distance(typed, word);
	if (distance > 1 && length >= BEGINNING_MIN &&
	    strncmp(typed, word, length) == 0)
		distance = 1;
	if (distance * 2 > longer || (n->name && distance >= n->distance))
		return;
	n->name = name;
	n->distance = distance;
}
