#include "bls/flat_data.h"

#include <string.h>

/* Nation, all industries: what is read in any case; the rest of the id is the
 * occupation and the data type. */
static const char NATIONAL[] = "OEUN0000000000000";
static const char ALL_INDUSTRIES[] = "000000";

enum {
	SURVEY_LENGTH = 2, /* "OE" */
	AT_AREA_TYPE = 3,
	AT_INDUSTRY = 11,
};

enum column { ID, YEAR, PERIOD, VALUE, FOOTNOTES, COLUMNS };

static const struct labstat_column columns[COLUMNS] = {
	[ID] = { .names = "series_id" },
	[YEAR] = { .names = "year" },
	[PERIOD] = { .names = "period" },
	[VALUE] = { .names = "value" },
	[FOOTNOTES] = { .names = "footnote_codes footnote_code",
			.optional = true },
};

const struct labstat_file flat_data_file = { "oe.data.0.Current", columns,
					     COLUMNS };

static bool is_national(const char *key, size_t length)
{
	return length >= sizeof NATIONAL - 1 &&
	       memcmp(key, NATIONAL, sizeof NATIONAL - 1) == 0;
}

/* A row of an area that is not wanted is only counted. */
static bool is_wanted(struct flat_data *d, const char *key)
{
	bool metro = key[AT_AREA_TYPE] == 'M';
	bool state = key[AT_AREA_TYPE] == 'S';

	d->metropolitan += metro;
	d->state += state;
	if (!metro && !state && key[AT_AREA_TYPE] != 'N')
		labstat_unknown(&d->file, LABSTAT_AREA_TYPE,
				(char[2]){ key[AT_AREA_TYPE] });
	return ((metro && d->metros) || (state && d->states)) &&
	       memcmp(key + AT_INDUSTRY, ALL_INDUSTRIES,
		      sizeof ALL_INDUSTRIES - 1) == 0;
}

static bool want(void *context, struct labstat *l, const char *key,
		 size_t length)
{
	struct flat_data *d = context;

	if (is_national(key, length)) {
		d->national++;
		return true;
	}
	/* of the nation's industries the area is known, too */
	if (length != SERIES_ID_BYTES - 1 ||
	    memcmp(key, NATIONAL,
		   key[AT_AREA_TYPE] == 'N' ? AT_INDUSTRY : SURVEY_LENGTH) !=
		    0) {
		labstat_damaged(l, "it has no series id of OEWS");
		return false;
	}
	if (key[AT_AREA_TYPE] != 'N')
		d->area_line = l->line;
	return is_wanted(d, key);
}

/* A row is missing: one of the nation, unless it is plain that it is not. */
static void lose(void *context, const struct labstat *l,
		 const struct labstat_damage *damage)
{
	struct flat_data *d = context;

	d->lost_national += d->area_line != l->line;
	if (d->lost)
		d->lost(d->context, damage);
}

static void look_at_footnotes(struct flat_data *d, const char *codes)
{
	char unknown[FOOTNOTE_CODE_BYTES];

	if (d->notes && *codes && footnotes_unknown(d->notes, codes, unknown))
		labstat_unknown(&d->file, LABSTAT_FOOTNOTE, unknown);
}

bool flat_data_take_line(void *context, struct labstat *l,
			 const char *const *cells)
{
	struct flat_data *d = context;
	struct flat_row row = { .period = cells[PERIOD],
				.value = cells[VALUE],
				.footnotes = cells[FOOTNOTES] };
	const char *id = cells[ID];
	int64_t year;

	if (!series_split(id, &row.series)) {
		labstat_damaged(l, "it has no series id of OEWS: \"%s\"", id);
		return true;
	}
	if (!parse_int64(cells[YEAR], 1901, 2199, &year)) {
		labstat_damaged(l, "it has no year: \"%s\"", cells[YEAR]);
		return true;
	}
	if (!series_known(&row.series)) {
		labstat_unknown(l, LABSTAT_DATA_TYPE,
				id + SERIES_DATATYPE_OFFSET);
		return true;
	}
	look_at_footnotes(d, row.footnotes);
	row.year = (int)year;
	return d->take(d->context, &row);
}

/* What a page in place of the file looks like is in its first bytes. */
static void keep_head(struct flat_data *d, const char *bytes, size_t length)
{
	size_t have = strlen(d->head);
	size_t room = sizeof d->head - 1 - have;
	size_t n = length < room ? length : room;

	if (d->file.columns)
		return;
	memcpy(d->head + have, bytes, n);
	d->head[have + n] = '\0';
}

bool flat_data_feed(struct flat_data *d, const char *bytes, size_t length)
{
	keep_head(d, bytes, length);
	d->file.context = d;
	d->file.want = want;
	d->file.lost = lose;
	return labstat_feed(&d->file, bytes, length);
}

enum err flat_data_end(struct flat_data *d, bool whole)
{
	struct labstat *l = &d->file;

	if (labstat_end(l, whole) == ERR_OK && d->metropolitan && !d->state)
		(void)err_set(&l->error, ERR_REMOTE,
			      "is cut: it has areas and no states");
	return l->error.code;
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
