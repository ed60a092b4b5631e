/*
 * A figure as a row has it: four columns, value, decimals, reason, at_least,
 * in this order (sql/002_figures.sql).
 */
#ifndef STORE_OBSERVATION_H
#define STORE_OBSERVATION_H

#include "db/db.h"
#include "model/figure.h"

enum { FIGURE_COLUMNS = 4 };

/* The current row, from `column` on.  False: not a figure. */
MUST_CHECK bool observation_read(const struct db_rows *rows, unsigned column,
				 struct figure *f);

void observation_add(struct db_bulk *bulk, const struct figure *f);

#endif
