/*
 * Where the areas of the newest release stand, for status, health and metrics.
 */
#ifndef STORE_AREA_STANDING_H
#define STORE_AREA_STANDING_H

#include "db/db.h"
#include "model/area_standing.h"

MUST_CHECK enum err area_standing_load(struct db *db, struct area_standing *out,
				       struct error *e);

#endif
