/* The history of runs: /api/admin/runs, /api/admin/runs/{id}. */
#ifndef ADMIN_RUNS_H
#define ADMIN_RUNS_H

#include "web/param.h"

struct call;

enum { RUNS_PAGE, RUNS_LIMIT, RUNS__PARAMS };
extern const struct param_spec admin_runs_params[RUNS__PARAMS];

void admin_runs_list(struct call *call); /* GET, ACCESS_READER */
void admin_runs_show(struct call *call); /* GET {id}, ACCESS_READER */

#endif
