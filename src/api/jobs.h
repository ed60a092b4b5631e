/* The published jobs: the list, one in full, suggestions. */
#ifndef API_JOBS_H
#define API_JOBS_H

#include "web/param.h"

struct call;

enum suggestions_param {
	SUGGESTIONS_Q,
	SUGGESTIONS_LIMIT,
	SUGGESTIONS__PARAMS
};

enum job_param { JOB_AREA, JOB_MATCHED_CODE, JOB__PARAMS };

extern const struct param_spec job_params[JOB__PARAMS];
extern const struct param_spec suggestions_params[SUGGESTIONS__PARAMS];

void jobs_list(struct call *call);        /* GET /api/jobs */
void jobs_one(struct call *call);         /* GET /api/jobs/{code} */
void jobs_suggestions(struct call *call); /* GET /api/jobs/suggestions */

#endif
