/*
 * Occupation codes: SOC 2018 with a dash, "15-1252", and BLS's aggregates of
 * the same form ("13-1020"); the total is "00-0000".
 */
#ifndef MODEL_SOC_H
#define MODEL_SOC_H

#include "base/base.h"

enum {
	SOC_BYTES = 8, /* seven characters and NUL */
	SOC_DIGITS = 6,
};

/* NN-NNNN, digits only. */
MUST_CHECK bool soc_valid(const char *code);

/* "151252" -> "15-1252".  False unless the six bytes are digits. */
MUST_CHECK bool soc_from_digits(const char *six, char out[SOC_BYTES]);

/* What soc_read() found. */
struct soc_text {
	size_t count; /* of digits: 2 to 6, a beginning or a code; 0: neither */
	char digits[SOC_DIGITS + 1];
	/* It can be nothing else: all digits are there, or a dash or dot stands
	 * where a code has it. */
	bool sure;
};

/*
 * A code, or the beginning of one, in any form that people write: "15-1252",
 * "151252", "15.1252", "15 1252", "SOC 15-1252", O*NET's "15-1252.00", with
 * dashes, blanks and digits of any kind (base/fold.h).
 */
struct soc_text soc_read(const char *text);

/* soc_read() of a whole code: "15.1252" -> "15-1252".  False: it is none. */
MUST_CHECK bool soc_spelled(const char *text, char out[SOC_BYTES]);

/* "15-1252" -> "15-0000". */
void soc_major_group(const char *code, char out[SOC_BYTES]);

#endif
