/*
 * The inside of a search index, shared by its builder and its readers.
 *
 * An *entry* is a title as it is compared: its words in order.  Titles of the
 * same words are one entry, with a *reference* for each occupation that has it.
 * Words are numbered in the order of the alphabet.  Everything is in a few
 * blocks, for all workers share it with their master.
 */
#ifndef SEARCH_INDEX_H
#define SEARCH_INDEX_H

#include "search/search.h"
#include "search/words.h"

/* Each says where its part begins; it ends where the next one's begins. */
struct search_entry {
	uint32_t text;  /* in texts; as published */
	uint32_t words; /* in entry_words */
	uint32_t refs;  /* in refs */
	uint16_t heads; /* search/head.h */
	uint16_t about;
};

struct search_ref {
	uint16_t job;
	uint8_t kind;
};

struct search_word {
	uint32_t text;     /* in texts */
	uint32_t postings; /* in postings; ends where the next one's begins */
};

struct search_rule {    /* a synonym */
	uint32_t term;  /* in texts; words joined */
	uint32_t words; /* in texts */
};

/* What one word of the vocabulary means to the question at hand. */
struct search_sense {
	uint8_t token;   /* of the question, from 1; 0: none */
	uint8_t quality; /* how well it fits, up to 100 */
	bool begun;      /* only its beginning does */
	bool slip;       /* only if the question is misspelled */
};

/* Which of its titles an occupation answers the question by: search/claim.h */
struct search_claims {
	uint32_t bits;
	uint32_t best;  /* place of the strongest bit */
	int32_t worth;  /* of the title that makes it, ... */
	uint32_t entry; /* ... and that title */
	uint8_t kind;
};

struct search {
	char *texts;
	size_t text_used;
	struct search_entry *entries; /* and one behind the last */
	size_t entry_count;
	uint16_t *entry_words;
	struct search_ref *refs;
	struct search_word *words; /* and one behind the last */
	size_t word_count;
	uint8_t *weights;   /* by word: the rarer, the greater */
	uint8_t *shared;    /* by word: letters in common with the last */
	uint32_t *postings; /* entries */
	struct search_rule *rules; /* by term */
	size_t rule_count;
	struct codes *codes;
	uint16_t *prior; /* by job: what its size is worth */
	uint16_t *place; /* by job: among all, the biggest first */
	size_t job_count;
	/* Room for one question at a time; single-threaded. */
	struct search_sense *senses;  /* by word */
	uint16_t *found;              /* words */
	int32_t *scores;              /* by job; 0: not found */
	uint32_t *best;               /* by job: the entry of that score */
	uint8_t *kinds;               /* by job: its kind */
	uint32_t *evidence;           /* by job: all titles that fit */
	struct search_claims *claims; /* by job */
	struct search_hit *hits;
};

/* The words of the whole index that are not less than `word` begin here. */
size_t search_first_word(const struct search *s, const char *word);

/* The number of a word, or SIZE_MAX. */
size_t search_find_word(const struct search *s, const char *word);

/* What a word (or several) of `count` entries weighs, 1..255. */
uint8_t search_weight(const struct search *s, size_t count);

static inline const char *search_word_text(const struct search *s, size_t word)
{
	return s->texts + s->words[word].text;
}

static inline uint32_t search_word_entries(const struct search *s, size_t word)
{
	return s->words[word + 1].postings - s->words[word].postings;
}

#endif
