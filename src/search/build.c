#include "search/build.h"

#include "search/head.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

enum {
	TEXT_BYTES = 1 << 20, /* to begin with */
	SLOTS = 1 << 15,      /* to begin with; a power of two */
};

uint32_t search_build_text(struct search_builder *b, const char *text)
{
	struct search *s = b->s;
	size_t size = strlen(text) + 1;
	size_t at = s->text_used;

	while (b->text_capacity - at < size) {
		b->text_capacity =
			b->text_capacity ? b->text_capacity * 2 : TEXT_BYTES;
		s->texts = xreallocarray(s->texts, b->text_capacity, 1);
	}
	memcpy(s->texts + at, text, size);
	s->text_used += size;
	return (uint32_t)at;
}

static size_t hash_of(const void *bytes, size_t size)
{
	uint64_t hash = hash_add(HASH_INIT, bytes, size);

	return (size_t)(hash ^ hash >> 32);
}

/* Empty, with room for twice of what it holds. */
static void grow_slots(struct search_slots *slots)
{
	free(slots->of);
	slots->count = slots->count ? slots->count * 2 : SLOTS;
	slots->of = xcalloc(slots->count, sizeof *slots->of);
}

/* The slot of the word: its own, or a free one. */
static uint32_t *word_slot(const struct search_builder *b, const char *word)
{
	const struct search *s = b->s;
	size_t mask = b->words.count - 1;
	size_t i = hash_of(word, strlen(word)) & mask;

	while (b->words.of[i] &&
	       strcmp(search_word_text(s, b->words.of[i] - 1), word) != 0)
		i = (i + 1) & mask;
	return &b->words.of[i];
}

/* The number of the word, perhaps a new one; false when there are too many. */
static bool number_word(struct search_builder *b, const char *word,
			uint16_t *out)
{
	struct search *s = b->s;
	uint32_t *slot;
	uint32_t i;

	if (s->word_count * 2 >= b->words.count) {
		grow_slots(&b->words);
		for (i = 0; i < s->word_count; i++)
			*word_slot(b, search_word_text(s, i)) = i + 1;
	}
	slot = word_slot(b, word);
	if (!*slot) {
		if (s->word_count > UINT16_MAX)
			return false;
		s->words = xgrow(s->words, s->word_count, &b->word_capacity,
				 sizeof *s->words);
		s->words[s->word_count] = (struct search_word){
			.text = search_build_text(b, word),
			.postings = (uint32_t)s->word_count,
		};
		*slot = (uint32_t)++s->word_count;
	}
	*out = (uint16_t)(*slot - 1);
	return true;
}

static size_t entry_length(const struct search *s, size_t entry)
{
	return s->entries[entry + 1].words - s->entries[entry].words;
}

static uint32_t *entry_slot(const struct search_builder *b,
			    const uint16_t *words, size_t count)
{
	const struct search *s = b->s;
	size_t mask = b->entries.count - 1;
	size_t i = hash_of(words, count * sizeof *words) & mask;
	uint32_t entry;

	for (; (entry = b->entries.of[i]); i = (i + 1) & mask)
		if (entry_length(s, entry - 1) == count &&
		    memcmp(s->entry_words + s->entries[entry - 1].words, words,
			   count * sizeof *words) == 0)
			break;
	return &b->entries.of[i];
}

static void end_entry(struct search_builder *b)
{
	struct search *s = b->s;

	s->entries = xgrow(s->entries, s->entry_count, &b->entry_capacity,
			   sizeof *s->entries);
	s->entries[s->entry_count] = (struct search_entry){
		.words = (uint32_t)b->entry_word_count,
	};
}

static uint32_t number_entry(struct search_builder *b, const uint16_t *words,
			     size_t count, const char *title)
{
	struct search *s = b->s;
	uint32_t *slot;
	uint32_t i;
	size_t k;

	if (s->entry_count * 2 >= b->entries.count) {
		grow_slots(&b->entries);
		for (i = 0; i < s->entry_count; i++)
			*entry_slot(b, s->entry_words + s->entries[i].words,
				    entry_length(s, i)) = i + 1;
	}
	slot = entry_slot(b, words, count);
	if (*slot)
		return *slot - 1;
	*slot = (uint32_t)s->entry_count + 1;
	s->entries[s->entry_count].text = search_build_text(b, title);
	for (k = 0; k < count; k++) {
		s->entry_words =
			xgrow(s->entry_words, b->entry_word_count,
			      &b->entry_word_capacity, sizeof *s->entry_words);
		s->entry_words[b->entry_word_count++] = words[k];
	}
	s->entry_count++;
	end_entry(b);
	return *slot - 1;
}

