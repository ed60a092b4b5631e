/*
 * Areas: BLS knows them by seven digits and a type, S for a state or territory
 * (its FIPS code and five zeros) and M for a metropolitan area ("00" and the
 * code of the CBSA) or a nonmetropolitan one.  The nation is 0000000.
 */
#ifndef MODEL_AREA_H
#define MODEL_AREA_H

#include "base/base.h"

enum {
	AREA_BYTES = 8, /* seven digits and NUL */
	AREA_STATE_BYTES = 3,
	AREA_NAME_BYTES = 256,
	AREA_FAULT_BYTES = 160,
};

#define AREA_NATION "0000000"

enum area_type { AREA_TYPE_STATE, AREA_TYPE_METRO, AREA_TYPE__MAX };

/* One line of BLS's list. */
struct area_entry {
	char code[AREA_BYTES];
	enum area_type type;
	char state[AREA_STATE_BYTES]; /* FIPS; of the first of its states */
	char name[AREA_NAME_BYTES];
};

/* An area that cannot be read, and why. */
struct area_fault {
	char code[AREA_BYTES];
	enum area_type type;
	char message[AREA_FAULT_BYTES]; /* "oe.area, line 17: ..." */
};

/* "S" or "M", as BLS writes it. */
const char *area_type_code(enum area_type type);
/* False for any other letter. */
MUST_CHECK bool area_type_of(char letter, enum area_type *out);
/* "state" or "metro": the name in configuration and API. */
const char *area_type_name(enum area_type type);
MUST_CHECK bool area_type_named(const char *name, enum area_type *out);
/* All of the kind, in words: "All states and territories". */
const char *area_type_title(enum area_type type);

/* Seven digits. */
MUST_CHECK bool area_valid(const char *code);

/* "VA" -> "5100000": the state or territory of a postal abbreviation. */
MUST_CHECK bool area_of_postal(const char *postal, char out[AREA_BYTES]);
/* "51" -> "VA"; NULL for a code that is no state or territory. */
const char *area_postal(const char *fips);

#endif
