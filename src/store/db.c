#include "store/db.h"

#include "base/clock.h"
#include "base/config.h"
#include "base/crypto.h"

#include <errmsg.h>
#include <mysql.h>
#include <mysqld_error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	CONNECT_TIMEOUT_S = 2,
	IO_TIMEOUT_S = 30,
	STATEMENTS_MAX = 128,
	HOSTS_MAX = 8,
	PORT_STANDARD = 3306,
	BULK_BLOCK_BYTES = 64 * 1024,
	COLUMNS_MAX = 48,
	PARAMS_MAX = 48,
};

struct statement {
	const char *sql; /* the address is the key */
	MYSQL_STMT *stmt;
};

struct db {
	const struct config *config;
	enum db_user user;
	MYSQL *mysql; /* NULL = not connected */
	struct breaker breaker;
	struct statement statements[STATEMENTS_MAX];
	size_t statement_count;
	int64_t last_insert_id;
};

struct db_rows {
	MYSQL_STMT *stmt;
	unsigned columns;
	size_t count;
	MYSQL_BIND *binds;
	unsigned long *lengths;
	my_bool *nulls;
	char **buffers;
};

struct db *db_new(const struct config *config, enum db_user user)
{
	struct db *db = xcalloc(1, sizeof *db);

	db->config = config;
	db->user = user;
	return db;
}

static void close_connection(struct db *db)
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
	close_connection(db);
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

/* What an error number of server or client means for us (see db.h). */
static enum err classify(unsigned number, const char *message)
{
	switch (number) {
	case CR_CONNECTION_ERROR:
	case CR_CONN_HOST_ERROR:
	case CR_UNKNOWN_HOST:
	case CR_SERVER_GONE_ERROR:
	case CR_SERVER_HANDSHAKE_ERR:
	case CR_SERVER_LOST:
	case CR_SSL_CONNECTION_ERROR:
	case CR_SERVER_LOST_EXTENDED:
	case ER_SERVER_SHUTDOWN:
	case ER_NORMAL_SHUTDOWN:
	case ER_SHUTDOWN_COMPLETE:
	case ER_FORCING_CLOSE:
	case ER_ABORTING_CONNECTION:
	case ER_NET_READ_ERROR_FROM_PIPE:
	case ER_NET_FCNTL_ERROR:
	case ER_NET_PACKETS_OUT_OF_ORDER:
	case ER_NET_UNCOMPRESS_ERROR:
	case ER_NET_READ_ERROR:
	case ER_NET_READ_INTERRUPTED:
	case ER_NET_ERROR_ON_WRITE:
	case ER_NET_WRITE_INTERRUPTED:
	case ER_NEW_ABORTING_CONNECTION:
	case ER_CONNECTION_KILLED:
	case CR_COMMANDS_OUT_OF_SYNC:
		return ERR_NET;
	case ER_CANT_CREATE_THREAD:
	case ER_SLAVE_IGNORED_TABLE:
		return ERR_NET;
	case ER_LOCK_DEADLOCK:
	case ER_LOCK_WAIT_TIMEOUT:
	case ER_CHECKREAD:
	case ER_ERROR_DURING_COMMIT:
	case ER_XA_RBDEADLOCK:
	case ER_XA_RBTIMEOUT:
		return ERR_CONFLICT;
	case ER_CON_COUNT_ERROR:
	case ER_TOO_MANY_USER_CONNECTIONS:
	case ER_USER_LIMIT_REACHED:
	case ER_HOST_IS_BLOCKED:
	case ER_OUTOFMEMORY:
	case ER_OUT_OF_SORTMEMORY:
	case ER_OUT_OF_RESOURCES:
	case ER_MAX_PREPARED_STMT_COUNT_REACHED:
		return ERR_BUSY;
	case ER_STATEMENT_TIMEOUT:
	case ER_QUERY_INTERRUPTED:
		return ERR_TIMEOUT;
	case ER_DISK_FULL:
	case ER_GET_ERRNO:
	case ER_RECORD_FILE_FULL:
		return ERR_IO;
	case ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION:
	case ER_READ_ONLY_MODE:
	case ER_UNKNOWN_COM_ERROR: /* Galera: not prepared for use */
		return ERR_NET;
	case ER_OPTION_PREVENTS_STATEMENT:
		return strstr(message, "read-only") ||
				       strstr(message, "read_only")
			       ? ERR_NET
			       : ERR_DB;
	default:
		return ERR_DB;
	}
}

