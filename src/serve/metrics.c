#include "serve/metrics.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/retry.h"
#include "catalog/freshness.h"
#include "health/monitor.h"
#include "store/alert.h"
#include "store/health_facts.h"
#include "web/call.h"

/* Prometheus text format: HELP and TYPE once, then the values. */
static void head(struct str *out, const char *name, const char *help)
{
	str_addf(out, "# HELP bls_sync_%s %s\n# TYPE bls_sync_%s gauge\n", name,
		 help, name);
}

static void value(struct str *out, const char *name, const char *help,
		  int64_t number)
{
	head(out, name, help);
	str_addf(out, "bls_sync_%s %lld\n", name, (long long)number);
}

static void labeled(struct str *out, const char *name, const char *label,
		    const char *of, int64_t number)
{
	str_addf(out, "bls_sync_%s{%s=\"%s\"} %lld\n", name, label, of,
		 (long long)number);
}

static void write_health(struct str *out, const struct health *h)
{
	int i;

	head(out, "health_status", "0 pass, 1 warn, 2 fail.");
	for (i = 0; i < COMPONENT__MAX; i++)
		labeled(out, "health_status", "component",
			component_name((enum component)i), h->of[i].status);
	head(out, "health_score", "0 to 100.");
	for (i = 0; i < COMPONENT__MAX; i++)
		labeled(out, "health_score", "component",
			component_name((enum component)i), h->of[i].score);
}

static void write_runs(struct str *out, const int64_t count[RUN__MAX])
{
	int i;

	head(out, "runs", "Runs in the history, by state.");
	for (i = 0; i < RUN__MAX; i++)
		labeled(out, "runs", "state", run_state_name((enum run_state)i),
			count[i]);
}

static void write_alerts(struct str *out,
			 const int64_t count[ALERT_SEVERITY__MAX])
{
	int i;

	head(out, "alerts_open", "What is wrong now, by severity.");
	for (i = 0; i < ALERT_SEVERITY__MAX; i++)
		labeled(out, "alerts_open", "severity",
			alert_severity_name((enum alert_severity)i), count[i]);
}

/* BLS's is known from the database, where the last run left it. */
static void write_breakers(struct str *out, const struct health *h)
{
	static const enum component with[] = { COMPONENT_BLS_API,
					       COMPONENT_DATABASE };
	size_t i;

	head(out, "breaker_state", "0 closed, 1 open, 2 half-open.");
	for (i = 0; i < COUNT_OF(with); i++)
		if (h->of[with[i]].breaker)
			labeled(out, "breaker_state", "component",
				component_name(with[i]),
				breaker_state_parse(h->of[with[i]].breaker));
}

static void write_rows(struct str *out, const struct health_rows *r)
{
	value(out, "running", "A run is under way.",
	      r->any_run && r->last_state == RUN_RUNNING);
	if (r->success_age_s >= 0)
		value(out, "last_success_age_seconds",
		      "Since the last run that succeeded.", r->success_age_s);
	value(out, "failed_occupations", "Of the newest round.", r->failed);
	value(out, "pending_occupations", "Of the newest round.", r->pending);
	value(out, "areas_loaded", "Of the newest round.", r->areas.loaded);
	value(out, "failed_areas", "Of the newest round.", r->areas.failed);
	value(out, "pending_areas", "Of the newest round.", r->areas.pending);
	value(out, "area_kinds_failed", "That could not be read as a whole.",
	      r->areas.kinds_failed);
	value(out, "areas_held", "They wait for a person.", r->areas.held);
	value(out, "last_run_requests", "Of the last run that sent any.",
	      r->requests);
	value(out, "last_run_retries", "Of the last run that sent any.",
	      r->retries);
	value(out, "api_keys", "Keys of the last run.", r->keys);
	value(out, "api_keys_invalid", "Keys that BLS refuses.",
	      r->keys_invalid);
	value(out, "api_keys_ignored", "Keys that BLS does not heed.",
	      r->keys_ignored);
	value(out, "api_requests_quota", "A day, over all keys.", r->quota);
	value(out, "api_requests_remaining", "Today, over all keys.",
	      r->remaining);
	value(out, "bls_breaker_open", "The last run stopped asking BLS.",
	      r->breaker != BREAKER_CLOSED);
	value(out, "data_version", "Grows with every published change.",
	      r->data_version);
}

static void write_database(struct str *out, struct db *db)
{
	int64_t count[RUN__MAX];
	int64_t alerts[ALERT_SEVERITY__MAX];
	struct health_rows rows;
	struct error e;

	if (health_rows_load(db, &rows, &e) != ERR_OK ||
	    health_count_runs(db, count, &e) != ERR_OK ||
	    alert_count_open(db, alerts, &e) != ERR_OK) {
		log_warn("metrics: %s", e.msg);
		return;
	}
	write_rows(out, &rows);
	write_runs(out, count);
	write_alerts(out, alerts);
}

void metrics_show(struct call *call)
{
	const struct freshness *freshness = call->app->freshness;
	struct str *out = &call->rs->body;
	struct health health;
	bool up;

	health_look(call->app->db, call->app->config, &health);
	up = health.of[COMPONENT_DATABASE].status != CHECK_FAIL;
	call->rs->content_type = "text/plain; version=0.0.4; charset=utf-8";
	str_reset(out);
	value(out, "database_up", "The database answers.", up);
	write_health(out, &health);
	write_breakers(out, &health);
	if (up)
		write_database(out, call->app->db);
	if (freshness)
		value(out, "snapshot_age_seconds",
		      "Since the database was last looked at; -1 never.",
		      freshness_age_s(freshness, clock_monotonic_ms()));
}
