/*
 * Which jobs are meant: the filters that the list (and whatever answers about
 * "the filtered jobs") shares.
 */
#ifndef API_JOBS_FILTER_H
#define API_JOBS_FILTER_H

#include "api/routes.h"
#include "api/snapshot.h"

/* The place of each in jobs_params. */
enum jobs_param {
	JOBS_PAGE,
	JOBS_LIMIT,
	JOBS_SEARCH,
	JOBS_RISK,
	JOBS_GROUP,
	JOBS_MIN_WAGE,
	JOBS_MAX_WAGE,
	JOBS_MIN_SCORE,
	JOBS_MAX_SCORE,
	JOBS_EDUCATION,
	JOBS_IMPACT_TYPE,
	JOBS_AREA,
	JOBS_SORT,
	JOBS__PARAMS
};

extern const struct param_spec jobs_params[JOBS__PARAMS];

/* The numbers of the jobs that fit, in the order that was asked for. */
struct jobs_selection {
	const uint16_t *list; /* valid until the next call */
	size_t count;
};

/*
 * False when a value makes no sense (a group that does not exist, a minimum
 * above its maximum): 400 stands in the response.
 */
MUST_CHECK bool jobs_select(struct call *call, const struct snapshot *s,
			    struct jobs_selection *out);

/* "filters": {...}, what was asked for and nothing else, in an open object. */
void jobs_filters_write(struct jw *w, const struct params *p);

#endif
