#include "bls/reply_repair.h"

#include <string.h>

enum { ESCAPE = 6, HEX = 4 }; /* \uXXXX */

/* The code unit that is escaped here, or -1. */
static long unit_at(const char *json, size_t left)
{
	long unit = 0;
	int i;

	if (left < ESCAPE || json[0] != '\\' || json[1] != 'u')
		return -1;
	for (i = 2; i < 2 + HEX; i++) {
		const char *digits = "0123456789abcdef0123456789ABCDEF";
		const char *digit = json[i] ? strchr(digits, json[i]) : NULL;

		if (!digit)
			return -1;
		unit = unit * 16 + (digit - digits) % 16;
	}
	return unit;
}

static bool is_high(long unit)
{
	return unit >= 0xd800 && unit < 0xdc00;
}

static bool is_low(long unit)
{
	return unit >= 0xdc00 && unit < 0xe000;
}

bool reply_repair_surrogates(char *json, size_t length)
{
	bool any = false;
	size_t i = 0;

	while (i < length) {
		long unit = unit_at(json + i, length - i);

		if (unit < 0) {
			/* A backslash takes the character behind it along. */
			i += json[i] == '\\' ? 2 : 1;
			continue;
		}
		if (is_high(unit) &&
		    is_low(unit_at(json + i + ESCAPE, length - i - ESCAPE))) {
			i += ESCAPE;
		} else if (is_high(unit) || is_low(unit)) {
			memcpy(json + i + 2, "fffd", HEX);
			any = true;
		}
		i += ESCAPE;
	}
	return any;
}
