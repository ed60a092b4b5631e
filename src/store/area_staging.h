/*
 * Figures of areas that readers see already, of the same release: what a run
 * brings of them anew waits in staged_area_observation, as that of the nation
 * does (staging.h).
 *
 *	area_staging_forget()	of one area, before it is written
 *	area_staging_publish()	into `observation`, of a kind that changes over
 *	area_staging_drop()	away with them
 *
 * Each is a part of a transaction of the caller.
 */
#ifndef STORE_AREA_STAGING_H
#define STORE_AREA_STAGING_H

#include "db/db.h"
#include "model/release.h"

MUST_CHECK enum err area_staging_forget(struct db *db,
					const struct release *release,
					const char *area, struct error *e);

/* Of the items that are done; `kind`: as areatype_code has it. */
MUST_CHECK enum err area_staging_publish(struct db *db,
					 const struct release *release,
					 const char *kind, struct error *e);

/* Of this release and of all that are older. */
MUST_CHECK enum err area_staging_drop(struct db *db,
				      const struct release *release,
				      struct error *e);

#endif
