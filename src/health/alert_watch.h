/*
 * What `bls-sync watch` does about alerts: remember what is wrong, put the
 * messages about a change into the outbox, and deliver what waits there.
 */
#ifndef HEALTH_ALERT_WATCH_H
#define HEALTH_ALERT_WATCH_H

#include "db/db.h"
#include "health/judge.h"

struct config;
struct http_pool;

/* Open, remind, resolve; the messages are in the outbox afterwards. */
MUST_CHECK enum err alert_update(struct db *db, const struct config *config,
				 const struct health_facts *facts,
				 const struct health *h, struct error *e);

/* Try what is due.  That a receiver is away is logged and no error: the next
 * watch tries again. */
MUST_CHECK enum err alert_deliver(struct db *db, const struct config *config,
				  struct http_pool *pool, struct error *e);

#endif
