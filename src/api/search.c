#include "api/search_index.h"

#include <ctype.h>
#include <string.h>

/* How well a title answers; the smaller the better. */
enum tier {
	TIER_OFFICIAL_EXACT,
	TIER_OFFICIAL_BEGIN,
	TIER_OFFICIAL_WORDS,
	TIER_OTHER_EXACT,
	TIER_OTHER_BEGIN,
	TIER_OTHER_WORDS,
	TIER__NONE,
};

enum { CODE_DIGITS = 6, ONET_DIGITS = 8 };

/* The digits of a question that is a code, at least two; else 0. */
static size_t code_digits(const char *question, char digits[CODE_DIGITS + 1])
{
	size_t count = 0;
	const char *p;

	for (p = question; *p; p++) {
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

static struct search_hits find_codes(const struct search *s, const char *digits,
				     size_t count)
{
	size_t found = 0;
	size_t i;

	for (i = 0; i < s->job_count; i++) {
		uint32_t job = s->by_employment[i];

		if (code_begins(s->codes[job], digits, count))
			s->hits[found++] = (struct search_hit){ .job = job };
	}
	return (struct search_hits){ s->hits, found };
}

/* The first word of the vocabulary that is not less than `word`. */
static size_t first_word(const struct search *s, const char *word)
{
	size_t low = 0;
	size_t high = s->word_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(s->texts + s->words[middle].text, word) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* One more word found: in entries that had all words before it. */
static void mark_postings(const struct search *s,
			  const struct search_word *word, uint8_t step)
{
	const uint32_t *p = s->postings + word->first;
	const uint32_t *end = p + word->count;

	for (; p < end; p++)
		if (s->marks[*p] == step)
			s->marks[*p]++;
}

/*
 * Every word of the vocabulary that a word of the question may mean.  What is
 * found by misspelling or by another name for the same thing is added here.
 */
static void mark_word(const struct search *s, const struct words *words,
		      size_t index)
{
	const char *singular = words->singular[index];
	const char *raw = words->raw[index];
	bool begun = index + 1 == words->count;
	size_t length = strlen(singular);
	uint8_t step = (uint8_t)index;
	size_t i;

	for (i = first_word(s, singular); i < s->word_count; i++) {
		const char *text = s->texts + s->words[i].text;

		if (strncmp(text, singular, length) != 0)
			break;
		if (!begun && text[length])
			break;
		mark_postings(s, &s->words[i], step);
	}
	/* "secretaries" on its way: "secretari" is no beginning of
	 * "secretary", but it is one of the word as written. */
	if (!begun || strcmp(raw, singular) == 0)
		return;
	length = strlen(raw);
	for (i = first_word(s, raw); i < s->word_count; i++) {
		if (strncmp(s->texts + s->words[i].text, raw, length) != 0)
			break;
		mark_postings(s, &s->words[i], step);
	}
}

static enum tier tier_of(const struct search *s,
			 const struct search_entry *entry, const char *joined,
			 size_t length)
{
	const char *text = s->texts + entry->joined;
	int begin = entry->official ? TIER_OFFICIAL_BEGIN : TIER_OTHER_BEGIN;

	if (strncmp(text, joined, length) != 0)
		return (enum tier)(begin + 1);
	return (enum tier)(text[length] ? begin : begin - 1);
}

static bool is_shorter(const struct search *s, uint32_t a, uint32_t b)
{
	return strlen(s->texts + s->entries[a].joined) <
	       strlen(s->texts + s->entries[b].joined);
}

/* The best title of each job. */
static void judge(const struct search *s, const struct words *words)
{
	char joined[WORDS_TEXT_MAX];
	size_t length;
	uint32_t i;

	words_join(words, joined);
	length = strlen(joined);
	memset(s->tiers, TIER__NONE, s->job_count);
	for (i = 0; i < s->entry_count; i++) {
		const struct search_entry *entry = &s->entries[i];
		uint32_t job = entry->job;
		enum tier tier;

		if (s->marks[i] != words->count)
			continue;
		tier = tier_of(s, entry, joined, length);
		if (tier < s->tiers[job] ||
		    (tier == s->tiers[job] && is_shorter(s, i, s->best[job]))) {
			s->tiers[job] = (uint8_t)tier;
			s->best[job] = i;
		}
	}
}

/* Jobs by tier; within one, the biggest first. */
static struct search_hits collect(const struct search *s)
{
	size_t found = 0;
	int tier;
	size_t i;

	for (tier = 0; tier < TIER__NONE; tier++) {
		for (i = 0; i < s->job_count; i++) {
			uint32_t job = s->by_employment[i];
			const struct search_entry *entry;

			if (s->tiers[job] != tier)
				continue;
			entry = &s->entries[s->best[job]];
			s->hits[found++] = (struct search_hit){
				.job = job,
				.matched = entry->official
						   ? NULL
						   : s->texts + entry->title,
			};
		}
	}
	return (struct search_hits){ s->hits, found };
}

struct search_hits search_run(const struct search *s, const char *question)
{
	char digits[CODE_DIGITS + 1];
	struct words words;
	size_t count = code_digits(question, digits);
	size_t i;

	if (count)
		return find_codes(s, digits, count);
	words_split(question, &words);
	if (!words.count)
		return (struct search_hits){ s->hits, 0 };
	memset(s->marks, 0, s->entry_count);
	for (i = 0; i < words.count; i++)
		mark_word(s, &words, i);
	judge(s, &words);
	return collect(s);
}
