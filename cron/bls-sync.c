/*
 * bls-sync: the program that imports, started by cron, by a person, or by the
 * API.  Commands: command_table.c; exit codes: sync/sync.h.
 */
#include "commands.h"

#include "base/crypto.h"
#include "base/log.h"
#include "base/output.h"

#include <stdarg.h>
#include <stdio.h>

int command_usage(const struct options *o, const char *format, ...)
{
	char what[256];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(what, sizeof what, format, args);
	va_end(args);
	return options_refuse(&commands_program, o->command, what);
}

int command_failed(const struct error *e)
{
	log_error("%s", e->msg);
	if (e->code == ERR_ARG)
		return SYNC_USAGE;
	return e->code == ERR_BUSY ? SYNC_LOCKED : SYNC_FAILED;
}

static int run_command(int argc, char **argv)
{
	struct options options;
	struct config config;
	struct error e;
	int exit;

	if (!options_read(&commands_program, argc, argv, &options, &exit))
		return exit;
	if (config_load(&config, options.config, &e) != ERR_OK) {
		(void)fprintf(stderr, "bls-sync: %s\n", e.msg);
		return SYNC_USAGE;
	}
	log_init("bls-sync", (enum log_level)config.log_level);
	crypto_init();
	return options.command->run(&config, &options);
}

int main(int argc, char **argv)
{
	output_begin();
	return output_end("bls-sync", run_command(argc, argv));
}
