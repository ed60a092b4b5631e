/*
 * The only way to MariaDB: one connection per process, prepared statements only,
 * whole transactions.
 *
 *	struct db *db = db_new(&config, DB_USER_API);
 *	struct db_rows *rows;
 *	if (db_query(db, SQL, PARAMS(db_text(code), db_int(year)), &rows, &e))
 *		... e says why ...
 *	while (db_next(rows))
 *		... db_get_text(rows, 0) ...
 *	db_rows_free(rows);
 *
 * It connects when first used and again after a loss; nothing is retried here: a
 * lost connection inside a transaction is the caller's whole transaction to run
 * again (db_begin/db_commit).  Between tries a circuit breaker answers at once
 * with ERR_BUSY.  Statements are prepared once per connection and kept, known by
 * the address of their text, so the text must be a constant.
 *
 * Failures map to what can be done (platform facts: MariaDB error codes):
 *	lost, role	ERR_NET      the connection is dropped
 *	conflict	ERR_DEADLOCK rolled back; the transaction may run again
 *	capacity	ERR_BUSY     wait long
 *	timeout		ERR_TIMEOUT
 *	storage		ERR_IO       disk full and the like: stop, tell somebody
 *	anything else	ERR_DB       our bug or a missing grant
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/err.h"
#include "base/retry.h"

struct db;
struct db_rows;
struct db_bulk;

enum db_user {
	DB_USER_SYNC,
	DB_USER_API,
	DB_USER_MIGRATE,
	DB_USER_READER, /* as the API, from a copy: the first of db_read_hosts
			   that answers, whether it may be written to or not */
};

struct config;

/* Does not connect yet.  `config` is borrowed for the handle's life. */
struct db *db_new(const struct config *config, enum db_user user);
/* Nothing will be written: where no server that can be written to is there, a
 * read-only one will do, at last one of db_read_hosts. */
void db_only_reads(struct db *db);
void db_free(struct db *db);
/* In a forked child: forget the parent's connection without a word to it. */
void db_forget(struct db *db);

/* Connect if need be. */
MUST_CHECK enum err db_connect(struct db *db, struct error *e);
const struct breaker *db_breaker(const struct db *db);

struct db_param {
	enum { DB_NULL, DB_INT, DB_DOUBLE, DB_TEXT } type;
	int64_t number;
	double real;
	const char *text; /* borrowed until the call returns */
};

struct db_params {
	const struct db_param *list;
	size_t count;
};

static inline struct db_param db_int(int64_t number)
{
	return (struct db_param){ .type = DB_INT, .number = number };
}

static inline struct db_param db_double(double real)
{
	return (struct db_param){ .type = DB_DOUBLE, .real = real };
}

/* NULL is NULL. */
static inline struct db_param db_text(const char *text)
{
	return (struct db_param){ .type = text ? DB_TEXT : DB_NULL,
				  .text = text };
}

static inline struct db_param db_null(void)
{
	return (struct db_param){ .type = DB_NULL };
}

#define PARAMS(...)                                                \
	((struct db_params){                                       \
		(const struct db_param[]){ __VA_ARGS__ },          \
		sizeof((const struct db_param[]){ __VA_ARGS__ }) / \
			sizeof(struct db_param) })
#define NO_PARAMS ((struct db_params){ NULL, 0 })

/* `affected` and `e` may be NULL. */
MUST_CHECK enum err db_exec(struct db *db, const char *sql,
			    struct db_params params, int64_t *affected,
			    struct error *e);
int64_t db_last_insert_id(const struct db *db);

/* All rows are fetched before it returns. */
MUST_CHECK enum err db_query(struct db *db, const char *sql,
			     struct db_params params, struct db_rows **rows,
			     struct error *e);
bool db_next(struct db_rows *rows);
size_t db_row_count(const struct db_rows *rows);
void db_rows_free(struct db_rows *rows); /* NULL is fine */
/* Of the current row; column 0..n-1.  Texts live until db_rows_free(). */
const char *db_get_text(const struct db_rows *rows, unsigned column);
/* The text into a fixed array, cut to fit; NULL becomes "". */
void db_copy_text(const struct db_rows *rows, unsigned column, char *to,
		  size_t size);
bool db_is_null(const struct db_rows *rows, unsigned column);
int64_t db_get_int(const struct db_rows *rows, unsigned column); /* NULL: 0 */
double db_get_double(const struct db_rows *rows, unsigned column);

/*
 * For results of many rows: read one by one while the server still makes them,
 * with db_next() and db_get_*(); texts live until the next db_next().  Until
 * db_stream_end() nothing else may be asked of `db`.  That frees it, and says
 * whether all rows came.
 */
MUST_CHECK enum err db_stream(struct db *db, const char *sql,
			      struct db_params params, struct db_rows **rows,
			      struct error *e);
MUST_CHECK enum err db_stream_end(struct db_rows *rows, struct error *e);

/* The first column of the first row as a number; `standard` if no row. */
MUST_CHECK enum err db_query_int(struct db *db, const char *sql,
				 struct db_params params, int64_t standard,
				 int64_t *out, struct error *e);

MUST_CHECK enum err db_begin(struct db *db, struct error *e);
/* A transaction whose reads all see one moment. */
MUST_CHECK enum err db_begin_snapshot(struct db *db, struct error *e);
/* ERR_NET here: the outcome is unknown; look the checkpoint up. */
MUST_CHECK enum err db_commit(struct db *db, struct error *e);
void db_rollback(struct db *db);
/* Commit if all went well so far, else roll back; the code that counts. */
MUST_CHECK enum err db_end(struct db *db, enum err code, struct error *e);

/*
 * Many rows through one statement (array binding, one round trip):
 *
 *	struct db_bulk *b = db_bulk_new(2);
 *	db_bulk_text(b, "15-1252"); db_bulk_int(b, 2025);	... row by row
 *	code = db_bulk_exec(db, SQL, b, &affected, &e);	... empties it
 *	db_bulk_free(b);
 */
struct db_bulk *db_bulk_new(unsigned columns);
void db_bulk_text(struct db_bulk *b,
		  const char *text); /* copied; NULL = NULL */
void db_bulk_int(struct db_bulk *b, int64_t number);
void db_bulk_double(struct db_bulk *b, double number);
size_t db_bulk_rows(const struct db_bulk *b);
MUST_CHECK enum err db_bulk_exec(struct db *db, const char *sql,
				 struct db_bulk *b, int64_t *affected,
				 struct error *e);
void db_bulk_free(struct db_bulk *b);

/*
 * Something to do while the server is busy with the rows of db_bulk_exec():
 * called again and again until the answer is there.  It returns when `fd` can
 * be read or after `most_ms`, and leaves the connection alone.
 */
typedef void (*db_meanwhile_fn)(void *context, int fd, int most_ms);
/* NULL: wait, as at the start. */
void db_meanwhile(struct db *db, db_meanwhile_fn meanwhile, void *context);

/* Give a prepared statement back: only for texts that are not constants. */
void db_forget_statement(struct db *db, const char *sql);

/* One statement of a migration file, as text.  Never with anyone's input. */
MUST_CHECK enum err db_exec_script_statement(struct db *db, const char *sql,
					     struct error *e);

#endif
