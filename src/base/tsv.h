/*
 * Tab separated text, in place: lines that start with `#` are comments, the
 * first other line names the columns, an empty cell is absent.
 */
#ifndef BASE_TSV_H
#define BASE_TSV_H

#include "base/base.h"

enum { TSV_COLUMNS_MAX = 32 };

struct tsv {
	char *next; /* the text that is left; changed while reading */
	unsigned line;
	unsigned columns;
	char *names[TSV_COLUMNS_MAX];
	char *cells[TSV_COLUMNS_MAX]; /* NULL = empty */
};

/* `text` is borrowed and cut up.  False when there is no header. */
MUST_CHECK bool tsv_open(struct tsv *t, char *text);

/* False at the end, or, with *bad set, when a row has not `columns` cells. */
MUST_CHECK bool tsv_next(struct tsv *t, bool *bad);

#endif
