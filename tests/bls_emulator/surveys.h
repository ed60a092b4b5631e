/* BLS's surveys, as far as the API names them. */
#ifndef BLS_EMULATOR_SURVEYS_H
#define BLS_EMULATOR_SURVEYS_H

#include "envelope.h"

/* Whether the first two letters of an id are a survey's. */
bool survey_of_series(const char *id);
/* rest is "", "/" or "/XX"; false when there is no such survey. */
bool surveys_write(struct reply *reply, const struct fault *fault,
		   const char *rest);

#endif
