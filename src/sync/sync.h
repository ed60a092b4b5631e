/*
 * The sync engine: one incremental import, from the look at the release to the
 * published round.
 *
 *	flock -> database -> lease -> run row
 *	  -> release look-up -> round and plan -> transfers and commits
 *	  -> publish -> end of the run row
 *
 * The run row gets a heartbeat each second, whatever else goes on.
 */
#ifndef SYNC_SYNC_H
#define SYNC_SYNC_H

#include "base/config.h"
#include "model/run.h"

/* Exit codes of the program. */
enum sync_exit {
	SYNC_DONE = 0, /* done, or nothing to do */
	SYNC_FAILED = 1,
	SYNC_USAGE = 2,       /* usage or configuration */
	SYNC_LOCKED = 3,      /* another run holds the lock or the lease */
	SYNC_ENDED_EARLY = 4, /* stopped, or out of quota: work is left */
};

struct sync_options {
	enum run_origin origin;
	bool force;
	bool dry_run;
	bool retry;  /* dry run: as if all that failed were pending again */
	bool accept; /* publish the round even if the guard would hold it */
	/* only carry this out, about the round `round` */
	enum run_decision decision;
	const char *round;
	const enum source *source; /* NULL: as the configuration says */
	const char *const *only;   /* occupation codes, or NULL */
	size_t only_count;
};

/* Everything is logged; the exit code says how it went. */
enum sync_exit sync_run(const struct config *config,
			const struct sync_options *options);

#endif
