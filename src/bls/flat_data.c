#include "bls/flat_data.h"

#include <string.h>

/* Nation, all industries: what is read in any case; the rest of the id is the
 * occupation and the data type. */
static const char NATIONAL[] = "OEUN0000000000000";
static const char ALL_INDUSTRIES[] = "000000";

enum {
	CELLS = 5,
	SURVEY_LENGTH = 2, /* "OE" */
	AT_AREA_TYPE = 3,
	AT_INDUSTRY = 11,
	ID_BEGIN = 17, /* with the industry */
};

static const char *const header[CELLS] = { "series_id", "year", "period",
					   "value", "footnote_codes" };

static bool fail(struct flat_data *d, const char *why)
{
	d->ended = true;
	(void)err_set(&d->error, ERR_REMOTE, "line %lld %s",
		      (long long)d->lines, why);
	return false;
}

/* Cells end with a tab, the last with the line; all are padded. */
static int split(char *line, char *cells[CELLS])
{
	int count = 0;

	while (line && count < CELLS) {
		char *tab = strchr(line, '\t');
		char *cell = line + strspn(line, " \r");
		size_t length;

		line = tab ? tab + 1 : NULL;
		if (tab)
			*tab = '\0';
		length = strlen(cell);
		while (length && strchr(" \r", cell[length - 1]))
			length--;
		cell[length] = '\0';
		cells[count++] = cell;
	}
	return line ? CELLS + 1 : count;
}

static bool take_header(struct flat_data *d, char *line)
{
	char *cells[CELLS];
	int i;

	d->header_seen = true;
	if (split(line, cells) != CELLS)
		return fail(d, "is not the header of oe.data");
	for (i = 0; i < CELLS; i++)
		if (strcmp(cells[i], header[i]) != 0)
			return fail(d, "is not the header of oe.data");
	return true;
}

static bool take_row(struct flat_data *d, char *line)
{
	struct flat_row row;
	char *cells[CELLS];
	int64_t year;
	int count = split(line, cells);

	/* without the last tab there are no footnotes */
	if (count == CELLS - 1)
		cells[CELLS - 1] = line + strlen(line);
	else if (count != CELLS)
		return fail(d, "has not five cells");
	if (!series_parse(cells[0], &row.series) ||
	    !parse_int64(cells[1], 1901, 2199, &year) ||
	    !copy_text(row.period, sizeof row.period, cells[2]) ||
	    !copy_text(row.value, sizeof row.value, cells[3]) ||
	    !copy_text(row.footnotes, sizeof row.footnotes, cells[4]))
		return fail(d, "is not a row of oe.data");
	row.year = (int)year;
	if (!d->take(d->context, &row))
		d->ended = true;
	return !d->ended;
}

static bool is_national(const char *bytes, size_t length)
{
	return length >= sizeof NATIONAL - 1 &&
	       memcmp(bytes, NATIONAL, sizeof NATIONAL - 1) == 0;
}

/* A row of an area that is not wanted is only counted. */
static bool is_wanted(struct flat_data *d, const char *bytes, size_t length)
{
	bool metro = bytes[AT_AREA_TYPE] == 'M';
	bool state = bytes[AT_AREA_TYPE] == 'S';

	d->metropolitan += metro;
	d->state += state;
	return ((metro && d->metros) || (state && d->states)) &&
	       length >= ID_BEGIN &&
	       memcmp(bytes + AT_INDUSTRY, ALL_INDUSTRIES,
		      sizeof ALL_INDUSTRIES - 1) == 0;
}

/* One line without its end. */
static bool take_line(struct flat_data *d, const char *bytes, size_t length)
{
	char line[FLAT_LINE_BYTES];
	bool national = is_national(bytes, length);

	d->lines++;
	d->national += national;
	if (d->header_seen && !national) {
		if (!length || (length == 1 && bytes[0] == '\r'))
			return true;
		if (length <= AT_AREA_TYPE ||
		    memcmp(bytes, NATIONAL, SURVEY_LENGTH) != 0)
			return fail(d, "is not a row of oe.data");
		if (!is_wanted(d, bytes, length))
			return true;
	}
	memcpy(line, bytes, length);
	line[length] = '\0';
	if (strlen(line) != length)
		return fail(d, "holds a zero byte");
	return d->header_seen ? take_row(d, line) : take_header(d, line);
}

/* What a page in place of the file looks like is in its first bytes. */
static void keep_head(struct flat_data *d, const char *bytes, size_t length)
{
	size_t have = strlen(d->head);
	size_t room = sizeof d->head - 1 - have;
	size_t n = length < room ? length : room;

	if (d->lines)
		return;
	memcpy(d->head + have, bytes, n);
	d->head[have + n] = '\0';
}

bool flat_data_feed(struct flat_data *d, const char *bytes, size_t length)
{
	keep_head(d, bytes, length);
	while (length && !d->ended) {
		const char *end = memchr(bytes, '\n', length);
		size_t n = end ? (size_t)(end - bytes) : length;

		if (d->rest_length + n >= FLAT_LINE_BYTES) {
			d->lines++;
			return fail(d, "is too long");
		}
		if (!end || d->rest_length) {
			memcpy(d->rest + d->rest_length, bytes, n);
			d->rest_length += n;
		}
		if (!end)
			break;
		if (d->rest_length) {
			size_t whole = d->rest_length;

			d->rest_length = 0;
			(void)take_line(d, d->rest, whole);
		} else {
			(void)take_line(d, bytes, n);
		}
		bytes += n + 1;
		length -= n + 1;
	}
	return !d->ended;
}

enum err flat_data_end(struct flat_data *d)
{
	if (d->error.code != ERR_OK)
		return d->error.code;
	if (!d->header_seen)
		return err_set(&d->error, ERR_REMOTE, "has no whole line");
	if (d->rest_length)
		return err_set(&d->error, ERR_REMOTE, "is cut after line %lld",
			       (long long)d->lines);
	if (d->metropolitan && !d->state)
		return err_set(&d->error, ERR_REMOTE,
			       "is cut: it has areas and no states");
	return ERR_OK;
}

bool flat_row_figure(const struct flat_row *row, const struct footnotes *notes,
		     struct figure *out)
{
	if (strcmp(row->value, "-") == 0) {
		footnotes_withhold(notes, row->footnotes, row->series.datatype,
				   out);
		return true;
	}
	return row->value[0] != '-' && figure_parse(row->value, out);
}
