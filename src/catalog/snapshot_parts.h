/* The parts that a snapshot is made of, one file each. */
#ifndef CATALOG_SNAPSHOT_PARTS_H
#define CATALOG_SNAPSHOT_PARTS_H

#include "base/jw.h"
#include "catalog/snapshot.h"

/* What all of them look at: the dataset and one view per job. */
struct snapshot_input {
	const struct dataset *dataset;
	const struct job_view *views;
	size_t count;
};

/* job_row.c.  A figure under `key`: its digits, or null with keyReason,
 * keyAtLeast. */
void job_figure_write(struct jw *w, const char *key,
		      const struct figure *figure);
/* What is said of a job where another one is told of, in an open object. */
void job_card_write(struct jw *w, const struct job_row *row);
/* Which of the names the education of a projection is; -1: none. */
int job_education(const struct dataset_projection *projection);

/* snapshot_sort.c: numbers of the jobs in the order of a field; the caller
 * frees it.  Nothing comes last in both directions, equals go by code. */
uint16_t *snapshot_order(const struct snapshot_input *in, enum sort_field field,
			 bool descending);

/* snapshot_search.c: the index of all titles; jobs and titles are in place. */
struct search *snapshot_search(const struct snapshot *s,
			       const struct dataset *d);

#endif
