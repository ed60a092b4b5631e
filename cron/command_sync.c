#include "commands.h"

#include "base/http.h"
#include "base/log.h"
#include "health/alert_watch.h"
#include "health/monitor.h"
#include "store/audit.h"
#include "store/failure.h"
#include "store/run.h"
#include "store/session.h"
#include "sync/publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	ONLY_MAX = 64,
	ONLY_BYTES = 1024,
	REQUEST_WAIT_S = 10, /* before watch takes up a request itself */
};

struct run_arguments {
	struct sync_options options;
	bool areas; /* `only` may name areas as well */
	const char *only[ONLY_MAX];
	char only_text[ONLY_BYTES];
	enum source source;
};

/* The value of an option that needs one: "--only X" or "--only=X". */
static bool take_value(const char *name, int argc, char **argv, int *i,
		       const char **value)
{
	size_t length = strlen(name);

	if (strncmp(argv[*i], name, length) != 0)
		return false;
	if (argv[*i][length] == '=') {
		*value = argv[*i] + length + 1;
		return true;
	}
	if (argv[*i][length] != '\0' || *i + 1 >= argc)
		return false;
	*i += 1;
	*value = argv[*i];
	return true;
}

static enum sync_exit set_only(struct run_arguments *a, const char *list)
{
	size_t i;

	if (strlen(list) >= sizeof a->only_text)
		return command_usage("--only: list too long");
	a->options.only_count = config_split(
		list, a->only_text, sizeof a->only_text, a->only, ONLY_MAX);
	a->options.only = a->only;
	if (!a->options.only_count)
		return command_usage("--only needs occupation codes, as in "
				     "15-1252,29-1141");
	for (i = 0; i < a->options.only_count; i++)
		if (!soc_valid(a->only[i]) &&
		    !(a->areas && area_valid(a->only[i])))
			return command_usage("--only: \"%s\" is no occupation "
					     "code like 15-1252",
					     a->only[i]);
	return SYNC_DONE;
}

static bool set_trigger(struct run_arguments *a, const char *name)
{
	int i;

	for (i = 0; i < RUN_ORIGIN__MAX; i++) {
		if (strcmp(name, run_origin_name((enum run_origin)i)) == 0) {
			a->options.origin = (enum run_origin)i;
			return true;
		}
	}
	return false;
}

static enum sync_exit parse_option(struct run_arguments *a, int argc,
				   char **argv, int *i)
{
	const char *value;

	if (strcmp(argv[*i], "--force") == 0) {
		a->options.force = true;
	} else if (strcmp(argv[*i], "--dry-run") == 0) {
		a->options.dry_run = true;
	} else if (strcmp(argv[*i], "--accept") == 0) {
		a->options.accept = true;
	} else if (strcmp(argv[*i], "--requested") == 0) {
		a->options.origin = RUN_ADMIN;
	} else if (take_value("--only", argc, argv, i, &value)) {
		return set_only(a, value);
	} else if (take_value("--source", argc, argv, i, &value)) {
		if (!source_parse(value, &a->source))
			return command_usage(
				"--source: \"%s\" is not auto, api "
				"or flat",
				value);
		a->options.source = &a->source;
	} else if (take_value("--trigger", argc, argv, i, &value)) {
		if (!set_trigger(a, value))
			return command_usage("--trigger must be cron, admin or "
					     "cli");
	} else {
		return command_usage("run: unknown or incomplete option "
				     "\"%s\"",
				     argv[*i]);
	}
	return SYNC_DONE;
}

static enum sync_exit parse_run(struct run_arguments *a, bool areas, int argc,
				char **argv)
{
	enum sync_exit exit = SYNC_DONE;
	int i;

	*a = (struct run_arguments){ .options = { .origin = RUN_CLI },
				     .areas = areas };
	for (i = 1; exit == SYNC_DONE && i < argc; i++)
		exit = parse_option(a, argc, argv, &i);
	return exit;
}

enum sync_exit command_run(const struct config *config, int argc, char **argv)
{
	struct run_arguments arguments;
	enum sync_exit exit = parse_run(&arguments, false, argc, argv);

	return exit == SYNC_DONE ? sync_run(config, &arguments.options) : exit;
}

/* What is named, or all that failed, is pending again.  An area changes whole,
 * by a run of the whole round: then `only` is no more. */
static enum err reset_failures(struct db *db, struct sync_options *options,
			       struct failures_reset *sum, struct error *e)
{
	struct failures_reset count;
	bool areas = false;
	size_t i = 0;
	enum err code;