void search_build_add(struct search_builder *b, struct search_ref ref,
		      const char *form)
{
	uint16_t numbers[WORDS_MAX] = { 0 };
	struct words words;
	size_t count = 0;
	struct search_heads heads;
	uint32_t entry;
	size_t i;

	words_split(form, &words);
	words_drop_small(&words);
	for (i = 0; i < words.count; i++)
		if (number_word(b, words.singular[i], &numbers[count]))
			count++;
	if (!count)
		return;
	b->links = xgrow(b->links, b->link_count, &b->link_capacity,
			 sizeof *b->links);
	entry = number_entry(b, numbers, count, form);
	b->links[b->link_count++] = (struct search_link){ entry, ref };
	heads = search_heads(form, ref.kind <= SEARCH_PART, &words);
	b->s->entries[entry].heads |= heads.heads;
	b->s->entries[entry].about |= heads.about;
}

static int compare_words(const void *left, const void *right, void *texts)
{
	const struct search_word *a = left;
	const struct search_word *b = right;

	return strcmp((const char *)texts + a->text,
		      (const char *)texts + b->text);
}

static uint8_t shared_letters(const char *a, const char *b)
{
	uint8_t n = 0;

	while (a[n] && a[n] == b[n])
		n++;
	return n;
}

/* Words by the alphabet; entries follow suit. */
static void sort_words(struct search_builder *b)
{
	struct search *s = b->s;
	uint16_t *place = xcalloc(s->word_count + 1, sizeof *place);
	size_t i;

	if (s->word_count)
		qsort_r(s->words, s->word_count, sizeof *s->words,
			compare_words, s->texts);
	for (i = 0; i < s->word_count; i++)
		place[s->words[i].postings] = (uint16_t)i;
	for (i = 0; i < b->entry_word_count; i++)
		s->entry_words[i] = place[s->entry_words[i]];
	free(place);
	s->shared = xcalloc(s->word_count + 1, 1);
	for (i = 1; i < s->word_count; i++)
		s->shared[i] = shared_letters(search_word_text(s, i - 1),
					      search_word_text(s, i));
}

/* Counted, then dealt out: to each word its entries in their order. */
static void deal_postings(struct search_builder *b)
{
	struct search *s = b->s;
	uint32_t *used = xcalloc(s->word_count + 2, sizeof *used);
	size_t e;
	size_t k;
	size_t i;

	for (e = 0; e < s->entry_count; e++)
		for (k = s->entries[e].words; k < s->entries[e + 1].words; k++)
			used[s->entry_words[k] + 2]++;
	for (i = 2; i < s->word_count + 2; i++)
		used[i] += used[i - 1];
	s->words = xreallocarray(s->words, s->word_count + 1, sizeof *s->words);
	s->weights = xcalloc(s->word_count + 1, 1);
	for (i = 0; i <= s->word_count; i++)
		s->words[i].postings = used[i + 1];
	for (i = 0; i < s->word_count; i++)
		s->weights[i] = search_weight(s, search_word_entries(s, i));
	s->postings = xcalloc(used[s->word_count + 1] + 1, sizeof *s->postings);
	for (e = 0; e < s->entry_count; e++)
		for (k = s->entries[e].words; k < s->entries[e + 1].words; k++)
			s->postings[used[s->entry_words[k] + 1]++] =
				(uint32_t)e;
	free(used);
}

static int compare_links(const void *left, const void *right)
{
	const struct search_link *a = left;
	const struct search_link *b = right;

	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	if (a->ref.job != b->ref.job)
		return a->ref.job < b->ref.job ? -1 : 1;
	return a->ref.kind - b->ref.kind;
}

/* One reference to each job, by its most telling kind. */
static void deal_refs(struct search_builder *b)
{
	struct search *s = b->s;
	uint32_t used = 0;
	size_t next = 0;
	size_t e;

	if (b->link_count)
		qsort(b->links, b->link_count, sizeof *b->links, compare_links);
	s->refs = xcalloc(b->link_count + 1, sizeof *s->refs);
	for (e = 0; e < s->entry_count; e++) {
		s->entries[e].refs = used;
		for (; next < b->link_count && b->links[next].entry == e;
		     next++)
			if (used == s->entries[e].refs ||
			    s->refs[used - 1].job != b->links[next].ref.job)
				s->refs[used++] = b->links[next].ref;
	}
	s->entries[e].refs = used;
}

void search_build_begin(struct search_builder *b, struct search *s)
{
	*b = (struct search_builder){ .s = s };
	end_entry(b);
}

/* To their size; a worker's memory is what is touched. */
static void shrink(struct search_builder *b)
{
	struct search *s = b->s;

	s->texts = xreallocarray(s->texts, s->text_used + 1, 1);
	s->entries = xreallocarray(s->entries, s->entry_count + 1,
				   sizeof *s->entries);
	s->entry_words = xreallocarray(s->entry_words, b->entry_word_count + 1,
				       sizeof *s->entry_words);
	s->refs = xreallocarray(s->refs, s->entries[s->entry_count].refs + 1,
				sizeof *s->refs);
}

void search_build_end(struct search_builder *b)
{
	sort_words(b);
	deal_postings(b);
	deal_refs(b);
	shrink(b);
	free(b->words.of);
	free(b->entries.of);
	free(b->links);
}