/* Did the call fail because the server or the way to it is in trouble? */
static bool counts_for_breaker(enum err code)
{
	return code == ERR_NET || code == ERR_BUSY || code == ERR_TIMEOUT;
}

static enum err failed(struct db *db, unsigned number, const char *message,
		       struct error *e)
{
	enum err code = classify(number, message);

	(void)err_set(e, code, "database error %u: %.200s", number, message);
	if (counts_for_breaker(code))
		breaker_failure(&db->breaker, clock_monotonic_ms(),
				crypto_random32());
	if (code == ERR_NET)
		close_connection(db);
	return code;
}

static void set_options(MYSQL *mysql)
{
	static const char init_command[] =
		"SET time_zone = '+00:00', sql_mode = "
		"'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,"
		"ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE', "
		"innodb_lock_wait_timeout = 5, "
		"transaction_isolation = 'READ-COMMITTED'";
	unsigned connect_s = CONNECT_TIMEOUT_S;
	unsigned io_s = IO_TIMEOUT_S;
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
	set_options(mysql);
	credentials(db, &user, &password);
	if (mysql_real_connect(mysql, host, user, password[0] ? password : NULL,
			       db->config->db_name, port, socket, 0)) {
		db->mysql = mysql;
		return ERR_OK;
	}
	code = classify(mysql_errno(mysql), mysql_error(mysql));
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
			return err_set(e, ERR_ARG, "db_hosts: bad port in %s",
				       entry);
	}
	if (strpbrk(host, ";=/"))
		return err_set(e, ERR_ARG, "db_hosts: bad host %s", host);
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
	const char *hosts[HOSTS_MAX];
	char copy[CONFIG_TEXT_BYTES];
	size_t count = config_split(db->config->db_hosts, copy, sizeof copy,
				    hosts, HOSTS_MAX);
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
		if (writable(db))
			return ERR_OK;
		close_connection(db);
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

static void drop_statement(struct db *db, size_t index)
{
	(void)mysql_stmt_close(db->statements[index].stmt);
	db->statements[index] = db->statements[--db->statement_count];
}

static enum err prepare(struct db *db, const char *sql, MYSQL_STMT **out,
			struct error *e)
{
	MYSQL_STMT *stmt;
	enum err code;
	size_t i;

	for (i = 0; i < db->statement_count; i++) {
		if (db->statements[i].sql == sql) {
			*out = db->statements[i].stmt;
			return ERR_OK;
		}
	}
	if (db->statement_count == STATEMENTS_MAX)
		drop_statement(db, 0);
	stmt = mysql_stmt_init(db->mysql);
	if (!stmt)
		abort();
	if (mysql_stmt_prepare(stmt, sql, strlen(sql)) != 0) {
		unsigned number = mysql_stmt_errno(stmt);
		char message[256];

		copy_text(message, sizeof message, mysql_stmt_error(stmt));
		(void)mysql_stmt_close(stmt);
		code = failed(db, number, message, e);
		return code;
	}
	db->statements[db->statement_count++] = (struct statement){ sql, stmt };
	*out = stmt;
	return ERR_OK;
}

static bool wants_reprepare(unsigned number)
{
	return number == ER_UNKNOWN_STMT_HANDLER ||
	       number == ER_NEED_REPREPARE || number == CR_NO_PREPARE_STMT ||
	       number == CR_NEW_STMT_METADATA;
}

static void forget_statement(struct db *db, const char *sql)
{
	size_t i;

	for (i = 0; i < db->statement_count; i++) {
		if (db->statements[i].sql == sql) {
			drop_statement(db, i);
			return;
		}
	}
}

