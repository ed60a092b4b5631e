#include "exchange.h"

#include <string.h>

#include "api.h"
#include "control.h"
#include "flat.h"
#include "pages.h"

static bool starts_with(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

static enum route route_of(const char *path)
{
	if (starts_with(path, "/publicAPI/"))
		return strstr(path, "/surveys") ? ROUTE_SURVEYS : ROUTE_DATA;
	return starts_with(path, "/pub/") ? ROUTE_FLAT : ROUTE_OTHER;
}

/* Everything that happens before BLS's application sees the request. */
static void arrive(struct exchange *x)
{
	struct world *w = &x->state->world;
	bool api = x->route == ROUTE_DATA || x->route == ROUTE_SURVEYS;
	struct fault_query q = {
		.stage = STAGE_EDGE,
		.side = api ? SIDE_API : SIDE_FLAT,
	};

	x->fault = fault_default(FAULT_NONE);
	x->outcome = OUTCOME_SUCCEEDED;
	x->state->tally.requests[x->route]++;
	if (x->route == ROUTE_OTHER)
		return;
	if (api && !tally_arrival(x->state, x->worker)) {
		x->outcome = OUTCOME_RATE_LIMITED;
		return;
	}
	faults_pick(&w->faults, &q, &x->fault);
	if (x->route == ROUTE_DATA)
		world_count_flips(w);
}

static void answer(struct exchange *x)
{
	if (x->outcome == OUTCOME_RATE_LIMITED)
		page_too_many_requests(&x->reply, 0);
	else if (x->fault.kind != FAULT_NONE && x->fault.kind != FAULT_SLOW)
		page_edge_fault(x);
	else if (x->route == ROUTE_FLAT)
		flat_answer(x);
	else if (x->route != ROUTE_OTHER)
		api_answer(x);
	else if (starts_with(x->request.path, "/emulator/"))
		control_answer(x);
	else
		page_not_found(&x->reply);
}

/* A hanging request is one that never gets further than this. */
static bool delay(const struct exchange *x, long latency_ms)
{
	bool hang = x->fault.kind == FAULT_HANG;

	if ((hang || x->fault.kind == FAULT_SLOW) &&
	    !web_wait(x->fault.delay_ms))
		return false;
	return !hang && web_wait(latency_ms);
}

void exchange_serve(struct exchange *x)
{
	long latency_ms = 0;
	bool sent;

	x->route = route_of(x->request.path);
	state_lock(x->state);
	arrive(x);
	answer(x);
	x->state->tally.outcome[x->route][x->outcome]++;
	if (x->route != ROUTE_OTHER)
		latency_ms = world_latency_ms(&x->state->world);
	state_unlock(x->state);

	sent = delay(x, latency_ms);
	/* Before sending: with the answer in hand a client may ask again. */
	state_lock(x->state);
	tally_departure(x->state, x->worker);
	state_unlock(x->state);
	if (sent)
		sent = web_send(&x->request, &x->reply);
	if (!sent) {
		state_lock(x->state);
		x->state->tally.abandoned++;
		state_unlock(x->state);
	}
}

void exchange_broken(struct exchange *x)
{
	state_lock(x->state);
	x->state->tally.cut_requests++;
	state_unlock(x->state);
}
