#include "bls/occupation_list.h"

#include "model/alert.h"

#include <stdlib.h>
#include <string.h>

enum {
	ROWS_LEAST = 500, /* fewer are not BLS's list */
	CELLS_MAX = 8,
};

enum column { CODE, TITLE, DESCRIPTION, LEVEL, SEQUENCE, COLUMNS };

static const char *const column_names[] = {
	[CODE] = "occupation_code",
	[TITLE] = "occupation_name",
	[DESCRIPTION] = "occupation_description",
	[LEVEL] = "display_level",
	[SEQUENCE] = "sort_sequence",
};

static char *trim(char *cell)
{
	size_t length;

	cell += strspn(cell, " ");
	length = strlen(cell);
	while (length && strchr(" \r", cell[length - 1]))
		cell[--length] = '\0';
	return cell;
}

/* Cut a line up at its tabs; how many cells it has. */
static size_t split(char *line, char *cells[CELLS_MAX])
{
	size_t count = 0;
	char *tab;

	for (; line && count < CELLS_MAX; line = tab) {
		tab = strchr(line, '\t');
		if (tab)
			*tab++ = '\0';
		cells[count++] = trim(line);
	}
	return line ? 0 : count;
}

/* The next line; NULL at the end. */
static char *next_line(char **text)
{
	char *line = *text;
	char *end = strchr(line, '\n');

	if (!end)
		return NULL;
	*end = '\0';
	*text = end + 1;
	return line;
}

/* Which cell holds which column; -1 = none. */
static bool read_header(char *line, int at[COLUMNS])
{
	char *cells[CELLS_MAX];
	size_t count = line ? split(line, cells) : 0;
	size_t i;
	int c;

	for (c = 0; c < COLUMNS; c++) {
		at[c] = -1;
		for (i = 0; i < count; i++)
			if (strcmp(cells[i], column_names[c]) == 0)
				at[c] = (int)i;
		if (at[c] < 0 && c != DESCRIPTION)
			return false;
	}
	return true;
}

static bool read_code(const char *cell, char code[SOC_BYTES])
{
	if (strlen(cell) == 6)
		return soc_from_digits(cell, code);
	return soc_valid(cell) && copy_text(code, SOC_BYTES, cell);
}

static bool read_row(char *line, const int at[COLUMNS], struct occupation *o)
{
	char *cells[CELLS_MAX];
	size_t count = split(line, cells);
	int64_t level;
	int64_t sequence;
	int c;

	for (c = 0; c < COLUMNS; c++)
		if (at[c] >= (int)count)
			return false;
	if (!read_code(cells[at[CODE]], o->code) || !*cells[at[TITLE]] ||
	    strlen(cells[at[TITLE]]) >= OCCUPATION_TITLE_BYTES ||
	    !parse_int64(cells[at[LEVEL]], 0, 99, &level) ||
	    !parse_int64(cells[at[SEQUENCE]], 0, 65535, &sequence))
		return false;
	o->display_level = (int)level;
	o->sort_sequence = (int)sequence;
	o->title = cells[at[TITLE]];
	alert_plain_text(cells[at[TITLE]]);
	if (at[DESCRIPTION] < 0 || !*cells[at[DESCRIPTION]])
		return true;
	alert_plain_text(cells[at[DESCRIPTION]]);
	o->description = cells[at[DESCRIPTION]];
	return true;
}

static enum err read_rows(struct occupation_list *list, struct error *e)
{
	char *text = list->text;
	int at[COLUMNS];
	char *line;

	if (!read_header(next_line(&text), at))
		return err_set(e, ERR_REMOTE, "does not begin with its header");
	while ((line = next_line(&text))) {
		if (list->count == OCCUPATIONS_MAX)
			return err_set(e, ERR_REMOTE, "has too many rows");
		if (!read_row(line, at, &list->of[list->count]))
			return err_set(e, ERR_REMOTE,
				       "row %zu cannot be understood",
				       list->count + 1);
		list->count++;
	}
	if (*text)
		return err_set(e, ERR_REMOTE, "is cut");
	if (list->count < ROWS_LEAST)
		return err_set(e, ERR_REMOTE, "has only %zu rows", list->count);
	return ERR_OK;
}

enum err occupation_list_parse(const char *body, struct occupation_list *out,
			       struct error *e)
{
	enum err code;

	*out = (struct occupation_list){ .text = xstrdup(body) };
	out->of = xcalloc(OCCUPATIONS_MAX, sizeof *out->of);
	code = read_rows(out, e);
	if (code == ERR_OK)
		occupations_place(out->of, out->count);
	else
		occupation_list_release(out);
	return code;
}

void occupation_list_release(struct occupation_list *list)
{
	free(list->text);
	free(list->of);
	*list = (struct occupation_list){ 0 };
}
