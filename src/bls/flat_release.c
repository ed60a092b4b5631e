#include "bls/flat_release.h"

#include <string.h>

static void copy_cell(const char *from, size_t length, char *to, size_t size)
{
	while (length && strchr(" \r\n\t", from[0])) {
		from++;
		length--;
	}
	while (length && strchr(" \r\n\t", from[length - 1]))
		length--;
	if (length >= size)
		length = size - 1;
	memcpy(to, from, length);
	to[length] = '\0';
}

enum err flat_release_parse(const char *body, struct release *out,
			    struct error *e)
{
	const char *row;
	char code[16];
	char description[RELEASE_TEXT_BYTES];
	size_t cell;

	if (strncmp(body, "release_date", 12) != 0)
		return err_set(e, ERR_REMOTE,
			       "oe.release does not begin with its header");
	row = strchr(body, '\n');
	if (!row)
		return err_set(e, ERR_REMOTE, "oe.release has no row");
	row++;
	cell = strcspn(row, "\t\r\n");
	copy_cell(row, cell, code, sizeof code);
	if (!release_from_code(code, out))
		return err_set(e, ERR_REMOTE,
			       "oe.release names no release of a year");
	if (row[cell] == '\t') {
		row += cell + 1;
		copy_cell(row, strcspn(row, "\t\r\n"), description,
			  sizeof description);
		if (description[0])
			copy_text(out->description, sizeof out->description,
				  description);
	}
	return ERR_OK;
}
