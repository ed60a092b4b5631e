#include "commands.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/account.h"
#include "store/migrate.h"
#include "sync/publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { PASSWORD_LINE_BYTES = PASSWORD_MAX + 2 };

enum sync_exit command_config(const struct config *config, int argc,
			      char **argv)
{
	(void)argc;
	(void)argv;
	config_print(config);
	return SYNC_DONE;
}

/* Schema and tables with the migrating user, figures with the sync user. */
enum sync_exit command_migrate(const struct config *config, int argc,
			       char **argv)
{
	struct db *migrator = db_new(config, DB_USER_MIGRATE);
	struct db *db = db_new(config, DB_USER_SYNC);
	struct migration_report report;
	struct error e;
	enum err code = migrate_run(migrator, config, &report, &e);

	(void)argc;
	(void)argv;
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

static enum sync_exit ask_password(char out[PASSWORD_LINE_BYTES])
{
	char again[PASSWORD_LINE_BYTES];

	if (!read_password("Password", out))
		return command_usage("a password is expected on standard "
				     "input");
	if (isatty(STDIN_FILENO) != 1)
		return SYNC_DONE;
	if (!read_password("Again", again) || strcmp(out, again) != 0)
		return command_usage("the passwords differ");
	return SYNC_DONE;
}

/* NAME [--role ROLE] after the verb. */
static enum sync_exit parse_name(int argc, char **argv, enum role *role)
{
	*role = ROLE_ADMIN;
	if (argc == 3)
		return SYNC_DONE;
	if (argc != 5 || strcmp(argv[3], "--role") != 0)
		return command_usage("%s %s: a name is expected, then perhaps "
				     "--role admin or --role reader",
				     argv[0], argc > 1 ? argv[1] : "");
	if (!role_parse(argv[4], role))
		return command_usage("\"%s\" is not admin or reader", argv[4]);
	return SYNC_DONE;
}

static enum err change_user(struct db *db, const char *verb, const char *name,
			    const char *password, enum role role,
			    struct error *e)
{
	if (strcmp(verb, "add") == 0)
		return account_add(db, name, password, role, e);
	if (strcmp(verb, "passwd") == 0)
		return account_set_password(db, name, password, e);
	return account_remove(db, name, e);
}

enum sync_exit command_user(const struct config *config, int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";
	char password[PASSWORD_LINE_BYTES] = "";
	enum sync_exit exit;
	enum role role;
	struct db *db;
	struct error e;

	if (strcmp(verb, "add") != 0 && strcmp(verb, "passwd") != 0 &&
	    strcmp(verb, "remove") != 0)
		return command_usage("user: add, passwd or remove is expected");
	exit = parse_name(argc, argv, &role);
	if (exit == SYNC_DONE && strcmp(verb, "remove") != 0)
		exit = ask_password(password);
	if (exit != SYNC_DONE)
		return exit;
	db = db_new(config, DB_USER_MIGRATE);
	if (change_user(db, verb, argv[2], password, role, &e) != ERR_OK)
		exit = command_failed(&e);
	db_free(db);
	return exit;
}

static enum sync_exit list_tokens(struct db *db)
{
	struct token *tokens;
	size_t count;
	size_t i;
	char created[CLOCK_TEXT_BYTES];
	char used[CLOCK_TEXT_BYTES];
	struct error e;

	if (token_list(db, &tokens, &count, &e) != ERR_OK)
		return command_failed(&e);
	for (i = 0; i < count; i++)
		printf("%-32s %-7s created %s, used %s\n", tokens[i].name,
		       role_name(tokens[i].role),
		       clock_format(tokens[i].created_ms, false, created),
		       tokens[i].used_ms
			       ? clock_format(tokens[i].used_ms, false, used)
			       : "never");
	free(tokens);
	return SYNC_DONE;
}

static enum sync_exit create_token(struct db *db, const char *name,
				   enum role role)
{
	char text[CRYPTO_TOKEN_TEXT];
	struct error e;

	if (token_create(db, name, role, text, &e) != ERR_OK)
		return command_failed(&e);
	(void)fprintf(stderr, "This token is shown once; send it as "
			      "\"Authorization: Bearer TOKEN\".\n");
	printf("%s\n", text);
	return SYNC_DONE;
}

static enum sync_exit revoke_token(struct db *db, const char *name)
{
	struct error e;

	return token_revoke(db, name, &e) == ERR_OK ? SYNC_DONE
						    : command_failed(&e);
}

enum sync_exit command_token(const struct config *config, int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";
	bool list = strcmp(verb, "list") == 0;
	enum role role = ROLE_ADMIN;
	enum sync_exit exit = SYNC_DONE;
	struct db *db;

	if (!list && strcmp(verb, "create") != 0 && strcmp(verb, "revoke") != 0)
		return command_usage("token: create, list or revoke is "
				     "expected");
	if (!list)
		exit = parse_name(argc, argv, &role);
	if (exit != SYNC_DONE)
		return exit;
	db = db_new(config, DB_USER_MIGRATE);
	if (list) {
		db_only_reads(db);
		exit = list_tokens(db);
	} else if (strcmp(verb, "create") == 0) {
		exit = create_token(db, argv[2], role);
	} else {
		exit = revoke_token(db, argv[2]);
	}
	db_free(db);
	return exit;
}
