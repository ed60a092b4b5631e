/*
 * events.fcgi: the status of the import as server-sent events.
 *
 *	events.fcgi [--config FILE] [--socket PATH]
 *
 * Without --socket, descriptor 0 is the listening socket (systemd).  Ends on
 * SIGTERM, with every stream ended in good order.
 */
#include "api/event_server.h"
#include "api/fcgi.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/stop.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { EXIT_USAGE = 2 };

struct options {
	const char *config;
	const char *socket;
};

static bool parse_options(int argc, char **argv, struct options *o)
{
	int i;

	for (i = 1; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--config") == 0)
			o->config = argv[i + 1];
		else if (strcmp(argv[i], "--socket") == 0)
			o->socket = argv[i + 1];
		else
			return false;
	}
	return i == argc;
}

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

int main(int argc, char **argv)
{
	static struct config config;
	struct options options = { NULL, NULL };
	struct error e;
	int listener;
	enum err code;

	log_init("events.fcgi", LOG_INFO);
	if (!parse_options(argc, argv, &options)) {
		(void)fputs("usage: events.fcgi [--config FILE] "
			    "[--socket PATH]\n",
			    stderr);
		return EXIT_USAGE;
	}
	if (config_load(&config, options.config, &e) != ERR_OK) {
		log_error("%s", e.msg);
		return EXIT_USAGE;
	}
	log_init("events.fcgi", (enum log_level)config.log_level);
	crypto_init();
	stop_init();
	block_signals();
	raise_descriptor_limit();
	code = fcgi_listen(options.socket, &listener, &e);
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
