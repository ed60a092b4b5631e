/*
 * Reads the members of a JSON object into C variables by a table. Strict: a
 * member that is not in the table, or of another type or range, is an error
 * that names it. Members that are absent leave their variable as it was.
 *
 *	long n = 0;
 *	const struct member table[] = { { "n", MEMBER_LONG, &n, 0, 9 } };
 *	ok = members_read(json, table, 1, &error);
 */
#ifndef BLS_EMULATOR_MEMBERS_H
#define BLS_EMULATOR_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

struct cJSON;

enum member_type {
	MEMBER_LONG,   /* long; min and max */
	MEMBER_DOUBLE, /* double; min and max */
	MEMBER_BOOL,   /* bool */
	MEMBER_TEXT,   /* char[max] */
	MEMBER_ARRAY,  /* const struct cJSON *, at most max elements */
	MEMBER_OBJECT, /* const struct cJSON * */
};

struct member {
	const char *name;
	enum member_type type;
	void *to;
	double min;
	double max;
};

bool members_read(const struct cJSON *object, const struct member *table,
		  size_t count, struct text *error);

#endif
