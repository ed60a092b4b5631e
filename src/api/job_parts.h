/* The parts of a job in full, one file each; all into an open object. */
#ifndef API_JOB_PARTS_H
#define API_JOB_PARTS_H

#include "base/jw.h"
#include "catalog/snapshot.h"

/* job_figures.c: measures, history, historyChange.  `error` is the relative
 * standard error that belongs to the figure; NULL: BLS publishes none. */
void job_measure_write(struct jw *w, int datatype, int year,
		       const struct figure *figure, const struct figure *error);
void job_measures_write(struct jw *w, const struct dossier_year *figures,
			int year);
void job_history_write(struct jw *w, const struct dossier_year *years,
		       size_t count);

/* What BLS says of comparing years; stands wherever years stand side by side.
 * Source: the questions and answers of OEWS, "Can OEWS data be used to compare
 * changes in employment or wages over time?" */
#define HISTORY_NOTE                                                        \
	"BLS does not encourage the use of these estimates as a time "      \
	"series: each pools survey panels of three years, and methods and " \
	"classifications change. A difference between two years is not a "  \
	"measure of growth. Wages are in dollars of their year."

/* Why there is no change between two years, besides the reason of a figure. */
#define CHANGE_CAP_ENDED    "capEnded"
#define CHANGE_CAP_BEGAN    "capBegan"
#define CHANGE_FROM_NOTHING "fromNothing"

/* job_impact.c: aiImpact. */
void job_impact_write(struct jw *w, const struct snapshot *s, size_t job);

/* job_tasks.c: tasks, their two ends, taskLabels. */
void job_tasks_write(struct jw *w, const struct dossiers *all, size_t job);

/*
 * neighbors.c: similar, saferNeighbours.  A safer neighbor is a related
 * occupation with a lower risk level, PAY_KEPT_PERCENT of the pay or more, and
 * the same job zone or a lower one.  Pay is compared by the first measure of
 * neighbor_pay that is published for both; a capped one of the neighbor
 * counts as its cap, which it reaches at least.  Where there is no such
 * measure, nothing is assumed: it is not counted as safer.
 */
enum { PAY_KEPT_PERCENT = 90, NEIGHBOR_PAY = 4 };

extern const int neighbor_pay[NEIGHBOR_PAY];

void neighbors_write(struct jw *w, const struct snapshot *s, size_t job);

#endif
