#include "commands.h"

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "bls/origin.h"
#include "command_trail.h"
#include "store/account.h"
#include "store/gap.h"
#include "store/migrate.h"
#include "sync/publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { PASSWORD_LINE_BYTES = PASSWORD_MAX + 2 };

int command_config(const struct config *config, const struct options *o)
{
	(void)o;
	config_print(config);
	return SYNC_DONE;
}

/* Of a copy that was taken for BLS before there was a word for it. */
static enum err forget_gaps(struct db *db, const struct config *config,
			    struct error *e)
{
	int64_t figures = 0;
	enum err code = ERR_OK;
	int flat;

	for (flat = 0; code == ERR_OK && flat < 2; flat++) {
		if (origin_complete(config, flat))
			continue;
		code = gap_forget(db, flat ? "flat" : "api", &figures, e);
		if (code == ERR_OK && figures)
			log_info("%lld figures that the copy of BLS's data "
				 "lacks are no longer said not to exist",
				 (long long)figures);
	}
	return code;
}

/* Schema and tables with the migrating user, figures with the sync user. */
int command_migrate(const struct config *config, const struct options *o)
{
	struct db *migrator = db_new(config, DB_USER_MIGRATE);
	struct db *db = db_new(config, DB_USER_SYNC);
	struct migration_report report;
	struct error e;
	enum err code = migrate_run(migrator, config, &report, &e);

	(void)o;
	if (code == ERR_OK)
		code = forget_gaps(migrator, config, &e);
	if (code == ERR_OK)
		code = publish_after_migration(db, config, &e);
	db_free(db);
	db_free(migrator);
	if (code != ERR_OK)
		return command_failed(&e);
	log_info("schema is up to date: %d migrations applied, %d reference "
		 "tables loaded",
		 report.applied, report.loaded);
	return SYNC_DONE;
}

static void set_echo(bool on)
{
	struct termios settings;

	if (tcgetattr(STDIN_FILENO, &settings) != 0)
		return;
	if (on)
		settings.c_lflag |= (tcflag_t)ECHO;
	else
		settings.c_lflag &= ~(tcflag_t)ECHO;
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &settings);
}

/* One line: without echo from a terminal, as it is from a pipe. */
static bool read_password(const char *prompt, char out[PASSWORD_LINE_BYTES])
{
	bool terminal = isatty(STDIN_FILENO) == 1;
	bool ok;

	if (terminal) {
		(void)fprintf(stderr, "%s: ", prompt);
		set_echo(false);
	}
	ok = fgets(out, PASSWORD_LINE_BYTES, stdin) != NULL;
	if (terminal) {
		set_echo(true);
		(void)fprintf(stderr, "\n");
	}
	if (ok)
		out[strcspn(out, "\r\n")] = '\0';
	return ok;
}

static int ask_password(const struct options *o, char out[PASSWORD_LINE_BYTES])
{
	char again[PASSWORD_LINE_BYTES];

	if (!read_password("Password", out))
		return command_usage(o, "a password is expected on standard "
					"input");
	if (isatty(STDIN_FILENO) != 1)
		return SYNC_DONE;
	if (!read_password("Again", again) || strcmp(out, again) != 0)
		return command_usage(o, "the passwords differ");
	return SYNC_DONE;
}

/* The least, unless more is asked for. */
static enum role wanted_role(const struct options *o)
{
	return (enum role)options_number(o, "role", ROLE_READER);
}

static struct actor actor_of(const struct config *config)
{
	return (struct actor){ .name = command_caller(),
			       .site = config->base_url };
}

int command_user_add(const struct config *config, const struct options *o)
{
	const struct actor by = actor_of(config);
	char password[PASSWORD_LINE_BYTES] = "";
	int exit = ask_password(o, password);
	struct db *db;
	struct error e;

	if (exit != SYNC_DONE)
		return exit;
	db = db_new(config, DB_USER_MIGRATE);
	if (account_add(db, &by, o->operands[0], password, wanted_role(o),
			&e) != ERR_OK)
		exit = command_failed(&e);
	db_free(db);
	return exit;
}

int command_user_passwd(const struct config *config, const struct options *o)
{
	const struct actor by = actor_of(config);
	char password[PASSWORD_LINE_BYTES] = "";
	int exit = ask_password(o, password);
	struct db *db;
	struct error e;

	if (exit != SYNC_DONE)
		return exit;
	db = db_new(config, DB_USER_MIGRATE);
	if (account_set_password(db, &by, o->operands[0], password, &e) !=
	    ERR_OK)
		exit = command_failed(&e);
	db_free(db);
	return exit;
}

int command_user_remove(const struct config *config, const struct options *o)
{
	const struct actor by = actor_of(config);
	struct db *db = db_new(config, DB_USER_MIGRATE);
	int exit = SYNC_DONE;
	struct error e;

	if (account_remove(db, &by, o->operands[0], &e) != ERR_OK)
		exit = command_failed(&e);
	db_free(db);
	return exit;
}

static const char *time_or_never(int64_t ms, char out[CLOCK_TEXT_BYTES])
{
	return ms ? clock_format(ms, false, out) : "never";
}

static int list_tokens(struct db *db)
{
	struct token *tokens;
	size_t count;
	size_t i;
	char created[CLOCK_TEXT_BYTES];
	char used[CLOCK_TEXT_BYTES];
	char expires[CLOCK_TEXT_BYTES];
	struct error e;

	if (token_list(db, &tokens, &count, &e) != ERR_OK)
		return command_failed(&e);
	for (i = 0; i < count; i++)
		printf("%-32s %-7s created %s, used %s, %s %s\n",
		       tokens[i].name, role_name(tokens[i].role),
		       clock_format(tokens[i].created_ms, false, created),
		       time_or_never(tokens[i].used_ms, used),
		       tokens[i].expires_ms &&
				       tokens[i].expires_ms <= clock_now_ms()
			       ? "expired"
			       : "expires",
		       time_or_never(tokens[i].expires_ms, expires));
	free(tokens);
	return SYNC_DONE;
}

int command_token_list(const struct config *config, const struct options *o)
{
	struct db *db = db_new(config, DB_USER_MIGRATE);
	int exit;

	(void)o;
	db_only_reads(db);
	exit = list_tokens(db);
	db_free(db);
	return exit;
}

int command_token_create(const struct config *config, const struct options *o)
{
	const struct actor by = actor_of(config);
	const struct token_order order = {
		.name = o->operands[0],
		.role = wanted_role(o),
		.days = (int)options_number(o, "days", TOKEN_DAYS),
	};
	struct db *db = db_new(config, DB_USER_MIGRATE);
	char text[CRYPTO_TOKEN_TEXT];
	int exit = SYNC_DONE;
	struct error e;

	if (token_create(db, &by, &order, text, &e) != ERR_OK) {
		exit = command_failed(&e);
	} else {
		(void)fprintf(stderr,
			      "This token is shown once; send it as "
			      "\"Authorization: Bearer TOKEN\".  Its role is "
			      "%s; it expires in %d days.\n",
			      role_name(order.role), order.days);
		printf("%s\n", text);
	}
	db_free(db);
	return exit;
}

int command_token_revoke(const struct config *config, const struct options *o)
{
	const struct actor by = actor_of(config);
	struct db *db = db_new(config, DB_USER_MIGRATE);
	int exit = SYNC_DONE;
	struct error e;

	if (token_revoke(db, &by, o->operands[0], &e) != ERR_OK)
		exit = command_failed(&e);
	db_free(db);
	return exit;
}
