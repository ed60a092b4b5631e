#include "store/occupation.h"

static const char SQL_LISTED[] =
	"SELECT listed_at IS NOT NULL FROM release_round WHERE release_code = "
	"?";
static const char SQL_KNOWN[] =
	"SELECT COUNT(*) FROM occupation WHERE code = ?";
static const char SQL_ADD[] =
	"INSERT IGNORE INTO occupation (code, level, display_level, "
	"sort_sequence, parent_code, title, description) VALUES "
	"(?, ?, ?, ?, ?, ?, ?)";
static const char SQL_NOTE[] =
	"UPDATE release_round SET listed_at = UTC_TIMESTAMP(3) WHERE "
	"release_code = ?";

enum { COLUMNS = 7 };

enum err occupations_listed(struct db *db, const struct release *release,
			    bool *listed, struct error *e)
{
	int64_t known = 0;
	enum err code = db_query_int(
		db, SQL_LISTED, PARAMS(db_text(release->code)), 0, &known, e);

	*listed = known != 0;
	return code;
}

enum err occupation_check_codes(struct db *db, const char *const *codes,
				size_t count, struct error *e)
{
	int64_t known = 0;
	enum err code;
	size_t i;

	for (i = 0; i < count; i++) {
		code = db_query_int(db, SQL_KNOWN, PARAMS(db_text(codes[i])), 0,
				    &known, e);
		if (code != ERR_OK)
			return code;
		if (!known)
			return err_set(e, ERR_ARG,
				       "%.20s is not in BLS's occupation list",
				       codes[i]);
	}
	return ERR_OK;
}

static enum err add_rows(struct db *db, const struct occupation *list,
			 size_t count, int64_t *added, struct error *e)
{
	struct db_bulk *bulk = db_bulk_new(COLUMNS);
	enum err code;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct occupation *o = &list[i];

		db_bulk_text(bulk, o->code);
		db_bulk_text(bulk, o->level);
		db_bulk_int(bulk, o->display_level);
		db_bulk_int(bulk, o->sort_sequence);
		db_bulk_text(bulk, o->parent[0] ? o->parent : NULL);
		db_bulk_text(bulk, o->title);
		db_bulk_text(bulk, o->description);
	}
	code = db_bulk_exec(db, SQL_ADD, bulk, added, e);
	db_bulk_free(bulk);
	return code;
}

struct addition {
	const struct release *release;
	const struct occupation_rows *rows;
	int64_t *added;
};

static enum err write_addition(struct db *db, void *context, struct error *e)
{
	const struct addition *a = context;
	enum err code =
		add_rows(db, a->rows->list, a->rows->count, a->added, e);

	if (code == ERR_OK)
		code = db_exec(db, SQL_NOTE, PARAMS(db_text(a->release->code)),
			       NULL, e);
	return code;
}

enum err occupations_add(struct db *db, struct lease *lease,
			 const struct release *release,
			 const struct occupation_rows *rows, int64_t *added,
			 struct error *e)
{
	struct addition addition = { release, rows, added };
	const struct lease_work work = { write_addition, &addition, false };

	*added = 0;
	return lease_write(db, lease, &work, e);
}
