#include "model/cell.h"

#include <stdio.h>

enum { KEY_BYTES = 64 };

void cell_text(struct cell *cell, const char *text, const char *reason)
{
	*cell = (struct cell){ .value = text, .reason = text ? NULL : reason };
}

void cell_int(struct cell *cell, int64_t number)
{
	*cell = (struct cell){ .number = true };
	(void)snprintf(cell->digits, sizeof cell->digits, "%lld",
		       (long long)number);
	cell->value = cell->digits;
}

void cell_tenths(struct cell *cell, int tenths)
{
	*cell = (struct cell){ .number = true };
	cell->value = figure_text((int64_t)tenths * 100, tenths % 10 ? 1 : 0,
				  cell->digits);
}

void cell_figure(struct cell *cell, const struct figure *figure)
{
	*cell = (struct cell){ .number = true };
	if (figure->reason == REASON_NONE) {
		cell->value = figure_text(figure->milli, figure->decimals,
					  cell->digits);
		return;
	}
	cell->reason = reason_name((enum reason)figure->reason);
	if (figure->reason == REASON_CAPPED && figure->cap_milli)
		cell->at_least = figure_text(figure->cap_milli,
					     figure->cap_milli % 1000 ? 2 : 0,
					     cell->at_least_digits);
}

/* "employment" + "Reason" */
static void sibling(struct jw *w, const char *key, const char *tail)
{
	char name[KEY_BYTES];

	(void)snprintf(name, sizeof name, "%s%s", key, tail);
	jw_key(w, name);
}

void cell_write(struct jw *w, const char *key, const struct cell *cell)
{
	jw_key(w, key);
	if (!cell->value)
		jw_null(w);
	else if (cell->number)
		jw_number_text(w, cell->value);
	else
		jw_string(w, cell->value);
	if (cell->reason) {
		sibling(w, key, "Reason");
		jw_string(w, cell->reason);
	}
	if (cell->at_least) {
		sibling(w, key, "AtLeast");
		jw_number_text(w, cell->at_least);
	}
}
