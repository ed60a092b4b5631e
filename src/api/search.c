#include "api/search.h"

#include "api/search_claim.h"
#include "api/search_rank.h"
#include "api/search_variants.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum {
	CODE_DIGITS = 6,
	ONET_DIGITS = 8,
	QUESTION_WORDS = 8, /* further ones are left out */
	ENOUGH = 5,         /* hits that have all of the question */
	PARTIAL_MAX = 20,   /* else with those that have most of it */
	HEAD_PERCENT = 150, /* the last word says what it is */
};

static const struct search_way all_words = { SEARCH_PLAIN, 100, 0, true };
static const struct search_way all_words_loosely = { SEARCH_LOOSE, 100, 40,
						     true };
static const struct search_way parts[] = {
	{ SEARCH_PLAIN, 50, 140, false },
	{ SEARCH_PLAIN, 25, 300, false },
};

/* What follows "SOC" or "SOC code", which people put before a code. */
static const char *skip_label(const char *question)
{
	static const char *const labels[] = { "soc code ", "soc " };
	size_t i;

	while (isspace((unsigned char)*question))
		question++;
	for (i = 0; i < COUNT_OF(labels); i++)
		if (strncasecmp(question, labels[i], strlen(labels[i])) == 0)
			return question + strlen(labels[i]);
	return question;
}

/* The digits of a question that is a code, at least two; else 0. */
static size_t code_digits(const char *question, char digits[CODE_DIGITS + 1])
{
	size_t count = 0;
	const char *p;

	for (p = skip_label(question); *p; p++) {
		if (strchr("-. ", *p))
			continue;
		if (!isdigit((unsigned char)*p) || count == ONET_DIGITS)
			return 0;
		if (count < CODE_DIGITS)
			digits[count] = *p;
		count++;
	}
	if (count < 2)
		return 0;
	count = count < CODE_DIGITS ? count : CODE_DIGITS;
	digits[count] = '\0';
	return count;
}

/* "15-1252" begins with "151". */
static bool code_begins(const char *code, const char *digits, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (code[i < 2 ? i : i + 1] != digits[i])
			return false;
	return true;
}

/* The biggest first, which is what the ranking adds to equals. */
static bool find_codes(const struct search *s, const char *question)
{
	char digits[CODE_DIGITS + 1];
	size_t count = code_digits(question, digits);
	bool any = false;
	size_t i;

	for (i = 0; count && i < s->job_count; i++) {
		if (!code_begins(s->codes[i], digits, count))
			continue;
		s->scores[i] = 1;
		s->kinds[i] = SEARCH_OFFICIAL;
		any = true;
	}
	return any;
}

/* What was typed comes first: once it names something, what it might mean
 * besides makes no claims. */
static bool find_words(const struct search *s,
		       const struct search_variants *variants,
		       const struct search_way *way)
{
	struct search_way own = *way;
	struct search_match m;
	bool any = false;
	size_t i;

	for (i = 0; i < variants->count; i++) {
		const struct search_variant *v = &variants->of[i];

		search_match(s, &v->words, way->effort, &m);
		if (way->percent < 100)
			m.tokens[m.count - 1].weight =
				m.tokens[m.count - 1].weight * HEAD_PERCENT /
				100;
		any = search_rank_add(s, &m, &own, v->loss) || any;
		search_match_end(s, &m);
		if (!i)
			own.claim = way->claim && !search_claim_named(s);
	}
	return any;
}

static void find_all(const struct search *s,
		     const struct search_variants *variants)
{
	if (!find_words(s, variants, &all_words))
		(void)find_words(s, variants, &all_words_loosely);
}

static void find_parts(const struct search *s,
		       const struct search_variants *variants)
{
	size_t i;

	for (i = 0; i < COUNT_OF(parts) && search_rank_count(s) < ENOUGH; i++)
		(void)find_words(s, variants, &parts[i]);
}

/* The words of a question and its variants; false when there are none. */
static bool read_words(const struct search *s, const char *question,
		       struct words *words, struct search_variants *variants)
{
	words_split(question, words);
	words_drop_small(words);
	if (words->count > QUESTION_WORDS)
		words->count = QUESTION_WORDS;
	if (words->count)
		search_variants(s, words, variants);
	return words->count;
}

struct search_hits search_run(const struct search *s, const char *question)
{
	struct search_variants variants;
	struct words words;

	search_rank_begin(s);
	if (find_codes(s, question))
		return search_rank_hits(s, s->job_count);
	if (!read_words(s, question, &words, &variants))
		return (struct search_hits){ s->hits, 0, false };
	find_all(s, &variants);
	if (words.count == 1 || search_rank_count(s) >= ENOUGH)
		return search_rank_hits(s, s->job_count);
	find_parts(s, &variants);
	return search_rank_hits(s, PARTIAL_MAX);
}

struct search_hits search_filter(const struct search *s, const char *question)
{
	struct search_variants variants;
	struct search_hits hits;
	enum search_answer answer;
	struct words words;

	search_rank_begin(s);
	if (find_codes(s, question))
		return search_rank_hits(s, s->job_count);
	if (!read_words(s, question, &words, &variants))
		return (struct search_hits){ s->hits, 0, false };
	find_all(s, &variants);
	answer = search_claim_choose(s);
	if (answer == SEARCH_NOTHING && words.count > 1)
		find_parts(s, &variants);
	hits = search_rank_hits(s, answer == SEARCH_FULL ? s->job_count
							 : PARTIAL_MAX);
	hits.partial = answer != SEARCH_FULL;
	return hits;
}
