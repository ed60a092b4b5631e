#include "store/occupation.h"

static const char SQL_LISTED[] =
	"SELECT listed_at IS NOT NULL FROM release_round WHERE release_code = "
	"?";
static const char SQL_KNOWN[] =
	"SELECT COUNT(*) FROM occupation WHERE code = ?";
static const char SQL_FORGET[] = "DELETE FROM occupation_listed";
static const char SQL_KEEP[] =
	"INSERT INTO occupation_listed (code, level, display_level, "
	"sort_sequence, parent_code, title, description, release_code) VALUES "
	"(?, ?, ?, ?, ?, ?, ?, ?)";
static const char SQL_ADD[] =
	"INSERT IGNORE INTO occupation (code, level, display_level, "
	"sort_sequence, parent_code, title, description) SELECT code, level, "
	"display_level, sort_sequence, parent_code, title, description FROM "
	"occupation_listed";
/* Letter by letter: to the collation of the columns case and accents are the
 * same.  A list without descriptions takes none away. */
#define LISTED_ANEW "occupation o JOIN occupation_listed l ON l.code = o.code "
#define OF_RELEASE                                                \
	"l.release_code = COALESCE(?, (SELECT release_code FROM " \
	"data_version WHERE id = 1))"
static const char SQL_COUNT_RENAMED[] =
	"SELECT COUNT(*) FROM " LISTED_ANEW "WHERE " OF_RELEASE
	" AND BINARY o.title <> BINARY l.title";
static const char SQL_RENAME[] =
	"UPDATE " LISTED_ANEW
	"SET o.level = l.level, o.display_level = l.display_level, "
	"o.sort_sequence = l.sort_sequence, o.parent_code = l.parent_code, "
	"o.title = l.title, o.description = COALESCE(l.description, "
	"o.description) WHERE " OF_RELEASE;
static const char SQL_BUMP[] =
	"UPDATE data_version SET version = version + 1, published_at = "
	"UTC_TIMESTAMP(3) WHERE id = 1";
static const char SQL_NOTE[] =
	"UPDATE release_round SET listed_at = UTC_TIMESTAMP(3) WHERE "
	"release_code = ?";

enum { COLUMNS = 8 };

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

static enum err keep_rows(struct db *db, const struct release *release,
			  const struct occupation_rows *rows, struct error *e)
{
	struct db_bulk *bulk = db_bulk_new(COLUMNS);
	enum err code;
	size_t i;

	for (i = 0; i < rows->count; i++) {
		const struct occupation *o = &rows->list[i];

		db_bulk_text(bulk, o->code);
		db_bulk_text(bulk, o->level);
		db_bulk_int(bulk, o->display_level);
		db_bulk_int(bulk, o->sort_sequence);
		db_bulk_text(bulk, o->parent[0] ? o->parent : NULL);
		db_bulk_text(bulk, o->title);
		db_bulk_text(bulk, o->description);
		db_bulk_text(bulk, release->code);
	}
	code = db_exec(db, SQL_FORGET, NO_PARAMS, NULL, e);
	if (code == ERR_OK)
		code = db_bulk_exec(db, SQL_KEEP, bulk, NULL, e);
	db_bulk_free(bulk);
	return code;
}

enum err occupations_rename(struct db *db, const char *release_code,
			    int64_t *renamed, int64_t *changed, struct error *e)
{
	struct db_params release = PARAMS(db_text(release_code));
	enum err code =
		db_query_int(db, SQL_COUNT_RENAMED, release, 0, renamed, e);

	return code == ERR_OK ? db_exec(db, SQL_RENAME, release, changed, e)
			      : code;
}

enum err occupations_restore(struct db *db, struct error *e)
{
	int64_t renamed;
	enum err code = db_exec(db, SQL_ADD, NO_PARAMS, NULL, e);

	return code == ERR_OK ? occupations_rename(db, NULL, &renamed, NULL, e)
			      : code;
}

struct listing {
	const struct release *release;
	const struct occupation_rows *rows;
	struct occupation_news *news;
};

static enum err write_listing(struct db *db, void *context, struct error *e)
{
	const struct listing *l = context;
	int64_t changed = 0;
	enum err code = keep_rows(db, l->release, l->rows, e);

	if (code == ERR_OK)
		code = db_exec(db, SQL_ADD, NO_PARAMS, &l->news->added, e);
	if (code == ERR_OK)
		code = occupations_rename(db, NULL, &l->news->renamed, &changed,
					  e);
	if (code == ERR_OK && changed)
		code = db_exec(db, SQL_BUMP, NO_PARAMS, NULL, e);
	if (code == ERR_OK)
		code = db_exec(db, SQL_NOTE, PARAMS(db_text(l->release->code)),
			       NULL, e);
	return code;
}

enum err occupations_follow(struct db *db, struct lease *lease,
			    const struct release *release,
			    const struct occupation_rows *rows,
			    struct occupation_news *news, struct error *e)
{
	struct listing listing = { release, rows, news };
	const struct lease_work work = { write_listing, &listing, false };

	*news = (struct occupation_news){ 0 };
	return lease_write(db, lease, &work, e);
}
