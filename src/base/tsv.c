#include "base/tsv.h"

#include <string.h>

/* The next line that is no comment, NUL-ended; NULL at the end. */
static char *take_line(struct tsv *t)
{
	while (*t->next) {
		char *line = t->next;
		size_t length = strcspn(line, "\n");

		t->next = line + length + (line[length] == '\n');
		line[length] = '\0';
		t->line++;
		if (length && line[0] != '#')
			return line;
	}
	return NULL;
}

static unsigned cut(char *line, char *cells[TSV_COLUMNS_MAX])
{
	unsigned count = 0;

	while (count < TSV_COLUMNS_MAX) {
		size_t length = strcspn(line, "\t");
		bool last = !line[length];

		line[length] = '\0';
		cells[count++] = length ? line : NULL;
		if (last)
			return count;
		line += length + 1;
	}
	return TSV_COLUMNS_MAX + 1;
}

bool tsv_open(struct tsv *t, char *text)
{
	char *header;
	unsigned i;

	*t = (struct tsv){ 0 };
	t->next = text;
	header = take_line(t);
	if (!header)
		return false;
	t->columns = cut(header, t->names);
	if (t->columns > TSV_COLUMNS_MAX)
		return false;
	for (i = 0; i < t->columns; i++)
		if (!t->names[i])
			return false;
	return true;
}

bool tsv_next(struct tsv *t, bool *bad)
{
	char *line = take_line(t);

	*bad = false;
	if (!line)
		return false;
	*bad = cut(line, t->cells) != t->columns;
	return !*bad;
}
