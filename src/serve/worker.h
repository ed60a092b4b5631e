/*
 * One worker process of api.fcgi: accepts, answers, until SIGTERM.  It is
 * forked by the master and shares its snapshot.
 */
#ifndef SERVE_WORKER_H
#define SERVE_WORKER_H

#include "web/call.h"

#include <stdatomic.h>

/*
 * All signals must be blocked (they are let in only while nothing is being
 * answered).  Ends after the request in hand, or when `parent` is no more.
 * `in_hand` is shared with the master: true while there is a request that was
 * taken, so that after a SIGTERM none will be taken once it was seen true, or
 * once the process is gone.
 */
NORETURN void worker_run(struct app *app, int listener, int parent,
			 atomic_bool *in_hand);

#endif