	*sum = (struct failures_reset){ 0 };
	do {
		const char *only = options->only ? options->only[i] : NULL;
		bool area = only && area_valid(only);
		struct failure_selection selection = { area ? NULL : only,
						       area ? only : NULL };

		code = failure_reset(db, &selection, &count, e);
		areas = areas || area;
		sum->occupations += count.occupations;
		sum->areas += count.areas;
	} while (code == ERR_OK && ++i < options->only_count);
	if (areas)
		options->only = NULL;
	return code;
}

enum sync_exit command_retry(const struct config *config, int argc, char **argv)
{
	struct db *db = db_new(config, DB_USER_SYNC);
	struct run_arguments arguments;
	enum sync_exit exit = parse_run(&arguments, true, argc, argv);
	struct failures_reset count;
	struct error e;

	if (exit == SYNC_DONE &&
	    reset_failures(db, &arguments.options, &count, &e) != ERR_OK)
		exit = command_failed(&e);
	db_free(db);
	if (exit != SYNC_DONE)
		return exit;
	log_info("%lld failed occupations and %lld failed areas are pending "
		 "again",
		 (long long)count.occupations, (long long)count.areas);
	return sync_run(config, &arguments.options);
}

enum sync_exit command_stop(const struct config *config, int argc, char **argv)
{
	struct db *db = db_new(config, DB_USER_SYNC);
	enum sync_exit exit = SYNC_DONE;
	int64_t run_id;
	struct error e;

	(void)argv;
	if (argc > 1) {
		exit = command_usage("stop takes no argument");
	} else if (run_request_stop(db, &run_id, &e) != ERR_OK) {
		exit = command_failed(&e);
	} else {
		printf("run %lld was asked to stop\n", (long long)run_id);
	}
	db_free(db);
	return exit;
}

enum sync_exit command_score(const struct config *config, int argc, char **argv)
{
	struct db *db = db_new(config, DB_USER_SYNC);
	enum sync_exit exit = SYNC_DONE;
	struct error e;

	(void)argc;
	(void)argv;
	if (publish_scores(db, config, &e) == ERR_OK)
		log_info("scores computed");
	else
		exit = command_failed(&e);
	db_free(db);
	return exit;
}

/* Crashed runs are marked; a request that nobody took up becomes a run. */
static enum sync_exit watch_runs(struct db *db, bool *start)
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

	if (code != ERR_OK)
		return err_prefix(e, "alerts");
	pool = http_pool_new("BLS-Sync/1.0 (alerts)");
	code = alert_deliver(db, config, pool, e);
	http_pool_free(pool);
	return code == ERR_OK ? ERR_OK : err_prefix(e, "alerts");
}

/* Look at all parts, keep since when they are so, tell whom it concerns, and
 * clear what has expired. */
static enum sync_exit watch_health(const struct config *config, struct db *db)
{
	struct http_pool *pool = http_pool_new("BLS-Sync/1.0 (health probe)");
	struct health_facts facts;
	struct health health;
	struct error e;
	enum err code = health_watch(db, config, pool, &facts, &health, &e);

	if (code == ERR_OK)
		code = watch_alerts(config, db, &facts, &health, &e);
	if (code == ERR_OK)
		code = session_purge(db, &e);
	if (code == ERR_OK)
		code = audit_purge(db, &e);
	if (code == ERR_OK)
		code = run_purge(db, &e);
	http_pool_free(pool);
	return code == ERR_OK ? SYNC_DONE : command_failed(&e);
}

enum sync_exit command_watch(const struct config *config, int argc, char **argv)
{
	struct sync_options options = { .origin = RUN_ADMIN };
	struct db *db = db_new(config, DB_USER_SYNC);
	bool start = false;
	enum sync_exit exit;

	if (argc > 1) {
		db_free(db);
		return command_usage("watch takes no argument, not %s",
				     argv[1]);
	}
	exit = watch_runs(db, &start);
	if (exit == SYNC_DONE)
		exit = watch_health(config, db);
	db_free(db);
	/* A database without a free connection is no other run at work. */
	if (exit == SYNC_LOCKED)
		exit = SYNC_FAILED;
	if (!start)
		return exit;
	log_info("a requested run was not started: starting it");
	exit = sync_run(config, &options);
	return exit == SYNC_LOCKED ? SYNC_DONE : exit;
}
