/*
 * The published figures: every occupation of BLS's list with its 15 national
 * measures in the reference years 2021 to 2025. One flat struct without
 * pointers, so that it can live in memory shared by all workers and be copied
 * whole for a reset.
 */
#ifndef BLS_EMULATOR_FIGURES_H
#define BLS_EMULATOR_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

#define YEAR_FIRST      2021
#define YEAR_LAST       2025
#define YEARS           (YEAR_LAST - YEAR_FIRST + 1)
#define DATATYPES       15
#define OCCUPATIONS_MAX 1200

struct cell {
	char value[13]; /* as BLS sends it; "-" when there is none */
	char footnote;  /* '4', '5', '8', or 0 */
};

struct occupation {
	char code[7]; /* six digits, as in a series id */
	char title[128];
	char description[1024];
	char level;
	char selectable;
	int sequence;
	bool withdrawn;        /* no longer in BLS's list */
	bool published[YEARS]; /* has figures in that year */
	struct cell cell[YEARS][DATATYPES];
	unsigned asked; /* series asked for, and delivered with data */
	unsigned answered;
	unsigned asked_types; /* bit per datatype, for the distinct count */
};

struct figures {
	size_t count;
	struct occupation occupation[OCCUPATIONS_MAX]; /* ascending by code */
};

/* Fills f from the folder of tables; on failure says why on stderr. */
bool figures_load(struct figures *f, const char *folder);

/* By six digits; NULL when the list has no such occupation. */
struct occupation *figures_find(struct figures *f, const char *code);

/* By six digits or NN-NNNN, at most 7 characters; NULL when unknown. */
struct occupation *figures_find_any(struct figures *f, const char *code);

/* A new, empty entry in its place; NULL when full, known or ill-formed. */
struct occupation *figures_insert(struct figures *f, const char *code);

/* "NN-NNNN" or six digits into six digits. */
bool figures_code(char out[7], const char *code);

/* Reads a cell as the tables write it: a number, or -4, -5, -8. */
bool cell_parse(struct cell *c, const char *s);

/* Text of a footnote code in that year's release, or NULL. */
const char *footnote_text(char footnote, int year);

#endif
