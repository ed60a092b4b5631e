#include "bls/labstat.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
	EXCERPT_BYTES = 48,
	CTRL_Z = 0x1a, /* ends a text file of DOS */
};

static const char BOM[] = "\xef\xbb\xbf";

struct cell {
	const char *text;
	size_t length;
};

static void PRINTF(3, 4)
	fail(struct labstat *l, enum err code, const char *format, ...)
{
	char why[sizeof l->error.msg - 32];
	va_list args;

	va_start(args, format);
	(void)text_vformat(why, sizeof why, format, args);
	va_end(args);
	l->ended = true;
	(void)err_set(&l->error, code, "%s", why);
}

static bool is_padding(char c)
{
	return c == ' ' || c == '\r' || c == CTRL_Z;
}

static struct cell trim(const char *text, size_t length)
{
	while (length && is_padding(text[0])) {
		text++;
		length--;
	}
	while (length && is_padding(text[length - 1]))
		length--;
	return (struct cell){ text, length };
}

static bool is_blank(const char *line, size_t length)
{
	while (length &&
	       (is_padding(line[length - 1]) || line[length - 1] == '\t'))
		length--;
	return !length;
}

/* Cut the next cell off the line; false when there is none. */
static bool next_cell(struct cell *line, struct cell *cell)
{
	const char *tab;
	size_t length;

	if (!line->text)
		return false;
	tab = memchr(line->text, '\t', line->length);
	length = tab ? (size_t)(tab - line->text) : line->length;
	*cell = trim(line->text, length);
	line->length -= tab ? length + 1 : length;
	line->text = tab ? tab + 1 : NULL;
	return true;
}

/* Does one of the names, with blanks between, fit? */
static bool is_named(const struct cell *cell, const char *names)
{
	size_t length;

	for (; *names; names += length + (names[length] == ' ')) {
		length = strcspn(names, " ");
		if (length == cell->length &&
		    strncasecmp(names, cell->text, length) == 0)
			return true;
	}
	return false;
}

static bool has_column(const struct labstat *l, size_t columns, size_t wanted)
{
	size_t i;

	for (i = 0; i < columns; i++)
		if (l->place[i] == (int8_t)wanted)
			return true;
	return false;
}

/* Of two with the same name the first one counts. */
static void place_column(struct labstat *l, const struct cell *name, size_t at)
{
	size_t i;

	l->place[at] = -1;
	for (i = 0; i < l->file->count; i++)
		if (is_named(name, l->file->columns[i].names) &&
		    !has_column(l, at, i))
			l->place[at] = (int8_t)i;
	if (l->place[at] == 0)
		l->key = at;
}

static bool is_binary(const char *line, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((unsigned char)line[i] < 0x20 && line[i] != '\t' &&
		    !is_padding(line[i]))
			return true;
	return false;
}

static void refuse_header(struct labstat *l, const char *line, size_t length,
			  const char *missing)
{
	char excerpt[EXCERPT_BYTES];

	if (is_binary(line, length)) {
		fail(l, ERR_FORMAT, "line %lld is not the header: binary data",
		     (long long)l->line);
		return;
	}
	(void)text_copy(excerpt, sizeof excerpt, line, length);
	fail(l, ERR_FORMAT,
	     "line %lld is not the header: no column \"%.*s\" in \"%s\"",
	     (long long)l->line, (int)strcspn(missing, " "), missing, excerpt);
}

static void take_header(struct labstat *l, const char *line, size_t length)
{
	struct cell left = { line, length };
	struct cell name;
	size_t columns = 0;
	size_t i;

	if (length >= sizeof BOM - 1 && memcmp(line, BOM, sizeof BOM - 1) == 0)
		left = (struct cell){ line + 3, length - 3 };
	while (columns < LABSTAT_FILE_COLUMNS_MAX && next_cell(&left, &name))
		place_column(l, &name, columns++);
	for (i = 0; i < l->file->count; i++) {
		const struct labstat_column *column = &l->file->columns[i];

		if (!column->optional && !has_column(l, columns, i)) {
			refuse_header(l, line, length, column->names);
			return;
		}
	}
	l->columns = columns;
}

/* A row of hundreds of millions of bytes: the two loops below are all that is
 * done for a cell that is wanted. */
static bool split(struct labstat *l, const char *line, size_t length,
		  struct cell cells[LABSTAT_COLUMNS_MAX])
{
	struct cell left = { line, length };
	struct cell cell;
	size_t at = 0;

	memset(cells, 0, l->file->count * sizeof *cells);
	while (at < l->columns && next_cell(&left, &cell)) {
		if (l->place[at] >= 0)
			cells[l->place[at]] = cell;
		at++;
	}
	return !left.text || l->columns == LABSTAT_FILE_COLUMNS_MAX ||
	       is_blank(left.text, left.length);
}

/* Printable ASCII, as nearly all lines are. */
static bool is_plain(const char *line, size_t length)
{
	unsigned char odd = 0;
	size_t i;

	for (i = 0; i < length; i++) {
		unsigned char c = (unsigned char)line[i];

		odd |= (c >= 0x7f) | ((c < 0x20) & (c != '\t'));
	}
	return !odd;
}

static void hand_over(struct labstat *l, const char *const *cells)
{
	if (!l->take(l->context, l, cells))
		l->ended = true;
}

