#include "search/search.h"

#include "search/claim.h"
#include "search/rank.h"
#include "search/variants.h"

enum {
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

const struct codes *search_codes(const struct search *s)
{
	return s->codes;
}

/* The biggest first, which is what the ranking adds to equals. */
static struct search_hits code_hits(const struct search *s,
				    const struct code_answer *answer)
{
	struct search_hits hits;
	size_t i;

	for (i = 0; i < answer->count; i++) {
		s->scores[answer->jobs[i]] = 1;
		s->kinds[answer->jobs[i]] = SEARCH_OFFICIAL;
	}
	hits = search_rank_hits(s, s->job_count);
	for (i = 0; i < hits.count; i++)
		s->hits[i].matched = answer->title;
	return hits;
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
	struct code_answer code;
	struct words words;

	search_rank_begin(s);
	code = codes_find(s->codes, question);
	if (code.kind != CODE_NONE)
		return code_hits(s, &code);
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
	struct code_answer code;
	enum search_answer answer;
	struct words words;

	search_rank_begin(s);
	code = codes_find(s->codes, question);
	if (code.kind != CODE_NONE)
		return code_hits(s, &code);
	if (!read_words(s, question, &words, &variants))
		return (struct search_hits){ s->hits, 0, false };
	find_all(s, &variants);
	answer = search_claim_choose(s, &words);
	if (answer == SEARCH_NOTHING && words.count > 1)
		find_parts(s, &variants);
	hits = search_rank_hits(s, answer == SEARCH_FULL ||
						   answer == SEARCH_GUESSED
					   ? s->job_count
					   : PARTIAL_MAX);
	hits.partial = answer != SEARCH_FULL;
	return hits;
}
