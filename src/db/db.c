#include "db/connect.h"

#include "base/clock.h"
#include "base/config.h"
#include "base/crypto.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

struct db *db_new(const struct config *config, enum db_user user)
{
	struct db *db = xcalloc(1, sizeof *db);

	db->config = config;
	db->user = user;
	return db;
}

void db_close(struct db *db)
{
	size_t i;

	for (i = 0; i < db->statement_count; i++)
		(void)mysql_stmt_close(db->statements[i].stmt);
	db->statement_count = 0;
	if (db->mysql)
		mysql_close(db->mysql);
	db->mysql = NULL;
}

void db_free(struct db *db)
{
	if (!db)
		return;
	db_close(db);
	free(db);
}

void db_forget(struct db *db)
{
	db->mysql = NULL;
	db->statement_count = 0;
	db->breaker = (struct breaker){ 0 };
}

void db_only_reads(struct db *db)
{
	db->only_reads = true;
}

const struct breaker *db_breaker(const struct db *db)
{
	return &db->breaker;
}

/* Did the call fail because the server or the way to it is in trouble? */
static bool counts_for_breaker(enum err code)
{
	return code == ERR_NET || code == ERR_BUSY || code == ERR_TIMEOUT;
}

enum err db_failed(struct db *db, unsigned number, const char *message,
		   struct error *e)
{
	enum err code = db_classify(number, message);

	(void)err_set(e, code, "database error %u: %s", number, message);
	if (counts_for_breaker(code))
		breaker_failure(&db->breaker, clock_monotonic_ms(),
				crypto_random32());
	if (code == ERR_NET)
		db_close(db);
	return code;
}

enum err db_statement_failed(struct db *db, MYSQL_STMT *stmt, struct error *e)
{
	unsigned number = mysql_stmt_errno(stmt);
	char message[MYSQL_ERRMSG_SIZE];

	(void)text_copy(message, sizeof message, mysql_stmt_error(stmt),
			strlen(mysql_stmt_error(stmt)));
	return db_failed(db, number, message, e);
}

enum err db_connect(struct db *db, struct error *e)
{
	int64_t now_ms;
	enum err code;

	if (db->mysql)
		return ERR_OK;
	if (db->user == DB_USER_MIGRATE && db->config->migrate_hidden[0])
		return err_set(e, ERR_ARG,
			       "%s cannot be read: run this as root",
			       db->config->migrate_hidden);
	now_ms = clock_monotonic_ms();
	if (!breaker_allow(&db->breaker, now_ms))
		return err_set(
			e, ERR_BUSY,
			"database: not reachable; next try in %lld ms",
			(long long)(db->breaker.until_ms > now_ms
					    ? db->breaker.until_ms - now_ms
					    : 0));
	code = db_find_server(db, e);
	if (code == ERR_OK)
		breaker_success(&db->breaker);
	else
		breaker_failure(&db->breaker, now_ms, crypto_random32());
	return code;
}

static enum err run_text(struct db *db, const char *sql, struct error *e)
{
	enum err code = db_connect(db, e);

	if (code != ERR_OK)
		return code;
	if (mysql_query(db->mysql, sql) != 0) {
		char message[MYSQL_ERRMSG_SIZE];

		(void)text_copy(message, sizeof message, mysql_error(db->mysql),
				strlen(mysql_error(db->mysql)));
		return db_failed(db, mysql_errno(db->mysql), message, e);
	}
	mysql_free_result(mysql_store_result(db->mysql));
	return ERR_OK;
}

enum err db_begin(struct db *db, struct error *e)
{
	return run_text(db, "START TRANSACTION", e);
}

enum err db_begin_snapshot(struct db *db, struct error *e)
{
	enum err code = run_text(
		db, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", e);

	if (code != ERR_OK)
		return code;
	return run_text(db, "START TRANSACTION WITH CONSISTENT SNAPSHOT", e);
}

enum err db_commit(struct db *db, struct error *e)
{
	if (!db->mysql)
		return err_set(e, ERR_NET, "database: connection lost");
	return run_text(db, "COMMIT", e);
}

void db_rollback(struct db *db)
{
	if (db->mysql)
		(void)run_text(db, "ROLLBACK", NULL);
}

enum err db_exec_script_statement(struct db *db, const char *sql,
				  struct error *e)
{
	return run_text(db, sql, e);
}

enum err db_end(struct db *db, enum err code, struct error *e)
{
	if (code == ERR_OK)
		code = db_commit(db, e);
	if (code != ERR_OK)
		db_rollback(db);
	return code;
}
