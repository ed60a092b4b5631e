#include "health/monitor.h"

#include "base/clock.h"
#include "base/config.h"
#include "base/http.h"
#include "base/log.h"
#include "base/text.h"
#include "health/alert_send.h"
#include "store/alert.h"
#include "store/health_facts.h"
#include "store/schema.h"

#include <string.h>
#include <sys/statvfs.h>

enum {
	PROBE_CONNECT_MS = 3000,
	PROBE_TOTAL_MS = 8000,
	PROBE_BODY_MAX = 1024 * 1024,
};

static const char SQL_PING[] = "SELECT 1";

static void look_at_database(struct db *db, struct database_facts *f)
{
	int64_t begun_ms;
	int64_t one;
	struct error e;

	/* Connecting is not part of the round trip. */
	if (db_connect(db, &e) != ERR_OK) {
		log_warn("health: %s", e.msg);
		return;
	}
	begun_ms = clock_monotonic_ms();
	/* A connection may have died unseen: once more with a new one. */
	if (db_query_int(db, SQL_PING, NO_PARAMS, 0, &one, &e) == ERR_NET) {
		begun_ms = clock_monotonic_ms();
		if (db_query_int(db, SQL_PING, NO_PARAMS, 0, &one, &e) !=
		    ERR_OK) {
			log_warn("health: %s", e.msg);
			return;
		}
	}
	f->reachable = true;
	f->round_trip_ms = clock_monotonic_ms() - begun_ms;
}

static void look_at_disk(const struct config *config, struct disk_facts *f)
{
	struct statvfs fs;

	if (statvfs(config->state_dir, &fs) != 0)
		return;
	f->known = true;
	f->free_bytes = (int64_t)(fs.f_bavail * fs.f_frsize);
	f->total_bytes = (int64_t)(fs.f_blocks * fs.f_frsize);
}

static int count_keys(const struct config *config)
{
	const char *keys[CONFIG_KEYS_MAX];
	char copy[sizeof config->api_keys];

	return (int)config_split(config->api_keys, copy, sizeof copy, keys,
				 CONFIG_KEYS_MAX);
}

static void take_rows(const struct health_rows *r, const struct config *config,
		      struct health_facts *f)
{
	f->bls = (struct bls_facts){
		.breaker = r->breaker,
		.probed = r->probe_age_s >= 0,
		.probe_ok = r->probe_ok,
		.probe_age_s = r->probe_age_s,
		.probe_ms = r->probe_ms,
		.requests = r->requests,
		.retries = r->retries,
	};
	(void)text_format(f->bls.probe_message, sizeof f->bls.probe_message,
			  "%s", r->probe_message);
	f->keys = (struct keys_facts){
		.configured = count_keys(config),
		.keys = r->keys,
		.invalid = r->keys_invalid,
		.used_up = r->keys_used_up,
		.ignored = r->keys_ignored,
		.quota = r->quota,
		.remaining = r->remaining,
		.needed = config->source == SOURCE_API,
	};
	f->sync = (struct sync_facts){
		.ever = r->any_run,
		.succeeded = r->success_age_s >= 0,
		.success_age_s = r->success_age_s,
		.state = r->last_state,
		.heartbeat_age_s = r->heartbeat_age_s,
		.failed = r->failed,
		.permanent = r->permanent,
		.pending = r->pending,
		.areas = r->areas,
		.request_age_s = r->request_age_s,
	};
	(void)text_format(f->sync.last_error, sizeof f->sync.last_error, "%s",
			  r->last_error);
}

static enum err gather_alerts(struct db *db, const struct config *config,
			      struct alert_facts *f, struct error *e)
{
	struct alert_backlog backlog;
	enum err code;

	f->configured = alert_receivers(config) != 0;
	f->oldest_age_s = -1;
	code = alert_backlog_load(db, clock_now_ms(), &backlog, e);
	if (code != ERR_OK)
		return code;
	f->waiting = backlog.waiting;
	f->oldest_age_s = backlog.oldest_age_s;
	f->given_up = backlog.given_up;
	(void)text_format(f->note, sizeof f->note, "%s", backlog.note);
	return ERR_OK;
}