static void bind_params(const struct db_params *params, MYSQL_BIND *binds)
{
	size_t i;

	memset(binds, 0, params->count * sizeof *binds);
	for (i = 0; i < params->count; i++) {
		const struct db_param *p = &params->list[i];
		MYSQL_BIND *b = &binds[i];

		switch (p->type) {
		case DB_NULL:
			b->buffer_type = MYSQL_TYPE_NULL;
			break;
		case DB_INT:
			b->buffer_type = MYSQL_TYPE_LONGLONG;
			b->buffer = (void *)(uintptr_t)&p->number;
			break;
		case DB_DOUBLE:
			b->buffer_type = MYSQL_TYPE_DOUBLE;
			b->buffer = (void *)(uintptr_t)&p->real;
			break;
		case DB_TEXT:
			b->buffer_type = MYSQL_TYPE_STRING;
			b->buffer = (void *)(uintptr_t)p->text;
			b->buffer_length = strlen(p->text);
			break;
		}
	}
}

static enum err statement_failed(struct db *db, MYSQL_STMT *stmt,
				 struct error *e)
{
	unsigned number = mysql_stmt_errno(stmt);
	char message[256];

	copy_text(message, sizeof message, mysql_stmt_error(stmt));
	return failed(db, number, message, e);
}

/* Prepare, bind, execute; once more with a new handle if the server lost it. */
static enum err execute(struct db *db, const char *sql,
			const struct db_params *params, MYSQL_STMT **out,
			struct error *e)
{
	MYSQL_BIND binds[PARAMS_MAX];
	MYSQL_STMT *stmt;
	unsigned rows = 0;
	enum err code;
	int tries;

	if (params->count > PARAMS_MAX)
		return err_set(e, ERR_DB, "more than %d parameters",
			       PARAMS_MAX);
	code = db_connect(db, e);
	if (code != ERR_OK)
		return code;
	for (tries = 0;; tries++) {
		code = prepare(db, sql, &stmt, e);
		if (code != ERR_OK)
			return code;
		if (mysql_stmt_param_count(stmt) != params->count)
			return err_set(e, ERR_DB,
				       "%zu parameters for %lu in %.60s",
				       params->count,
				       mysql_stmt_param_count(stmt), sql);
		bind_params(params, binds);
		(void)mysql_stmt_attr_set(stmt, STMT_ATTR_ARRAY_SIZE, &rows);
		if ((params->count && mysql_stmt_bind_param(stmt, binds)) ||
		    mysql_stmt_execute(stmt)) {
			if (!tries && wants_reprepare(mysql_stmt_errno(stmt))) {
				forget_statement(db, sql);
				continue;
			}
			return statement_failed(db, stmt, e);
		}
		*out = stmt;
		return ERR_OK;
	}
}

enum err db_exec(struct db *db, const char *sql, struct db_params params,
		 int64_t *affected, struct error *e)
{
	MYSQL_STMT *stmt;
	enum err code = execute(db, sql, &params, &stmt, e);

	if (code != ERR_OK)
		return code;
	breaker_success(&db->breaker);
	db->last_insert_id = (int64_t)mysql_stmt_insert_id(stmt);
	if (affected)
		*affected = (int64_t)mysql_stmt_affected_rows(stmt);
	return ERR_OK;
}

int64_t db_last_insert_id(const struct db *db)
{
	return db->last_insert_id;
}

/* Fetch as text, with room for the longest value of each column. */
static struct db_rows *bind_rows(MYSQL_STMT *stmt)
{
	struct db_rows *rows = xcalloc(1, sizeof *rows);
	MYSQL_RES *meta = mysql_stmt_result_metadata(stmt);
	MYSQL_FIELD *fields = mysql_fetch_fields(meta);
	unsigned i;

	rows->stmt = stmt;
	rows->columns = mysql_num_fields(meta);
	rows->count = mysql_stmt_num_rows(stmt);
	rows->binds = xcalloc(rows->columns, sizeof *rows->binds);
	rows->lengths = xcalloc(rows->columns, sizeof *rows->lengths);
	rows->nulls = xcalloc(rows->columns, sizeof *rows->nulls);
	rows->buffers = xcalloc(rows->columns, sizeof *rows->buffers);
	for (i = 0; i < rows->columns; i++) {
		unsigned long room = fields[i].max_length;

		if (room < 64)
			room = 64; /* numbers are printed by the client */
		rows->buffers[i] = xcalloc(room + 1, 1);
		rows->binds[i].buffer_type = MYSQL_TYPE_STRING;
		rows->binds[i].buffer = rows->buffers[i];
		rows->binds[i].buffer_length = room;
		rows->binds[i].length = &rows->lengths[i];
		rows->binds[i].is_null = &rows->nulls[i];
	}
	mysql_free_result(meta);
	return rows;
}

