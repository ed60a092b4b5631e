#include "model/sync_status.h"

#include "base/clock.h"
#include "model/measure.h"

#include <stdio.h>

bool sync_status_is_running(const struct sync_status *s)
{
	return s->run_id && s->state == RUN_RUNNING;
}

const char *sync_status_name(const struct sync_status *s)
{
	if (!s->run_id)
		return "idle";
	if (s->state == RUN_RUNNING && s->stopping)
		return "stopping";
	return run_state_name(s->state);
}

static bool blocked(const struct sync_status *s, const struct key_status *key)
{
	return key->blocked_until_ms > s->now_ms;
}

static int remaining(const struct sync_status *s, const struct key_status *key)
{
	if (blocked(s, key) || key->used >= key->quota)
		return 0;
	return key->quota - key->used;
}

int sync_status_remaining_requests(const struct sync_status *s)
{
	int sum = 0;
	size_t i;

	for (i = 0; i < s->key_count; i++)
		sum += remaining(s, &s->keys[i]);
	return sum;
}

static bool ignored(const struct sync_status *s, const struct key_status *key)
{
	return key->ignored_until_ms > s->now_ms;
}

/* BLS counts what an ignored key sends as it counts those without a key. */
static struct forecast_key forecast_key(const struct sync_status *s,
					const struct key_status *key)
{
	struct forecast_key f = { .remaining = remaining(s, key),
				  .quota = key->quota,
				  .series_limit = STATUS_SERIES_KEY };
	int left = STATUS_QUOTA_IGNORED - key->used;

	if (blocked(s, key) && key->invalid)
		f.quota = 0;
	if (key->last4[0] && !ignored(s, key))
		return f;
	f.series_limit = STATUS_SERIES_IGNORED;
	if (!ignored(s, key))
		return f;
	f.quota = f.quota ? STATUS_QUOTA_IGNORED : 0;
	if (f.remaining > left)
		f.remaining = left > 0 ? left : 0;
	return f;
}

bool sync_status_forecast(const struct sync_status *s, struct forecast *f)
{
	struct forecast_key keys[STATUS_KEYS_MAX];
	int64_t series = (int64_t)s->open_occupations * MEASURE_NATIONAL;
	size_t i;

	for (i = 0; i < s->key_count; i++)
		keys[i] = forecast_key(s, &s->keys[i]);
	forecast_make(s->source == RUN_SOURCE_FLAT ? 0 : series, keys,
		      s->key_count, f);
	return s->key_count > 0;
}

static void write_current(struct jw *w, const struct sync_status *s)
{
	char text[SOC_BYTES + STATUS_TITLE_BYTES];
	const char *code = s->counters.current_code;
	bool known = sync_status_is_running(s) && code[0];

	(void)snprintf(text, sizeof text, "%s %s", code, s->current_title);
	jw_kv_string(w, "currentJob", known ? text : NULL);
}

static void write_counters(struct jw *w, const struct sync_status *s)
{
	const struct run_counters *c = &s->counters;

	jw_kv_int(w, "totalJobs", c->total);
	jw_kv_int(w, "processedJobs", run_processed(c));
	jw_kv_int(w, "successfulJobs", c->successful);
	jw_kv_int(w, "failedJobs", c->failed);
	jw_kv_int(w, "skippedJobs", c->skipped);
	write_current(w, s);
	jw_kv_int(w, "currentBatch", c->current_batch);
	jw_kv_int(w, "totalBatches", c->total_batches);
}

static void write_progress(struct jw *w, const struct sync_status *s)
{
	int64_t end_ms = s->ended_ms ? s->ended_ms : s->now_ms;
	int64_t elapsed_ms = s->started_ms ? end_ms - s->started_ms : 0;
	int64_t left_s = run_remaining_s(&s->counters, elapsed_ms);

	jw_key(w, "estimatedTimeRemaining");
	if (sync_status_is_running(s) && left_s >= 0)
		jw_int(w, left_s);
	else
		jw_null(w);
	jw_kv_double(w, "throughputPerMinute",
		     run_throughput_per_minute(&s->counters, elapsed_ms), 1);
	jw_kv_int(w, "requestsUsed", s->counters.requests);
}

