/*
 * An occupation as BLS lists it (oe.occupation), with the place it has in the
 * list: groups are total, major, minor, broad; what has no other below it is
 * detailed.
 */
#ifndef MODEL_OCCUPATION_H
#define MODEL_OCCUPATION_H

#include "model/soc.h"

struct occupation {
	char code[SOC_BYTES];
	char parent[SOC_BYTES]; /* "" above the total */
	const char *level;      /* "total", "major", ... "detailed" */
	int display_level;
	int sort_sequence;
	const char *title;
	const char *description; /* NULL: none */
};

/* Fill `parent` and `level` of all, by their codes: the parent of 15-1252 is
 * the listed one of 15-1250, 15-1200, 15-1000 and 15-0000 that is nearest. */
void occupations_place(struct occupation *list, size_t count);

#endif
