/*
 * bls-sync: the program that imports, started by cron, by a person, or by the
 * API.  Commands: command_table.c; exit codes: sync/sync.h.
 */
#include "commands.h"

#include "base/crypto.h"
#include "base/log.h"
#include "base/output.h"
#include "store/schema.h"

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

/* The rest make the tables fit, need none, or look themselves. */
static bool needs_schema(const struct options_command *c)
{
	return c->run != command_migrate && c->run != command_config &&
	       c->run != command_watch && c->run != command_run;
}

/* Said once, here, instead of by the first statement that meets a column which
 * is not there.  What else may be wrong the command finds out itself. */
static bool schema_fits(const struct config *config)
{
	struct db *db = db_new(config, DB_USER_SYNC);
	struct error e;
	enum err code;

	db_only_reads(db);
	code = schema_check(db, &e);
	db_free(db);
	if (code == ERR_CONFLICT)
		log_error("%s", e.msg);
	return code != ERR_CONFLICT;
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
	if (needs_schema(options.command) && !schema_fits(&config))
		return SYNC_FAILED;
	return options.command->run(&config, &options);
}

int main(int argc, char **argv)
{
	output_begin();
	return output_end("bls-sync", run_command(argc, argv));
}
