/*
 * Shared by the files of the database wrapper (db.c, error.c,
 * statement.c, rows.c, stream.c, bulk.c) and by nobody else.
 */
#ifndef DB_INTERNAL_H
#define DB_INTERNAL_H

#include "base/arena.h"
#include "db/db.h"

#include <mysql.h>

enum {
	DB_STATEMENTS_MAX = 128,
	STREAM_CELL_BYTES = 64 * 1024, /* of a stream, at most */
};

struct statement {
	const char *sql; /* the address is the key */
	MYSQL_STMT *stmt;
};

struct db {
	const struct config *config;
	enum db_user user;
	bool only_reads;
	MYSQL *mysql; /* NULL = not connected */
	struct breaker breaker;
	struct statement statements[DB_STATEMENTS_MAX];
	size_t statement_count;
	int64_t last_insert_id;
	db_meanwhile_fn meanwhile;
	void *meanwhile_context;
};

/* Where the client library puts the columns of a row. */
struct landing {
	MYSQL_BIND *binds;
	unsigned long *lengths;
	my_bool *nulls;
};

/* A whole result set by itself, which outlives its statement and connection; or
 * a stream. */
struct db_rows {
	struct arena arena;
	unsigned columns;
	size_t count;
	size_t next;  /* row that db_next() goes to */
	char **cells; /* count x columns; NULL = NULL */
	char **row;   /* the current one */

	MYSQL_STMT *stmt; /* NULL: not a stream; else */
	struct db *db;
	const char *sql;
	struct landing landing;
	int fetched; /* of mysql_stmt_fetch(); not 0: no more rows */
};

/* Of the result that is still to come: where its rows will land; false when the
 * client library refuses. */
MUST_CHECK bool db_rows_open(MYSQL_STMT *stmt, struct db_rows *rows);

/* Take the whole result over; false when the client library refuses. */
MUST_CHECK bool db_rows_fetch(MYSQL_STMT *stmt, struct db_rows *rows);

/* Prepare, bind, execute; once more with a new handle if the server lost it. */
MUST_CHECK enum err db_execute(struct db *db, const char *sql,
			       const struct db_params *params, MYSQL_STMT **out,
			       struct error *e);

/* Close statements and connection; the next call connects again. */
void db_close(struct db *db);

/* What an error number of server or client means for us (see db.h). */
enum err db_classify(unsigned number, const char *message);

/* Take note of a failed call: message, breaker, connection.  Returns its code.
 */
enum err db_failed(struct db *db, unsigned number, const char *message,
		   struct error *e);
enum err db_statement_failed(struct db *db, MYSQL_STMT *stmt, struct error *e);

/* The statement of this text on this connection, prepared once. */
MUST_CHECK enum err db_prepare(struct db *db, const char *sql, MYSQL_STMT **out,
			       struct error *e);

#endif
