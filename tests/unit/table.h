/* Checks of one row of a table: what fails names the row by its comment. */
#ifndef UNIT_TABLE_H
#define UNIT_TABLE_H

#include "t.h"

#include <stdbool.h>
#include <string.h>

static inline void row_int(const char *row, int64_t actual, int64_t expected)
{
	if (actual != expected)
		fail_msg("%s: %lld instead of %lld", row, (long long)actual,
			 (long long)expected);
}

static inline void row_true(const char *row, bool holds)
{
	if (!holds)
		fail_msg("%s", row);
}

static inline void row_text(const char *row, const char *actual,
			    const char *expected)
{
	if (!actual || strcmp(actual, expected) != 0)
		fail_msg("%s: \"%s\" instead of \"%s\"", row,
			 actual ? actual : "(NULL)", expected);
}

#endif
