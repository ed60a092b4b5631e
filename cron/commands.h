/*
 * The commands of bls-sync.  Each gets its own arguments (argv[0] is the
 * command's name) and returns the exit code of the program.
 */
#ifndef CRON_COMMANDS_H
#define CRON_COMMANDS_H

#include "base/config.h"
#include "sync/sync.h"

typedef enum sync_exit (*command_fn)(const struct config *config, int argc,
				     char **argv);

/* command_sync.c: imports */
enum sync_exit command_run(const struct config *config, int argc, char **argv);
enum sync_exit command_stop(const struct config *config, int argc, char **argv);
enum sync_exit command_watch(const struct config *config, int argc,
			     char **argv);
enum sync_exit command_retry(const struct config *config, int argc,
			     char **argv);
enum sync_exit command_score(const struct config *config, int argc,
			     char **argv);

/* command_status.c: where they stand */
enum sync_exit command_status(const struct config *config, int argc,
			      char **argv);

/* command_export.c: the jobs as a file */
enum sync_exit command_export(const struct config *config, int argc,
			      char **argv);

/* command_alert.c: who is told what is wrong */
enum sync_exit command_alert(const struct config *config, int argc,
			     char **argv);

/* command_admin.c: schema, people, configuration */
enum sync_exit command_migrate(const struct config *config, int argc,
			       char **argv);
enum sync_exit command_user(const struct config *config, int argc, char **argv);
enum sync_exit command_token(const struct config *config, int argc,
			     char **argv);
enum sync_exit command_config(const struct config *config, int argc,
			      char **argv);

/* Say what is wrong with the command line: SYNC_USAGE. */
enum sync_exit command_usage(const char *format, ...) PRINTF(1, 2);
/* Log the error and turn it into an exit code. */
enum sync_exit command_failed(const struct error *e);

#endif
