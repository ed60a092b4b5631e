#include "store/dataset_rows.h"

enum err dataset_load_titles(struct db *db, struct dataset *d, struct error *e)
{
	static const char SQL[] =
		"SELECT occupation_code, title, kind - 1 FROM title"
		" ORDER BY id";
	struct db_rows *rows = NULL;
	size_t capacity = 0;
	enum err code = db_stream(db, SQL, NO_PARAMS, &rows, e);

	if (code)
		return code;
	while (db_next(rows)) {
		struct dataset_title *t;

		d->titles = xgrow(d->titles, d->title_count, &capacity,
				  sizeof *d->titles);
		t = &d->titles[d->title_count++];
		(void)copy_text(t->code, sizeof t->code, db_get_text(rows, 0));
		t->title = dataset_text(d, db_get_text(rows, 1));
		t->kind = (enum title_kind)db_get_int(rows, 2);
	}
	return db_stream_end(rows, e);
}

enum err dataset_load_synonyms(struct db *db, struct dataset *d,
			       struct error *e)
{
	static const char SQL[] =
		"SELECT term, occupation_code, words FROM synonym"
		" ORDER BY id";
	struct db_rows *rows = NULL;
	enum err code = db_query(db, SQL, NO_PARAMS, &rows, e);

	if (code)
		return code;
	d->synonyms = xcalloc(db_row_count(rows) + 1, sizeof *d->synonyms);
	while (db_next(rows)) {
		struct dataset_synonym *s = &d->synonyms[d->synonym_count++];

		s->term = dataset_text(d, db_get_text(rows, 0));
		if (!db_is_null(rows, 1))
			(void)copy_text(s->code, sizeof s->code,
					db_get_text(rows, 1));
		if (!db_is_null(rows, 2))
			s->words = dataset_text(d, db_get_text(rows, 2));
	}
	db_rows_free(rows);
	return ERR_OK;
}

enum err dataset_load_aliases(struct db *db, struct dataset *d, struct error *e)
{
	static const char SQL[] =
		"SELECT soc_code, occupation_code, soc_title, 0"
		" FROM soc_aggregate UNION ALL"
		" SELECT r.code, COALESCE(a.occupation_code, r.soc_code),"
		" r.title, 1 FROM soc_retired r"
		" LEFT JOIN soc_aggregate a ON a.soc_code = r.soc_code"
		" ORDER BY 1, 2";
	struct db_rows *rows = NULL;
	enum err code = db_query(db, SQL, NO_PARAMS, &rows, e);

	if (code)
		return code;
	d->aliases = xcalloc(db_row_count(rows) + 1, sizeof *d->aliases);
	while (db_next(rows)) {
		struct dataset_alias *a = &d->aliases[d->alias_count++];

		(void)copy_text(a->code, sizeof a->code, db_get_text(rows, 0));
		(void)copy_text(a->of, sizeof a->of, db_get_text(rows, 1));
		if (!db_is_null(rows, 2))
			a->title = dataset_text(d, db_get_text(rows, 2));
		a->retired = db_get_int(rows, 3);
	}
	db_rows_free(rows);
	return ERR_OK;
}
