#include "store/db_internal.h"

#include "base/arena.h"
#include "base/text.h"

#include <assert.h>
#include <errmsg.h>
#include <mysqld_error.h>
#include <stdlib.h>
#include <string.h>

enum {
	PARAMS_MAX = 48,
	NUMBER_TEXT_BYTES = 64, /* numbers are printed by the client */
};

/* A result set by itself: it outlives its statement and its connection. */
struct db_rows {
	struct arena arena;
	unsigned columns;
	size_t count;
	size_t next;  /* row that db_next() goes to */
	char **cells; /* count x columns; NULL = NULL */
	char **row;   /* the current one */
};

/* Where the client library puts the columns of a row. */
struct landing {
	MYSQL_BIND *binds;
	unsigned long *lengths;
	my_bool *nulls;
};

static void drop_statement(struct db *db, size_t index)
{
	(void)mysql_stmt_close(db->statements[index].stmt);
	db->statements[index] = db->statements[--db->statement_count];
}

enum err db_prepare(struct db *db, const char *sql, MYSQL_STMT **out,
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
	if (db->statement_count == DB_STATEMENTS_MAX)
		drop_statement(db, 0);
	stmt = mysql_stmt_init(db->mysql);
	if (!stmt)
		abort();
	if (mysql_stmt_prepare(stmt, sql, strlen(sql)) != 0) {
		unsigned number = mysql_stmt_errno(stmt);
		char message[MYSQL_ERRMSG_SIZE];

		(void)text_copy(message, sizeof message, mysql_stmt_error(stmt),
				strlen(mysql_stmt_error(stmt)));
		(void)mysql_stmt_close(stmt);
		code = db_failed(db, number, message, e);
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

void db_forget_statement(struct db *db, const char *sql)
{
	size_t i;

	for (i = 0; i < db->statement_count; i++) {
		if (db->statements[i].sql == sql) {
			drop_statement(db, i);
			return;
		}
	}
}

/* The client library takes what it only reads as plain pointers. */
static void *writable(const void *bytes)
{
	void *plain;

	memcpy(&plain, &bytes, sizeof plain);
	return plain;
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
			b->buffer = writable(&p->number);
			break;
		case DB_DOUBLE:
			b->buffer_type = MYSQL_TYPE_DOUBLE;
			b->buffer = writable(&p->real);
			break;
		case DB_TEXT:
			b->buffer_type = MYSQL_TYPE_STRING;
			b->buffer = writable(p->text);
			b->buffer_length = strlen(p->text);
			break;
		}
	}
}

/* Prepare, bind, execute; once more with a new handle if the server lost it. */
static enum err execute(struct db *db, const char *sql,
			const struct db_params *params, MYSQL_STMT **out,
			struct error *e)
{
	MYSQL_BIND binds[PARAMS_MAX];
	MYSQL_STMT *stmt = NULL;
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
		code = db_prepare(db, sql, &stmt, e);
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
				db_forget_statement(db, sql);
				continue;
			}
			return db_statement_failed(db, stmt, e);
		}
		*out = stmt;
		return ERR_OK;
	}
}

