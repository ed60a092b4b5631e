/*
 * The published jobs of a dataset (dataset.h) with what belongs to each, and as
 * rows of lists and exports (model/job_row.h).  Everything is borrowed from the
 * dataset.
 */
#ifndef STORE_JOB_ROWS_H
#define STORE_JOB_ROWS_H

#include "model/job_row.h"
#include "store/dataset.h"

struct dataset_job_parts {
	const struct dataset_occupation *occupation;
	const struct dataset_occupation *group; /* major */
	struct occupation_figures figures;      /* of the job's data year */
	const struct dataset_projection *projection; /* NULL: none */
};

/* An occupation that the list does not have is one without a name. */
void dataset_job_parts(const struct dataset *d, const struct dataset_job *job,
		       struct dataset_job_parts *parts);

void dataset_job_row(const struct dataset_job *job,
		     const struct dataset_job_parts *parts,
		     struct job_row *row);

/* The newest year of any job's figures; 0 when there are no jobs. */
int dataset_year(const struct dataset *d);

#endif
