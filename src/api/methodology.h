/*
 * How what is shown was made: sources with their editions, citations and
 * licenses, the rules of the score with their numbers, and what it is not.
 */
#ifndef API_METHODOLOGY_H
#define API_METHODOLOGY_H

#include "base/jw.h"
#include "catalog/snapshot.h"

struct call;

/* The whole answer, made once per snapshot: from all of it but itself. */
void methodology_write(struct jw *w, const struct snapshot *s);

void methodology_show(struct call *call); /* GET /api/methodology */

#endif
