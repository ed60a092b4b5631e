#include "figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define LINE_MAX_BYTES 2048
#define FIELDS_MAX     (DATATYPES + 1)
#define LIST_FIELDS    6

typedef bool (*row_fn)(struct figures *f, char **field, int year);

bool figures_code(char out[7], const char *code)
{
	size_t n = 0;

	for (; *code && n < 6; code++) {
		if (*code == '-' && n == 2)
			continue;
		if (*code < '0' || *code > '9')
			return false;
		out[n++] = *code;
	}
	out[n] = '\0';
	return n == 6 && !*code;
}

static size_t lower_bound(const struct figures *f, const char *code)
{
	size_t lo = 0;
	size_t hi = f->count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(f->occupation[mid].code, code) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct occupation *figures_find(struct figures *f, const char *code)
{
	size_t at = lower_bound(f, code);

	if (at == f->count || strcmp(f->occupation[at].code, code) != 0)
		return NULL;
	return &f->occupation[at];
}

struct occupation *figures_find_any(struct figures *f, const char *code)
{
	char digits[7];

	return figures_code(digits, code) ? figures_find(f, digits) : NULL;
}

struct occupation *figures_insert(struct figures *f, const char *code)
{
	struct occupation *o;
	char digits[7];
	size_t at;

	if (f->count == OCCUPATIONS_MAX || !figures_code(digits, code) ||
	    figures_find(f, digits))
		return NULL;
	at = lower_bound(f, digits);
	o = &f->occupation[at];
	memmove(o + 1, o, (f->count - at) * sizeof *o);
	memset(o, 0, sizeof *o);
	memcpy(o->code, digits, sizeof o->code);
	f->count++;
	return o;
}

bool cell_parse(struct cell *c, const char *s)
{
	size_t len = strlen(s);

	if (len == 2 && s[0] == '-' && strchr("458", s[1])) {
		*c = (struct cell){ .value = "-", .footnote = s[1] };
		return true;
	}
	c->footnote = 0;
	return len && strspn(s, "0123456789.") == len &&
	       copy_str(c->value, sizeof c->value, s);
}

const char *footnote_text(char footnote, int year)
{
	switch (footnote) {
	case '4':
		return "Wages for some occupations that do not generally work "
		       "year-round, full time, are reported either as hourly "
		       "wages or annual salaries depending on how they are "
		       "typically paid.";
	case '5':
		return year <= 2021 ? "This wage is equal to or greater than "
				      "$100.00 per hour or $208,000 per year."
				    : "This wage is equal to or greater than "
				      "$115.00 per hour or $239,200 per year.";
	case '8':
		return "Estimate not released.";
	default:
		return NULL;
	}
}

static bool list_row(struct figures *f, char **field, int year)
{
	struct occupation *o = figures_insert(f, field[0]);
	long sequence;

	(void)year;
	if (!o || !parse_long(field[4], 0, 9999, &sequence))
		return false;
	o->level = field[2][0];
	o->selectable = field[3][0];
	o->sequence = (int)sequence;
	return copy_str(o->title, sizeof o->title, field[1]) &&
	       copy_str(o->description, sizeof o->description, field[5]);
}

static bool year_row(struct figures *f, char **field, int year)
{
	struct occupation *o = figures_find_any(f, field[0]);
	int i;

	if (!o || o->published[year - YEAR_FIRST])
		return false;
	o->published[year - YEAR_FIRST] = true;
	for (i = 0; i < DATATYPES; i++)
		if (!cell_parse(&o->cell[year - YEAR_FIRST][i], field[i + 1]))
			return false;
	return true;
}

/* Splits a line at its tabs; true when there are exactly want fields. */
static bool split(char *line, char **field, int want)
{
	int n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	while (n < want) {
		field[n++] = line;
		line = strchr(line, '\t');
		if (!line)
			break;
		*line++ = '\0';
	}
	return n == want && !line;
}

static bool load_table(struct figures *f, const char *path, int year)
{
	row_fn row = year ? year_row : list_row;
	char line[LINE_MAX_BYTES];
	char *field[FIELDS_MAX];
	int number = 0;
	bool ok = true;
	FILE *in = fopen(path, "re");

	if (!in) {
		fprintf(stderr, "bls-emulator: cannot open %s\n", path);
		return false;
	}
	while (ok && fgets(line, sizeof line, in)) {
		number++;
		if (line[0] == '#')
			continue;
		ok = split(line, field, year ? FIELDS_MAX : LIST_FIELDS) &&
		     row(f, field, year);
	}
	if (!ok)
		fprintf(stderr, "bls-emulator: %s:%d: bad row\n", path, number);
	ok = ok && !ferror(in);
	fclose(in);
	return ok;
}

bool figures_load(struct figures *f, const char *folder)
{
	char path[4096];
	int year;

	memset(f, 0, sizeof *f);
	snprintf(path, sizeof path, "%s/occupations.tsv", folder);
	if (!load_table(f, path, 0))
		return false;
	for (year = YEAR_FIRST; year <= YEAR_LAST; year++) {
		snprintf(path, sizeof path, "%s/national_%d.tsv", folder, year);
		if (!load_table(f, path, year))
			return false;
	}
	return true;
}
