#include "api/public.h"

#include "base/clock.h"
#include "base/hash.h"
#include "catalog/freshness.h"
#include "web/problem.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { RETRY_AFTER_S = 2 };

const struct snapshot *public_begin(struct call *call)
{
	const struct snapshot *s = call->app->snapshot;
	const struct freshness *freshness = call->app->freshness;
	struct response *rs = call->rs;
	uint64_t hash;
	int64_t age_s;

	if (!s) {
		problem_later(rs, call->rq, 503, RETRY_AFTER_S,
			      "No data has been read from the database yet.");
		return NULL;
	}
	hash = hash_add(HASH_INIT, call->rq->path, strlen(call->rq->path));
	hash = hash_add(hash, "?", 1);
	hash = hash_add(hash, call->rq->query, strlen(call->rq->query));
	(void)snprintf(rs->etag, sizeof rs->etag,
		       "W/\"%" PRId64 "-%s-%" PRIx64 "\"", s->version, s->tag,
		       hash);
	/* The web server compresses for whom it may. */
	response_header(rs, "Vary", "Accept-Encoding");
	rs->cache_control = "public, max-age=0, must-revalidate";
	age_s = freshness ? freshness_age_s(freshness, clock_monotonic_ms())
			  : 0;
	if (age_s > 0)
		response_header(rs, "Age", "%" PRId64, age_s);
	return s;
}