enum err db_query(struct db *db, const char *sql, struct db_params params,
		  struct db_rows **out, struct error *e)
{
	my_bool yes = 1;
	MYSQL_STMT *stmt;
	enum err code = execute(db, sql, &params, &stmt, e);

	*out = NULL;
	if (code != ERR_OK)
		return code;
	(void)mysql_stmt_attr_set(stmt, STMT_ATTR_UPDATE_MAX_LENGTH, &yes);
	if (mysql_stmt_store_result(stmt) != 0)
		return statement_failed(db, stmt, e);
	breaker_success(&db->breaker);
	*out = bind_rows(stmt);
	if (mysql_stmt_bind_result(stmt, (*out)->binds) != 0) {
		db_rows_free(*out);
		*out = NULL;
		return statement_failed(db, stmt, e);
	}
	return ERR_OK;
}

bool db_next(struct db_rows *rows)
{
	unsigned i;

	if (mysql_stmt_fetch(rows->stmt) != 0)
		return false;
	for (i = 0; i < rows->columns; i++) {
		unsigned long length = rows->lengths[i];

		if (length > rows->binds[i].buffer_length)
			length = rows->binds[i].buffer_length;
		rows->buffers[i][rows->nulls[i] ? 0 : length] = '\0';
	}
	return true;
}

size_t db_row_count(const struct db_rows *rows)
{
	return rows->count;
}

void db_rows_free(struct db_rows *rows)
{
	unsigned i;

	if (!rows)
		return;
	(void)mysql_stmt_free_result(rows->stmt);
	for (i = 0; i < rows->columns; i++)
		free(rows->buffers[i]);
	free(rows->buffers);
	free(rows->binds);
	free(rows->lengths);
	free(rows->nulls);
	free(rows);
}

const char *db_get_text(const struct db_rows *rows, unsigned column)
{
	return rows->nulls[column] ? NULL : rows->buffers[column];
}

bool db_is_null(const struct db_rows *rows, unsigned column)
{
	return rows->nulls[column];
}

int64_t db_get_int(const struct db_rows *rows, unsigned column)
{
	return rows->nulls[column]
		       ? 0
		       : (int64_t)strtoll(rows->buffers[column], NULL, 10);
}

double db_get_double(const struct db_rows *rows, unsigned column)
{
	return rows->nulls[column] ? 0 : strtod(rows->buffers[column], NULL);
}

enum err db_query_int(struct db *db, const char *sql, struct db_params params,
		      int64_t standard, int64_t *out, struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, sql, params, &rows, e);

	if (code != ERR_OK)
		return code;
	*out = db_next(rows) ? db_get_int(rows, 0) : standard;
	db_rows_free(rows);
	return ERR_OK;
}

static enum err run_text(struct db *db, const char *sql, struct error *e)
{
	enum err code = db_connect(db, e);

