#include "api/public.h"

#include "base/clock.h"
#include "catalog/freshness.h"
#include "web/problem.h"

#include <inttypes.h>
#include <stdio.h>

enum { RETRY_AFTER_S = 2 };

/* FNV-1a: tells queries apart, nothing more. */
static uint64_t add_hash(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return hash;
}

const struct snapshot *public_begin(struct call *call)
{
	const struct snapshot *s = call->app->snapshot;
	const struct freshness *freshness = call->app->freshness;
	struct response *rs = call->rs;
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	int64_t age_s;

	if (!s) {
		problem_later(rs, call->rq, 503, RETRY_AFTER_S,
			      "No data has been read from the database yet.");
		return NULL;
	}
	hash = add_hash(add_hash(hash, call->rq->path), "?");
	hash = add_hash(hash, call->rq->query);
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
