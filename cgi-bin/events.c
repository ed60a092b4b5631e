/*
 * events.fcgi: the status of the import as server-sent events.
 *
 *	events.fcgi [--config FILE] [--socket PATH]
 *
 * Without --socket, descriptor 0 is the listening socket (systemd).  Ends on
 * SIGTERM, with every stream ended in good order.
 */
#include "base/crypto.h"
#include "base/log.h"
#include "base/options.h"
#include "base/output.h"
#include "base/stop.h"
#include "serve/event_server.h"
#include "web/fcgi.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { EXIT_USAGE = OPTIONS_USAGE };

static const struct option_spec events_options[] = {
	{ .name = "socket",
	  .argument = "PATH",
	  .help = "listen there instead of on descriptor 0 (systemd)" },
	{ 0 },
};

static const struct options_command only_command[] = {
	{ .name = "",
	  .summary = "Streams the status of the sync as server-sent events, "
		     "over FastCGI.",
	  .options = events_options },
	{ 0 },
};

static const struct options_program program = { .name = "events.fcgi",
						.commands = only_command };

/* A descriptor per stream: as many as the system lets us have. */
static void raise_descriptor_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

/* They come through only while the loop waits: an interrupted read would look
 * like the end of a request. */
static void block_signals(void)
{
	sigset_t all;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, NULL);
}

static int run(int argc, char **argv)
{
	static struct config config;
	struct options options;
	struct error e;
	int listener;
	int status;
	enum err code;

	if (!options_read(&program, argc, argv, &options, &status))
		return status;
	log_init("events.fcgi", LOG_INFO);
	if (config_load(&config, options.config, &e) != ERR_OK) {
		log_error("%s", e.msg);
		return EXIT_USAGE;
	}
	log_init("events.fcgi", (enum log_level)config.log_level);
	crypto_init();
	stop_init();
	block_signals();
	raise_descriptor_limit();
	code = fcgi_listen(options_text(&options, "socket"), &listener, &e);
	if (code == ERR_OK) {
		log_info("ready");
		code = event_server_run(&config, listener, &e);
	}
	if (code != ERR_OK) {
		log_error("%s", e.msg);
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	return output_end("events.fcgi", run(argc, argv));
}
