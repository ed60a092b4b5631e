/*
 * The commands of bls-sync: the functions behind the lines of command_table.c.
 * Each gets what was said behind its name and returns the program's exit code
 * (enum sync_exit).
 */
#ifndef CRON_COMMANDS_H
#define CRON_COMMANDS_H

#include "base/options.h"
#include "sync/sync.h"

/* command_table.c: every command, its options and operands */
extern const struct options_program commands_program;

/* command_run.c: syncs */
int command_run(const struct config *config, const struct options *o);
int command_retry(const struct config *config, const struct options *o);
/* --only: occupation codes, comma between them; of `retry` areas as well. */
MUST_CHECK enum err command_check_codes(const char *list, struct error *e);
MUST_CHECK enum err command_check_places(const char *list, struct error *e);

/* command_sync.c: what they have done, and what looks after them */
int command_stop(const struct config *config, const struct options *o);
int command_watch(const struct config *config, const struct options *o);
int command_score(const struct config *config, const struct options *o);

/* command_decide.c: a round that is held back */
int command_accept(const struct config *config, const struct options *o);
int command_reject(const struct config *config, const struct options *o);

/* command_status.c: where they stand */
int command_status(const struct config *config, const struct options *o);

/* command_export.c: the jobs as a file */
int command_export(const struct config *config, const struct options *o);

/* command_alert.c: who is told what is wrong */
int command_alert_test(const struct config *config, const struct options *o);
int command_alert_list(const struct config *config, const struct options *o);

/* command_admin.c: schema, people, configuration */
int command_migrate(const struct config *config, const struct options *o);
int command_user_add(const struct config *config, const struct options *o);
int command_user_passwd(const struct config *config, const struct options *o);
int command_user_remove(const struct config *config, const struct options *o);
int command_token_create(const struct config *config, const struct options *o);
int command_token_list(const struct config *config, const struct options *o);
int command_token_revoke(const struct config *config, const struct options *o);
int command_config(const struct config *config, const struct options *o);

/* Say what is wrong beyond the table: SYNC_USAGE. */
int command_usage(const struct options *o, const char *format, ...)
	PRINTF(2, 3);
/* Log the error and turn it into an exit code. */
int command_failed(const struct error *e);

#endif
