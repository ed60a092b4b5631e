/*
 * Loading the reference tables of sql_dir/reference into the database.
 *
 * A file is a table: `#` lines of attribution, a header of column names, tab
 * separated rows, an empty cell for NULL.  A file whose digest is the one that
 * was loaded last is left alone; a changed one replaces its table's rows in one
 * transaction.  observation.tsv is wide (one row per year and occupation) and
 * only ever added to: what BLS sent stays.
 */
#ifndef STORE_REFERENCE_H
#define STORE_REFERENCE_H

#include "db/db.h"

/* *loaded is raised by the files that were (re)loaded. */
MUST_CHECK enum err reference_load(struct db *db, const char *sql_dir,
				   int *loaded, struct error *e);

#endif
