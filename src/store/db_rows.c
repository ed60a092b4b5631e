/* Results: whole ones, which are read again and again or outlive what they came
 * from, and streams. */
#include "store/db_internal.h"

#include <errmsg.h>
#include <stdlib.h>
#include <string.h>

enum {
	NUMBER_TEXT_BYTES = 64, /* numbers are printed by the client */
	STREAM_CELL_BYTES = 64 * 1024,
};

/* All columns land as text, with room for the longest value of each: of those
 * that came, or where they are still to come, of those that may. */
static void make_landing(struct arena *arena, MYSQL_RES *meta, bool came,
			 struct landing *out)
{
	MYSQL_FIELD *fields = mysql_fetch_fields(meta);
	unsigned columns = mysql_num_fields(meta);
	unsigned i;

	out->binds = arena_alloc(arena, columns * sizeof *out->binds);
	out->lengths = arena_alloc(arena, columns * sizeof *out->lengths);
	out->nulls = arena_alloc(arena, columns * sizeof *out->nulls);
	for (i = 0; i < columns; i++) {
		unsigned long room =
			came ? fields[i].max_length : fields[i].length;

		if (room < NUMBER_TEXT_BYTES)
			room = NUMBER_TEXT_BYTES;
		if (!came && room > STREAM_CELL_BYTES)
			room = STREAM_CELL_BYTES;
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

bool db_rows_fetch(MYSQL_STMT *stmt, struct db_rows *rows)
{
	MYSQL_RES *meta = mysql_stmt_result_metadata(stmt);
	struct arena scratch = { 0 };
	struct landing landing;
	bool ok;

	rows->columns = mysql_num_fields(meta);
	rows->count = mysql_stmt_num_rows(stmt);
	rows->cells = xcalloc(rows->count * rows->columns, sizeof *rows->cells);
	make_landing(&scratch, meta, true, &landing);
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

/* The next row where the client library puts it. */
static bool next_of_stream(struct db_rows *rows)
{
	const struct landing *at = &rows->landing;
	unsigned i;

	if (rows->fetched != 0)
		return false;
	rows->fetched = mysql_stmt_fetch(rows->stmt);
	if (rows->fetched != 0)
		return false;
	for (i = 0; i < rows->columns; i++) {
		char *text = at->binds[i].buffer;

		rows->row[i] = at->nulls[i] ? NULL : text;
		if (at->nulls[i])
			continue;
		if (at->lengths[i] > at->binds[i].buffer_length) {
			rows->fetched = MYSQL_DATA_TRUNCATED;
			return false;
		}
		text[at->lengths[i]] = '\0';
	}
	return true;
}

bool db_next(struct db_rows *rows)
{
	if (rows->stmt)
		return next_of_stream(rows);
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

enum err db_stream(struct db *db, const char *sql, struct db_params params,
		   struct db_rows **out, struct error *e)
{
	MYSQL_STMT *stmt = NULL;
	MYSQL_RES *meta;
	struct db_rows *rows;
	enum err code = db_execute(db, sql, &params, &stmt, e);

	*out = NULL;
	if (code != ERR_OK)
		return code;
	rows = xcalloc(1, sizeof *rows);
	rows->db = db;
	rows->sql = sql;
	rows->stmt = stmt;
	meta = mysql_stmt_result_metadata(stmt);
	rows->columns = mysql_num_fields(meta);
	rows->row = xcalloc(rows->columns, sizeof *rows->row);
	make_landing(&rows->arena, meta, false, &rows->landing);
	mysql_free_result(meta);
	if (mysql_stmt_bind_result(stmt, rows->landing.binds))
		rows->fetched = 1;
	*out = rows;
	return ERR_OK;
}

/* What ended the stream, if it was not its end.  A statement does not always
 * say when the connection has gone under it; nor does that. */
static enum err stream_failed(const struct db_rows *rows, struct error *e)
{
	struct db *db = rows->db;
	enum err code;

	if (rows->fetched == MYSQL_DATA_TRUNCATED)
		code = err_set(e, ERR_DB, "a text has more than %d bytes",
			       STREAM_CELL_BYTES);
	else if (mysql_stmt_errno(rows->stmt))
		code = db_statement_failed(db, rows->stmt, e);
	else
		code = db_failed(db, CR_SERVER_LOST,
				 "Lost connection to server during a query", e);
	/* Gone already if the connection is; else nobody can say what of it
	 * is still under way. */
	db_forget_statement(db, rows->sql);
	return code;
}

enum err db_stream_end(struct db_rows *rows, struct error *e)
{
	enum err code = ERR_OK;

	if (rows->fetched != 0 && rows->fetched != MYSQL_NO_DATA)
		code = stream_failed(rows, e);
	else
		(void)mysql_stmt_free_result(rows->stmt);
	if (code == ERR_OK)
		breaker_success(&rows->db->breaker);
	arena_release(&rows->arena);
	free(rows->row);
	free(rows);
	return code;
}