/* Everything but the network. */
static void gather(struct db *db, const struct config *config,
		   struct health_facts *f)
{
	struct health_rows rows;
	enum err code;
	struct error e;

	*f = (struct health_facts){ .database = { .tables = -1 } };
	look_at_disk(config, &f->disk);
	look_at_database(db, &f->database);
	f->database.breaker = db_breaker(db)->state;
	if (!f->database.reachable)
		return;
	f->database.program = schema_known();
	if (schema_read(db, &f->database.tables, &e) != ERR_OK)
		log_warn("health: %s", e.msg);
	code = health_rows_load(db, &rows, &e);
	if (code != ERR_OK) {
		log_warn("health: %s", e.msg);
		f->database.reachable = !err_transient(code);
		f->database.refuses = !err_transient(code);
		return;
	}
	take_rows(&rows, config, f);
	code = gather_alerts(db, config, &f->alerts, &e);
	if (code != ERR_OK)
		log_warn("health: %s", e.msg);
}

void health_look(struct db *db, const struct config *config, struct health *h)
{
	struct health_facts facts;
	struct error e;

	*h = (struct health){ .checked_ms = clock_now_ms() };
	gather(db, config, &facts);
	judge(&facts, h);
	if (facts.database.reachable && health_since_load(db, h, &e) != ERR_OK)
		log_warn("health: %s", e.msg);
}

void health_front_page(const char *url, char *out, size_t size)
{
	const char *host = strstr(url, "://");
	size_t length = host ? (size_t)(host - url) + 3 : 0;

	length += strcspn(url + length, "/?#");
	if (length > size - 2)
		length = size - 2;
	memcpy(out, url, length);
	out[length] = '/';
	out[length + 1] = '\0';
}

static bool probe_is_due(const struct bls_facts *f)
{
	if (!f->probed)
		return true;
	return f->probe_age_s >=
	       (f->probe_ok ? HEALTH_PROBE_EVERY_S : HEALTH_PROBE_AGAIN_S);
}

/* Any answer will do, be it 404: somebody is there. */
static void probe_bls(const struct config *config, struct http_pool *pool,
		      struct bls_facts *f)
{
	char url[CONFIG_TEXT_BYTES];
	struct str body = STR_INIT(PROBE_BODY_MAX);
	struct http_request request = { .url = url,
					.connect_timeout_ms = PROBE_CONNECT_MS,
					.timeout_ms = PROBE_TOTAL_MS,
					.body_max = PROBE_BODY_MAX };
	struct http_response response;

	health_front_page(config->api_url, url, sizeof url);
	http_fetch(pool, &request, &body, &response);
	f->probed = true;
	f->probe_age_s = 0;
	f->probe_ok = response.code == ERR_OK || response.code == ERR_TOO_BIG;
	f->probe_ms = response.elapsed_ms;
	(void)text_format(f->probe_message, sizeof f->probe_message, "%s",
			  f->probe_ok ? "" : response.error);
	str_release(&body);
}

enum err health_watch(struct db *db, const struct config *config,
		      struct http_pool *pool, struct health_facts *facts,
		      struct health *h, struct error *e)
{
	enum err code = ERR_OK;

	*h = (struct health){ .checked_ms = clock_now_ms() };
	gather(db, config, facts);
	if (facts->database.reachable && !facts->database.refuses &&
	    probe_is_due(&facts->bls)) {
		struct probe_result result;

		probe_bls(config, pool, &facts->bls);
		result = (struct probe_result){
			.ok = facts->bls.probe_ok,
			.round_trip_ms = facts->bls.probe_ms,
			.message = facts->bls.probe_message,
		};
		code = health_probe_save(db, "bls", &result, e);
	}
	judge(facts, h);
	if (!facts->database.reachable)
		return err_set(e, ERR_NET, "health: the database is away");
	if (code == ERR_OK)
		code = health_save(db, h, e);
	if (code == ERR_OK)
		code = health_since_load(db, h, e);
	return code;
}
