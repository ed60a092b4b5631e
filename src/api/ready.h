/*
 * Answers about all jobs that are asked for again and again, and the tag that
 * all answers from a snapshot share: made once, when the snapshot is.
 */
#ifndef API_READY_H
#define API_READY_H

#include "catalog/snapshot.h"

/* Fills `tag`, `stats`, `facets` and `methodology` of a new snapshot. */
void ready_make(struct snapshot *s);

#endif
