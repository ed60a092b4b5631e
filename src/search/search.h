/*
 * Finding occupations by what people call them: one ranking, which suggestions
 * show as it is, and from which a filter takes what is meant.
 *
 * Titles of all kinds and our own synonyms stand side by side.  Each word of a
 * question must stand in a title, in any order; the last one may be only begun,
 * and a word that no title has may be misspelled.  Where no title has them all,
 * those that have most of them count.  What has the form of a code is looked
 * up as one (codes.h) and in no title.  search/rank.h says what comes first.
 *
 *	struct search_input in = { .jobs = jobs, .job_count = n, ... };
 *	struct search *s = search_new(&in);
 *	struct search_hits hits = search_run(s, "softw");
 *	... hits.list[0].job ...	valid until the next search_run()
 */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "search/codes.h"

struct search;

/* An occupation, by its place in the array (sorted by code). */
struct search_job {
	char code[SOC_BYTES];
	const char *title;
	int64_t employment; /* -1: not known */
};

/* Where a title comes from, the most telling first. */
enum search_kind {
	SEARCH_OFFICIAL,
	SEARCH_PART,     /* of an official one: "Auditors" */
	SEARCH_OWN,      /* everyday word of ours */
	SEARCH_LAY,      /* Employment Projections */
	SEARCH_REPORTED, /* O*NET, by workers */
	SEARCH_ALTERNATE /* O*NET */
};

struct search_title {
	uint32_t job;
	enum search_kind kind; /* SEARCH_OWN or later */
	const char *title;
};

/* What titles say instead: "dev" for "developer". */
struct search_synonym {
	const char *term;
	const char *words;
};

struct search_input {
	const struct search_job *jobs;
	size_t job_count;
	const struct search_title *titles;
	size_t title_count;
	const struct search_synonym *synonyms;
	size_t synonym_count;
	const struct code_alias *aliases;
	size_t alias_count;
};

struct search_hit {
	uint32_t job;
	/* The other title; of a code that is not published, its own; NULL: the
	 * official one, or a code. */
	const char *matched;
};

struct search_hits {
	const struct search_hit *list;
	size_t count;
	bool partial; /* search_filter(): none of them answers all of it */
};

/* Everything is copied. */
struct search *search_new(const struct search_input *in);
void search_free(struct search *s);

/* The codes that it knows. */
const struct codes *search_codes(const struct search *s);

/* Whatever may be meant: for suggestions. */
struct search_hits search_run(const struct search *s, const char *question);

/* What is meant, to be listed and counted: search/claim.h says by what rule. */
struct search_hits search_filter(const struct search *s, const char *question);

#endif
