/*
 * The master process of api.fcgi: keeps the snapshot and the workers.
 *
 * It looks at the version of the published data, at most four times a second.
 * When that has changed it reads everything once, builds a new snapshot, tells
 * the workers of the old one to finish, and forks a new generation that shares
 * the new one copy-on-write.  While the database is away the last snapshot
 * stays.
 *
 *	   look ---- same ----> wait 250 ms or a signal
 *	    | changed
 *	    v
 *	   load -> build -> SIGTERM the N old workers -> fork N new ones
 *
 * A worker that dies is replaced; one that dies young is replaced after a
 * pause.  SIGTERM, SIGINT or SIGHUP: workers finish what they have in hand, and
 * two seconds later nothing is left.
 */
#ifndef SERVE_MASTER_H
#define SERVE_MASTER_H

#include "web/call.h"

enum { WORKERS_MAX = 64 };

/*
 * Runs until a signal stops it.  `app` has config, db and guard; the rest is
 * filled here.  Returns in the master only.
 */
void master_run(struct app *app, int listener, int workers);

#endif
