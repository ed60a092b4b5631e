/* Why a round is held, for those who decide (round_standing.h). */
#include "store/round_standing.h"

#include "store/observation.h"

#include <stdlib.h>

static const char SQL_RULES[] =
	"SELECT rule, part, whole, differences, message FROM held_rule WHERE "
	"release_code = ?";
static const char SQL_DIFFERENCES[] =
	"SELECT d.rule, d.occupation_code, o.title, d.datatype, "
	"d.published_value, d.published_decimals, d.published_reason, "
	"d.published_at_least, d.staged_value, d.staged_decimals, "
	"d.staged_reason, d.staged_at_least FROM held_difference d LEFT JOIN "
	"occupation o ON o.code = d.occupation_code WHERE d.release_code = ? "
	"ORDER BY d.number";

enum { PUBLISHED_COLUMN = 4, STAGED_COLUMN = 8 };

static enum err load_rules(struct db *db, const char *id,
			   struct held_details *out, struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_RULES, PARAMS(db_text(id)), &rows, e);

	if (code != ERR_OK)
		return code;
	while (out->rule_count < COUNT_OF(out->rules) && db_next(rows)) {
		struct held_rule *rule = &out->rules[out->rule_count++];

		db_copy_text(rows, 0, rule->name, sizeof rule->name);
		rule->part = db_get_int(rows, 1);
		rule->whole = db_get_int(rows, 2);
		rule->differences = db_get_int(rows, 3);
		db_copy_text(rows, 4, rule->message, sizeof rule->message);
	}
	db_rows_free(rows);
	return ERR_OK;
}

static enum err read_difference(const struct db_rows *rows,
				struct held_difference *d, struct error *e)
{
	db_copy_text(rows, 0, d->rule, sizeof d->rule);
	db_copy_text(rows, 1, d->code, sizeof d->code);
	db_copy_text(rows, 2, d->title, sizeof d->title);
	d->datatype = (int)db_get_int(rows, 3);
	if (d->datatype < 1 || d->datatype > MEASURE__MAX ||
	    !observation_read(rows, PUBLISHED_COLUMN, &d->published) ||
	    !observation_read(rows, STAGED_COLUMN, &d->staged))
		return err_set(e, ERR_DB, "held_difference has a bad row");
	return ERR_OK;
}

static enum err load_differences(struct db *db, const char *id,
				 struct held_details *out, struct error *e)
{
	struct db_rows *rows;
	enum err code =
		db_query(db, SQL_DIFFERENCES, PARAMS(db_text(id)), &rows, e);

	if (code != ERR_OK)
		return code;
	out->list = xcalloc(db_row_count(rows) + 1, sizeof *out->list);
	while (code == ERR_OK && db_next(rows))
		code = read_difference(rows, &out->list[out->count++], e);
	db_rows_free(rows);
	return code;
}

enum err held_details_load(struct db *db, const char *id,
			   struct held_details *out, struct error *e)
{
	enum err code;

	*out = (struct held_details){ 0 };
	code = load_rules(db, id, out, e);
	if (code == ERR_OK)
		code = load_differences(db, id, out, e);
	if (code != ERR_OK)
		held_details_release(out);
	return code;
}

void held_details_release(struct held_details *d)
{
	free(d->list);
	*d = (struct held_details){ 0 };
}
