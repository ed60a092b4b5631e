/*
 * Statistics about a selection of jobs: totals, means weighted by employment,
 * and breakdowns.  All sums are integers: workers, thousandths of a dollar,
 * tenths of a score as it is shown; so whoever adds up the rows of the list
 * gets the same.
 *
 * What BLS withholds is in no sum.  How many jobs that leaves out stands
 * beside each sum, and a sum to which nothing was published is null, not 0.
 */
#ifndef API_STATS_H
#define API_STATS_H

#include "api/jobs_filter.h"

/* The whole answer; `filters` as asked for, NULL: none. */
void stats_write(struct jw *w, const struct snapshot *s,
		 const struct jobs_selection *jobs,
		 const struct params *filters);

void jobs_stats(struct call *call); /* GET /api/jobs/stats */

#endif