void sync_status_write_checkpoints(struct jw *w, const struct sync_status *s)
{
	size_t i;

	jw_key(w, "checkpoints");
	jw_array(w);
	for (i = 0; i < s->checkpoint_count; i++) {
		const struct checkpoint_status *c = &s->checkpoints[i];

		jw_object(w);
		jw_kv_int(w, "batch", c->batch);
		jw_kv_int(w, "successful", c->successful);
		jw_kv_int(w, "failed", c->failed);
		jw_kv_int(w, "skipped", c->skipped);
		jw_kv_time(w, "settledAt", c->settled_ms);
		jw_end(w);
	}
	jw_end(w);
}

static void write_key(struct jw *w, const struct sync_status *s,
		      const struct key_status *key)
{
	char name[16];

	(void)snprintf(name, sizeof name, "...%s", key->last4);
	jw_object(w);
	jw_kv_string(w, "key", key->last4[0] ? name : "none");
	jw_kv_int(w, "requestsUsed", key->used);
	jw_kv_int(w, "requestsRemaining", remaining(s, key));
	jw_kv_bool(w, "isBlocked", blocked(s, key));
	jw_kv_time(w, "blockedUntil",
		   blocked(s, key) ? key->blocked_until_ms : 0);
	jw_kv_string(w, "blockedReason",
		     !blocked(s, key) ? NULL
		     : key->invalid   ? "invalid"
				      : "quota");
	jw_kv_bool(w, "isIgnored", ignored(s, key));
	jw_end(w);
}

static void write_keys(struct jw *w, const struct sync_status *s)
{
	int64_t limit = 0;
	int named = 0;
	size_t i;

	for (i = 0; i < s->key_count; i++) {
		limit += s->keys[i].quota;
		named += s->keys[i].last4[0] != '\0';
	}
	jw_key(w, "apiKeysStatus");
	jw_object(w);
	jw_kv_int(w, "totalKeys", named);
	jw_kv_int(w, "totalDailyLimit", limit);
	jw_kv_int(w, "totalRemainingRequests",
		  sync_status_remaining_requests(s));
	jw_key(w, "keyStatuses");
	jw_array(w);
	for (i = 0; i < s->key_count; i++)
		write_key(w, s, &s->keys[i]);
	jw_end(w);
	jw_end(w);
}

static void write_forecast(struct jw *w, const struct sync_status *s)
{
	struct forecast f;

	jw_key(w, "quotaForecast");
	if (!sync_status_forecast(s, &f)) {
		jw_null(w);
		return;
	}
	jw_object(w);
	jw_kv_int(w, "requestsNeeded", f.requests_needed);
	jw_kv_int(w, "requestsRemaining", f.requests_remaining);
	jw_kv_bool(w, "enough", f.enough);
	jw_key(w, "days");
	if (f.days < 0)
		jw_null(w);
	else
		jw_int(w, f.days);
	jw_end(w);
}

static void write_held(struct jw *w, const struct sync_status *s)
{
	jw_key(w, "heldRound");
	if (!s->held_round[0]) {
		jw_null(w);
		return;
	}
	jw_object(w);
	jw_kv_string(w, "id", s->held_round);
	jw_kv_string(w, "reason", s->held_reason);
	jw_kv_time(w, "heldAt", s->held_ms);
	jw_kv_int(w, "differenceCount", s->held_differences);
	jw_end(w);
}

void sync_status_write(struct jw *w, const struct sync_status *s)
{
	jw_object(w);
	jw_kv_bool(w, "isRunning", sync_status_is_running(s));
	jw_kv_string(w, "state", sync_status_name(s));
	jw_key(w, "runId");
	if (s->run_id)
		jw_int(w, s->run_id);
	else
		jw_null(w);
	jw_kv_string(w, "trigger",
		     s->run_id ? run_origin_name(s->origin) : NULL);
	write_counters(w, s);
	jw_kv_time(w, "startTime", s->started_ms);
	jw_kv_time(w, "endTime", s->ended_ms);
	jw_kv_time(w, "lastUpdated", s->updated_ms);
	jw_kv_text(w, "lastError", s->last_error);
	jw_kv_text(w, "message", s->message);
	write_progress(w, s);
	jw_kv_text(w, "release", s->release_code);
	write_held(w, s);
	jw_kv_string(w, "source", run_source_name(s->source));
	jw_key(w, "areas");
	area_standing_write(w, &s->areas);
	sync_status_write_checkpoints(w, s);
	write_keys(w, s);
	write_forecast(w, s);
	jw_end(w);
}
