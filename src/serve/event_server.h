/*
 * events.fcgi: one epoll loop for all event streams.
 *
 * A connection is accepted, its request read and answered like any other (401,
 * 405, 503); if the answer is an event stream the connection is detached and
 * goes to the hub.  Once a second, while somebody listens, the
 * database is asked for the status: sent each second while a run is live, on
 * change otherwise.  While the database is away there are only comments.
 *
 * Signals must be blocked when it is called; it lets them through while it
 * waits, and returns after SIGTERM or SIGINT.
 */
#ifndef SERVE_EVENT_SERVER_H
#define SERVE_EVENT_SERVER_H

#include "base/config.h"

struct route;

/* The one route of this program. */
extern const struct route event_route;

MUST_CHECK enum err event_server_run(const struct config *config, int listener,
				     struct error *e);

#endif
