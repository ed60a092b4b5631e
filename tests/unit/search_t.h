/*
 * The search over the real reference tables, and the judged questions, for
 * tests and benchmarks; run in the project's folder.
 */
#ifndef UNIT_SEARCH_T_H
#define UNIT_SEARCH_T_H

#include "base/file.h"
#include "base/tsv.h"
#include "search/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEARCH_T_YEAR "2024" /* the newest that comes with the project */

enum { SEARCH_T_FILE_MAX = 32 * 1024 * 1024 };

/* The texts of the tables, kept as long as the program runs. */
static char *search_t_texts[16];

struct search_t {
	struct search_job *jobs;
	struct search_title *titles;
	struct search_synonym *synonyms;
	struct search_input in;
	struct search *search;
};

/* A question and what may come first, separated by blanks. */
struct judged {
	const char *query;
	const char *codes;
	bool held_out;
};

static inline void search_t_open(struct tsv *t, const char *path)
{
	struct str text = STR_INIT(SEARCH_T_FILE_MAX);
	struct error e;
	size_t i = 0;

	if (file_read(path, &text, &e) != ERR_OK || !tsv_open(t, text.data)) {
		(void)fprintf(stderr, "%s: %s\n", path, e.msg);
		abort();
	}
	while (search_t_texts[i])
		i++;
	search_t_texts[i] = str_take(&text);
}

static inline const char *search_t_cell(const struct tsv *t, const char *name)
{
	unsigned i;

	for (i = 0; i < t->columns; i++)
		if (strcmp(t->names[i], name) == 0)
			return t->cells[i] ? t->cells[i] : "";
	(void)fprintf(stderr, "no column %s\n", name);
	abort();
}

static inline size_t search_t_find(const struct search_t *st, const char *code)
{
	size_t i;

	for (i = 0; i < st->in.job_count; i++)
		if (strcmp(st->jobs[i].code, code) == 0)
			return i;
	return SIZE_MAX;
}

static inline void search_t_jobs(struct search_t *st)
{
	size_t capacity = 0;
	bool bad = false;
	struct tsv t;

	search_t_open(&t, "sql/reference/occupation.tsv");
	while (tsv_next(&t, &bad)) {
		struct search_job *job;

		if (strcmp(search_t_cell(&t, "level"), "detailed") != 0)
			continue;
		st->jobs = xgrow(st->jobs, st->in.job_count, &capacity,
				 sizeof *st->jobs);
		job = &st->jobs[st->in.job_count++];
		(void)copy_text(job->code, SOC_BYTES,
				search_t_cell(&t, "code"));
		job->title = search_t_cell(&t, "title");
		job->employment = -1;
	}
	search_t_open(&t, "sql/reference/observation.tsv");
	while (tsv_next(&t, &bad)) {
		size_t job = search_t_find(st, search_t_cell(&t, "code"));
		int64_t size;

		if (job != SIZE_MAX &&
		    strcmp(search_t_cell(&t, "year"), SEARCH_T_YEAR) == 0 &&
		    parse_int64(search_t_cell(&t, "d01"), 0, INT64_MAX, &size))
			st->jobs[job].employment = size;
	}
}

static inline void search_t_add(struct search_t *st, size_t *capacity,
				const char *code, enum search_kind kind,
				const char *title)
{
	static size_t job; /* titles come job by job */

	if (job >= st->in.job_count || strcmp(st->jobs[job].code, code) != 0)
		job = search_t_find(st, code);
	if (job == SIZE_MAX)
		return;
	st->titles = xgrow(st->titles, st->in.title_count, capacity,
			   sizeof *st->titles);
	st->titles[st->in.title_count++] =
		(struct search_title){ (uint32_t)job, kind, title };
}

static inline void search_t_titles(struct search_t *st)
{
	size_t titles = 0;
	size_t synonyms = 0;
	bool bad = false;
	struct tsv t;

	search_t_open(&t, "sql/reference/title.tsv");
	while (tsv_next(&t, &bad)) {
		const char *kind = search_t_cell(&t, "kind");

		search_t_add(st, &titles, search_t_cell(&t, "occupation_code"),
			     *kind == 'l'   ? SEARCH_LAY
			     : *kind == 'r' ? SEARCH_REPORTED
					    : SEARCH_ALTERNATE,
			     search_t_cell(&t, "title"));
	}
	search_t_open(&t, "sql/reference/synonym.tsv");
	while (tsv_next(&t, &bad)) {
		const char *term = search_t_cell(&t, "term");
		const char *words = search_t_cell(&t, "words");

		search_t_add(st, &titles, search_t_cell(&t, "occupation_code"),
			     SEARCH_OWN, term);
		if (!*words)
			continue;
		st->synonyms = xgrow(st->synonyms, st->in.synonym_count,
				     &synonyms, sizeof *st->synonyms);
		st->synonyms[st->in.synonym_count++] =
			(struct search_synonym){ term, words };
	}
}

static inline void search_t_load(struct search_t *st)
{
	memset(st, 0, sizeof *st);
	search_t_jobs(st);
	search_t_titles(st);
	st->in.jobs = st->jobs;
	st->in.titles = st->titles;
	st->in.synonyms = st->synonyms;
	st->search = search_new(&st->in);
}

static inline void search_t_free(struct search_t *st)
{
	search_free(st->search);
	free(st->jobs);
	free(st->titles);
	free(st->synonyms);
}

/* All judged questions; the caller frees the array. */
static inline struct judged *search_t_judged(size_t *count)
{
	struct judged *list = NULL;
	size_t capacity = 0;
	bool bad = false;
	struct tsv t;

	*count = 0;
	search_t_open(&t, "tests/unit/fixtures/search/judged.tsv");
	while (tsv_next(&t, &bad)) {
		list = xgrow(list, *count, &capacity, sizeof *list);
		list[(*count)++] = (struct judged){
			search_t_cell(&t, "query"),
			search_t_cell(&t, "codes"),
			strcmp(search_t_cell(&t, "set"), "hold") == 0,
		};
	}
	return list;
}

#endif
