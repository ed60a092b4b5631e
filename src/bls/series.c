#include "bls/series.h"

#include "model/measure.h"

#include <assert.h>
#include <string.h>

/* Offsets of the fields in the id. */
enum {
	AT_SURVEY = 0,
	AT_SEASONAL = 2,
	AT_AREA_TYPE = 3,
	AT_AREA = 4,
	AT_INDUSTRY = 11,
	AT_OCCUPATION = 17,
	AT_DATATYPE = SERIES_DATATYPE_OFFSET,
	LENGTH = 25,
};

void series_national(const char *occupation, int datatype,
		     struct series_id *out)
{
	static const char frame[] = "OEUN000000000000000000000";
	char *id = out->text;

	assert(soc_valid(occupation));
	assert(datatype >= 1 && datatype <= MEASURE__MAX);
	memcpy(id, frame, sizeof frame);
	memcpy(id + AT_OCCUPATION, occupation, 2);
	memcpy(id + AT_OCCUPATION + 2, occupation + 3, 4);
	id[AT_DATATYPE] = (char)('0' + datatype / 10);
	id[AT_DATATYPE + 1] = (char)('0' + datatype % 10);
}

static bool all_in(const char *text, size_t n, const char *allowed)
{
	return strspn(text, allowed) >= n;
}

bool series_split(const char *id, struct series *out)
{
	static const char digits[] = "0123456789";
	/* sectors hold dashes (31--34), some industries letters (3250A1) */
	static const char industry[] = "0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	if (strlen(id) != LENGTH || strncmp(id, "OEU", 3) != 0 ||
	    !strchr("NSM", id[AT_AREA_TYPE]) ||
	    !all_in(id + AT_AREA, AT_INDUSTRY - AT_AREA, digits) ||
	    !all_in(id + AT_INDUSTRY, AT_OCCUPATION - AT_INDUSTRY, industry) ||
	    !all_in(id + AT_DATATYPE, LENGTH - AT_DATATYPE, digits) ||
	    !soc_from_digits(id + AT_OCCUPATION, out->occupation))
		return false;
	out->area_type = id[AT_AREA_TYPE];
	memcpy(out->area, id + AT_AREA, SERIES_AREA_BYTES - 1);
	out->area[SERIES_AREA_BYTES - 1] = '\0';
	memcpy(out->industry, id + AT_INDUSTRY, SERIES_INDUSTRY_BYTES - 1);
	out->industry[SERIES_INDUSTRY_BYTES - 1] = '\0';
	out->datatype =
		(id[AT_DATATYPE] - '0') * 10 + id[AT_DATATYPE + 1] - '0';
	return true;
}

bool series_known(const struct series *series)
{
	return series->datatype >= 1 && series->datatype <= MEASURE__MAX;
}

bool series_parse(const char *id, struct series *out)
{
	return series_split(id, out) && series_known(out);
}
