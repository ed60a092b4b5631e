/* The index as a whole: made of what is handed in, and given back (search.h). */
#include "search/build.h"
#include "search/forms.h"
#include "search/index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	/* A size nobody published counts as that of a small occupation. */
	EMPLOYMENT_UNKNOWN = 5000,
	PRIOR_SCALE = 16,
};

static void add_titles(struct search_builder *b, const struct search_input *in)
{
	struct search_forms forms;
	struct search_ref ref;
	size_t i;
	size_t k;

	for (i = 0; i < in->title_count; i++) {
		const struct search_title *title = &in->titles[i];

		search_forms_other(title->title, &forms);
		ref = (struct search_ref){ (uint16_t)title->job,
					   (uint8_t)title->kind };
		for (k = 0; k < forms.count; k++)
			search_build_add(b, ref, forms.of[k]);
	}
	/* last: an entry shows the title that came first, and the official
	 * one needs not be shown */
	for (i = 0; i < in->job_count; i++) {
		search_forms_official(in->jobs[i].title, &forms);
		for (k = 0; k < forms.count; k++) {
			ref = (struct search_ref){
				(uint16_t)i,
				k ? SEARCH_PART : SEARCH_OFFICIAL,
			};
			search_build_add(b, ref, forms.of[k]);
		}
	}
}

static int compare_rules(const void *left, const void *right, void *texts)
{
	const struct search_rule *a = left;
	const struct search_rule *b = right;
	int order = strcmp((const char *)texts + a->term,
			   (const char *)texts + b->term);

	/* those of one term in the order they came in */
	return order ? order : (a->words > b->words) - (a->words < b->words);
}

static void keep_rules(struct search_builder *b, const struct search_input *in)
{
	struct search *s = b->s;
	char joined[WORDS_TEXT_MAX];
	struct words words;
	size_t i;

	s->rules = xcalloc(in->synonym_count + 1, sizeof *s->rules);
	for (i = 0; i < in->synonym_count; i++) {
		words_split(in->synonyms[i].term, &words);
		words_drop_small(&words);
		words_join(&words, 0, words.count, joined);
		s->rules[i].term = search_build_text(b, joined);
		s->rules[i].words = search_build_text(b, in->synonyms[i].words);
	}
	s->rule_count = i;
	if (i)
		qsort_r(s->rules, i, sizeof *s->rules, compare_rules, s->texts);
}

static int compare_employment(const void *left, const void *right, void *jobs)
{
	const struct search_job *a =
		(const struct search_job *)jobs + *(const uint16_t *)left;
	const struct search_job *b =
		(const struct search_job *)jobs + *(const uint16_t *)right;

	if (a->employment != b->employment)
		return a->employment < b->employment ? 1 : -1;
	return strcmp(a->code, b->code);
}

static void keep_jobs(struct search *s, const struct search_job *jobs,
		      size_t count)
{
	struct search_job *copy = xcalloc(count + 1, sizeof *copy);
	uint16_t *order = xcalloc(count + 1, sizeof *order);
	size_t i;

	s->prior = xcalloc(count + 1, sizeof *s->prior);
	s->place = xcalloc(count + 1, sizeof *s->place);
	for (i = 0; i < count; i++) {
		int64_t size = jobs[i].employment;

		copy[i] = jobs[i];
		order[i] = (uint16_t)i;
		size = size < 0 ? EMPLOYMENT_UNKNOWN : size;
		s->prior[i] = (uint16_t)(PRIOR_SCALE * log2((double)size + 1));
	}
	s->job_count = count;
	if (count)
		qsort_r(order, count, sizeof *order, compare_employment, copy);
	for (i = 0; i < count; i++)
		s->place[order[i]] = (uint16_t)i;
	free(copy);
	free(order);
}

static void keep_codes(struct search *s, const struct search_input *in)
{
	char(*codes)[SOC_BYTES] = xcalloc(in->job_count + 1, sizeof *codes);
	size_t i;

	for (i = 0; i < in->job_count; i++)
		memcpy(codes[i], in->jobs[i].code, SOC_BYTES);
	s->codes = codes_new((const char(*)[SOC_BYTES])codes, in->job_count,
			     in->aliases, in->alias_count);
	free(codes);
}

static void make_room(struct search *s)
{
	s->senses = xcalloc(s->word_count + 1, sizeof *s->senses);
	s->found = xcalloc(s->word_count + 1, sizeof *s->found);
	s->scores = xcalloc(s->job_count + 1, sizeof *s->scores);
	s->best = xcalloc(s->job_count + 1, sizeof *s->best);
	s->kinds = xcalloc(s->job_count + 1, sizeof *s->kinds);
	s->evidence = xcalloc(s->job_count + 1, sizeof *s->evidence);
	s->claims = xcalloc(s->job_count + 1, sizeof *s->claims);
	s->hits = xcalloc(s->job_count + 1, sizeof *s->hits);
}

struct search *search_new(const struct search_input *in)
{
	struct search *s = xcalloc(1, sizeof *s);
	struct search_builder b;

	search_build_begin(&b, s);
	keep_jobs(s, in->jobs, in->job_count);
	keep_codes(s, in);
	add_titles(&b, in);
	keep_rules(&b, in);
	search_build_end(&b);
	make_room(s);
	return s;
}

void search_free(struct search *s)
{
	if (!s)
		return;
	free(s->texts);
	free(s->entries);
	free(s->entry_words);
	free(s->refs);
	free(s->words);
	free(s->weights);
	free(s->shared);
	free(s->postings);
	free(s->rules);
	codes_free(s->codes);
	free(s->prior);
	free(s->place);
	free(s->senses);
	free(s->found);
	free(s->scores);
	free(s->best);
	free(s->kinds);
	free(s->evidence);
	free(s->claims);
	free(s->hits);
	free(s);
}
