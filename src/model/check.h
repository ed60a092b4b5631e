/*
 * How a part of the service is, in words for people and as a number: what
 * /api/admin/system-health shows and what alerts are made of.
 */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

#include "base/jw.h"

enum check_status { CHECK_PASS, CHECK_WARN, CHECK_FAIL, CHECK_STATUS__MAX };

enum component {
	COMPONENT_DATABASE,
	COMPONENT_BLS_API,
	COMPONENT_API_KEYS,
	COMPONENT_DATA_SYNC,
	COMPONENT_ALERTS,
	COMPONENT_DISK,
	COMPONENT__MAX
};

enum { CHECK_MESSAGE_BYTES = 256, CHECK_ADVICE_MAX = 3 };

struct check {
	enum check_status status;
	int score; /* 0..100 */
	char message[CHECK_MESSAGE_BYTES];
	const char *breaker; /* state of its circuit breaker; NULL = has none */
	int64_t since_ms;    /* the status holds since then; 0 = not known */
	unsigned advice_count;
	const char *advice[CHECK_ADVICE_MAX]; /* constants */
};

struct health {
	int64_t checked_ms;
	struct check of[COMPONENT__MAX];
};

const char *check_status_name(enum check_status status);
/* False for an unknown name. */
MUST_CHECK bool check_status_parse(const char *name, enum check_status *status);
/* "database", "blsApi", ... */
const char *component_name(enum component component);

/* What was found out; the advice is added separately. */
void check_set(struct check *c, enum check_status status, int score,
	       const char *format, ...) PRINTF(4, 5);
void check_advise(struct check *c, const char *advice);

/* The worst of all. */
enum check_status health_status(const struct health *h);
/* The mean of all. */
int health_score(const struct health *h);

/* One JSON object: status, score, checkedAt, components. */
void health_write(struct jw *w, const struct health *h);

#endif
