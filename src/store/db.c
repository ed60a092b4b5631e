#include "store/db_internal.h"

#include "base/clock.h"
#include "base/config.h"
#include "base/crypto.h"

#include <stdlib.h>
#include <string.h>

enum {
	CONNECT_TIMEOUT_S = 2,
	IO_TIMEOUT_S = 20, /* shorter than a lease, longer than a publication */
	MIGRATE_IO_TIMEOUT_S = 600,
	HOSTS_MAX = 8,
	PORT_STANDARD = 3306,
};

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

const struct breaker *db_breaker(const struct db *db)
{
	return &db->breaker;
}

/* A client that is gone without a word (its host lost power, it is frozen) must
 * not hold the row locks of a transaction it had begun. */
static void set_options(MYSQL *mysql, unsigned io_s)
{
	static const char init_command[] =
		"SET time_zone = '+00:00', sql_mode = "
		"'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,"
		"ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE', "
		"innodb_lock_wait_timeout = 5, "
		"idle_write_transaction_timeout = 5, "
		"tx_isolation = 'READ-COMMITTED'";
	unsigned connect_s = CONNECT_TIMEOUT_S;
	unsigned no = 0;
	my_bool yes = 1;

	(void)mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect_s);
	(void)mysql_options(mysql, MYSQL_OPT_READ_TIMEOUT, &io_s);
	(void)mysql_options(mysql, MYSQL_OPT_WRITE_TIMEOUT, &io_s);
	(void)mysql_options(mysql, MYSQL_OPT_LOCAL_INFILE, &no);
	(void)mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	(void)mysql_options(mysql, MYSQL_INIT_COMMAND, init_command);
	(void)mysql_options(mysql, MYSQL_REPORT_DATA_TRUNCATION, &yes);
}

static void credentials(const struct db *db, const char **user,
			const char **password)
{
	const struct config *c = db->config;

	switch (db->user) {
	case DB_USER_API:
	case DB_USER_READER:
		*user = c->db_api_user;
		*password = c->db_api_password;
		return;
	case DB_USER_MIGRATE:
		*user = c->db_migrate_user;
		*password = c->db_migrate_password;
		return;
	case DB_USER_SYNC:
		break;
	}
	*user = c->db_user;
	*password = c->db_password;
}

/* One attempt at one server.  A failed connect frees all options of a handle,
 * so every attempt begins with a fresh one. */
static enum err attempt(struct db *db, const char *host, unsigned port,
			struct error *e)
{
	const char *user;
	const char *password;
	const char *socket = host ? NULL : db->config->db_socket;
	MYSQL *mysql = mysql_init(NULL);
	enum err code;

	if (!mysql)
		abort();
	set_options(mysql, db->user == DB_USER_MIGRATE ? MIGRATE_IO_TIMEOUT_S
						       : IO_TIMEOUT_S);
	if (db->user == DB_USER_SYNC) /* which has a use for db_meanwhile() */
		(void)mysql_options(mysql, MYSQL_OPT_NONBLOCK, NULL);
	credentials(db, &user, &password);
	if (mysql_real_connect(mysql, host, user, password[0] ? password : NULL,
			       db->config->db_name, port, socket, 0)) {
		db->mysql = mysql;
		return ERR_OK;
	}
	code = db_classify(mysql_errno(mysql), mysql_error(mysql));
	(void)err_set(e, code, "database: %.200s", mysql_error(mysql));
	mysql_close(mysql);
	return code;
}

/* "host:port" with both parts checked: a host with ';', '=' or "://" would be
 * read as a connection string. */
static enum err attempt_host(struct db *db, const char *entry, struct error *e)
{
	char host[256];
	int64_t port = PORT_STANDARD;
	char *colon;

	copy_text(host, sizeof host, entry);
	colon = strrchr(host, ':');
	if (colon) {
		*colon = '\0';
		if (!parse_int64(colon + 1, 1, 65535, &port))
			return err_set(e, ERR_ARG,
				       "db_hosts, db_read_hosts: bad port in "
				       "%s",
				       entry);
	}
	if (strpbrk(host, ";=/"))
		return err_set(e, ERR_ARG,
			       "db_hosts, db_read_hosts: bad host %s", host);
	return attempt(db, host, (unsigned)port, e);
}

/* A server that cannot be written to is no use to a writer: try the next. */
static bool writable(struct db *db)
{
	MYSQL_RES *result;
	MYSQL_ROW row;
	bool ok = false;

	if (mysql_query(db->mysql, "SELECT @@global.read_only") != 0)
		return false;
	result = mysql_store_result(db->mysql);
	row = result ? mysql_fetch_row(result) : NULL;
	if (row)
		ok = row[0] && strcmp(row[0], "0") == 0;
	mysql_free_result(result);
	return ok;
}

static enum err try_hosts(struct db *db, struct error *e)
{
	bool reader = db->user == DB_USER_READER;
	const char *hosts[HOSTS_MAX];
	char copy[CONFIG_TEXT_BYTES];
	size_t count = config_split(reader ? db->config->db_read_hosts
					   : db->config->db_hosts,
				    copy, sizeof copy, hosts, HOSTS_MAX);
	enum err code = ERR_NET;
	size_t i;

	if (!count)
		return attempt(db, NULL, 0, e);
	for (i = 0; i < count; i++) {
		code = attempt_host(db, hosts[i], e);
		if (code == ERR_ARG)
			return code;
		if (code != ERR_OK)
			continue;
		if (reader || writable(db))
			return ERR_OK;
		db_close(db);
		code = err_set(e, ERR_NET, "database %s is read-only",
			       hosts[i]);
	}
	return code;
}

enum err db_connect(struct db *db, struct error *e)
{
	int64_t now_ms;
	enum err code;

	if (db->mysql)
		return ERR_OK;
	now_ms = clock_monotonic_ms();
	if (!breaker_allow(&db->breaker, now_ms))
		return err_set(
			e, ERR_BUSY,
			"database: not reachable; next try in %lld ms",
			(long long)(db->breaker.until_ms > now_ms
					    ? db->breaker.until_ms - now_ms
					    : 0));
	code = try_hosts(db, e);
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
		char message[256];

		copy_text(message, sizeof message, mysql_error(db->mysql));
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
