#include "serve/probes.h"

#include "base/clock.h"
#include "catalog/freshness.h"
#include "web/call.h"
#include "web/problem.h"

enum { RETRY_AFTER_S = 2 };

void probes_livez(struct call *call)
{
	struct jw w = response_json(call->rs);

	jw_object(&w);
	jw_kv_string(&w, "status", "pass");
	jw_end(&w);
}

/* Ready means: public reads are answered.  Old data is a warning, not a
 * failure; before the first data there is nothing to answer from. */
void probes_readyz(struct call *call)
{
	const struct freshness *freshness = call->app->freshness;
	struct jw w;
	int64_t age_s;

	if (!call->app->snapshot) {
		problem_later(call->rs, call->rq, 503, RETRY_AFTER_S,
			      "No data has been read from the database yet.");
		return;
	}
	age_s = freshness ? freshness_age_s(freshness, clock_monotonic_ms())
			  : 0;
	w = response_json(call->rs);
	jw_object(&w);
	jw_kv_string(&w, "status", age_s > FRESHNESS_STALE_S ? "warn" : "pass");
	jw_kv_int(&w, "ageSeconds", age_s);
	jw_end(&w);
}
