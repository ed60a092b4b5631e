/*
 * Facets: how many jobs stand behind each value of a filter.  A facet counts
 * the jobs that fit all filters but its own, so it tells what choosing another
 * value would give; each job counts once in each facet ("value": null for an
 * education that is not known).
 */
#ifndef API_FACETS_H
#define API_FACETS_H

#include "base/jw.h"
#include "catalog/snapshot.h"

/* {"risk": [{"value", "count"}, ...], "group", "education", "impactType"}, as
 * the next value; `misses` as in struct jobs_selection. */
void facets_write(struct jw *w, const struct snapshot *s,
		  const uint8_t *misses);

#endif
