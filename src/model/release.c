#include "model/release.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_YEAR = 1990, LAST_YEAR = 2199 };

void release_of_year(int year, struct release *out)
{
	*out = (struct release){ .year = year };
	(void)snprintf(out->code, sizeof out->code, "%04dA01",
		       (int)((unsigned)year % 10000));
	(void)snprintf(out->description, sizeof out->description, "May %d",
		       year);
}

bool release_from_code(const char *code, struct release *out)
{
	char digits[5];
	int64_t year;

	if (strlen(code) != RELEASE_CODE_BYTES - 1 ||
	    strcmp(code + 4, "A01") != 0)
		return false;
	memcpy(digits, code, 4);
	digits[4] = '\0';
	if (!parse_int64(digits, FIRST_YEAR, LAST_YEAR, &year))
		return false;
	release_of_year((int)year, out);
	return true;
}
