/* What is loaded below the nation. */
#ifndef API_AREAS_H
#define API_AREAS_H

#include "web/param.h"

struct call;

enum areas_param { AREAS_TYPE, AREAS_STATE, AREAS__PARAMS };

extern const struct param_spec areas_params[AREAS__PARAMS];

/* GET /api/areas: each with workers and pay by level of risk. */
void areas_list(struct call *call);

#endif
