/* Occupations side by side: GET /api/jobs/compare?codes=15-1252,29-1141 */
#ifndef API_COMPARE_H
#define API_COMPARE_H

#include "web/param.h"

struct call;

enum compare_param { COMPARE_CODES, COMPARE__PARAMS };

enum { COMPARE_MIN = 2, COMPARE_MAX = 5 };

extern const struct param_spec compare_params[COMPARE__PARAMS];

void compare_show(struct call *call);

#endif
