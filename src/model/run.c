#include "model/run.h"

#include <string.h>

static const char *const state_names[] = {
	[RUN_REQUESTED] = "requested", [RUN_RUNNING] = "running",
	[RUN_SUCCEEDED] = "succeeded", [RUN_FAILED] = "failed",
	[RUN_STOPPED] = "stopped",     [RUN_PAUSED] = "paused",
	[RUN_HELD] = "held",           [RUN_CRASHED] = "crashed",
};
_Static_assert(COUNT_OF(state_names) == RUN__MAX, "every state has a name");

const char *const run_origin_names[RUN_ORIGIN__MAX + 1] = {
	[RUN_CRON] = "cron",
	[RUN_ADMIN] = "admin",
	[RUN_CLI] = "cli",
};

/* A rate from fewer milliseconds than this says nothing. */
enum { RATE_MIN_ELAPSED_MS = 500 };

const char *run_state_name(enum run_state state)
{
	return state < RUN__MAX ? state_names[state] : "unknown";
}

enum run_state run_state_parse(const char *name)
{
	int i;

	for (i = 0; name && i < RUN__MAX; i++)
		if (strcmp(name, state_names[i]) == 0)
			return (enum run_state)i;
	return RUN__MAX;
}

const char *run_origin_name(enum run_origin origin)
{
	return origin < RUN_ORIGIN__MAX ? run_origin_names[origin] : "unknown";
}

const char *run_source_name(enum run_source source)
{
	if (source == RUN_SOURCE_API)
		return "api";
	return source == RUN_SOURCE_FLAT ? "flat" : NULL;
}

enum run_source run_source_parse(const char *name)
{
	if (name && strcmp(name, "api") == 0)
		return RUN_SOURCE_API;
	return name && strcmp(name, "flat") == 0 ? RUN_SOURCE_FLAT
						 : RUN_SOURCE_UNKNOWN;
}

double run_throughput_per_minute(const struct run_counters *c,
				 int64_t elapsed_ms)
{
	int done = run_processed(c) - c->settled_before;

	if (elapsed_ms < RATE_MIN_ELAPSED_MS || done <= 0)
		return 0;
	return done * 60000.0 / (double)elapsed_ms;
}

int64_t run_remaining_s(const struct run_counters *c, int64_t elapsed_ms)
{
	double rate = run_throughput_per_minute(c, elapsed_ms);
	int left = c->total - run_processed(c);

	/* Before the plan is made nobody knows how much there is. */
	if (!c->total)
		return -1;
	if (left <= 0)
		return 0;
	if (rate <= 0)
		return -1;
	return (int64_t)(left * 60.0 / rate + 0.5);
}
