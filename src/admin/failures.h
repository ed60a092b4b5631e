/* Occupations and areas that could not be resolved, and trying them again:
 * /api/admin/failures, /api/admin/failures/retry. */
#ifndef ADMIN_FAILURES_H
#define ADMIN_FAILURES_H

#include "web/param.h"

struct call;

enum { RETRY_CODE, RETRY_AREA, RETRY__PARAMS };
extern const struct param_spec admin_failures_retry_params[RETRY__PARAMS];

void admin_failures_list(struct call *call);  /* GET, ACCESS_READER */
void admin_failures_retry(struct call *call); /* POST, ACCESS_ADMIN */

#endif
