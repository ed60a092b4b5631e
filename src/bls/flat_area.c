#include "bls/flat_area.h"

#include <stdlib.h>
#include <string.h>

enum { CELLS = 4, STATE = 0, CODE = 1, TYPE = 2, NAME = 3 };

struct cell {
	const char *text;
	size_t length;
};

/* Without the white space around it. */
static struct cell trim(const char *text, size_t length)
{
	while (length && strchr(" \r", text[0])) {
		text++;
		length--;
	}
	while (length && strchr(" \r", text[length - 1]))
		length--;
	return (struct cell){ text, length };
}

/* False unless the line has four cells. */
static bool split(const char *line, size_t length, struct cell cells[CELLS])
{
	size_t i;

	for (i = 0; i < CELLS; i++) {
		const char *tab = memchr(line, '\t', length);
		size_t n = tab ? (size_t)(tab - line) : length;

		if (!tab != (i == CELLS - 1))
			return false;
		cells[i] = trim(line, n);
		line += n + 1;
		length -= tab ? n + 1 : n;
	}
	return true;
}

static bool copy_cell(const struct cell *cell, char *to, size_t size)
{
	if (!cell->length || cell->length >= size)
		return false;
	memcpy(to, cell->text, cell->length);
	to[cell->length] = '\0';
	return true;
}

/* False when the line is not one of oe.area; *wanted: it is one of ours. */
static bool take_line(const char *line, size_t length, struct area_entry *out,
		      bool *wanted)
{
	struct cell cells[CELLS];

	*out = (struct area_entry){ 0 };
	if (!split(line, length, cells) || cells[TYPE].length != 1 ||
	    !copy_cell(&cells[STATE], out->state, sizeof out->state) ||
	    !copy_cell(&cells[CODE], out->code, sizeof out->code) ||
	    !copy_cell(&cells[NAME], out->name, sizeof out->name) ||
	    !area_valid(out->code))
		return false;
	*wanted = area_type_of(cells[TYPE].text[0], &out->type);
	return true;
}

static enum err take_rows(const char *row, struct area_entry *list,
			  size_t *count, struct error *e)
{
	bool wanted = false;

	while (*row) {
		size_t length = strcspn(row, "\n");

		if (!row[length])
			return err_set(e, ERR_REMOTE, "is cut");
		if (strspn(row, " \r") >= length) {
			row += length + 1;
			continue;
		}
		if (*count == FLAT_AREAS_MAX ||
		    !take_line(row, length, &list[*count], &wanted))
			return err_set(e, ERR_REMOTE, "is not a list of areas");
		*count += wanted;
		row += length + 1;
	}
	return *count ? ERR_OK
		      : err_set(e, ERR_REMOTE, "names no state and no area");
}

enum err flat_area_parse(const char *body, struct area_entry **out,
			 size_t *count, struct error *e)
{
	const char *row = strchr(body, '\n');
	enum err code;

	*out = NULL;
	*count = 0;
	if (strncmp(body, "state_code", 10) != 0 || !row)
		return err_set(e, ERR_REMOTE, "does not begin with its header");
	*out = xcalloc(FLAT_AREAS_MAX + 1, sizeof **out);
	code = take_rows(row + 1, *out, count, e);
	if (code != ERR_OK) {
		free(*out);
		*out = NULL;
		*count = 0;
		return code;
	}
	*out = xreallocarray(*out, *count, sizeof **out);
	return ERR_OK;
}
