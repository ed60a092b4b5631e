/*
 * api.fcgi: everything under /api but the event stream, and the probes.
 *
 *	api.fcgi [--config FILE] [--socket PATH] [--workers N]
 *	api.fcgi [--config FILE] --request 'GET /api/jobs?page=2'
 *	api.fcgi --routes
 *
 * Without --socket, descriptor 0 is the listening socket (systemd).  SIGTERM
 * ends it cleanly.  With --request it answers that one on standard output, as
 * a worker would; with --routes it prints the tables of api/describe.h: both
 *for people and tests.
 */
#include "api/app.h"
#include "api/auth.h"
#include "api/auth_memory.h"
#include "api/describe.h"
#include "api/fcgi.h"
#include "api/master.h"
#include "base/config.h"
#include "base/crypto.h"
#include "store/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_USAGE = 2 };

struct options {
	const char *config;
	const char *socket;
	const char *request;
	int64_t workers; /* 0: as configured */
};

static bool parse_options(int argc, char **argv, struct options *o)
{
	int i;

	for (i = 1; i + 1 < argc; i += 2) {
		const char *value = argv[i + 1];

		if (strcmp(argv[i], "--config") == 0)
			o->config = value;
		else if (strcmp(argv[i], "--socket") == 0)
			o->socket = value;
		else if (strcmp(argv[i], "--request") == 0)
			o->request = value;
		else if (strcmp(argv[i], "--workers") != 0 ||
			 !parse_int64(value, 1, WORKERS_MAX, &o->workers))
			return false;
	}
	return i == argc;
}

static int serve(struct app *app, const struct options *o)
{
	struct error e;
	int listener;

	if (fcgi_listen(o->socket, &listener, &e)) {
		log_error("%s", e.msg);
		return EXIT_FAILURE;
	}
	master_run(app, listener,
		   o->workers ? (int)o->workers : app->config->api_workers);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	static struct config config;
	struct options options = { 0 };
	struct app app = { .config = &config, .guard = auth_guard };
	struct error e;
	int status;

	if (argc == 2 && strcmp(argv[1], "--routes") == 0)
		return describe_print();
	log_init("api.fcgi", LOG_INFO);
	if (!parse_options(argc, argv, &options)) {
		(void)fputs("usage: api.fcgi [--config FILE] [--socket PATH] "
			    "[--workers N] [--request LINE]\n",
			    stderr);
		return EXIT_USAGE;
	}
	if (config_load(&config, options.config, &e)) {
		log_error("%s", e.msg);
		return EXIT_USAGE;
	}
	log_init("api.fcgi", (enum log_level)config.log_level);
	crypto_init();
	crypto_password_prepare();
	auth_memory_init();
	app.db = db_new(&config, DB_USER_API);
	if (config.db_read_hosts[0])
		app.reader = db_new(&config, DB_USER_READER);
	status = options.request ? app_answer(&app, options.request)
				 : serve(&app, &options);
	app_unload(&app);
	db_free(app.reader);
	db_free(app.db);
	return status;
}