/* In place: each cell ends with a zero byte where its padding or tab was. */
static void hand_plain(struct labstat *l, size_t length)
{
	struct cell cells[LABSTAT_COLUMNS_MAX];
	const char *texts[LABSTAT_COLUMNS_MAX];
	size_t i;

	l->text[length] = '\0';
	if (!split(l, l->text, length, cells)) {
		labstat_damaged(l, "it has more cells than the header");
		return;
	}
	for (i = 0; i < l->file->count; i++) {
		texts[i] = cells[i].length ? cells[i].text : "";
		if (cells[i].length)
			l->text[(size_t)(cells[i].text - l->text) +
				cells[i].length] = '\0';
	}
	hand_over(l, texts);
}

/* Through the door, cell by cell. */
static void hand_odd(struct labstat *l, const char *line, size_t length)
{
	struct cell cells[LABSTAT_COLUMNS_MAX];
	const char *texts[LABSTAT_COLUMNS_MAX];
	size_t ends[LABSTAT_COLUMNS_MAX];
	struct str admitted =
		STR_INIT((size_t)3 * LABSTAT_LINE_BYTES + LABSTAT_COLUMNS_MAX);
	size_t i;

	if (!split(l, line, length, cells)) {
		labstat_damaged(l, "it has more cells than the header");
		return;
	}
	for (i = 0; i < l->file->count; i++) {
		text_admit(&admitted, cells[i].text ? cells[i].text : "",
			   cells[i].length);
		str_add(&admitted, "", 1);
		ends[i] = admitted.length;
	}
	for (i = 0; i < l->file->count; i++) {
		char *text = admitted.data + (i ? ends[i - 1] : 0);
		struct cell cell = trim(text, strlen(text));

		text[(size_t)(cell.text - text) + cell.length] = '\0';
		texts[i] = cell.text;
	}
	hand_over(l, texts);
	str_release(&admitted);
}

static bool is_wanted(struct labstat *l, const char *line, size_t length)
{
	struct cell left = { line, length };
	struct cell key = { line, 0 };
	size_t at;

	if (!l->want)
		return true;
	for (at = 0; at <= l->key; at++)
		if (!next_cell(&left, &key))
			key.length = 0;
	return l->want(l->context, l, key.text, key.length);
}

static void take_row(struct labstat *l, const char *line, size_t length)
{
	if (!is_wanted(l, line, length))
		return;
	while (length && is_padding(line[length - 1]))
		length--;
	if (is_plain(line, length)) {
		memcpy(l->text, line, length);
		hand_plain(l, length);
	} else {
		hand_odd(l, line, length);
	}
}

/* One line without its end. */
static void take_line(struct labstat *l, const char *line, size_t length)
{
	l->line++;
	if (is_blank(line, length))
		return;
	if (!l->columns)
		take_header(l, line, length);
	else
		take_row(l, line, length);
}

static void too_long(struct labstat *l)
{
	l->line++;
	l->rest_length = 0;
	l->skipping = true;
	if (l->columns)
		labstat_damaged(l, "it is longer than %d bytes",
				LABSTAT_LINE_BYTES - 1);
	else
		fail(l, ERR_FORMAT, "line %lld is longer than %d bytes",
		     (long long)l->line, LABSTAT_LINE_BYTES - 1);
}

/* `n` bytes that hold no line end; `ends`: one follows. */
static void take_piece(struct labstat *l, const char *bytes, size_t n,
		       bool ends)
{
	size_t whole = l->rest_length + n;

	if (l->skipping) {
		l->skipping = !ends;
		return;
	}
	if (whole >= LABSTAT_LINE_BYTES) {
		too_long(l);
		l->skipping = !ends;
		return;
	}
	if (ends && !l->rest_length) {
		take_line(l, bytes, n);
		return;
	}
	memcpy(l->rest + l->rest_length, bytes, n);
	l->rest_length = ends ? 0 : whole;
	if (ends)
		take_line(l, l->rest, whole);
}

bool labstat_feed(struct labstat *l, const char *bytes, size_t length)
{
	while (length && !l->ended) {
		const char *end = memchr(bytes, '\n', length);
		size_t n = end ? (size_t)(end - bytes) : length;

		take_piece(l, bytes, n, end != NULL);
		bytes += end ? n + 1 : n;
		length -= end ? n + 1 : n;
	}
	return !l->ended;
}

/* Does a last line without its end hold all of its cells? */
static bool looks_whole(const struct labstat *l)
{
	size_t tabs = 0;
	size_t i;

	for (i = 0; i < l->rest_length; i++)
		tabs += l->rest[i] == '\t';
	return !l->columns || tabs + 1 >= l->columns ||
	       l->rest[l->rest_length - 1] == '\r' ||
	       l->rest[l->rest_length - 1] == CTRL_Z;
}

enum err labstat_end(struct labstat *l, bool whole)
{
	if (l->ended)
		return l->error.code;
	if (l->rest_length && !is_blank(l->rest, l->rest_length)) {
		if (whole && looks_whole(l))
			take_line(l, l->rest, l->rest_length);
		else
			fail(l, ERR_REMOTE, "is cut after line %lld",
			     (long long)l->line);
	} else if (!l->columns) {
		fail(l, ERR_REMOTE, "is empty");
	}
	l->rest_length = 0;
	l->ended = true;
	return l->error.code;
}

enum err labstat_read(struct labstat *l, const char *body, size_t length,
		      bool whole)
{
	if (!labstat_feed(l, body, length))
		return l->error.code;
	return labstat_end(l, whole);
}

bool labstat_url(const char *folder, const char *file, char *out, size_t size)
{
	size_t length = strlen(folder);
	bool slash = length && folder[length - 1] == '/';
	int n = snprintf(out, size, "%s%s%s", folder, slash ? "" : "/", file);

	return n >= 0 && (size_t)n < size;
}
