#include "api/search_typo.h"

#include <string.h>

/*
 * The table of the edit distance (with exchanged neighbours), one line for each
 * letter of the word.  Words come in the order of the alphabet, so the lines of
 * the letters that a word shares with the last one stand already; and where a
 * line says that it is hopeless, all words that share it are left out.
 */
struct table {
	const char *typed;
	size_t length;
	unsigned bound;
	uint8_t of[WORD_BYTES + 1][WORD_BYTES + 1];
	uint8_t least[WORD_BYTES + 1]; /* of each line */
	/* the closest beginning, up to each line */
	uint8_t begun[WORD_BYTES + 1];
};

enum { FIRST_BOUND = 4, SECOND_BOUND = 8 };

unsigned search_typo_bound(size_t letters)
{
	if (letters < FIRST_BOUND)
		return 0;
	return letters < SECOND_BOUND ? 1 : 2;
}

static uint8_t smaller(uint8_t a, uint8_t b)
{
	return a < b ? a : b;
}

static void first_line(struct table *t)
{
	size_t j;

	for (j = 0; j <= t->length; j++)
		t->of[0][j] = (uint8_t)j;
	t->least[0] = 0;
	t->begun[0] = (uint8_t)t->length;
}

/* The line of letter `i` (from 1) of the word. */
static void next_line(struct table *t, const char *word, size_t i)
{
	const uint8_t *above = t->of[i - 1];
	uint8_t *line = t->of[i];
	char c = word[i - 1];
	size_t j;

	line[0] = (uint8_t)i;
	t->least[i] = line[0];
	for (j = 1; j <= t->length; j++) {
		uint8_t same = c == t->typed[j - 1] ? 0 : 1;
		uint8_t cell = (uint8_t)(above[j - 1] + same);

		cell = smaller(cell, (uint8_t)(above[j] + 1));
		cell = smaller(cell, (uint8_t)(line[j - 1] + 1));
		if (i > 1 && j > 1 && c == t->typed[j - 2] &&
		    word[i - 2] == t->typed[j - 1])
			cell = smaller(cell,
				       (uint8_t)(t->of[i - 2][j - 2] + 1));
		if (i > 1 && c == 'h' && word[i - 2] == 'p' &&
		    t->typed[j - 1] == 'f')
			cell = smaller(cell,
				       (uint8_t)(t->of[i - 2][j - 1] + 1));
		line[j] = cell;
		t->least[i] = smaller(t->least[i], cell);
	}
	t->begun[i] = smaller(t->begun[i - 1], line[t->length]);
}

/* The least of a line never falls: it stays beyond the bound. */
static bool is_hopeless(const struct table *t, size_t i)
{
	return t->least[i] > t->bound && t->begun[i] > t->bound;
}

/* As many lines as the word has letters, fewer if it is hopeless. */
static size_t add_lines(struct table *t, const char *word, size_t from)
{
	size_t i;

	for (i = from + 1; word[i - 1]; i++) {
		next_line(t, word, i);
		if (is_hopeless(t, i))
			break;
	}
	return i;
}

void search_typos(const struct search *s, const char *typed, unsigned bound,
		  bool begun, search_typo_fn fn, void *context)
{
	struct table t = { .typed = typed,
			   .length = strlen(typed),
			   .bound = bound };
	size_t lines = 0; /* that stand */
	size_t i;

	first_line(&t);
	for (i = 0; i < s->word_count; i++) {
		const char *word = search_word_text(s, i);
		size_t shared = s->shared[i];
		size_t length;

		/* `lines` is one more than is good: hopeless, or the end */
		lines = shared < lines ? shared : lines;
		length = add_lines(&t, word, lines) - 1;
		if (word[length]) {
			/* hopeless at letter length + 1 */
			while (i + 1 < s->word_count &&
			       s->shared[i + 1] > length)
				i++;
			lines = length;
			continue;
		}
		lines = length;
		if (t.of[length][t.length] <= bound)
			fn(context, i, t.of[length][t.length], false);
		else if (begun && t.begun[length] <= bound)
			fn(context, i, t.begun[length], true);
	}
}
