#include "search/variants.h"

#include <stdio.h>
#include <string.h>

enum {
	TERM_WORDS_MAX = 3,
	LOSS_SYNONYM = 60,
	LOSS_SPACE = 20, /* one too many, or missing */
	HALF_MIN = 3,    /* letters */
};

static void add(struct search_variants *out, const struct words *words,
		size_t first, size_t count, const char *text, int loss)
{
	struct search_variant *v = &out->of[out->count];

	if (out->count == SEARCH_VARIANTS_MAX)
		return;
	*v = (struct search_variant){ *words, loss };
	if (!words_replace(&v->words, first, count, text))
		return;
	if (v->words.count)
		out->count++;
}

/* The first rule whose term is not less. */
static size_t first_rule(const struct search *s, const char *term)
{
	size_t low = 0;
	size_t high = s->rule_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(s->texts + s->rules[middle].term, term) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_rule_of(const struct search *s, size_t rule, const char *term)
{
	return rule < s->rule_count &&
	       strcmp(s->texts + s->rules[rule].term, term) == 0;
}

static void add_synonyms(const struct search *s, const struct words *words,
			 struct search_variants *out)
{
	char term[WORDS_TEXT_MAX];
	size_t first;
	size_t count;
	size_t rule;

	for (first = 0; first < words->count; first++) {
		for (count = 1;
		     count <= TERM_WORDS_MAX && first + count <= words->count;
		     count++) {
			words_join(words, first, count, term);
			for (rule = first_rule(s, term);
			     is_rule_of(s, rule, term); rule++)
				add(out, words, first, count,
				    s->texts + s->rules[rule].words,
				    LOSS_SYNONYM);
		}
	}
}

/* Each word by its first synonym, when several words have one. */
static void add_all_synonyms(const struct search *s, const struct words *words,
			     struct search_variants *out)
{
	struct words all = *words;
	int replaced = 0;
	size_t i;

	for (i = words->count; i-- > 0;) {
		size_t rule = first_rule(s, words->singular[i]);

		if (is_rule_of(s, rule, words->singular[i]) &&
		    words_replace(&all, i, 1, s->texts + s->rules[rule].words))
			replaced++;
	}
	if (replaced > 1)
		add(out, &all, 0, 0, "", replaced * LOSS_SYNONYM);
}

static void add_joined(const struct search *s, const struct words *words,
		       struct search_variants *out)
{
	char joined[2 * WORD_BYTES];
	size_t i;

	for (i = 0; i + 1 < words->count; i++) {
		(void)snprintf(joined, sizeof joined, "%s%s", words->raw[i],
			       words->singular[i + 1]);
		if (search_find_word(s, joined) != SIZE_MAX)
			add(out, words, i, 2, joined, LOSS_SPACE);
	}
}

/* Entries of the rarer half when the word is cut there; 0: no two words. */
static uint32_t worth_of_cut(const struct search *s, const char *word,
			     size_t at)
{
	char half[WORD_BYTES];
	size_t left;
	size_t right;
	uint32_t a;
	uint32_t b;

	(void)copy_text(half, at + 1, word);
	left = search_find_word(s, half);
	right = search_find_word(s, word + at);
	if (left == SIZE_MAX || right == SIZE_MAX)
		return 0;
	a = search_word_entries(s, left);
	b = search_word_entries(s, right);
	return a < b ? a : b;
}

static void add_split(const struct search *s, const struct words *words,
		      size_t index, struct search_variants *out)
{
	const char *word = words->singular[index];
	size_t length = strlen(word);
	char text[2 * WORD_BYTES];
	uint32_t most = 0;
	size_t cut = 0;
	size_t i;

	if (search_find_word(s, word) != SIZE_MAX)
		return;
	for (i = HALF_MIN; i + HALF_MIN <= length; i++) {
		uint32_t worth = worth_of_cut(s, word, i);

		if (worth > most) {
			most = worth;
			cut = i;
		}
	}
	if (!most)
		return;
	(void)snprintf(text, sizeof text, "%.*s %s", (int)cut, word,
		       word + cut);
	add(out, words, index, 1, text, LOSS_SPACE);
}

void search_variants(const struct search *s, const struct words *words,
		     struct search_variants *out)
{
	size_t i;

	out->count = 0;
	add(out, words, 0, 0, "", 0);
	add_joined(s, words, out);
	for (i = 0; i < words->count; i++)
		add_split(s, words, i, out);
	add_all_synonyms(s, words, out);
	add_synonyms(s, words, out);
}
