#include "store/reference.h"

#include "base/crypto.h"
#include "base/file.h"
#include "base/log.h"
#include "base/tsv.h"
#include "model/figure.h"
#include "store/occupation.h"
#include "store/wage_cap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX_BYTES = 32 * 1024 * 1024, BULK_ROWS = 2000 };

/* The order matters for people only: no table refers to another by key. */
static const char *const tables[] = {
	"occupation", "wage_cap",           "projection", "soc_aggregate",
	"job_zone",   "exposure_source",    "exposure",   "task",
	"title",      "related_occupation", "synonym",    "soc_retired",
};

static const char SQL_FIND[] =
	"SELECT digest FROM reference_file WHERE name = ?";
static const char SQL_NOTE[] =
	"INSERT INTO reference_file (name, digest, loaded_at) "
	"VALUES (?, ?, UTC_TIMESTAMP(3)) "
	"ON DUPLICATE KEY UPDATE digest = VALUES(digest), "
	"loaded_at = VALUES(loaded_at)";
static const char SQL_BUMP[] = "UPDATE data_version SET version = version + 1, "
			       "published_at = UTC_TIMESTAMP(3) WHERE id = 1";
/* What BLS sent by itself is never replaced by a file. */
static const char SQL_OBSERVATION[] =
	"INSERT IGNORE INTO observation (area_code, occupation_code, year, "
	"datatype, value, decimals, reason, at_least, release_code, source, "
	"observed_at) VALUES ('0000000', ?, ?, ?, ?, ?, ?, ?, ?, 'reference', "
	"UTC_TIMESTAMP(3))";

static void add_name(struct str *sql, const char *name)
{
	str_addc(sql, '`');
	str_adds(sql, name);
	str_addc(sql, '`');
}

/* Column names come from our own files, yet they become SQL text. */
static bool names_ok(const struct tsv *t)
{
	unsigned i;

	for (i = 0; i < t->columns; i++)
		if (t->names[i]
			    [strspn(t->names[i], "abcdefghijklmnopqrstuvwxyz_"
						 "0123456789")])
			return false;
	return true;
}

/* INSERT INTO `table` (`a`,`b`) VALUES (?,?) */
static char *insert_text(const char *table, const struct tsv *t)
{
	struct str sql = STR_INIT(4096);
	unsigned i;

	str_adds(&sql, "INSERT INTO ");
	add_name(&sql, table);
	for (i = 0; i < t->columns; i++) {
		str_addc(&sql, i ? ',' : '(');
		add_name(&sql, t->names[i]);
	}
	str_adds(&sql, ") VALUES ");
	for (i = 0; i < t->columns; i++)
		str_adds(&sql, i ? ",?" : "(?");
	str_addc(&sql, ')');
	return str_take(&sql);
}

static enum err insert_rows(struct db *db, const char *sql, struct tsv *t,
			    struct error *e)
{
	struct db_bulk *bulk = db_bulk_new(t->columns);
	enum err code = ERR_OK;
	bool bad = false;
	unsigned i;

	while (code == ERR_OK && tsv_next(t, &bad)) {
		for (i = 0; i < t->columns; i++)
			db_bulk_text(bulk, t->cells[i]);
		if (db_bulk_rows(bulk) == BULK_ROWS)
			code = db_bulk_exec(db, sql, bulk, NULL, e);
	}
	if (code == ERR_OK && bad)
		code = err_set(e, ERR_ARG, "line %u: not %u cells", t->line,
			       t->columns);
	if (code == ERR_OK)
		code = db_bulk_exec(db, sql, bulk, NULL, e);
	db_bulk_free(bulk);
	return code;
}

static enum err replace_table(struct db *db, const char *table, char *text,
			      struct error *e)
{
	struct tsv t;
	char clear[96];
	char *sql;
	enum err code;

	if (!tsv_open(&t, text) || !names_ok(&t))
		return err_set(e, ERR_ARG, "no header of column names");
	(void)snprintf(clear, sizeof clear, "DELETE FROM `%s`", table);
	code = db_exec_script_statement(db, clear, e);
	if (code != ERR_OK)
		return code;
	sql = insert_text(table, &t);
	code = insert_rows(db, sql, &t, e);
	/* the cache knows statements by address, and this one goes away */
	db_forget_statement(db, sql);
	free(sql);
	return code;
}

/* A cell of observation.tsv: digits, or `#` capped, `*` not released, `~` not
 * published in this form; an empty one is not in this copy. */
static bool read_cell(const char *cell, struct figure *out)
{
	*out = (struct figure){ 0 };
	if (!cell)
		out->reason = REASON_NOT_IN_THIS_COPY;
	else if (strcmp(cell, "#") == 0)
		out->reason = REASON_CAPPED;
	else if (strcmp(cell, "*") == 0)
		out->reason = REASON_NOT_RELEASED;
	else if (strcmp(cell, "~") == 0)
		out->reason = REASON_NOT_PUBLISHED_IN_THIS_FORM;
	else
		return figure_parse(cell, out);
	return true;
}

static void add_figure(struct db_bulk *bulk, const char *code, const char *year,
		       int datatype, const struct figure *f)
{
	char digits[FIGURE_TEXT_BYTES];
	char release[16];

	(void)snprintf(release, sizeof release, "%.4sA01", year);
	db_bulk_text(bulk, code);
	db_bulk_text(bulk, year);
	db_bulk_int(bulk, datatype);
	db_bulk_text(bulk,
		     f->reason ? NULL
			       : figure_text(f->milli, f->decimals, digits));
	db_bulk_int(bulk, f->decimals);
	db_bulk_text(bulk, reason_name(f->reason));
	db_bulk_text(bulk, f->cap_milli ? figure_text(f->cap_milli, 2, digits)
					: NULL);
	db_bulk_text(bulk, release);
}

