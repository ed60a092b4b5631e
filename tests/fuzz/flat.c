/* The flat files, whatever bytes they are: their reader, fed at once and in
 * two pieces, what is made of them, and the door for text. */
#include "base/text.h"
#include "base/tsv.h"
#include "base/utf8.h"
#include "bls/flat_data.h"
#include "bls/flat_release.h"
#include "bls/labstat.h"

#include "fuzz.h"

#include <string.h>

static const struct labstat_column columns[] = {
	{ .names = "footnote_code series_id release_date" },
	{ .names = "footnote_text value", .optional = true },
};

static const struct labstat_file file = { "any", columns, COUNT_OF(columns) };

static bool is_clean(const char *text)
{
	size_t i;

	for (i = 0; text[i]; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return false;
	return utf8_valid(text, i);
}

/* The cells of all rows, one after the other. */
static bool take(void *context, struct labstat *l, const char *const *cells)
{
	struct str *seen = context;
	size_t i;

	for (i = 0; i < COUNT_OF(columns); i++) {
		HOLDS(is_clean(cells[i]));
		HOLDS(cells[i][0] != ' ');
		str_adds(seen, cells[i]);
		str_addc(seen, '\t');
	}
	if (cells[0][0] == '?')
		labstat_damaged(l, "%s", cells[1]);
	if (cells[0][0] == '!')
		labstat_unknown(l, LABSTAT_FOOTNOTE, cells[1]);
	return true;
}

static enum err read_labstat(const uint8_t *data, size_t size, size_t cut,
			     struct str *seen)
{
	static struct labstat l;
	const char *bytes = (const char *)data;
	char note[LABSTAT_NOTE_BYTES];
	size_t i;

	l = LABSTAT_INIT(&file, take, seen);
	if (labstat_feed(&l, bytes, cut) &&
	    labstat_feed(&l, bytes + cut, size - cut))
		(void)!labstat_end(&l, size % 2);
	HOLDS(is_clean(l.error.msg));
	for (i = 0; labstat_note(&l.notes, i, note); i++)
		HOLDS(is_clean(note));
	return l.error.code;
}

static void read_twice(const uint8_t *data, size_t size)
{
	struct str once = STR_INIT(1 << 24);
	struct str twice = STR_INIT(1 << 24);

	HOLDS(read_labstat(data, size, size, &once) ==
	      read_labstat(data, size, size / 3, &twice));
	HOLDS(strcmp(once.data, twice.data) == 0);
	str_release(&once);
	str_release(&twice);
}

static void pass_the_door(const uint8_t *data, size_t size)
{
	struct str out = STR_INIT(3 * size);
	char cut[12];

	text_admit(&out, (const char *)data, size);
	HOLDS(!out.full && is_clean(out.data));
	HOLDS(text_copy(cut, sizeof cut, (const char *)data, size) ==
	      (out.length < sizeof cut));
	HOLDS(is_clean(cut));
	str_release(&out);
}

static bool take_row(void *context, const struct flat_row *row)
{
	struct figure f;

	(void)context;
	HOLDS(series_known(&row->series) && row->year > 1900);
	(void)flat_row_figure(row, &(struct footnotes){ 0 }, &f);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct flat_data d;
	struct release release;
	struct error e;
	struct tsv t;
	bool bad = false;
	char *text = fuzz_text(data, size);

	read_twice(data, size);
	pass_the_door(data, size);
	d = FLAT_DATA_INIT(take_row, NULL);
	if (flat_data_feed(&d, (const char *)data, size))
		(void)!flat_data_end(&d, true);
	if (flat_release_parse(text, strlen(text), size % 2, &release, &e) ==
	    ERR_OK)
		HOLDS(release.year >= 1990 && release.year <= 2199 &&
		      is_clean(release.description));
	if (tsv_open(&t, text)) {
		HOLDS(t.columns >= 1 && t.columns <= TSV_COLUMNS_MAX);
		while (tsv_next(&t, &bad))
			HOLDS(!bad);
	}
	free(text);
	return 0;
}
