#include "db/internal.h"

#include "base/arena.h"
#include "base/clock.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 48, MEANWHILE_MS = 200 };

struct db_bulk {
	unsigned columns;
	size_t cells; /* filled so far; a row is `columns` of them */
	size_t capacity;
	char **texts; /* NULL = NULL */
	struct arena arena;
};

struct db_bulk *db_bulk_new(unsigned columns)
{
	struct db_bulk *b = xcalloc(1, sizeof *b);

	b->columns = columns;
	return b;
}

void db_bulk_text(struct db_bulk *b, const char *text)
{
	b->texts = xgrow(b->texts, b->cells, &b->capacity, sizeof *b->texts);
	b->texts[b->cells++] = text ? arena_strdup(&b->arena, text) : NULL;
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
	arena_release(&b->arena);
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

void db_meanwhile(struct db *db, db_meanwhile_fn meanwhile, void *context)
{
	db->meanwhile = meanwhile;
	db->meanwhile_context = context;
}

static short events_of(int wanted)
{
	short events = 0;

	if (wanted & MYSQL_WAIT_READ)
		events |= POLLIN;
	if (wanted & MYSQL_WAIT_WRITE)
		events |= POLLOUT;
	if (wanted & MYSQL_WAIT_EXCEPT)
		events |= POLLPRI;
	return events;
}

static int state_of(short events)
{
	int state = 0;

	if (events & (POLLIN | POLLHUP | POLLERR))
		state |= MYSQL_WAIT_READ;
	if (events & POLLOUT)
		state |= MYSQL_WAIT_WRITE;
	if (events & POLLPRI)
		state |= MYSQL_WAIT_EXCEPT;
	return state;
}

/* Until the connection is as `wanted` (MYSQL_WAIT_...); what it is then. */
static int await_connection(const struct db *db, int wanted)
{
	struct pollfd p = { .fd = mysql_get_socket(db->mysql),
			    .events = events_of(wanted) };
	int64_t until_ms = clock_monotonic_ms() +
			   (int64_t)mysql_get_timeout_value_ms(db->mysql);

	while (poll(&p, 1, 0) <= 0) {
		if ((wanted & MYSQL_WAIT_TIMEOUT) &&
		    clock_monotonic_ms() >= until_ms)
			return MYSQL_WAIT_TIMEOUT;
		if (wanted & MYSQL_WAIT_WRITE)
			(void)poll(&p, 1, MEANWHILE_MS);
		else
			db->meanwhile(db->meanwhile_context, p.fd,
				      MEANWHILE_MS);
	}
	return state_of(p.revents);
}

/* mysql_stmt_execute(), with something to do meanwhile. */
static int execute(const struct db *db, MYSQL_STMT *stmt)
{
	int failed;
	int wanted;

	if (!db->meanwhile)
		return mysql_stmt_execute(stmt);
	wanted = mysql_stmt_execute_start(&failed, stmt);
	while (wanted)
		wanted = mysql_stmt_execute_cont(&failed, stmt,
						 await_connection(db, wanted));
	return failed;
}

static enum err bulk_execute(struct db *db, const char *sql, MYSQL_BIND *binds,
			     size_t rows, int64_t *affected, struct error *e)
{
	unsigned array_size = (unsigned)rows;
	MYSQL_STMT *stmt;
	enum err code = db_connect(db, e);

	if (code == ERR_OK)
		code = db_prepare(db, sql, &stmt, e);
	if (code != ERR_OK)
		return code;
	(void)mysql_stmt_attr_set(stmt, STMT_ATTR_ARRAY_SIZE, &array_size);
	if (mysql_stmt_bind_param(stmt, binds) || execute(db, stmt))
		return db_statement_failed(db, stmt, e);
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
