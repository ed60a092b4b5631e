#include "db/internal.h"

#include "base/text.h"

#include <assert.h>
#include <errmsg.h>
#include <mysqld_error.h>
#include <stdlib.h>
#include <string.h>

enum {
	PARAMS_MAX = 48,
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

enum err db_execute(struct db *db, const char *sql,
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
	enum err code = db_execute(db, sql, &params, &stmt, e);

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

enum err db_query(struct db *db, const char *sql, struct db_params params,
		  struct db_rows **out, struct error *e)
{
	my_bool yes = 1;
	MYSQL_STMT *stmt = NULL;
	enum err code = db_execute(db, sql, &params, &stmt, e);

	*out = NULL;
	if (code != ERR_OK)
		return code;
	*out = xcalloc(1, sizeof **out);
	(void)mysql_stmt_attr_set(stmt, STMT_ATTR_UPDATE_MAX_LENGTH, &yes);
	if (mysql_stmt_store_result(stmt) != 0 || !db_rows_fetch(stmt, *out)) {
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
