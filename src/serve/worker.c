#include "serve/worker.h"

#include "base/config.h"
#include "base/stop.h"
#include "serve/routes.h"
#include "web/fcgi.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { FULL_PAUSE_MS = 50, FULL_PAUSE_MAX_MS = 1000 };

/* Signals as they are while we wait: the ones that stop us come through. */
static void waiting_mask(sigset_t *mask)
{
	(void)sigfillset(mask);
	(void)sigdelset(mask, SIGTERM);
	(void)sigdelset(mask, SIGINT);
	(void)sigdelset(mask, SIGHUP);
}

/* `listener` -1: just the time. */
static void wait_for(int listener, int timeout_ms)
{
	struct pollfd waiting = { .fd = listener, .events = POLLIN };
	struct timespec timeout = { timeout_ms / 1000,
				    timeout_ms % 1000 * 1000000L };
	sigset_t mask;

	waiting_mask(&mask);
	(void)ppoll(&waiting, 1, timeout_ms < 0 ? NULL : &timeout, &mask);
}

/* From the moment that a request is ours, it is in hand. */
static enum fcgi_got take(struct fcgi *f, struct request *rq,
			  atomic_bool *in_hand)
{
	enum fcgi_got got = fcgi_open(f);

	if (got != FCGI_MORE)
		return got;
	atomic_store(in_hand, true);
	return fcgi_await(f, rq);
}

NORETURN void worker_run(struct app *app, int listener, int parent,
			 atomic_bool *in_hand)
{
	struct response rs = RESPONSE_INIT;
	struct fcgi *f = fcgi_new(listener, app->config->base_url);
	struct request rq;
	int pause_ms = FULL_PAUSE_MS;

	/* Should the master die, nobody would stop us. */
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	while (!stop_wanted() && getppid() == parent) {
		atomic_store(in_hand, false);
		wait_for(listener, -1);
		if (stop_pending())
			break;
		switch (take(f, &rq, in_hand)) {
		case FCGI_GOT:
			routes_dispatch(app, &rq, &rs);
			(void)fcgi_reply(f, &rs);
			pause_ms = FULL_PAUSE_MS;
			break;
		case FCGI_NONE:
		case FCGI_MORE:
			break;
		case FCGI_FULL:
			/* No descriptor is free: asking at once again would
			 * only burn the processor. */
			wait_for(-1, pause_ms);
			if (pause_ms < FULL_PAUSE_MAX_MS)
				pause_ms *= 2;
			break;
		}
	}
	/* Memory and connections are shared with the master or end with us. */
	_exit(EXIT_SUCCESS);
}
