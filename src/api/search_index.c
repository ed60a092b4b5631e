#include "api/search_index.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_BYTES = 1 << 20 }; /* to begin with */

enum { SLOTS = 1 << 17 }; /* to begin with; a power of two */

/* A word (by its number) that stands in an entry. */
struct pair {
	uint32_t word;
	uint32_t entry;
};

/*
 * While it is built, words are numbered as they come and found by hash; at the
 * end they are sorted and the pairs dealt out to them.
 */
struct builder {
	struct search *s;
	size_t word_capacity;
	uint32_t *slots; /* number of a word + 1; 0: free */
	size_t slot_count;
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

static size_t hash_of(const char *word)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

	for (; *word; word++)
		hash = (hash ^ (unsigned char)*word) * UINT64_C(0x100000001b3);
	return (size_t)(hash ^ hash >> 32);
}

/* The slot of the word: its own, or a free one. */
static uint32_t *find_slot(const struct builder *b, const char *word)
{
	const struct search *s = b->s;
	size_t mask = b->slot_count - 1;
	size_t i = hash_of(word) & mask;

	while (b->slots[i] &&
	       strcmp(s->texts + s->words[b->slots[i] - 1].text, word) != 0)
		i = (i + 1) & mask;
	return &b->slots[i];
}

static void grow_slots(struct builder *b)
{
	const struct search *s = b->s;
	uint32_t i;

	free(b->slots);
	b->slot_count = b->slot_count ? b->slot_count * 2 : SLOTS;
	b->slots = xcalloc(b->slot_count, sizeof *b->slots);
	for (i = 0; i < s->word_count; i++)
		*find_slot(b, s->texts + s->words[i].text) = i + 1;
}

static void add_pair(struct builder *b, const char *word, uint32_t entry)
{
	struct search *s = b->s;
	uint32_t *slot;

	if (s->word_count * 2 >= b->slot_count)
		grow_slots(b);
	slot = find_slot(b, word);
	if (!*slot) {
		s->words = xgrow(s->words, s->word_count, &b->word_capacity,
				 sizeof *s->words);
		s->words[s->word_count] = (struct search_word){
			.text = keep(s, word),
			.first = (uint32_t)s->word_count,
		};
		*slot = (uint32_t)++s->word_count;
	}
	b->pairs = xgrow(b->pairs, b->pair_count, &b->pair_capacity,
			 sizeof *b->pairs);
	b->pairs[b->pair_count++] = (struct pair){ *slot - 1, entry };
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

static int compare_words(const void *left, const void *right, void *texts)
{
	const struct search_word *a = left;
	const struct search_word *b = right;

	return strcmp((const char *)texts + a->text,
		      (const char *)texts + b->text);
}

/* Sort the words and give each its entries, in their order. */
static void deal_postings(struct builder *b)
{
	struct search *s = b->s;
	uint32_t *place = xcalloc(s->word_count + 1, sizeof *place);
	uint32_t used = 0;
	size_t i;

	if (s->word_count)
		qsort_r(s->words, s->word_count, sizeof *s->words,
			compare_words, s->texts);
	for (i = 0; i < s->word_count; i++)
		place[s->words[i].first] = (uint32_t)i;
	for (i = 0; i < b->pair_count; i++)
		s->words[place[b->pairs[i].word]].count++;
	for (i = 0; i < s->word_count; i++) {
		s->words[i].first = used;
		used += s->words[i].count;
		s->words[i].count = 0;
	}
	s->postings = xcalloc(b->pair_count + 1, sizeof *s->postings);
	for (i = 0; i < b->pair_count; i++) {
		struct search_word *word = &s->words[place[b->pairs[i].word]];

		s->postings[word->first + word->count++] = b->pairs[i].entry;
	}
	free(place);
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
	deal_postings(&b);
	free(b.slots);
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
