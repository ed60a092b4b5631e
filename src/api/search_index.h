/* The inside of a search index, shared by its builder and its reader. */
#ifndef API_SEARCH_INDEX_H
#define API_SEARCH_INDEX_H

#include "api/search.h"
#include "api/words.h"

/* A title as it is compared: its words joined, and whose it is. */
struct search_entry {
	uint32_t job;
	uint32_t joined; /* offset into texts */
	uint32_t title;  /* offset into texts; as published */
	bool official;
};

/* A word and where its entries stand in `postings`. */
struct search_word {
	uint32_t text; /* offset into texts */
	uint32_t first;
	uint32_t count;
};

struct search {
	char *texts;
	size_t text_used;
	size_t text_capacity;
	struct search_entry *entries;
	size_t entry_count;
	struct search_word *words; /* sorted */
	size_t word_count;
	uint32_t *postings;
	char (*codes)[SOC_BYTES]; /* by job, in order */
	size_t job_count;
	uint32_t *by_employment; /* jobs, the biggest first */
	/* Room for one question at a time; single-threaded. */
	uint8_t *marks; /* by entry: words found so far */
	uint8_t *tiers; /* by job */
	uint32_t *best; /* by job: the entry that gave the tier */
	struct search_hit *hits;
};

#endif
