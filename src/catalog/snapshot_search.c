#include "catalog/snapshot_parts.h"

#include <stdlib.h>
#include <string.h>

static const enum search_kind kinds[TITLE__MAX] = {
	[TITLE_ALTERNATE] = SEARCH_ALTERNATE,
	[TITLE_REPORTED] = SEARCH_REPORTED,
	[TITLE_LAY] = SEARCH_LAY,
};

/* What search_new() copies from. */
struct material {
	struct search_job *jobs;
	struct search_title *titles;
	struct search_synonym *synonyms;
	struct code_alias *aliases;
	struct search_input in;
};

static void take_jobs(struct material *m, const struct snapshot *s)
{
	size_t i;

	m->jobs = xcalloc(s->count + 1, sizeof *m->jobs);
	for (i = 0; i < s->count; i++) {
		memcpy(m->jobs[i].code, s->facts[i].code, SOC_BYTES);
		m->jobs[i].title = s->titles[i];
		m->jobs[i].employment = s->facts[i].employment;
	}
	m->in.jobs = m->jobs;
	m->in.job_count = s->count;
}

static void take_title(struct material *m, const struct snapshot *s,
		       const char *code, enum search_kind kind,
		       const char *title)
{
	size_t job;

	if (!snapshot_find(s, code, &job))
		return;
	m->titles[m->in.title_count++] = (struct search_title){
		.job = (uint32_t)job,
		.kind = kind,
		.title = title,
	};
}

static void take_aliases(struct material *m, const struct snapshot *s,
			 const struct dataset *d)
{
	size_t job;
	size_t i;

	m->aliases = xcalloc(d->alias_count + 1, sizeof *m->aliases);
	for (i = 0; i < d->alias_count; i++) {
		const struct dataset_alias *from = &d->aliases[i];
		struct code_alias *to = &m->aliases[m->in.alias_count];

		if (!snapshot_find(s, from->of, &job))
			continue;
		*to = (struct code_alias){ .job = (uint32_t)job,
					   .title = from->title,
					   .retired = from->retired };
		memcpy(to->code, from->code, SOC_BYTES);
		m->in.alias_count++;
	}
	m->in.aliases = m->aliases;
}

struct search *snapshot_search(const struct snapshot *s,
			       const struct dataset *d)
{
	struct material m = { 0 };
	struct search *search;
	size_t i;

	take_jobs(&m, s);
	take_aliases(&m, s, d);
	m.titles = xcalloc(d->title_count + d->synonym_count + 1,
			   sizeof *m.titles);
	m.synonyms = xcalloc(d->synonym_count + 1, sizeof *m.synonyms);
	for (i = 0; i < d->title_count; i++)
		take_title(&m, s, d->titles[i].code, kinds[d->titles[i].kind],
			   d->titles[i].title);
	for (i = 0; i < d->synonym_count; i++) {
		const struct dataset_synonym *synonym = &d->synonyms[i];

		take_title(&m, s, synonym->code, SEARCH_OWN, synonym->term);
		if (synonym->words)
			m.synonyms[m.in.synonym_count++] =
				(struct search_synonym){ synonym->term,
							 synonym->words };
	}
	m.in.titles = m.titles;
	m.in.synonyms = m.synonyms;
	search = search_new(&m.in);
	free(m.jobs);
	free(m.titles);
	free(m.synonyms);
	free(m.aliases);
	return search;
}
