#include "base/environment.h"

#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MAX_BYTES = 64 * 1024 };

static const char blanks[] = " \t\r";

static bool is_name(const char *text)
{
	static const char first[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz_";
	static const char digits[] = "0123456789";
	size_t length = strspn(text, first);

	while (length && text[length]) {
		size_t more = strspn(text + length, first) +
			      strspn(text + length, digits);

		if (!more)
			return false;
		length += more;
	}
	return length != 0;
}

static void cut_blanks(char *text)
{
	size_t length = strlen(text);

	while (length && strchr(blanks, text[length - 1]))
		length--;
	text[length] = '\0';
}

/* In place; false when a quote is left open or something follows it. */
static bool unquote(char *value)
{
	char quote = *value == '"' || *value == '\'' ? *value : '\0';
	char *from = value + (quote != '\0');
	char *to = value;

	while (*from && (!quote || *from != quote)) {
		if (*from == '\\' && quote != '\'' && from[1])
			from++;
		*to++ = *from++;
	}
	if (quote && (*from != quote || from[1]))
		return false;
	*to = '\0';
	return true;
}

/* As setenv(), which programs with threads must not call; here is one thread,
 * and the first list is the kernel's: what is added stays until the end. */
static void set(const char *name, const char *value)
{
	struct str variable = STR_INIT(FILE_MAX_BYTES);
	static char **ours; /* the list that was made last */
	size_t count = 0;
	char **list;

	if (secure_getenv(name))
		return;
	while (environ[count])
		count++;
	str_addf(&variable, "%s=%s", name, value);
	list = xcalloc(count + 2, sizeof *list);
	memcpy(list, environ, count * sizeof *list);
	list[count] = str_take(&variable);
	if (environ == ours)
		free(ours);
	environ = ours = list;
}

static bool take_line(char *line)
{
	char *value;

	line += strspn(line, blanks);
	cut_blanks(line);
	if (!*line || *line == '#' || *line == ';')
		return true;
	value = strchr(line, '=');
	if (!value)
		return false;
	*value++ = '\0';
	value += strspn(value, blanks);
	if (!is_name(line) || !unquote(value))
		return false;
	set(line, value);
	return true;
}

enum err environment_read(const char *path, struct error *e)
{
	struct str text = STR_INIT(FILE_MAX_BYTES);
	enum err code;
	char *line;
	char *next;
	int number = 1;

	if (access(path, F_OK) != 0)
		return ERR_OK;
	code = file_read(path, &text, e);
	for (line = text.data; code == ERR_OK && *line; line = next) {
		size_t length = strcspn(line, "\n");

		next = line + length + (line[length] == '\n');
		line[length] = '\0';
		if (!take_line(line))
			code = err_set(e, ERR_ARG, "%s:%d: not \"KEY=value\"",
				       path, number);
		number++;
	}
	str_release(&text);
	return code;
}