	if (code != ERR_OK)
		return code;
	if (mysql_query(db->mysql, sql) != 0) {
		char message[256];

		copy_text(message, sizeof message, mysql_error(db->mysql));
		return failed(db, mysql_errno(db->mysql), message, e);
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

/* Texts of a bulk live in blocks; cells point into them. */
struct block {
	struct block *next;
	size_t used;
	size_t size;
	char bytes[];
};

struct db_bulk {
	unsigned columns;
	size_t cells; /* filled so far; a row is `columns` of them */
	size_t capacity;
	char **texts; /* NULL = NULL */
	struct block *blocks;
};

struct db_bulk *db_bulk_new(unsigned columns)
{
	struct db_bulk *b = xcalloc(1, sizeof *b);

	b->columns = columns;
	return b;
}

static char *bulk_copy(struct db_bulk *b, const char *text)
{
	size_t need = strlen(text) + 1;
	struct block *block = b->blocks;
	char *place;

	if (!block || block->size - block->used < need) {
		size_t size = need > BULK_BLOCK_BYTES ? need : BULK_BLOCK_BYTES;

		block = xcalloc(1, sizeof *block + size);
		block->size = size;
		block->next = b->blocks;
		b->blocks = block;
	}
	place = block->bytes + block->used;
	memcpy(place, text, need);
	block->used += need;
	return place;
}

void db_bulk_text(struct db_bulk *b, const char *text)
{
	b->texts = xgrow(b->texts, b->cells, &b->capacity, sizeof *b->texts);
	b->texts[b->cells++] = text ? bulk_copy(b, text) : NULL;
}

void db_bulk_int(struct db_bulk *b, int64_t number)
{
	char text[24];

	(void)snprintf(text, sizeof text, "%lld", (long long)number);
	db_bulk_text(b, text);
}

void db_bulk_double(struct db_bulk *b, double number)
{
	char text[40];

	(void)snprintf(text, sizeof text, "%.17g", number);
	db_bulk_text(b, text);
}

size_t db_bulk_rows(const struct db_bulk *b)
{
	return b->cells / b->columns;
}

static void bulk_clear(struct db_bulk *b)
{
	while (b->blocks) {
		struct block *next = b->blocks->next;

		free(b->blocks);
		b->blocks = next;
	}
	b->cells = 0;
}

void db_bulk_free(struct db_bulk *b)
{
	if (!b)
		return;
	bulk_clear(b);
	free(b->texts);
	free(b);
}

/* Column-wise arrays of pointers, lengths and NULL marks for array binding. */
struct bulk_column {
	char **texts;
	unsigned long *lengths;
	char *indicators;
};

static void fill_column(const struct db_bulk *b, unsigned column, size_t rows,
			struct bulk_column *out, MYSQL_BIND *bind)
{
	size_t row;

	out->texts = xcalloc(rows, sizeof *out->texts);
	out->lengths = xcalloc(rows, sizeof *out->lengths);
	out->indicators = xcalloc(rows, sizeof *out->indicators);
	for (row = 0; row < rows; row++) {
		char *text = b->texts[row * b->columns + column];

		out->texts[row] = text;
		out->lengths[row] = text ? strlen(text) : 0;
		out->indicators[row] =
			text ? STMT_INDICATOR_NONE : STMT_INDICATOR_NULL;
	}
	bind->buffer_type = MYSQL_TYPE_STRING;
	bind->buffer = out->texts;
	bind->length = out->lengths;
	bind->u.indicator = out->indicators;
}

static enum err bulk_execute(struct db *db, const char *sql, MYSQL_BIND *binds,
			     size_t rows, int64_t *affected, struct error *e)
{
	unsigned array_size = (unsigned)rows;
	MYSQL_STMT *stmt;
	enum err code = db_connect(db, e);

	if (code == ERR_OK)
		code = prepare(db, sql, &stmt, e);
	if (code != ERR_OK)
		return code;
	(void)mysql_stmt_attr_set(stmt, STMT_ATTR_ARRAY_SIZE, &array_size);
	if (mysql_stmt_bind_param(stmt, binds) || mysql_stmt_execute(stmt))
		return statement_failed(db, stmt, e);
	if (affected)
		*affected = (int64_t)mysql_stmt_affected_rows(stmt);
	return ERR_OK;
}

enum err db_bulk_exec(struct db *db, const char *sql, struct db_bulk *b,
		      int64_t *affected, struct error *e)
{
	struct bulk_column columns[COLUMNS_MAX];
	MYSQL_BIND binds[COLUMNS_MAX];
	size_t rows = db_bulk_rows(b);
	enum err code;
	unsigned i;

	if (affected)
		*affected = 0;
	if (!rows)
		return ERR_OK;
	if (b->columns > COLUMNS_MAX)
		return err_set(e, ERR_DB, "more than %d columns", COLUMNS_MAX);
	memset(binds, 0, sizeof binds);
	for (i = 0; i < b->columns; i++)
		fill_column(b, i, rows, &columns[i], &binds[i]);
	code = bulk_execute(db, sql, binds, rows, affected, e);
	for (i = 0; i < b->columns; i++) {
		free(columns[i].texts);
		free(columns[i].lengths);
		free(columns[i].indicators);
	}
	bulk_clear(b);
	return code;
}
