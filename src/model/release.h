/*
 * A release of OEWS: one reference year, named by BLS "2025A01" ("May 2025").
 */
#ifndef MODEL_RELEASE_H
#define MODEL_RELEASE_H

#include "base/base.h"

enum { RELEASE_CODE_BYTES = 8, RELEASE_TEXT_BYTES = 64 };

struct release {
	char code[RELEASE_CODE_BYTES];
	int year;
	char description[RELEASE_TEXT_BYTES];
};

/* "2025A01": a year from 1990 to 2199 and "A01".  False otherwise. */
MUST_CHECK bool release_from_code(const char *code, struct release *out);
/* The annual release of a year; description "May <year>". */
void release_of_year(int year, struct release *out);

#endif
