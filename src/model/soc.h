/*
 * Occupation codes: SOC 2018 with a dash, "15-1252", and BLS's aggregates of
 * the same form ("13-1020"); the total is "00-0000".
 */
#ifndef MODEL_SOC_H
#define MODEL_SOC_H

#include "base/base.h"

enum { SOC_BYTES = 8 }; /* seven characters and NUL */

/* NN-NNNN, digits only. */
MUST_CHECK bool soc_valid(const char *code);

/* "151252" -> "15-1252".  False unless the six bytes are digits. */
MUST_CHECK bool soc_from_digits(const char *six, char out[SOC_BYTES]);

/* "15-1252" -> "15-0000". */
void soc_major_group(const char *code, char out[SOC_BYTES]);

#endif
