#include "model/soc.h"

#include <string.h>

bool soc_valid(const char *code)
{
	static const char form[] = "00-0000";
	size_t i;

	for (i = 0; i < sizeof form - 1; i++) {
		if (form[i] == '-' ? code[i] != '-'
				   : code[i] < '0' || code[i] > '9')
			return false;
	}
	return !code[i];
}

bool soc_from_digits(const char *six, char out[SOC_BYTES])
{
	memcpy(out, six, 2);
	out[2] = '-';
	memcpy(out + 3, six + 2, 4);
	out[7] = '\0';
	return soc_valid(out);
}

void soc_major_group(const char *code, char out[SOC_BYTES])
{
	memcpy(out, "00-0000", SOC_BYTES);
	memcpy(out, code, 2);
}
