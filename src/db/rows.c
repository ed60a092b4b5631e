/* Results: whole ones, which are read again and again or outlive what they came
 * from, and streams. */
#include "db/internal.h"

#include <stdlib.h>
#include <string.h>

enum { NUMBER_TEXT_BYTES = 64 }; /* numbers are printed by the client */

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

bool db_rows_open(MYSQL_STMT *stmt, struct db_rows *rows)
{
	MYSQL_RES *meta = mysql_stmt_result_metadata(stmt);

	rows->stmt = stmt;
	rows->columns = mysql_num_fields(meta);
	rows->row = xcalloc(rows->columns, sizeof *rows->row);
	make_landing(&rows->arena, meta, false, &rows->landing);
	mysql_free_result(meta);
	return !mysql_stmt_bind_result(stmt, rows->landing.binds);
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
