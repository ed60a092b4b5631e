/*
 * Building the vocabulary, the entries and the postings of an index.
 *	search_build_begin(&b, s);
 *	search_build_add(&b, ref, "Registered Nurse");	...
 *	search_build_end(&b);
 * While it is built, words are numbered as they come; at the end they are
 * sorted, renumbered and given their entries.
 */
#ifndef SEARCH_BUILD_H
#define SEARCH_BUILD_H

#include "search/index.h"

/* Whose title an entry is; sorted and made references at the end. */
struct search_link {
	uint32_t entry;
	struct search_ref ref;
};

/* Numbers found by hash: number + 1, 0 is free. */
struct search_slots {
	uint32_t *of;
	size_t count;
};

struct search_builder {
	struct search *s;
	size_t text_capacity;
	size_t word_capacity;
	size_t entry_capacity;
	size_t entry_word_count;
	size_t entry_word_capacity;
	struct search_slots words;
	struct search_slots entries;
	struct search_link *links;
	size_t link_count;
	size_t link_capacity;
};

void search_build_begin(struct search_builder *b, struct search *s);

/* Keep a text; what is returned is its place in texts. */
uint32_t search_build_text(struct search_builder *b, const char *text);

/* One form of a title. */
void search_build_add(struct search_builder *b, struct search_ref ref,
		      const char *form);

void search_build_end(struct search_builder *b);

#endif