enum err db_exec(struct db *db, const char *sql, struct db_params params,
		 int64_t *affected, struct error *e)
{
	MYSQL_STMT *stmt = NULL;
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

/* All columns land as text, with room for the longest value of each. */
static void make_landing(struct arena *arena, MYSQL_RES *meta,
			 struct landing *out)
{
	MYSQL_FIELD *fields = mysql_fetch_fields(meta);
	unsigned columns = mysql_num_fields(meta);
	unsigned i;

	out->binds = arena_alloc(arena, columns * sizeof *out->binds);
	out->lengths = arena_alloc(arena, columns * sizeof *out->lengths);
	out->nulls = arena_alloc(arena, columns * sizeof *out->nulls);
	for (i = 0; i < columns; i++) {
		unsigned long room = fields[i].max_length;

		if (room < NUMBER_TEXT_BYTES)
			room = NUMBER_TEXT_BYTES;
		out->binds[i].buffer_type = MYSQL_TYPE_STRING;
		out->binds[i].buffer = arena_alloc(arena, room + 1);
		out->binds[i].buffer_length = room;
		out->binds[i].length = &out->lengths[i];
		out->binds[i].is_null = &out->nulls[i];
	}
}

static void copy_row(struct db_rows *rows, const struct landing *from,
		     char **cells)
{
	unsigned i;

	for (i = 0; i < rows->columns; i++) {
		unsigned long length = from->lengths[i];

		if (from->nulls[i])
			continue;
		if (length > from->binds[i].buffer_length)
			length = from->binds[i].buffer_length;
		cells[i] = arena_strndup(&rows->arena, from->binds[i].buffer,
					 length);
	}
}

/* Take the whole result over; false when the client library refuses. */
static bool fetch_rows(MYSQL_STMT *stmt, struct db_rows *rows)
{
	MYSQL_RES *meta = mysql_stmt_result_metadata(stmt);
	struct arena scratch = { 0 };
	struct landing landing;
	bool ok;

	rows->columns = mysql_num_fields(meta);
	rows->count = mysql_stmt_num_rows(stmt);
	rows->cells = xcalloc(rows->count * rows->columns, sizeof *rows->cells);
	make_landing(&scratch, meta, &landing);
	ok = !mysql_stmt_bind_result(stmt, landing.binds);
	for (rows->next = 0; ok && rows->next < rows->count; rows->next++) {
		ok = mysql_stmt_fetch(stmt) == 0;
		if (ok)
			copy_row(rows, &landing,
				 rows->cells + rows->next * rows->columns);
	}
	rows->next = 0;
	mysql_free_result(meta);
	arena_release(&scratch);
	return ok;
}

enum err db_query(struct db *db, const char *sql, struct db_params params,
		  struct db_rows **out, struct error *e)
{
	my_bool yes = 1;
	MYSQL_STMT *stmt = NULL;
	enum err code = execute(db, sql, &params, &stmt, e);

	*out = NULL;
	if (code != ERR_OK)
		return code;
	*out = xcalloc(1, sizeof **out);
	(void)mysql_stmt_attr_set(stmt, STMT_ATTR_UPDATE_MAX_LENGTH, &yes);
	if (mysql_stmt_store_result(stmt) != 0 || !fetch_rows(stmt, *out)) {
		db_rows_free(*out);
		*out = NULL;
		code = db_statement_failed(db, stmt, e);
		assert(code != ERR_OK);
		return code;
	}
	/* The library frees rows only if some are left to fetch; else they
	 * would stay with the statement, and be part of each worker. Where
	 * there are none, seeking would make it wait for more at the next
	 * execution. */
	if ((*out)->count > 0)
		mysql_stmt_data_seek(stmt, 0);
	(void)mysql_stmt_free_result(stmt);
	breaker_success(&db->breaker);
	return ERR_OK;
}

bool db_next(struct db_rows *rows)
{
	if (rows->next == rows->count)
		return false;
	rows->row = rows->cells + rows->next++ * rows->columns;
	return true;
}

size_t db_row_count(const struct db_rows *rows)
{
	return rows->count;
}

void db_rows_free(struct db_rows *rows)
{
	if (!rows)
		return;
	arena_release(&rows->arena);
	free(rows->cells);
	free(rows);
}

const char *db_get_text(const struct db_rows *rows, unsigned column)
{
	return rows->row[column];
}

void db_copy_text(const struct db_rows *rows, unsigned column, char *to,
		  size_t size)
{
	const char *text = db_get_text(rows, column);

	copy_text(to, size, text ? text : "");
}

bool db_is_null(const struct db_rows *rows, unsigned column)
{
	return !rows->row[column];
}

int64_t db_get_int(const struct db_rows *rows, unsigned column)
{
	const char *text = rows->row[column];

	return text ? (int64_t)strtoll(text, NULL, 10) : 0;
}

double db_get_double(const struct db_rows *rows, unsigned column)
{
	const char *text = rows->row[column];

	return text ? strtod(text, NULL) : 0;
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
