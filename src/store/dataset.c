#include "store/dataset.h"

#include "store/dataset_rows.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 256 * 1024 };

struct text_block {
	struct text_block *next;
	size_t size;
	size_t used;
	char bytes[];
};

struct dataset_texts {
	struct text_block *blocks;
};

struct dataset *dataset_new(void)
{
	struct dataset *d = xcalloc(1, sizeof *d);

	d->texts = xcalloc(1, sizeof *d->texts);
	return d;
}

void dataset_free(struct dataset *d)
{
	struct text_block *block;

	if (!d)
		return;
	while ((block = d->texts->blocks)) {
		d->texts->blocks = block->next;
		free(block);
	}
	free(d->texts);
	free(d->occupations);
	free(d->jobs);
	free(d->studies);
	free(d->sources);
	free(d->years);
	free(d->projections);
	free(d->titles);
	free(d->synonyms);
	free(d->aliases);
	free(d->tasks);
	free(d->related);
	free(d);
}

const char *dataset_text(struct dataset *d, const char *text)
{
	struct text_block *block = d->texts->blocks;
	size_t size = text ? strlen(text) + 1 : 0;
	size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;
	char *place;

	if (!text)
		return NULL;
	if (!block || block->size - block->used < size) {
		block = xcalloc(1, sizeof *block + room);
		block->size = room;
		block->next = d->texts->blocks;
		d->texts->blocks = block;
	}
	place = block->bytes + block->used;
	memcpy(place, text, size);
	block->used += size;
	return place;
}

static const char *code_at(const void *array, size_t size, size_t index)
{
	return (const char *)array + index * size;
}

/* The first index whose code is not less than `code` (`after`: greater). */
static size_t bound(const void *array, size_t count, size_t size,
		    const char *code, bool after)
{
	size_t low = 0;
	size_t high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(code_at(array, size, middle), code);

		if (order < 0 || (after && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t dataset_range(const void *array, size_t count, size_t size,
		     const char *code, size_t *first)
{
	*first = bound(array, count, size, code, false);
	return bound(array, count, size, code, true) - *first;
}

size_t dataset_study(const struct dataset *d, const char *id)
{
	size_t i;

	for (i = 0; i < d->study_count; i++)
		if (strcmp(d->studies[i].id, id) == 0)
			break;
	return i;
}

struct occupation_figures dataset_no_figures(void)
{
	struct occupation_figures none = { 0 };
	size_t i;

	for (i = 0; i < COUNT_OF(none.of); i++)
		none.of[i].reason = REASON_NOT_IN_THIS_COPY;
	return none;
}

enum err dataset_version(struct db *db, int64_t *version, struct error *e)
{
	static const char SQL[] =
		"SELECT version FROM data_version WHERE id = 1";
	enum err code = db_query_int(db, SQL, NO_PARAMS, -1, version, e);

	if (!code && *version < 0)
		return err_set(e, ERR_NOT_FOUND, "data_version has no row");
	return code;
}

typedef enum err (*loader_fn)(struct db *, struct dataset *, struct error *);

static const loader_fn loaders[] = {
	dataset_load_version,     dataset_load_occupations,
	dataset_load_jobs,        dataset_load_studies,
	dataset_load_sources,     dataset_load_years,
	dataset_load_projections, dataset_load_titles,
	dataset_load_tasks,       dataset_load_related,
	dataset_load_synonyms,    dataset_load_aliases,
};

static enum err load_all(struct db *db, struct dataset *d, struct error *e)
{
	enum err code = ERR_OK;
	size_t i;

	for (i = 0; i < COUNT_OF(loaders) && !code; i++)
		code = loaders[i](db, d, e);
	return code;
}

enum err dataset_load(struct db *db, struct dataset **out, struct error *e)
{
	struct dataset *d = dataset_new();
	enum err code = db_begin_snapshot(db, e);

	if (!code)
		code = load_all(db, d, e);
	db_rollback(db);
	if (code) {
		dataset_free(d);
		err_prefix(e, "reading the published data");
		return code;
	}
	*out = d;
	return ERR_OK;
}
