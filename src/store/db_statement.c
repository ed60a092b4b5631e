#include "store/db_internal.h"

#include <errmsg.h>
#include <mysqld_error.h>
#include <stdlib.h>
#include <string.h>

enum { PARAMS_MAX = 48 };

struct db_rows {
	MYSQL_STMT *stmt;
	unsigned columns;
	size_t count;
	MYSQL_BIND *binds;
	unsigned long *lengths;
	my_bool *nulls;
	char **buffers;
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
		char message[256];

		copy_text(message, sizeof message, mysql_stmt_error(stmt));
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
		return db_statement_failed(db, stmt, e);
	breaker_success(&db->breaker);
	*out = bind_rows(stmt);
	if (mysql_stmt_bind_result(stmt, (*out)->binds) != 0) {
		db_rows_free(*out);
		*out = NULL;
		return db_statement_failed(db, stmt, e);
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