static enum err add_row(struct db_bulk *bulk, const struct tsv *t,
			const struct wage_cap *cap, struct error *e)
{
	struct figure f;
	int datatype;

	for (datatype = 1; datatype <= MEASURE_NATIONAL; datatype++) {
		if (!read_cell(t->cells[1 + datatype], &f))
			return err_set(e, ERR_ARG, "line %u: bad figure %s",
				       t->line, t->cells[1 + datatype]);
		if (f.reason == REASON_NOT_IN_THIS_COPY)
			continue;
		wage_cap_fill(cap, datatype, &f);
		add_figure(bulk, t->cells[1], t->cells[0], datatype, &f);
	}
	return ERR_OK;
}

/* The caps of the row's year, asked once per year. */
static enum err cap_of(struct db *db, const char *year, struct wage_cap *cap,
		       struct error *e)
{
	int64_t number = 0;
	enum err code;

	if (!parse_int64(year, 0, 9999, &number))
		return err_set(e, ERR_ARG, "bad year %s", year);
	code = wage_cap_load(db, (int)number, cap, e);
	if (code == ERR_OK && !cap->hourly_milli)
		code = err_set(e, ERR_ARG, "wage_cap has no year %s", year);
	return code;
}

static enum err add_observations(struct db *db, char *text, struct error *e)
{
	struct db_bulk *bulk = db_bulk_new(8);
	char year[8] = "";
	struct wage_cap cap = { 0 };
	enum err code = ERR_OK;
	bool bad = false;
	struct tsv t;

	if (!tsv_open(&t, text) || t.columns != 2 + MEASURE_NATIONAL)
		code = err_set(e, ERR_ARG, "header is not year, code, d01..");
	while (code == ERR_OK && tsv_next(&t, &bad)) {
		if (!t.cells[0] || !t.cells[1]) {
			bad = true;
			break;
		}
		if (strcmp(year, t.cells[0]) != 0) {
			copy_text(year, sizeof year, t.cells[0]);
			code = cap_of(db, year, &cap, e);
		}
		if (code == ERR_OK)
			code = add_row(bulk, &t, &cap, e);
		if (code == ERR_OK && db_bulk_rows(bulk) >= BULK_ROWS)
			code = db_bulk_exec(db, SQL_OBSERVATION, bulk, NULL, e);
	}
	if (code == ERR_OK && bad)
		code = err_set(e, ERR_ARG, "line %u: bad row", t.line);
	if (code == ERR_OK)
		code = db_bulk_exec(db, SQL_OBSERVATION, bulk, NULL, e);
	db_bulk_free(bulk);
	return code;
}

static enum err is_loaded(struct db *db, const char *name, const char *digest,
			  bool *loaded, struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_FIND, PARAMS(db_text(name)), &rows, e);

	if (code != ERR_OK)
		return code;
	*loaded = db_next(rows) && strcmp(db_get_text(rows, 0), digest) == 0;
	db_rows_free(rows);
	return ERR_OK;
}

/* Rows and digest change together. */
static enum err load_in_transaction(struct db *db, const char *name,
				    const char *digest, char *text,
				    struct error *e)
{
	enum err code = db_begin(db, e);

	if (code == ERR_OK)
		code = strcmp(name, "observation") == 0
			       ? add_observations(db, text, e)
			       : replace_table(db, name, text, e);
	if (code == ERR_OK && strcmp(name, "occupation") == 0)
		code = occupations_restore(db, e);
	if (code == ERR_OK)
		code = db_exec(db, SQL_NOTE,
			       PARAMS(db_text(name), db_text(digest)), NULL, e);
	if (code == ERR_OK)
		code = db_exec(db, SQL_BUMP, NO_PARAMS, NULL, e);
	return db_end(db, code, e);
}

static enum err load_file(struct db *db, const char *sql_dir, const char *name,
			  int *count, struct error *e)
{
	struct str text = STR_INIT(FILE_MAX_BYTES);
	char digest[CRYPTO_DIGEST_HEX];
	char path[1024];
	bool loaded = false;
	enum err code;

	(void)snprintf(path, sizeof path, "%s/reference/%s.tsv", sql_dir, name);
	code = file_read(path, &text, e);
	if (code != ERR_OK)
		goto out;
	crypto_digest_hex(text.data, text.length, digest);
	code = is_loaded(db, name, digest, &loaded, e);
	if (code != ERR_OK || loaded)
		goto out;
	code = load_in_transaction(db, name, digest, text.data, e);
	if (code != ERR_OK) {
		err_prefix(e, "%s.tsv", name);
		goto out;
	}
	log_info("reference table %s loaded", name);
	(*count)++;
out:
	str_release(&text);
	return code;
}

enum err reference_load(struct db *db, const char *sql_dir, int *loaded,
			struct error *e)
{
	enum err code = ERR_OK;
	size_t i;

	for (i = 0; code == ERR_OK && i < COUNT_OF(tables); i++)
		code = load_file(db, sql_dir, tables[i], loaded, e);
	if (code == ERR_OK)
		code = load_file(db, sql_dir, "observation", loaded, e);
	return code;
}
