/*
 * Faults: rules that say which of the requests go wrong, and how. A rule has
 * its own counters, so several can be on at once; one request suffers at most
 * one of them, the first of the list that is due.
 */
#ifndef BLS_EMULATOR_FAULTS_H
#define BLS_EMULATOR_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FAULTS_MAX 32

enum fault_kind {
	FAULT_NONE,
	/* Before BLS's application sees the request: nothing is counted. */
	FAULT_HTML_200,
	FAULT_EMPTY_200,
	FAULT_HTTP_202,
	FAULT_HTTP_302,
	FAULT_HTTP_403_AKAMAI,
	FAULT_HTTP_429,
	FAULT_HTTP_500,
	FAULT_HTTP_503,
	FAULT_SLOW,
	FAULT_HANG,
	/* On the way back: the answer is cut or bloated. */
	FAULT_TRUNCATED_JSON,
	FAULT_TRUNCATED_BODY,
	FAULT_HUGE_BODY,
	FAULT_DEEP_NESTING,
	/* BLS refuses the request as a whole. */
	FAULT_REQUEST_FAILED,
	FAULT_OVER_CAPACITY,
	FAULT_ODD_BYTES,
	FAULT_QUOTA_NOW,
	FAULT_QUOTA_OLD_TEXT,
	FAULT_INVALID_KEY_NOW,
	FAULT_KEY_IGNORED,
	FAULT_POISON_SERIES,
	/* The shape of the answer. */
	FAULT_RESULTS_ARRAY,
	FAULT_NO_MESSAGE,
	FAULT_REFUSED_IN_WORDS,
	FAULT_NULL_RESULTS,
	FAULT_NUMBER_TYPES,
	/* One series of the answer. */
	FAULT_DATABASE_LOCKED,
	FAULT_DROP_SERIES,
	FAULT_EXTRA_SERIES,
	FAULT_WRONG_YEAR,
	FAULT_DUPLICATE_SERIES,
	FAULT_MALFORMED_VALUE,
	FAULT__MAX
};

enum fault_side { SIDE_ANY, SIDE_API, SIDE_FLAT };

/* Where in a request's life a fault strikes. */
enum fault_stage { STAGE_EDGE, STAGE_ANSWER };

struct fault {
	enum fault_kind kind;
	enum fault_side side;
	long every;         /* each n-th, 0 = each */
	double probability; /* below 0 = certain */
	uint64_t seed;      /* state of the generator behind it */
	long times;         /* at most so often, 0 = for ever */
	long after;         /* spare the first n */
	long retry_after_s; /* Retry-After of 429 and 503, 0 = none */
	long bytes;         /* size that a cut leaves or a bloat adds */
	long delay_ms;      /* of slow and hang */
	char series[40];    /* only this series, "" = the first one asked */
	char value[40];     /* what malformed_value sends */
	long seen;
	long fired;
};

const char *fault_name(enum fault_kind kind);
/* FAULT_NONE when there is no such fault. */
enum fault_kind fault_by_name(const char *name);
/* A rule as it is when only the fault's name is given. */
struct fault fault_default(enum fault_kind kind);

struct fault_list {
	size_t count;
	struct fault rule[FAULTS_MAX];
};

/* What is asked of the rules: a request, or a flat file (no series). */
struct fault_query {
	enum fault_stage stage;
	enum fault_side side;
	const char *const *series;
	size_t series_count;
};

/*
 * Counts the request in every rule it concerns; the first rule that is due is
 * marked as fired and copied to *out (kind FAULT_NONE when none is due).
 */
void faults_pick(struct fault_list *list, const struct fault_query *q,
		 struct fault *out);

/* Next number of a xorshift generator, within [0, 1). */
double random_fraction(uint64_t *state);

#endif
