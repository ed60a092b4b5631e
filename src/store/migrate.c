#include "store/migrate.h"

#include "base/config.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/log.h"
#include "base/retry.h"
#include "store/grants.h"
#include "store/reference.h"
#include "store/schema.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	FILE_MAX_BYTES = 1024 * 1024,
	NAME_BYTES = 128,
	TRIES = 8, /* of all of it; what was done is not done again */
	BACKOFF_BASE_MS = 250,
	BACKOFF_CAP_MS = 5000,
};

static const char SQL_TABLE[] =
	"CREATE TABLE IF NOT EXISTS schema_migration ("
	" version INT UNSIGNED NOT NULL,"
	" name VARCHAR(128) NOT NULL,"
	" digest CHAR(64) CHARACTER SET ascii NOT NULL,"
	" applied_at DATETIME(3) NOT NULL,"
	" PRIMARY KEY (version)"
	") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci";
static const char SQL_LOCK_ROW[] =
	"INSERT IGNORE INTO schema_migration (version, name, digest, "
	"applied_at) VALUES (0, 'lock', '', UTC_TIMESTAMP(3))";
static const char SQL_HAS_LOCK_ROW[] =
	"SELECT COUNT(*) FROM schema_migration WHERE version = 0";
static const char SQL_LOCK_WAIT[] =
	"SET SESSION innodb_lock_wait_timeout = 120";
static const char SQL_LOCK[] =
	"SELECT version FROM schema_migration WHERE version = 0 FOR UPDATE";
static const char SQL_FIND[] =
	"SELECT digest FROM schema_migration WHERE version = ?";
static const char SQL_NOTE[] =
	"INSERT INTO schema_migration (version, name, digest, applied_at) "
	"VALUES (?, ?, ?, UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE name = "
	"VALUES(name), digest = VALUES(digest)";

static int is_migration(const struct dirent *entry)
{
	const char *name = entry->d_name;
	size_t length = strlen(name);

	return length > 8 && length < NAME_BYTES &&
	       strspn(name, "0123456789") == 3 && name[3] == '_' &&
	       strcmp(name + length - 4, ".sql") == 0;
}

static int number_of(const char *name)
{
	return (name[0] - '0') * 100 + (name[1] - '0') * 10 + (name[2] - '0');
}

/*
 * The statements of a file end with a semicolon at the end of a line; `--`
 * comments stand on lines of their own.
 */
static enum err run_statements(struct db *db, char *text, struct error *e)
{
	struct str statement = STR_INIT(FILE_MAX_BYTES);
	enum err code = ERR_OK;
	char *line = text;

	while (code == ERR_OK && *line) {
		size_t length = strcspn(line, "\n");
		char *next = line + length + (line[length] == '\n');
		bool ends = length && line[length - 1] == ';';

		if (strncmp(line, "--", 2) != 0) {
			str_add(&statement, line, length - ends);
			str_addc(&statement, '\n');
		}
		if (ends) {
			code = db_exec_script_statement(db, statement.data, e);
			str_reset(&statement);
		}
		line = next;
	}
	if (code == ERR_OK &&
	    strspn(statement.data, " \n\t") != statement.length)
		code = err_set(e, ERR_ARG, "last statement has no semicolon");
	str_release(&statement);
	return code;
}

static enum err already_applied(struct db *db, int64_t version,
				const char *name, const char *digest,
				bool *applied, struct error *e)
{
	struct db_rows *rows;
	enum err code =
		db_query(db, SQL_FIND, PARAMS(db_int(version)), &rows, e);

	if (code != ERR_OK)
		return code;
	*applied = db_next(rows);
	if (*applied && strcmp(db_get_text(rows, 0), digest) != 0)
		code = err_set(e, ERR_CONFLICT,
			       "%s was applied with other contents; "
			       "migrations are only added, never changed",
			       name);
	db_rows_free(rows);
	return code;
}

static enum err apply_file(struct db *db, const char *dir, const char *name,
			   int *count, struct error *e)
{
	struct str text = STR_INIT(FILE_MAX_BYTES);
	char digest[CRYPTO_DIGEST_HEX];
	char path[1024];
	int64_t version = number_of(name);
	bool applied = false;
	enum err code;

	(void)snprintf(path, sizeof path, "%s/%s", dir, name);
	code = file_read(path, &text, e);
	if (code != ERR_OK)
		goto out;
	crypto_digest_hex(text.data, text.length, digest);
	code = already_applied(db, version, name, digest, &applied, e);
	if (code != ERR_OK || applied)
		goto out;
	code = run_statements(db, text.data, e);
	if (code == ERR_OK)
		code = db_exec(db, SQL_NOTE,
			       PARAMS(db_int(version), db_text(name),
				      db_text(digest)),
			       NULL, e);
	if (code != ERR_OK) {
		err_prefix(e, "%s", name);
		goto out;
	}
	log_info("migration %s applied", name);
	(*count)++;
out:
	str_release(&text);
	return code;
}

