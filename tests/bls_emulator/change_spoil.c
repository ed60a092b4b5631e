/* Answers that are wrong although their form is right. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "change.h"
#include "members.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { ANNUAL_10TH = 11, ANNUAL_90TH = 15, ANNUAL_MEAN = 4 };

/* The cells of one occupation and year, index = data type - 1. */
typedef void (*spoil_fn)(struct cell *cells);

static void same(struct cell *cells)
{
	int i;

	for (i = 0; i < DATATYPES; i++)
		cells[i] = (struct cell){ .value = "5" };
}

static void swap_percentiles(struct cell *cells)
{
	struct cell low = cells[ANNUAL_10TH - 1];

	cells[ANNUAL_10TH - 1] = cells[ANNUAL_90TH - 1];
	cells[ANNUAL_90TH - 1] = low;
}

static void withhold(struct cell *cells)
{
	int i;

	for (i = 0; i < DATATYPES; i++)
		cells[i] = (struct cell){ .value = "-", .footnote = '8' };
}

static void double_cell(struct cell *c)
{
	long number;

	if (parse_long(c->value, 0, 9999999, &number))
		snprintf(c->value, sizeof c->value, "%ld", number * 2);
}

static void double_annual(struct cell *cells)
{
	int i;

	double_cell(&cells[ANNUAL_MEAN - 1]);
	for (i = ANNUAL_10TH; i <= ANNUAL_90TH; i++)
		double_cell(&cells[i - 1]);
}

static void mean_above(struct cell *cells)
{
	double_cell(&cells[ANNUAL_MEAN - 1]);
	double_cell(&cells[ANNUAL_MEAN - 1]);
}

static spoil_fn find(const char *how)
{
	static const struct {
		const char *name;
		spoil_fn spoil;
	} table[] = {
		{ "same", same },
		{ "swap_percentiles", swap_percentiles },
		{ "withhold", withhold },
		{ "double_annual", double_annual },
		{ "mean_above", mean_above },
	};
	size_t i;

	for (i = 0; i < COUNT(table); i++)
		if (strcmp(how, table[i].name) == 0)
			return table[i].spoil;
	return NULL;
}

bool change_spoil(struct world *w, const cJSON *json, struct text *error)
{
	long year = w->release;
	long every = 1;
	char how[24] = "";
	spoil_fn spoil;
	size_t i;
	const struct member table[] = {
		{ "year", MEMBER_LONG, &year, YEAR_FIRST, YEAR_LAST },
		{ "every", MEMBER_LONG, &every, 1, 10000 },
		{ "how", MEMBER_TEXT, how, 0, sizeof how },
	};

	if (!members_read(json, table, COUNT(table), error))
		return false;
	spoil = find(how);
	if (!spoil) {
		text_str(error, "bad value: how");
		return false;
	}
	for (i = 0; i < w->figures.count; i += (size_t)every)
		spoil(w->figures.occupation[i].cell[year - YEAR_FIRST]);
	return true;
}
