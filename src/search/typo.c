#include "search/typo.h"

#include "base/nearest.h"

#include <string.h>

_Static_assert((int)NEAREST_WORD_MAX >= (int)WORD_BYTES,
	       "a word of the search fits");

/*
 * The table of the edit distance, with what tells early that a word is too far.
 * Words come in the order of the alphabet, so the lines of the letters that a
 * word shares with the last one stand already; and where a line says that it is
 * hopeless, all words that share it are left out.
 */
struct table {
	struct edit edit;
	unsigned bound;
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

static void first_line(struct table *t, const char *typed)
{
	edit_begin(&t->edit, typed);
	t->least[0] = 0;
	t->begun[0] = (uint8_t)t->edit.length;
}

/* The line of letter `i` (from 1) of the word. */
static void next_line(struct table *t, const char *word, size_t i)
{
	t->least[i] = edit_line(&t->edit, word, i);
	t->begun[i] = smaller(t->begun[i - 1], t->edit.of[i][t->edit.length]);
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
	struct table t = { .bound = bound };
	size_t lines = 0; /* that stand */
	size_t i;

	first_line(&t, typed);
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
		if (t.edit.of[length][t.edit.length] <= bound)
			fn(context, i, t.edit.of[length][t.edit.length], false);
		else if (begun && t.begun[length] <= bound)
			fn(context, i, t.begun[length], true);
	}
}
