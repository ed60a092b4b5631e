#include "store/dataset_rows.h"

enum err dataset_load_titles(struct db *db, struct dataset *d, struct error *e)
{
	static const char SQL[] =
		"SELECT occupation_code, title, kind - 1 FROM title"
		" ORDER BY id";
	struct db_rows *rows = NULL;
	enum err code = db_query(db, SQL, NO_PARAMS, &rows, e);

	if (code)
		return code;
	d->titles = xcalloc(db_row_count(rows) + 1, sizeof *d->titles);
	while (db_next(rows)) {
		struct dataset_title *t = &d->titles[d->title_count++];

		(void)copy_text(t->code, sizeof t->code, db_get_text(rows, 0));
		t->title = dataset_text(d, db_get_text(rows, 1));
		t->kind = (enum title_kind)db_get_int(rows, 2);
	}
	db_rows_free(rows);
	return ERR_OK;
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
