#include "sync/guard.h"

#include "base/config.h"
#include "base/lock.h"
#include "base/log.h"
#include "store/schema.h"

#include <unistd.h>

enum { LEASE_TRIES = 4 };

/* A transaction of a holder that vanished keeps the row locked until the server
 * gives it up; each try waits for the lock. */
static enum err take_lease(struct guard *g, struct db *db,
			   const struct config *config, struct error *e)
{
	enum err code;
	int tries = 0;

	do
		code = lease_take(db, config, g->lock_fd >= 0, &g->lease, e);
	while (code == ERR_DEADLOCK && ++tries < LEASE_TRIES);
	return code;
}

enum err guard_take(struct guard *g, struct db *db, const struct config *config,
		    struct error *e)
{
	enum err code;

	*g = GUARD_INIT;
	code = lock_take(config->lock_file, &g->lock_fd, e);
	if (code != ERR_OK)
		return code;
	if (g->lock_fd < 0)
		log_warn("%s; only the lease in the database keeps another run "
			 "away",
			 e->msg);
	/* "busy" must mean a run, not a database that is away */
	code = db_connect(db, e);
	if (code == ERR_OK)
		code = schema_check(db, e);
	if (code == ERR_OK)
		code = take_lease(g, db, config, e);
	else if (code == ERR_BUSY)
		code = e->code = ERR_NET;
	if (code != ERR_OK)
		guard_release(g, db);
	return code;
}

void guard_release(struct guard *g, struct db *db)
{
	lease_release(db, &g->lease);
	if (g->lock_fd >= 0)
		(void)close(g->lock_fd);
	*g = GUARD_INIT;
}
