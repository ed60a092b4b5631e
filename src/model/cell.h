/*
 * A published value as it is shown: its digits or words, or the reason why
 * there is none, and for a capped wage what it is at least.  Lists, exports and
 * full answers all write values through this.
 *
 *	struct cell cell;
 *	cell_figure(&cell, &figure);
 *	cell_write(&w, "medianAnnualWage", &cell);
 */
#ifndef MODEL_CELL_H
#define MODEL_CELL_H

#include "base/jw.h"
#include "model/figure.h"

struct cell {
	const char *value;    /* NULL: there is none */
	const char *reason;   /* why; NULL: there is one */
	const char *at_least; /* a number; NULL: nothing is known */
	bool number;          /* `value` is one, else it is text */
	char digits[FIGURE_TEXT_BYTES];
	char at_least_digits[FIGURE_TEXT_BYTES];
};

/* A text that lives as long as the cell; NULL is nothing, because of `reason`.
 */
void cell_text(struct cell *cell, const char *text, const char *reason);
void cell_int(struct cell *cell, int64_t number);
/* 872 is 87.2, 870 is 87. */
void cell_tenths(struct cell *cell, int tenths);
void cell_figure(struct cell *cell, const struct figure *figure);

/* Key and value in an open object; without a value null with keyReason and,
 * if anything is known, keyAtLeast. */
void cell_write(struct jw *w, const char *key, const struct cell *cell);

#endif
