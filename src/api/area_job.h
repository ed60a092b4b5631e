/*
 * One job in full, in an area: the nation's answer with the row, the measures
 * and the history of the area in their places, and `area` saying which.  What
 * is about the occupation (tasks, score, outlook, neighbors) is the nation's.
 */
#ifndef API_AREA_JOB_H
#define API_AREA_JOB_H

#include "catalog/snapshot.h"
#include "web/call.h"

/* The nation's answer stands in the response; `view` is of area_scope(). */
void area_job_answer(struct call *call, const struct snapshot *view,
		     size_t job);

#endif
