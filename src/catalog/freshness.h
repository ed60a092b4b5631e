/*
 * How old is what the workers answer from: one small piece of memory that the
 * master shares with them.  The master writes it after each look at the
 * database that succeeded; workers only read.
 */
#ifndef CATALOG_FRESHNESS_H
#define CATALOG_FRESHNESS_H

#include "base/base.h"

#include <stdatomic.h>

struct freshness {
	_Atomic int64_t looked_ms; /* clock_monotonic_ms(); 0 = never */
};

enum {
	FRESHNESS_STALE_S = 10, /* older than that is said aloud */
};

/* Memory that forked children share; exits when there is none. */
struct freshness *freshness_new(void);

void freshness_looked(struct freshness *f, int64_t now_ms);

/* Seconds since the last look that succeeded; -1 when there was none. */
int64_t freshness_age_s(const struct freshness *f, int64_t now_ms);

#endif
