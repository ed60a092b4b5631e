/* The table of wage caps, as it came with the project. */
#ifndef STORE_WAGE_CAP_H
#define STORE_WAGE_CAP_H

#include "db/db.h"
#include "model/wage_cap.h"

/* Zeroes for a year that it does not have. */
MUST_CHECK enum err wage_cap_load(struct db *db, int year, struct wage_cap *cap,
				  struct error *e);

#endif
