/*
 * Looking at all parts of the service and judging them.
 *
 * health_look() is for pages: it only reads, and asks nobody outside.
 * health_watch() is for `bls-sync watch`: it also sees now and then whether the
 * BLS server can be reached (a look at its front page, which costs no quota),
 * and keeps what it found, so that pages know since when it is so.
 */
#ifndef HEALTH_MONITOR_H
#define HEALTH_MONITOR_H

#include "db/db.h"
#include "health/judge.h"

struct config;
struct http_pool;

enum {
	HEALTH_PROBE_EVERY_S = 900, /* while all is well ... */
	HEALTH_PROBE_AGAIN_S = 120, /* ... and while it is not */
};

/* Never fails: what cannot be found out is part of the judgment. */
void health_look(struct db *db, const struct config *config, struct health *h);

/* `facts` is what `h` was judged from.  Of a database that is there but refuses
 * something it stores what it can. */
MUST_CHECK enum err health_watch(struct db *db, const struct config *config,
				 struct http_pool *pool,
				 struct health_facts *facts, struct health *h,
				 struct error *e);

/* "https://api.bls.gov/publicAPI/v2" -> "https://api.bls.gov/". */
void health_front_page(const char *url, char *out, size_t size);

#endif
