#include "model/area.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *code;
	const char *name;
	const char *all;
} types[AREA_TYPE__MAX] = {
	[AREA_TYPE_STATE] = { "S", "state", "All states and territories" },
	[AREA_TYPE_METRO] = { "M", "metro",
			      "All metropolitan and nonmetropolitan areas" },
};

/* FIPS 5-2, ANSI INCITS 38: states, the District of Columbia, territories. */
static const struct {
	char fips[AREA_STATE_BYTES];
	char postal[AREA_STATE_BYTES];
} states[] = {
	{ "01", "AL" }, { "02", "AK" }, { "04", "AZ" }, { "05", "AR" },
	{ "06", "CA" }, { "08", "CO" }, { "09", "CT" }, { "10", "DE" },
	{ "11", "DC" }, { "12", "FL" }, { "13", "GA" }, { "15", "HI" },
	{ "16", "ID" }, { "17", "IL" }, { "18", "IN" }, { "19", "IA" },
	{ "20", "KS" }, { "21", "KY" }, { "22", "LA" }, { "23", "ME" },
	{ "24", "MD" }, { "25", "MA" }, { "26", "MI" }, { "27", "MN" },
	{ "28", "MS" }, { "29", "MO" }, { "30", "MT" }, { "31", "NE" },
	{ "32", "NV" }, { "33", "NH" }, { "34", "NJ" }, { "35", "NM" },
	{ "36", "NY" }, { "37", "NC" }, { "38", "ND" }, { "39", "OH" },
	{ "40", "OK" }, { "41", "OR" }, { "42", "PA" }, { "44", "RI" },
	{ "45", "SC" }, { "46", "SD" }, { "47", "TN" }, { "48", "TX" },
	{ "49", "UT" }, { "50", "VT" }, { "51", "VA" }, { "53", "WA" },
	{ "54", "WV" }, { "55", "WI" }, { "56", "WY" }, { "60", "AS" },
	{ "66", "GU" }, { "69", "MP" }, { "72", "PR" }, { "78", "VI" },
};

const char *area_type_code(enum area_type type)
{
	return types[type].code;
}

bool area_type_of(char letter, enum area_type *out)
{
	int i;

	for (i = 0; i < AREA_TYPE__MAX; i++) {
		if (types[i].code[0] == letter) {
			*out = (enum area_type)i;
			return true;
		}
	}
	return false;
}

const char *area_type_name(enum area_type type)
{
	return types[type].name;
}

bool area_type_named(const char *name, enum area_type *out)
{
	int i;

	for (i = 0; i < AREA_TYPE__MAX; i++) {
		if (strcmp(types[i].name, name) == 0) {
			*out = (enum area_type)i;
			return true;
		}
	}
	return false;
}

const char *area_type_title(enum area_type type)
{
	return types[type].all;
}

bool area_valid(const char *code)
{
	return strspn(code, "0123456789") == AREA_BYTES - 1 &&
	       !code[AREA_BYTES - 1];
}

bool area_of_postal(const char *postal, char out[AREA_BYTES])
{
	size_t i;

	for (i = 0; i < COUNT_OF(states); i++) {
		if (strcmp(states[i].postal, postal) == 0) {
			(void)snprintf(out, AREA_BYTES, "%s00000",
				       states[i].fips);
			return true;
		}
	}
	return false;
}

const char *area_postal(const char *fips)
{
	size_t i;

	for (i = 0; i < COUNT_OF(states); i++)
		if (strcmp(states[i].fips, fips) == 0)
			return states[i].postal;
	return NULL;
}
