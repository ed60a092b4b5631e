/*
 * The tables behind a dataset, one function each (see dataset.h).  To be called
 * inside one snapshot transaction.
 */
#ifndef STORE_DATASET_ROWS_H
#define STORE_DATASET_ROWS_H

#include "store/dataset.h"

MUST_CHECK enum err dataset_load_version(struct db *db, struct dataset *d,
					 struct error *e);
MUST_CHECK enum err dataset_load_occupations(struct db *db, struct dataset *d,
					     struct error *e);
MUST_CHECK enum err dataset_load_jobs(struct db *db, struct dataset *d,
				      struct error *e);
MUST_CHECK enum err dataset_load_studies(struct db *db, struct dataset *d,
					 struct error *e);
MUST_CHECK enum err dataset_load_sources(struct db *db, struct dataset *d,
					 struct error *e);
MUST_CHECK enum err dataset_load_years(struct db *db, struct dataset *d,
				       struct error *e);
MUST_CHECK enum err dataset_load_projections(struct db *db, struct dataset *d,
					     struct error *e);
MUST_CHECK enum err dataset_load_titles(struct db *db, struct dataset *d,
					struct error *e);
MUST_CHECK enum err dataset_load_synonyms(struct db *db, struct dataset *d,
					  struct error *e);
MUST_CHECK enum err dataset_load_aliases(struct db *db, struct dataset *d,
					 struct error *e);
MUST_CHECK enum err dataset_load_tasks(struct db *db, struct dataset *d,
				       struct error *e);
MUST_CHECK enum err dataset_load_related(struct db *db, struct dataset *d,
					 struct error *e);

#endif
