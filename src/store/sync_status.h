/*
 * Reading where the import stands, in one consistent look.
 */
#ifndef STORE_SYNC_STATUS_H
#define STORE_SYNC_STATUS_H

#include "db/db.h"
#include "model/sync_status.h"

/*
 * The run that is running, else the last one.  A run whose heartbeat stopped is
 * shown as crashed even before anybody has marked it so.
 */
MUST_CHECK enum err sync_status_load(struct db *db, struct sync_status *s,
				     struct error *e);

/* Checkpoints of one run, for its history page. */
MUST_CHECK enum err checkpoints_load(struct db *db, int64_t run_id,
				     struct sync_status *s, struct error *e);

#endif
