#include "api/search_index.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_BYTES = 1 << 20 }; /* to begin with */

/* A word of an entry, before the words are sorted. */
struct pair {
	uint32_t text;
	uint32_t entry;
};

struct builder {
	struct search *s;
	struct pair *pairs;
	size_t pair_count;
	size_t pair_capacity;
};

static uint32_t keep(struct search *s, const char *text)
{
	size_t size = strlen(text) + 1;
	size_t at = s->text_used;

	while (s->text_capacity - s->text_used < size) {
		s->text_capacity =
			s->text_capacity ? s->text_capacity * 2 : TEXT_BYTES;
		s->texts = xreallocarray(s->texts, s->text_capacity, 1);
	}
	memcpy(s->texts + at, text, size);
	s->text_used += size;
	return (uint32_t)at;
}

static void add_pair(struct builder *b, const char *word, uint32_t entry)
{
	b->pairs = xgrow(b->pairs, b->pair_count, &b->pair_capacity,
			 sizeof *b->pairs);
	b->pairs[b->pair_count++] = (struct pair){
		.text = keep(b->s, word),
		.entry = entry,
	};
}

static void add_entry(struct builder *b, uint32_t job, const char *title,
		      bool official)
{
	struct search *s = b->s;
	uint32_t entry = (uint32_t)s->entry_count++;
	char joined[WORDS_TEXT_MAX];
	struct words words;
	size_t i;

	words_split(title, &words);
	words_join(&words, joined);
	s->entries[entry] = (struct search_entry){
		.job = job,
		.joined = keep(s, joined),
		.title = keep(s, title),
		.official = official,
	};
	for (i = 0; i < words.count; i++) {
		add_pair(b, words.singular[i], entry);
		if (strcmp(words.raw[i], words.singular[i]) != 0)
			add_pair(b, words.raw[i], entry);
	}
}

static int compare_pairs(const void *left, const void *right, void *texts)
{
	const struct pair *a = left;
	const struct pair *b = right;
	int order = strcmp((const char *)texts + a->text,
			   (const char *)texts + b->text);

	if (order)
		return order;
	return (a->entry > b->entry) - (a->entry < b->entry);
}

static void make_words(struct builder *b)
{
	struct search *s = b->s;
	struct search_word *last = NULL;
	size_t capacity = 0;
	size_t i;

	if (b->pair_count)
		qsort_r(b->pairs, b->pair_count, sizeof *b->pairs,
			compare_pairs, s->texts);
	s->postings = xcalloc(b->pair_count + 1, sizeof *s->postings);
	for (i = 0; i < b->pair_count; i++) {
		s->postings[i] = b->pairs[i].entry;
		if (last && strcmp(s->texts + last->text,
				   s->texts + b->pairs[i].text) == 0) {
			last->count++;
			continue;
		}
		s->words = xgrow(s->words, s->word_count, &capacity,
				 sizeof *s->words);
		last = &s->words[s->word_count++];
		*last = (struct search_word){
			.text = b->pairs[i].text,
			.first = (uint32_t)i,
			.count = 1,
		};
	}
}

static int compare_employment(const void *left, const void *right, void *jobs)
{
	const struct search_job *a =
		(const struct search_job *)jobs + *(const uint32_t *)left;
	const struct search_job *b =
		(const struct search_job *)jobs + *(const uint32_t *)right;

	if (a->employment != b->employment)
		return a->employment < b->employment ? 1 : -1;
	return strcmp(a->code, b->code);
}

static void keep_jobs(struct search *s, const struct search_job *jobs,
		      size_t count)
{
	struct search_job *copy = xcalloc(count + 1, sizeof *copy);
	size_t i;

	s->codes = xcalloc(count + 1, sizeof *s->codes);
	s->by_employment = xcalloc(count + 1, sizeof *s->by_employment);
	for (i = 0; i < count; i++) {
		copy[i] = jobs[i];
		memcpy(s->codes[i], jobs[i].code, SOC_BYTES);
		s->by_employment[i] = (uint32_t)i;
	}
	s->job_count = count;
	qsort_r(s->by_employment, count, sizeof *s->by_employment,
		compare_employment, copy);
	free(copy);
}

struct search *search_new(const struct search_job *jobs, size_t job_count,
			  const struct search_title *titles, size_t title_count)
{
	struct search *s = xcalloc(1, sizeof *s);
	struct builder b = { .s = s };
	size_t i;

	s->entries = xcalloc(job_count + title_count + 1, sizeof *s->entries);
	keep_jobs(s, jobs, job_count);
	for (i = 0; i < job_count; i++)
		add_entry(&b, (uint32_t)i, jobs[i].title, true);
	for (i = 0; i < title_count; i++)
		add_entry(&b, titles[i].job, titles[i].title, false);
	make_words(&b);
	free(b.pairs);
	s->marks = xcalloc(s->entry_count + 1, sizeof *s->marks);
	s->tiers = xcalloc(job_count + 1, sizeof *s->tiers);
	s->best = xcalloc(job_count + 1, sizeof *s->best);
	s->hits = xcalloc(job_count + 1, sizeof *s->hits);
	return s;
}

void search_free(struct search *s)
{
	if (!s)
		return;
	free(s->texts);
	free(s->entries);
	free(s->words);
	free(s->postings);
	free(s->codes);
	free(s->by_employment);
	free(s->marks);
	free(s->tiers);
	free(s->best);
	free(s->hits);
	free(s);
}
