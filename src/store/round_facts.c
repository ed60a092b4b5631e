#include "store/round_facts.h"

#include "store/observation.h"

#include <stdlib.h>
#include <string.h>

static const char SQL_LIST[] =
	"SELECT o.code, o.parent_code, o.level = 'detailed', j.code IS NOT "
	"NULL, COALESCE(i.state, 'pending') FROM occupation o LEFT JOIN job j "
	"ON j.code = o.code LEFT JOIN sync_item i ON i.release_code = ? AND "
	"i.occupation_code = o.code ORDER BY o.code";
static const char SQL_PUBLISHED[] =
	"SELECT o.occupation_code, o.datatype, o.value, o.decimals, o.reason, "
	"o.at_least FROM observation o LEFT JOIN job j ON j.code = "
	"o.occupation_code WHERE o.area_code = '0000000' AND o.year = "
	"COALESCE(j.data_year, (SELECT MAX(data_year) FROM job))";
static const char SQL_STORED[] =
	"SELECT occupation_code, datatype, value, decimals, reason, at_least "
	"FROM observation WHERE area_code = '0000000' AND year = ?";
static const char SQL_STAGED[] =
	"SELECT occupation_code, datatype, value, decimals, reason, at_least "
	"FROM staged_observation WHERE release_code = ?";

static int by_code(const void *code, const void *judged)
{
	return strcmp(code, ((const struct judged *)judged)->code);
}

struct facts {
	struct judged *list;
	size_t count;
};

static struct judged *find(const struct facts *f, const char *code)
{
	return bsearch(code, f->list, f->count, sizeof *f->list, by_code);
}

static void no_figures(struct occupation_figures *figures)
{
	int d;

	for (d = 0; d <= MEASURE__MAX; d++)
		figures->of[d] =
			(struct figure){ .reason = REASON_NO_SUCH_SERIES };
}

static void read_occupation(const struct db_rows *rows, struct judged *o)
{
	bool detailed = db_get_int(rows, 2) != 0;
	const char *state = db_get_text(rows, 4);

	db_copy_text(rows, 0, o->code, sizeof o->code);
	o->shown = db_get_int(rows, 3) != 0;
	o->gone = strcmp(state, "skipped") == 0;
	o->settled = o->gone || strcmp(state, "done") == 0;
	o->leaves = o->shown && (o->gone || !detailed);
	o->parent = -1;
	no_figures(&o->published);
	no_figures(&o->staged);
}

static bool among(const char *code, const char *const *codes, size_t count)
{
	size_t i;

	for (i = 0; codes && i < count; i++)
		if (strcmp(codes[i], code) == 0)
			return true;
	return !codes;
}

static enum err load_list(struct db *db, const struct release *release,
			  struct facts *f, struct error *e)
{
	struct db_rows *rows;
	const char **parents;
	size_t i;
	enum err code = db_query(db, SQL_LIST, PARAMS(db_text(release->code)),
				 &rows, e);

	if (code != ERR_OK)
		return code;
	f->list = xcalloc(db_row_count(rows) + 1, sizeof *f->list);
	parents = xcalloc(db_row_count(rows) + 1, sizeof *parents);
	while (db_next(rows)) {
		parents[f->count] = db_get_text(rows, 1);
		read_occupation(rows, &f->list[f->count++]);
	}
	for (i = 0; i < f->count; i++) {
		const struct judged *parent =
			parents[i] ? find(f, parents[i]) : NULL;

		if (parent)
			f->list[i].parent = (int)(parent - f->list);
	}
	free(parents);
	db_rows_free(rows);
	return ERR_OK;
}

enum side { PUBLISHED, STAGED };

static enum err load_figures(struct db *db, const char *sql,
			     struct db_params params, enum side side,
			     const struct facts *f, struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, sql, params, &rows, e);

	if (code != ERR_OK)
		return code;
	while (db_next(rows)) {
		struct judged *o = find(f, db_get_text(rows, 0));
		int64_t datatype = db_get_int(rows, 1);
		struct figure figure;

		if (!o || datatype < 1 || datatype > MEASURE__MAX ||
		    !observation_read(rows, 2, &figure))
			continue;
		if (side == PUBLISHED)
			o->published.of[datatype] = figure;
		else
			o->staged.of[datatype] = figure;
	}
	db_rows_free(rows);
	return ERR_OK;
}

enum err round_facts_load(struct db *db, const struct round_part *part,
			  struct judged **list, size_t *count, struct error *e)
{
	const struct release *release = part->release;
	struct facts f = { NULL, 0 };
	size_t i;
	enum err code = load_list(db, release, &f, e);

	if (code == ERR_OK)
		code = load_figures(db, SQL_PUBLISHED, NO_PARAMS, PUBLISHED, &f,
				    e);
	if (code == ERR_OK)
		code = load_figures(db, SQL_STORED,
				    PARAMS(db_int(release->year)), STAGED, &f,
				    e);
	if (code == ERR_OK)
		code = load_figures(db, SQL_STAGED,
				    PARAMS(db_text(release->code)), STAGED, &f,
				    e);
	for (i = 0; i < f.count; i++)
		f.list[i].settled &=
			among(f.list[i].code, part->codes, part->code_count);
	if (code != ERR_OK) {
		free(f.list);
		f = (struct facts){ NULL, 0 };
	}
	*list = f.list;
	*count = f.count;
	return code;
}
