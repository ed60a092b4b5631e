/*
 * Figures of a round that readers do not see yet (staged_observation): those
 * that differ from what `observation` has of the round's year.
 *
 *	staging_write()		of occupations that are settled now
 *	staging_publish()	into `observation`, all or some occupations
 *	staging_drop()		away with them
 *
 * Each is a part of a transaction of the caller.  What the round would publish
 * of an occupation is what is staged, else what `observation` has.
 */
#ifndef STORE_STAGING_H
#define STORE_STAGING_H

#include "db/db.h"
#include "store/round.h"

/* Takes the place of whatever was staged of these occupations before. */
MUST_CHECK enum err staging_write(struct db *db,
				  const struct round_commit *commit,
				  struct error *e);

/* `code` NULL: all of the round. */
MUST_CHECK enum err staging_publish(struct db *db,
				    const struct release *release,
				    const char *code, struct error *e);

/* Of this release and of all that are older. */
MUST_CHECK enum err staging_drop(struct db *db, const struct release *release,
				 struct error *e);

#endif
