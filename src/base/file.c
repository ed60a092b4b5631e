#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum err file_read(const char *path, struct str *out, struct error *e)
{
	char block[16 * 1024];
	enum err code = ERR_OK;
	size_t got;
	FILE *file = fopen(path, "re");

	if (!file)
		return err_set(e, ERR_IO, "%s: %s", path,
			       strerrordesc_np(errno));
	while ((got = fread(block, 1, sizeof block, file)) > 0)
		str_add(out, block, got);
	if (ferror(file))
		code = err_set(e, ERR_IO, "%s: %s", path,
			       strerrordesc_np(errno));
	else if (out->full)
		code = err_set(e, ERR_TOO_BIG, "%s: more than %zu bytes", path,
			       out->ceiling);
	(void)fclose(file);
	return code;
}

enum err file_read_lines(const char *path, size_t longest, struct str *out,
			 struct error *e)
{
	enum err code = file_read(path, out, e);
	const char *line = out->data;
	int number = 1;

	while (code == ERR_OK && *line) {
		size_t length = strcspn(line, "\n");

		if (length > longest)
			code = err_set(e, ERR_TOO_BIG,
				       "%s:%d: longer than %zu characters",
				       path, number, longest);
		line += length + (line[length] == '\n');
		number++;
	}
	return code;
}
