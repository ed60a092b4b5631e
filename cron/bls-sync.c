/*
 * bls-sync: the program that imports, started by cron, by a person, or by the
 * API.  Commands and exit codes: README.md.
 */
#include "commands.h"

#include "base/crypto.h"
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct command {
	const char *name;
	command_fn run;
	const char *usage;
};

/* clang-format off */
static const struct command commands[] = {
	{ "run", command_run, "run [--force] [--only CODE[,CODE...]] "
			      "[--source auto|api] [--dry-run] [--accept]" },
	{ "stop", command_stop, "stop" },
	{ "status", command_status, "status [--json]" },
	{ "watch", command_watch, "watch" },
	{ "alert", command_alert, "alert test | alert list" },
	{ "retry", command_retry, "retry [--only CODE[,CODE...]]" },
	{ "score", command_score, "score" },
	{ "migrate", command_migrate, "migrate" },
	{ "export", command_export, "export --format csv|ndjson|json" },
	{ "user", command_user, "user add|passwd|remove NAME "
				"[--role admin|reader]" },
	{ "token", command_token, "token create NAME [--role admin|reader] | "
				  "token list | token revoke NAME" },
	{ "config", command_config, "config" },
};
/* clang-format on */

static void print_usage(FILE *out)
{
	size_t i;

	(void)fprintf(out, "usage: bls-sync [--config FILE] COMMAND\n\n");
	for (i = 0; i < COUNT_OF(commands); i++)
		(void)fprintf(out, "  %s\n", commands[i].usage);
	(void)fprintf(out, "\nexit codes: 0 done, 1 failed, 2 usage or "
			   "configuration, 3 another run is\nat work, 4 ended "
			   "early with work left\n");
}

enum sync_exit command_usage(const char *format, ...)
{
	va_list args;

	(void)fprintf(stderr, "bls-sync: ");
	va_start(args, format);
	(void)vfprintf(stderr, format, args);
	va_end(args);
	(void)fprintf(stderr, "\nbls-sync --help lists the commands\n");
	return SYNC_USAGE;
}

enum sync_exit command_failed(const struct error *e)
{
	log_error("%s", e->msg);
	if (e->code == ERR_ARG)
		return SYNC_USAGE;
	return e->code == ERR_BUSY ? SYNC_LOCKED : SYNC_FAILED;
}

static const struct command *find_command(const char *name)
{
	size_t i;

	for (i = 0; i < COUNT_OF(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

/* --config FILE or --config=FILE; returns how many words it took. */
static int take_config_option(int argc, char **argv, const char **path)
{
	if (argc > 1 && strncmp(argv[1], "--config=", 9) == 0) {
		*path = argv[1] + 9;
		return 1;
	}
	if (argc > 2 && strcmp(argv[1], "--config") == 0) {
		*path = argv[2];
		return 2;
	}
	return 0;
}

static enum sync_exit run_command(int argc, char **argv)
{
	const struct command *command;
	const char *path = NULL;
	struct config config;
	struct error e;
	int taken = take_config_option(argc, argv, &path);

	argc -= taken;
	argv += taken;
	if (argc > 1 &&
	    (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)) {
		print_usage(stdout);
		return SYNC_DONE;
	}
	if (argc < 2) {
		print_usage(stderr);
		return SYNC_USAGE;
	}
	command = find_command(argv[1]);
	if (!command)
		return command_usage("unknown command \"%s\"", argv[1]);
	if (config_load(&config, path, &e) != ERR_OK) {
		(void)fprintf(stderr, "bls-sync: %s\n", e.msg);
		return SYNC_USAGE;
	}
	log_init("bls-sync", (enum log_level)config.log_level);
	crypto_init();
	return command->run(&config, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	return (int)run_command(argc, argv);
}
