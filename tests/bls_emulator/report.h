/* The world and the tally as JSON, for tests to read. */
#ifndef BLS_EMULATOR_REPORT_H
#define BLS_EMULATOR_REPORT_H

#include "state.h"
#include "text.h"

void report_state(struct text *out, const struct state *s);
/* {"15-1252":15,...}: series asked for, or those delivered. */
void report_occupations(struct text *out, const struct state *s, bool answered);

#endif
