#include "series.h"

#include <stdio.h>
#include <string.h>

#include "envelope.h"
#include "surveys.h"

#define NATIONAL  "OEUN0000000000000" /* area and industry: all */
#define ID_LENGTH 25

static bool well_formed(const char *id)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-#";

	return strspn(id, allowed) == strlen(id) && survey_of_series(id);
}

enum series_kind series_judge(struct world *w, const char *id,
			      struct occupation **o, int *datatype)
{
	char code[7];
	long number;

	if (!well_formed(id))
		return SERIES_INVALID;
	if (strlen(id) != ID_LENGTH ||
	    strncmp(id, NATIONAL, sizeof NATIONAL - 1) != 0 ||
	    !parse_long(id + 23, 1, DATATYPES, &number))
		return SERIES_UNKNOWN;
	memcpy(code, id + 17, 6);
	code[6] = '\0';
	*o = figures_find(&w->figures, code);
	*datatype = (int)number;
	if (!*o || (*o)->withdrawn || !(*o)->published[w->release - YEAR_FIRST])
		return SERIES_UNKNOWN;
	return SERIES_KNOWN;
}

/* The fault of this request strikes this one of its series. */
static bool struck(const struct series_answer *a, size_t index,
		   enum fault_kind kind)
{
	const struct fault *f = a->fault;

	if (f->kind != kind)
		return false;
	return f->series[0] ? strcmp(f->series, a->query->series[index]) == 0
			    : index == 0;
}

static void open_series(struct series_answer *a, const char *id)
{
	text_str(&a->members,
		 a->members.len ? ",{\"seriesID\":" : "{\"seriesID\":");
	text_json(&a->members, id);
	text_str(&a->members, ",\"data\":[");
}

static void write_empty(struct series_answer *a, const char *id)
{
	open_series(a, id);
	text_str(&a->members, "]}");
}

struct row {
	int year;
	bool latest;
	bool numbers; /* unquoted, as BLS never does */
	const char *value;
	char footnote;
};

static void write_row(struct text *out, const struct row *row)
{
	const char *note = footnote_text(row->footnote, row->year);
	const char *quote = row->numbers ? "" : "\"";

	text_fmt(out,
		 "{\"year\":%s%d%s,\"period\":\"A01\","
		 "\"periodName\":\"Annual\",",
		 quote, row->year, quote);
	if (row->latest)
		text_str(out, "\"latest\":\"true\",");
	if (row->numbers && strcmp(row->value, "-") != 0) {
		text_fmt(out, "\"value\":%s,", row->value);
	} else {
		text_str(out, "\"value\":");
		text_json(out, row->value);
		text_str(out, ",");
	}
	text_str(out, "\"footnotes\":[{");
	if (note) {
		text_fmt(out, "\"code\":\"%c\",\"text\":", row->footnote);
		text_json(out, note);
	}
	text_str(out, "}]}");
}

/* The row of the released year, or what a fault makes of it. */
static void write_data(struct series_answer *a, size_t index,
		       const struct occupation *o, int datatype)
{
	int release = a->state->world.release;
	int year = release - (a->fault->kind == FAULT_WRONG_YEAR);
	const struct cell *cell;
	struct row row;

	cell = &o->cell[release - YEAR_FIRST][datatype - 1];
	if (year >= YEAR_FIRST && o->published[year - YEAR_FIRST])
		cell = &o->cell[year - YEAR_FIRST][datatype - 1];
	row = (struct row){
		.year = year,
		.latest = year == release,
		.numbers = a->fault->kind == FAULT_NUMBER_TYPES,
		.value = cell->value,
		.footnote = cell->footnote,
	};
	if (struck(a, index, FAULT_MALFORMED_VALUE)) {
		row.value = a->fault->value;
		row.footnote = 0;
	}
	write_row(&a->members, &row);
}

static void write_known(struct series_answer *a, size_t index,
			struct occupation *o, int datatype)
{
	const char *id = a->query->series[index];
	int release = a->state->world.release;
	bool in_window = a->query->latest;
	int year;

	for (year = a->first_year; !a->query->latest && year <= a->last_year;
	     year++) {
		if (year == release)
			in_window = true;
		else
			envelope_message(&a->messages,
					 "No Data Available for Series %s "
					 "Year: %d",
					 id, year);
	}
	open_series(a, id);
	if (in_window) {
		write_data(a, index, o, datatype);
		o->answered++;
		a->state->tally.series_answered++;
	}
	text_str(&a->members, "]}");
}

static void write_one(struct series_answer *a, size_t index)
{
	const char *id = a->query->series[index];
	struct occupation *o;
	int datatype;

	if (struck(a, index, FAULT_DROP_SERIES))
		return;
	if (struck(a, index, FAULT_DATABASE_LOCKED)) {
		envelope_message(&a->messages,
				 "Database is locked for Series %s", id);
		write_empty(a, id);
		return;
	}
	switch (series_judge(&a->state->world, id, &o, &datatype)) {
	case SERIES_INVALID:
		envelope_message(&a->messages,
				 "Unable to get Catalog Data for series %s",
				 id);
		envelope_message(&a->messages, "Invalid Series for Series %s",
				 id);
		write_empty(a, id);
		break;
	case SERIES_UNKNOWN:
		envelope_message(&a->messages,
				 "Series does not exist for Series %s", id);
		write_empty(a, id);
		break;
	case SERIES_KNOWN:
		write_known(a, index, o, datatype);
		break;
	}
}

/* Also an occupation without figures was asked for, and must show. */
static void note_asked(struct state *s, const char *id)
{
	struct occupation *o = NULL;
	int datatype = 0;

	s->tally.series_asked++;
	if (series_judge(&s->world, id, &o, &datatype) == SERIES_INVALID ||
	    !o) {
		s->tally.series_unknown++;
		return;
	}
	o->asked++;
	o->asked_types |= 1U << datatype;
}

static bool is_asked(const struct series_answer *a, const char *id)
{
	size_t i;

	for (i = 0; i < a->query->count; i++)
		if (strcmp(a->query->series[i], id) == 0)
			return true;
	return false;
}

/* A series nobody asked for: employment of the first other occupation. */
static void write_extra(struct series_answer *a)
{
	const struct figures *f = &a->state->world.figures;
	struct row row = { .year = a->state->world.release, .latest = true };
	char id[ID_LENGTH + 1];
	size_t i;

	for (i = 0; i < f->count; i++) {
		snprintf(id, sizeof id, NATIONAL "%s01", f->occupation[i].code);
		if (!is_asked(a, id))
			break;
	}
	if (i == f->count)
		return;
	row.value = f->occupation[i].cell[row.year - YEAR_FIRST][0].value;
	open_series(a, id);
	write_row(&a->members, &row);
	text_str(&a->members, "]}");
}

void series_write(struct series_answer *a)
{
	size_t i;

	for (i = 0; i < a->query->count; i++)
		note_asked(a->state, a->query->series[i]);
	for (i = 0; i < a->count; i++) {
		write_one(a, i);
		if (struck(a, i, FAULT_DUPLICATE_SERIES))
			write_one(a, i);
	}
	if (a->fault->kind == FAULT_EXTRA_SERIES)
		write_extra(a);
}
