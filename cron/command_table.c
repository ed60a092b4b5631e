/*
 * The command line of bls-sync: what may be said and what `--help` prints.
 * README.md tells the same at more length.
 */
#include "commands.h"

#include "model/export.h"
#include "model/run.h"
#include "store/account.h"

/* clang-format off */
#define ONLY_OPTION { \
	.name = "only", .argument = "CODE[,CODE...]", \
	.check = command_check_codes, \
	.help = "only these occupations, if they are open or failed" }
#define SOURCE_OPTION { \
	.name = "source", .choices = source_names, \
	.help = "where figures come from; overrides the key `source`" }
#define DRY_RUN_OPTION { \
	.name = "dry-run", \
	.help = "print what would be asked for; change nothing" }
#define ROLE_OPTION { \
	.name = "role", .choices = role_names, \
	.help = "what it may do (reader)" }

static const struct option_spec run_options[] = {
	{ .name = "force",
	  .help = "start the release over; readers keep the current data until "
		  "it is done. With --only: ask even for what is settled" },
	ONLY_OPTION,
	SOURCE_OPTION,
	DRY_RUN_OPTION,
	{ .name = "accept",
	  .help = "publish a round that the plausibility guard holds back" },
	{ .name = "trigger", .choices = run_origin_names,
	  .help = "who started it, for the history (cli)" },
	{ .name = "requested",
	  .help = "take up the run requested on the admin page" },
	{ 0 },
};

static const struct option_spec retry_options[] = {
	{ .name = "only", .argument = "CODE[,CODE...]",
	  .check = command_check_places,
	  .help = "only these occupations and areas" },
	SOURCE_OPTION,
	DRY_RUN_OPTION,
	{ 0 },
};

static const struct option_spec status_options[] = {
	{ .name = "json",
	  .help = "print what /api/admin/sync-status shows" },
	{ 0 },
};

static const struct option_spec export_options[] = {
	{ .name = "format", .choices = export_format_names,
	  .help = "format of the file; required" },
	{ 0 },
};

static const struct option_spec role_options[] = { ROLE_OPTION, { 0 } };

static const struct option_spec token_options[] = {
	ROLE_OPTION,
	{ .name = "days", .argument = "N", .min = 1, .max = TOKEN_DAYS_MAX,
	  .help = "it expires after so many days (365)" },
	{ 0 },
};
_Static_assert(TOKEN_DAYS == 365, "help says 365");

static const struct options_command commands[] = {
	{ .name = "run", .run = command_run, .options = run_options,
	  .summary = "run one sync: fetch what is new or still open",
	  .details = "Safe to start at any time: it exits at once when there is "
		     "nothing to do or another sync is running. On a terminal "
		     "it draws a progress line." },
	{ .name = "stop", .run = command_stop,
	  .summary = "ask the running sync to stop; its checkpoint is kept" },
	{ .name = "status", .run = command_status, .options = status_options,
	  .summary = "show where the sync stands" },
	{ .name = "watch", .run = command_watch,
	  .summary = "check health, send alerts, start requested runs (cron "
		     "calls it every minute)" },
	{ .name = "alert test", .run = command_alert_test,
	  .summary = "send a test message over each channel" },
	{ .name = "alert list", .run = command_alert_list,
	  .summary = "show what is wrong now and how many messages wait" },
	{ .name = "retry", .run = command_retry, .options = retry_options,
	  .summary = "reset failed items to pending, then run" },
	{ .name = "accept", .run = command_accept, .operands = "[ROUND]",
	  .summary = "publish the round that the guard holds back",
	  .details = "Lists what differs. BLS is not asked again. ROUND is a "
		     "release such as 2025A01; without it, whichever is held." },
	{ .name = "reject", .run = command_reject, .operands = "[ROUND]",
	  .summary = "drop the round that the guard holds back",
	  .details = "Lists what differs. A release that was published before "
		     "stays as it was; another one is not fetched again until "
		     "a newer one appears or `run --force` starts it over." },
	{ .name = "score", .run = command_score,
	  .summary = "recompute the AI-impact scores" },
	{ .name = "migrate", .run = command_migrate,
	  .summary = "bring schema, grants, and reference tables up to date" },
	{ .name = "export", .run = command_export, .options = export_options,
	  .summary = "write all jobs to standard output" },
	{ .name = "user add", .run = command_user_add, .operands = "NAME",
	  .options = role_options,
	  .summary = "create an account",
	  .details = "Prompts for the password, or reads one line from standard "
		     "input if that is not a terminal." },
	{ .name = "user passwd", .run = command_user_passwd,
	  .operands = "NAME",
	  .summary = "change the password of an account",
	  .details = "Prompts for the password, or reads one line from standard "
		     "input if that is not a terminal." },
	{ .name = "user remove", .run = command_user_remove,
	  .operands = "NAME", .summary = "remove an account" },
	{ .name = "token create", .run = command_token_create,
	  .operands = "NAME", .options = token_options,
	  .summary = "create an API token for a program; it is shown once" },
	{ .name = "token list", .run = command_token_list,
	  .summary = "list tokens: roles, when last used, when they expire" },
	{ .name = "token revoke", .run = command_token_revoke,
	  .operands = "NAME", .summary = "revoke a token" },
	{ .name = "config", .run = command_config,
	  .summary = "print the effective configuration, secrets masked" },
	{ 0 },
};
/* clang-format on */

const struct options_program commands_program = {
	.name = "bls-sync",
	.summary = "Keeps a database of the occupational data of the U.S. "
		   "Bureau of Labor Statistics up to date.",
	.commands = commands,
	.notes = "Exit codes: 0 done or nothing to do; 1 failed; 2 usage or "
		 "configuration error; 3 another sync is running; 4 ended "
		 "early with work left.",
};
