/* Results of many rows, read while the server still makes them (db.h). */
#include "db/internal.h"

#include <errmsg.h>
#include <stdlib.h>

enum err db_stream(struct db *db, const char *sql, struct db_params params,
		   struct db_rows **out, struct error *e)
{
	MYSQL_STMT *stmt = NULL;
	struct db_rows *rows;
	enum err code = db_execute(db, sql, &params, &stmt, e);

	*out = NULL;
	if (code != ERR_OK)
		return code;
	rows = xcalloc(1, sizeof *rows);
	rows->db = db;
	rows->sql = sql;
	if (!db_rows_open(stmt, rows))
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
