#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "change.h"
#include "members.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static bool refuse(struct text *error, const char *field)
{
	text_fmt(error, "bad value: %s", field);
	return false;
}

/* "-" goes with a footnote; -4, -5, -8 say both in one. */
static bool read_cell(struct cell *c, const char *value, const char *footnote)
{
	if (strcmp(value, "-") != 0)
		return !*footnote && cell_parse(c, value);
	if (!*footnote || footnote[1] || !strchr("458", *footnote))
		return false;
	*c = (struct cell){ .value = "-", .footnote = *footnote };
	return true;
}

bool change_override(struct world *w, const cJSON *json, struct text *error)
{
	long year = w->release;
	long datatype = 0;
	char code[8] = "";
	char value[16] = "";
	char footnote[2] = "";
	struct occupation *o;
	const struct member table[] = {
		{ "year", MEMBER_LONG, &year, YEAR_FIRST, YEAR_LAST },
		{ "code", MEMBER_TEXT, code, 0, sizeof code },
		{ "datatype", MEMBER_LONG, &datatype, 1, DATATYPES },
		{ "value", MEMBER_TEXT, value, 0, sizeof value },
		{ "footnote", MEMBER_TEXT, footnote, 0, sizeof footnote },
	};

	if (!members_read(json, table, COUNT(table), error))
		return false;
	o = figures_find_any(&w->figures, code);
	if (!o || !o->published[year - YEAR_FIRST])
		return refuse(error, "code");
	if (!datatype)
		return refuse(error, "datatype");
	if (!read_cell(&o->cell[year - YEAR_FIRST][datatype - 1], value,
		       footnote))
		return refuse(error, "value");
	return true;
}

/* "15-1252" leaves the list; {"code":..,"year":..} only loses that year. */
bool change_withdraw(struct world *w, const cJSON *json, struct text *error)
{
	long year = w->release;
	char code[8] = "";
	struct occupation *o;
	const struct member table[] = {
		{ "year", MEMBER_LONG, &year, YEAR_FIRST, YEAR_LAST },
		{ "code", MEMBER_TEXT, code, 0, sizeof code },
	};

	if (cJSON_IsString(json)) {
		o = figures_find_any(&w->figures, json->valuestring);
		if (!o)
			return refuse(error, "withdraw");
		o->withdrawn = true;
		return true;
	}
	if (!members_read(json, table, COUNT(table), error))
		return false;
	o = figures_find_any(&w->figures, code);
	if (!o)
		return refuse(error, "code");
	o->published[year - YEAR_FIRST] = false;
	return true;
}

static bool read_cells(struct cell *cells, const cJSON *values)
{
	const cJSON *value;
	int i = 0;

	cJSON_ArrayForEach(value, values)
	{
		if (!cJSON_IsString(value) ||
		    !cell_parse(&cells[i++], value->valuestring))
			return false;
	}
	return i == DATATYPES;
}

/* A new occupation, with or without figures of a year; or one comes back. */
bool change_add(struct world *w, const cJSON *json, struct text *error)
{
	struct occupation given = { 0 };
	long level = 3;
	long year = w->release;
	char code[8] = "";
	const cJSON *values = NULL;
	struct occupation *o;
	const struct member table[] = {
		{ "code", MEMBER_TEXT, code, 0, sizeof code },
		{ "title", MEMBER_TEXT, given.title, 0, sizeof given.title },
		{ "description", MEMBER_TEXT, given.description, 0,
		  sizeof given.description },
		{ "level", MEMBER_LONG, &level, 0, 3 },
		{ "year", MEMBER_LONG, &year, YEAR_FIRST, YEAR_LAST },
		{ "values", MEMBER_ARRAY, &values, 0, DATATYPES },
	};

	if (!members_read(json, table, COUNT(table), error))
		return false;
	o = figures_find_any(&w->figures, code);
	if (o && o->withdrawn) {
		o->withdrawn = false;
	} else {
		o = figures_insert(&w->figures, code);
		if (!o)
			return refuse(error, "code");
		memcpy(o->title, given.title, sizeof o->title);
		memcpy(o->description, given.description,
		       sizeof o->description);
		o->level = (char)('0' + level);
		o->selectable = 'T';
	}
	if (!values)
		return true;
	o->published[year - YEAR_FIRST] = true;
	return read_cells(o->cell[year - YEAR_FIRST], values) ||
	       refuse(error, "values");
}

/* Other words for an occupation that is listed. */
bool change_rename(struct world *w, const cJSON *json, struct text *error)
{
	struct occupation given = { 0 };
	char code[8] = "";
	struct occupation *o;
	const struct member table[] = {
		{ "code", MEMBER_TEXT, code, 0, sizeof code },
		{ "title", MEMBER_TEXT, given.title, 0, sizeof given.title },
		{ "description", MEMBER_TEXT, given.description, 0,
		  sizeof given.description },
	};

	if (!members_read(json, table, COUNT(table), error))
		return false;
	o = figures_find_any(&w->figures, code);
	if (!o)
		return refuse(error, "code");
	memcpy(o->title, given.title, sizeof o->title);
	if (given.description[0])
		memcpy(o->description, given.description,
		       sizeof o->description);
	return true;
}

bool change_employment(struct world *w, const cJSON *json, struct text *error)
{
	long year = w->release;
	double factor = 1;
	size_t i;
	const struct member table[] = {
		{ "year", MEMBER_LONG, &year, YEAR_FIRST, YEAR_LAST },
		{ "factor", MEMBER_DOUBLE, &factor, 0.01, 100 },
	};

	if (!members_read(json, table, COUNT(table), error))
		return false;
	for (i = 0; i < w->figures.count; i++) {
		struct occupation *o = &w->figures.occupation[i];
		struct cell *c = &o->cell[year - YEAR_FIRST][0];
		long jobs;

		/* BLS rounds employment to tens. */
		if (parse_long(c->value, 0, 999999999, &jobs))
			snprintf(c->value, sizeof c->value, "%ld",
				 (long)((double)jobs * factor / 10 + 0.5) * 10);
	}
	return true;
}
