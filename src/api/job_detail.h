/*
 * One job in full: GET /api/jobs/{code}.  The row of the list and, behind it,
 * what the snapshot keeps in dossiers.
 */
#ifndef API_JOB_DETAIL_H
#define API_JOB_DETAIL_H

#include "base/jw.h"
#include "catalog/snapshot.h"

/* `job` is its number in the snapshot; `asked`: another code that led to it, or
 * NULL. */
void job_detail_write(struct jw *w, const struct snapshot *s, size_t job,
		      const struct code_answer *asked);

#endif
