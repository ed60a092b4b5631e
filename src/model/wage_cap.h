/*
 * The cap of a year: wages at or above it are withheld.  BLS names the amounts
 * in a footnote; where its words have none, the table of caps that comes with
 * the project does (sql/reference/wage_cap.tsv).
 */
#ifndef MODEL_WAGE_CAP_H
#define MODEL_WAGE_CAP_H

#include "model/figure.h"

struct wage_cap {
	int64_t hourly_milli; /* 0 = not known */
	int64_t annual_milli;
};

/* A capped figure whose cap was not named gets it from here. */
void wage_cap_fill(const struct wage_cap *cap, int datatype,
		   struct figure *figure);

#endif
