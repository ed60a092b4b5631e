/* Changes of the world by a control request. */
#ifndef BLS_EMULATOR_CHANGE_H
#define BLS_EMULATOR_CHANGE_H

#include "state.h"
#include "text.h"

struct cJSON;

/* On failure *error says why, and w may be half changed: work on a copy. */
bool change_world(struct world *w, const struct cJSON *json,
		  struct text *error);

/* The parts of it that concern figures and faults. */
bool change_override(struct world *w, const struct cJSON *json,
		     struct text *error);
bool change_withdraw(struct world *w, const struct cJSON *json,
		     struct text *error);
bool change_add(struct world *w, const struct cJSON *json, struct text *error);
bool change_rename(struct world *w, const struct cJSON *json,
		   struct text *error);
bool change_employment(struct world *w, const struct cJSON *json,
		       struct text *error);
bool change_spoil(struct world *w, const struct cJSON *json,
		  struct text *error);
bool change_fault(struct world *w, const struct cJSON *json,
		  struct text *error);

#endif
