/*
 * OEWS series ids: 25 characters.
 *
 *	OE U N 0000000 000000 151252 04
 *	|  | | |       |      |      +- data type (model/measure.h)
 *	|  | | |       |      +-------- occupation, SOC without the dash
 *	|  | | |       +--------------- industry; 000000 = all
 *	|  | | +----------------------- area; 0000000 = the nation
 *	|  | +------------------------- area type: N nation, S state, M metro
 *	|  +--------------------------- not seasonally adjusted
 *	+------------------------------ survey
 *
 * Source: https://download.bls.gov/pub/time.series/oe/oe.txt, section 4.
 */
#ifndef BLS_SERIES_H
#define BLS_SERIES_H

#include "base/base.h"
#include "model/soc.h"

enum {
	SERIES_ID_BYTES = 26,
	SERIES_AREA_BYTES = 8,
	SERIES_INDUSTRY_BYTES = 7,
	SERIES_DATATYPE_OFFSET = 23,
};

struct series_id {
	char text[SERIES_ID_BYTES];
};

struct series {
	char area_type; /* 'N', 'S' or 'M' */
	char area[SERIES_AREA_BYTES];
	char industry[SERIES_INDUSTRY_BYTES];
	char occupation[SOC_BYTES]; /* with the dash */
	int datatype;
};

/* The national, cross-industry series of an occupation. */
void series_national(const char *occupation, int datatype,
		     struct series_id *out);

/* False unless all 25 characters are as above. */
MUST_CHECK bool series_parse(const char *id, struct series *out);

/* Only the form: BLS may add data types that measure.h does not have. */
MUST_CHECK bool series_split(const char *id, struct series *out);
/* Its data type is one of measure.h. */
MUST_CHECK bool series_known(const struct series *series);

#endif
