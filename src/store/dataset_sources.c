#include "store/dataset_rows.h"

static const char *text_at(struct dataset *d, const struct db_rows *rows,
			   unsigned column)
{
	return db_is_null(rows, column)
		       ? NULL
		       : dataset_text(d, db_get_text(rows, column));
}

enum err dataset_load_studies(struct db *db, struct dataset *d, struct error *e)
{
	static const char SQL[] =
		"SELECT id, title, version, measures, citation, url, licence"
		" FROM exposure_source"
		" ORDER BY FIELD(id, 'eloundou', 'microsoft', 'anthropic',"
		" 'automation', 'job_zone', 'oews', 'projections', 'onet'), id";
	struct db_rows *rows = NULL;
	enum err code = db_query(db, SQL, NO_PARAMS, &rows, e);

	if (code)
		return code;
	d->studies = xcalloc(db_row_count(rows) + 1, sizeof *d->studies);
	while (db_next(rows))
		d->studies[d->study_count++] = (struct dataset_study){
			.id = text_at(d, rows, 0),
			.title = text_at(d, rows, 1),
			.version = text_at(d, rows, 2),
			.measures = text_at(d, rows, 3),
			.citation = text_at(d, rows, 4),
			.url = text_at(d, rows, 5),
			.licence = text_at(d, rows, 6),
		};
	db_rows_free(rows);
	return ERR_OK;
}

/* In the order of the studies.  Needs them to be loaded. */
enum err dataset_load_sources(struct db *db, struct dataset *d, struct error *e)
{
	static const char SQL[] =
		"SELECT s.code, s.source, s.value, s.percentile"
		" FROM job_score_source s"
		" JOIN job j ON j.code = s.code"
		" JOIN exposure_source x ON x.id = s.source"
		" ORDER BY s.code, FIELD(s.source, 'eloundou', 'microsoft',"
		" 'anthropic'), s.source";
	struct db_rows *rows = NULL;
	enum err code = db_query(db, SQL, NO_PARAMS, &rows, e);

	if (code)
		return code;
	d->sources = xcalloc(db_row_count(rows) + 1, sizeof *d->sources);
	while (db_next(rows)) {
		struct dataset_source *s = &d->sources[d->source_count++];

		(void)copy_text(s->code, sizeof s->code, db_get_text(rows, 0));
		s->study = dataset_study(d, db_get_text(rows, 1));
		s->value = db_get_double(rows, 2);
		s->percentile = db_get_double(rows, 3);
	}
	db_rows_free(rows);
	return ERR_OK;
}
