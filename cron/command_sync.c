#include "commands.h"

#include "base/http.h"
#include "base/log.h"
#include "base/version.h"
#include "command_trail.h"
#include "health/alert_watch.h"
#include "health/monitor.h"
#include "store/audit.h"
#include "store/run.h"
#include "store/schema.h"
#include "store/session.h"
#include "sync/publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	REQUEST_WAIT_S = 10, /* before watch takes up a request itself */
};

int command_stop(const struct config *config, const struct options *o)
{
	struct db *db = db_new(config, DB_USER_SYNC);
	int exit = SYNC_DONE;
	char what[48];
	int64_t run_id;
	struct error e;

	(void)o;
	if (run_request_stop(db, &run_id, &e) == ERR_OK) {
		(void)snprintf(what, sizeof what, "run %lld",
			       (long long)run_id);
		command_audit(db, "stop-sync", what);
		printf("%s was asked to stop\n", what);
	} else {
		exit = command_failed(&e);
	}
	db_free(db);
	return exit;
}

int command_score(const struct config *config, const struct options *o)
{
	struct db *db = db_new(config, DB_USER_SYNC);
	int exit = SYNC_DONE;
	struct error e;

	(void)o;
	if (publish_scores(db, config, &e) == ERR_OK)
		log_info("scores computed");
	else
		exit = command_failed(&e);
	db_free(db);
	return exit;
}

/* Crashed runs are marked; a request that nobody took up becomes a run. */
static int watch_runs(struct db *db, bool *start)
{
	int64_t crashed = 0;
	int64_t waiting = 0;
	struct error e;

	if (run_mark_crashed(db, &crashed, &e) != ERR_OK ||
	    run_waiting_request(db, REQUEST_WAIT_S, &waiting, &e) != ERR_OK)
		return command_failed(&e);
	if (crashed)
		log_warn("%lld run(s) died without an end", (long long)crashed);
	*start = waiting != 0;
	return SYNC_DONE;
}

/* Messages about what changed, and what could not be delivered before. */
static enum err watch_alerts(const struct config *config, struct db *db,
			     const struct health_facts *facts,
			     const struct health *health, struct error *e)
{
	struct http_pool *pool;
	enum err code = alert_update(db, config, facts, health, e);

	if (code == ERR_OK) {
		pool = http_pool_new(PRODUCT_AGENT " (alerts)");
		code = alert_deliver(db, config, pool, e);
		http_pool_free(pool);
	}
	if (code != ERR_OK)
		err_prefix(e, "alerts");
	return code;
}

static int purge(struct db *db)
{
	struct error e;
	enum err code = session_purge(db, &e);

	if (code == ERR_OK)
		code = audit_purge(db, &e);
	if (code == ERR_OK)
		code = run_purge(db, &e);
	return code == ERR_OK ? SYNC_DONE : command_failed(&e);
}

/* Look at all parts, keep since when they are so, and tell whom it concerns. */
static int watch_health(const struct config *config, struct db *db)
{
	struct http_pool *pool = http_pool_new(PRODUCT_AGENT " (health probe)");
	struct health_facts facts;
	struct health health;
	struct error e;
	enum err code = health_watch(db, config, pool, &facts, &health, &e);

	if (code == ERR_OK)
		code = watch_alerts(config, db, &facts, &health, &e);
	http_pool_free(pool);
	if (code == ERR_OK && facts.database.refuses)
		code = err_set(&e, ERR_DB, "health: %s",
			       health.of[COMPONENT_DATABASE].message);
	return code == ERR_OK ? SYNC_DONE : command_failed(&e);
}

/* Where tables and program do not fit, what can be told is told, and no more
 * is done. */
static int watch_all(const struct config *config, struct db *db, bool *start)
{
	struct error e;
	int exit;

	if (schema_check(db, &e) == ERR_CONFLICT) {
		log_error("%s", e.msg);
		(void)watch_health(config, db);
		return SYNC_FAILED;
	}
	exit = watch_runs(db, start);
	if (exit == SYNC_DONE)
		exit = watch_health(config, db);
	if (exit == SYNC_DONE)
		exit = purge(db);
	return exit;
}

int command_watch(const struct config *config, const struct options *o)
{
	struct sync_options options = { .origin = RUN_ADMIN };
	struct db *db = db_new(config, DB_USER_SYNC);
	bool start = false;
	int exit;

	(void)o;
	exit = watch_all(config, db, &start);
	db_free(db);
	/* A database without a free connection is no other run at work. */
	if (exit == SYNC_LOCKED)
		exit = SYNC_FAILED;
	if (!start)
		return exit;
	log_info("a requested run was not started: starting it");
	exit = (int)sync_run(config, &options);
	return exit == SYNC_LOCKED ? SYNC_DONE : exit;
}
