#include "bls/occupation_list.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_LEAST = 500 /* fewer are not BLS's list */ };

enum column { CODE, TITLE, LEVEL, SEQUENCE, DESCRIPTION, COLUMNS };

static const struct labstat_column columns[COLUMNS] = {
	[CODE] = { .names = "occupation_code occ_code" },
	[TITLE] = { .names = "occupation_name occupation_title" },
	[LEVEL] = { .names = "display_level" },
	[SEQUENCE] = { .names = "sort_sequence" },
	[DESCRIPTION] = { .names = "occupation_description", .optional = true },
};

static const struct labstat_file file = { "oe.occupation", columns, COLUMNS };

static bool read_code(const char *cell, char code[SOC_BYTES])
{
	if (strlen(cell) == 6)
		return soc_from_digits(cell, code);
	return soc_valid(cell) && copy_text(code, SOC_BYTES, cell);
}

/* What there is to say against the line; NULL: nothing. */
static const char *read_row(const char *const *cells, struct occupation *o)
{
	int64_t level;
	int64_t sequence;

	if (!read_code(cells[CODE], o->code))
		return "it has no occupation code";
	if (!cells[TITLE][0])
		return "it has no title";
	if (strlen(cells[TITLE]) >= OCCUPATION_TITLE_BYTES)
		return "its title is too long";
	if (!parse_int64(cells[LEVEL], 0, 99, &level))
		return "its level is no number";
	if (!parse_int64(cells[SEQUENCE], 0, 65535, &sequence))
		return "its place in the list is no number";
	o->display_level = (int)level;
	o->sort_sequence = (int)sequence;
	return NULL;
}

static bool is_listed(const struct occupation_list *list, const char *code)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(list->of[i].code, code) == 0)
			return true;
	return false;
}

static bool take_row(void *context, struct labstat *l, const char *const *cells)
{
	struct occupation_list *list = context;
	struct occupation *o = &list->of[list->count];
	const char *fault = read_row(cells, o);

	if (!fault && is_listed(list, o->code))
		fault = "it is there already";
	if (!fault && list->count == OCCUPATIONS_MAX)
		fault = "there are too many occupations";
	if (fault) {
		labstat_damaged(l, "%s: \"%s\"", fault, cells[CODE]);
		return true;
	}
	o->title = arena_strdup(&list->texts, cells[TITLE]);
	o->description =
		cells[DESCRIPTION][0]
			? arena_strdup(&list->texts, cells[DESCRIPTION])
			: NULL;
	list->count++;
	return true;
}

enum err occupation_list_parse(const char *body, size_t length, bool whole,
			       struct occupation_list *out, struct error *e)
{
	struct labstat l = LABSTAT_INIT(&file, take_row, out);
	enum err code;

	*out = (struct occupation_list){ 0 };
	out->of = xcalloc(OCCUPATIONS_MAX + 1, sizeof *out->of);
	code = labstat_read(&l, body, length, whole);
	out->notes = l.notes;
	if (code != ERR_OK)
		return err_set(e, code, "%s", l.error.msg);
	if (out->count < ROWS_LEAST)
		return err_set(e, ERR_REMOTE, "has only %zu rows", out->count);
	occupations_place(out->of, out->count);
	return ERR_OK;
}

void occupation_list_release(struct occupation_list *list)
{
	arena_release(&list->texts);
	free(list->of);
	*list = (struct occupation_list){ 0 };
}
