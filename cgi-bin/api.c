/*
 * api.fcgi: everything under /api but the event stream, and the probes.
 *
 *	api.fcgi [--config FILE] [--socket PATH] [--workers N]
 *	api.fcgi [--config FILE] --request 'GET /api/jobs?page=2'
 *	api.fcgi --routes
 *
 * Without --socket, descriptor 0 is the listening socket (systemd).  SIGTERM
 * ends it cleanly.  With --request it answers that one on standard output, as
 * a worker would; with --routes it prints the tables of serve/describe.h: both
 * for people and tests.
 */
#include "admin/auth.h"
#include "admin/auth_memory.h"
#include "admin/sign_in_slot.h"
#include "base/crypto.h"
#include "base/options.h"
#include "base/output.h"
#include "db/db.h"
#include "serve/app.h"
#include "serve/describe.h"
#include "serve/master.h"
#include "web/fcgi.h"

#include <stdlib.h>

enum { EXIT_USAGE = OPTIONS_USAGE };

static const struct option_spec api_options[] = {
	{ .name = "socket",
	  .argument = "PATH",
	  .help = "listen there instead of on descriptor 0 (systemd)" },
	{ .name = "workers",
	  .argument = "N",
	  .min = 1,
	  .max = WORKERS_MAX,
	  .help = "processes that answer, instead of the key `api_workers`" },
	{ .name = "request",
	  .argument = "LINE",
	  .help = "answer this one, as \"GET /api/jobs?page=2\", on standard "
		  "output" },
	{ .name = "routes", .help = "print the routes and what they take" },
	{ 0 },
};

static const struct options_command only_command[] = {
	{ .name = "",
	  .summary = "Answers everything under /api but the event stream, and "
		     "the probes, over FastCGI.",
	  .options = api_options },
	{ 0 },
};

static const struct options_program program = { .name = "api.fcgi",
						.commands = only_command };

static int serve(struct app *app, const struct options *o)
{
	struct error e;
	int listener;

	if (fcgi_listen(options_text(o, "socket"), &listener, &e)) {
		log_error("%s", e.msg);
		return EXIT_FAILURE;
	}
	master_run(app, listener,
		   (int)options_number(o, "workers", app->config->api_workers));
	return EXIT_SUCCESS;
}

static int answer(struct app *app, const struct options *o)
{
	const char *line = options_text(o, "request");

	return line ? app_answer(app, line) : serve(app, o);
}

static int run(int argc, char **argv)
{
	static struct config config;
	struct options options;
	struct app app = { .config = &config, .guard = auth_guard };
	struct error e;
	int status;

	if (!options_read(&program, argc, argv, &options, &status))
		return status;
	if (options_given(&options, "routes"))
		return describe_print();
	log_init("api.fcgi", LOG_INFO);
	if (config_load(&config, options.config, &e)) {
		log_error("%s", e.msg);
		return EXIT_USAGE;
	}
	log_init("api.fcgi", (enum log_level)config.log_level);
	crypto_init();
	crypto_password_prepare();
	auth_memory_init();
	sign_in_slots_init();
	app.db = db_new(&config, DB_USER_API);
	if (config.db_read_hosts[0])
		app.reader = db_new(&config, DB_USER_READER);
	status = answer(&app, &options);
	app_unload(&app);
	db_free(app.reader);
	db_free(app.db);
	return status;
}

int main(int argc, char **argv)
{
	return output_end("api.fcgi", run(argc, argv));
}