static enum err apply_all(struct db *db, const char *dir, int *applied,
			  struct error *e)
{
	struct dirent **entries = NULL;
	int count = scandir(dir, &entries, is_migration, alphasort);
	enum err code = ERR_OK;
	int i;

	if (count <= 0) {
		free(entries);
		return err_set(e, ERR_IO, "sql_dir %s: %s", dir,
			       count < 0 ? strerrordesc_np(errno)
					 : "no NNN_name.sql in it");
	}
	if (number_of(entries[count - 1]->d_name) != schema_known())
		code = err_set(e, ERR_CONFLICT,
			       "sql_dir %s ends with %s, this program needs "
			       "number %d: they are of two versions",
			       dir, entries[count - 1]->d_name, schema_known());
	for (i = 0; i < count; i++) {
		if (code == ERR_OK)
			code = apply_file(db, dir, entries[i]->d_name, applied,
					  e);
		free(entries[i]);
	}
	free(entries);
	return code;
}

/*
 * The row lock lives in a transaction of its own connection: DDL on the other
 * connection would end it.  The row is written only where it is missing: even
 * to ignore it, an INSERT would wait for who holds the lock.
 */
static enum err take_lock(struct db *lock, struct error *e)
{
	int64_t there = 0;
	int64_t ignored;
	enum err code = db_exec_script_statement(lock, SQL_LOCK_WAIT, e);

	if (code == ERR_OK)
		code = db_exec_script_statement(lock, SQL_TABLE, e);
	if (code == ERR_OK)
		code = db_query_int(lock, SQL_HAS_LOCK_ROW, NO_PARAMS, 0,
				    &there, e);
	if (code == ERR_OK && !there)
		code = db_exec_script_statement(lock, SQL_LOCK_ROW, e);
	if (code == ERR_OK)
		code = db_begin(lock, e);
	if (code == ERR_OK)
		code = db_query_int(lock, SQL_LOCK, NO_PARAMS, 0, &ignored, e);
	return code;
}

/* Tables of a newer program are left alone. */
static enum err refuse_newer(struct db *db, struct error *e)
{
	int64_t number = 0;
	enum err code = schema_read(db, &number, e);

	if (code == ERR_OK && number > schema_known())
		code = schema_judge(number, e);
	return code;
}

static enum err migrate_once(struct db *lock, struct db *db,
			     const struct config *config,
			     struct migration_report *report, struct error *e)
{
	enum err code = take_lock(lock, e);

	if (code == ERR_OK)
		code = refuse_newer(db, e);
	if (code == ERR_OK)
		code = apply_all(db, config->sql_dir, &report->applied, e);
	if (code == ERR_OK)
		code = reference_load(db, config->sql_dir, &report->loaded, e);
	if (code == ERR_OK)
		code = grants_apply(db, e);
	db_rollback(db);
	db_rollback(lock);
	return code;
}

static void pause_ms(int64_t ms)
{
	const struct timespec pause = { ms / 1000, ms % 1000 * 1000000L };

	(void)nanosleep(&pause, NULL);
}

enum err migrate_run(struct db *db, const struct config *config,
		     struct migration_report *report, struct error *e)
{
	struct backoff backoff = { BACKOFF_BASE_MS, BACKOFF_CAP_MS, 0 };
	struct db *lock = db_new(config, DB_USER_MIGRATE);
	enum err code = db_connect(lock, e);
	bool connected = code == ERR_OK;
	int tries = 0;

	*report = (struct migration_report){ 0 };
	/* A server that is not there is told of at once; what passes by itself
	 * later on (a lock that is waited for, another node's transaction) is
	 * tried again. */
	while (connected) {
		code = migrate_once(lock, db, config, report, e);
		if (!err_transient(code) || ++tries == TRIES)
			break;
		log_warn("%s; trying again", e->msg);
		pause_ms(backoff_next(&backoff, -1, crypto_random32()));
	}
	db_free(lock);
	return code;
}
