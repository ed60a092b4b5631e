/*
 * Finding occupations by what people call them: one ranking, used by
 * suggestions and by the search of the list.
 *
 * An index holds every title as an entry and, for each word, the entries it
 * stands in.  Each word of a question must stand in the entry, in any order,
 * the last one perhaps only begun.  Best first:
 *	the official title itself, an official title that begins with the
 *	question, all words in the official title, then the same three for
 *	alternate, reported and lay titles; equals by employment, then code.
 * A question of digits is a code or the beginning of one.
 *
 *	struct search *s = search_new(jobs, count, titles, n);
 *	struct search_hits hits = search_run(s, "softw");
 *	... hits.list[0].job ...	valid until the next search_run()
 */
#ifndef API_SEARCH_H
#define API_SEARCH_H

#include "base/base.h"
#include "model/soc.h"

struct search;

/* An occupation, by its place in the array (sorted by code). */
struct search_job {
	char code[SOC_BYTES];
	const char *title;
	int64_t employment; /* -1: not known */
};

struct search_title {
	uint32_t job;
	const char *title;
};

struct search_hit {
	uint32_t job;
	const char *matched; /* the other title; NULL: official or code */
};

struct search_hits {
	const struct search_hit *list;
	size_t count;
};

/* Everything is copied. */
struct search *search_new(const struct search_job *jobs, size_t job_count,
			  const struct search_title *titles,
			  size_t title_count);
void search_free(struct search *s);

struct search_hits search_run(const struct search *s, const char *question);

#endif
