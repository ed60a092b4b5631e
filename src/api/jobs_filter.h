/*
 * Which jobs are meant: the filters that the list (and whatever answers about
 * "the filtered jobs") shares.
 */
#ifndef API_JOBS_FILTER_H
#define API_JOBS_FILTER_H

#include "catalog/snapshot.h"
#include "web/call.h"

/*
 * The place of each in jobs_params.  The filters come first: a route that
 * answers about the filtered jobs as a whole takes JOBS__FILTERS of them.
 */
enum jobs_param {
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
	JOBS__FILTERS,
	JOBS_SORT = JOBS__FILTERS,
	JOBS_PAGE,
	JOBS_LIMIT,
	JOBS__PARAMS
};

/*
 * What keeps a job out: a bit per filter that has facets, one for all others.
 */
enum miss {
	MISS_RISK = 1,
	MISS_GROUP = 2,
	MISS_EDUCATION = 4,
	MISS_TYPE = 8,
	MISS_OTHER = 16,
	MISS_ALL = UINT8_MAX, /* not there at all */
};

/* Of export_params: filters and sort at the same places, then this. */
enum export_param { EXPORT_FORMAT = JOBS_SORT + 1, EXPORT__PARAMS };

extern const struct param_spec jobs_params[JOBS__PARAMS];
extern const struct param_spec export_params[EXPORT__PARAMS];

/* The numbers of the jobs that fit, in the order that was asked for; valid
 * until the next call. */
struct jobs_selection {
	const uint16_t *list;
	size_t count;
	const uint8_t *misses; /* by job; NULL: nothing is filtered */
	/* By job: the other title that the search found; NULL: no search. */
	const char *const *matched;
	bool partial; /* none of them answers all of the search */
};

/*
 * False when a value makes no sense (a group that does not exist, a minimum
 * above its maximum): 400 stands in the response.
 */
MUST_CHECK bool jobs_select(struct call *call, const struct snapshot *s,
			    struct jobs_selection *out);

/* A row of the list, which says by what a search found it; valid until the
 * next call. */
struct fragment jobs_row(const struct snapshot *s,
			 const struct jobs_selection *jobs, size_t job);
/* The same as values. */
struct job_row jobs_record(const struct snapshot *s,
			   const struct jobs_selection *jobs, size_t job);

/* "matchQuality": null without a search, and when it found nothing. */
void jobs_quality_write(struct jw *w, const struct jobs_selection *jobs);

/* Does the request ask for some of the jobs only?  Order and area are no
 * filters. */
MUST_CHECK bool jobs_filtered(const struct params *p);

/* "filters": {...}, what was asked for and nothing else, in an open object;
 * `p` NULL: nothing was. */
void jobs_filters_write(struct jw *w, const struct params *p);
/* Only {...}, as a value. */
void jobs_filters_object(struct jw *w, const struct params *p);

#endif
