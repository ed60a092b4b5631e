#include "faults.h"

#include <string.h>

static const char *const NAMES[FAULT__MAX] = {
	[FAULT_NONE] = "none",
	[FAULT_HTML_200] = "html_200",
	[FAULT_EMPTY_200] = "empty_200",
	[FAULT_HTTP_202] = "http_202",
	[FAULT_HTTP_302] = "http_302",
	[FAULT_HTTP_403_AKAMAI] = "http_403_akamai",
	[FAULT_HTTP_429] = "http_429",
	[FAULT_HTTP_500] = "http_500",
	[FAULT_HTTP_503] = "http_503",
	[FAULT_SLOW] = "slow",
	[FAULT_HANG] = "hang",
	[FAULT_TRUNCATED_JSON] = "truncated_json",
	[FAULT_TRUNCATED_BODY] = "truncated_body",
	[FAULT_HUGE_BODY] = "huge_body",
	[FAULT_DEEP_NESTING] = "deep_nesting",
	[FAULT_REQUEST_FAILED] = "request_failed",
	[FAULT_OVER_CAPACITY] = "over_capacity",
	[FAULT_ODD_BYTES] = "odd_bytes",
	[FAULT_QUOTA_NOW] = "quota_now",
	[FAULT_QUOTA_OLD_TEXT] = "quota_old_text",
	[FAULT_INVALID_KEY_NOW] = "invalid_key_now",
	[FAULT_KEY_IGNORED] = "key_ignored",
	[FAULT_POISON_SERIES] = "poison_series",
	[FAULT_RESULTS_ARRAY] = "results_array",
	[FAULT_NO_MESSAGE] = "no_message",
	[FAULT_REFUSED_IN_WORDS] = "refused_in_words",
	[FAULT_NULL_RESULTS] = "null_results",
	[FAULT_NUMBER_TYPES] = "number_types",
	[FAULT_DATABASE_LOCKED] = "database_locked",
	[FAULT_DROP_SERIES] = "drop_series",
	[FAULT_EXTRA_SERIES] = "extra_series",
	[FAULT_WRONG_YEAR] = "wrong_year",
	[FAULT_DUPLICATE_SERIES] = "duplicate_series",
	[FAULT_MALFORMED_VALUE] = "malformed_value",
};

const char *fault_name(enum fault_kind kind)
{
	return NAMES[kind];
}

enum fault_kind fault_by_name(const char *name)
{
	int kind;

	for (kind = FAULT_NONE + 1; kind < FAULT__MAX; kind++)
		if (strcmp(NAMES[kind], name) == 0)
			return (enum fault_kind)kind;
	return FAULT_NONE;
}

struct fault fault_default(enum fault_kind kind)
{
	struct fault f = {
		.kind = kind,
		.probability = -1,
		.seed = 1,
		.value = "1,234",
	};

	if (kind == FAULT_SLOW)
		f.delay_ms = 3000;
	else if (kind == FAULT_HANG)
		f.delay_ms = 120000;
	else if (kind == FAULT_HUGE_BODY)
		f.bytes = 64L << 20;
	else if (kind == FAULT_DEEP_NESTING)
		f.bytes = 100000;
	else if (kind == FAULT_DATABASE_LOCKED)
		f.times = 1;
	return f;
}

double random_fraction(uint64_t *state)
{
	uint64_t x = *state ? *state : 88172645463325252U;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	*state = x;
	return (double)(x >> 11) / 9007199254740992.0;
}

static enum fault_stage stage_of(enum fault_kind kind)
{
	return kind <= FAULT_HANG ? STAGE_EDGE : STAGE_ANSWER;
}

/* A flat file has no series and no JSON: only the cut makes sense there. */
static bool concerns(const struct fault *f, const struct fault_query *q)
{
	size_t i;

	if (stage_of(f->kind) != q->stage)
		return false;
	if (f->side != SIDE_ANY && f->side != q->side)
		return false;
	if (q->stage == STAGE_EDGE)
		return true;
	if (q->side == SIDE_FLAT)
		return f->kind == FAULT_TRUNCATED_BODY ||
		       f->kind == FAULT_TRUNCATED_JSON;
	if (!f->series[0])
		return true;
	for (i = 0; i < q->series_count; i++)
		if (strcmp(f->series, q->series[i]) == 0)
			return true;
	return false;
}

/* Counts the request; draws from the generator only when nothing else bars. */
static bool due(struct fault *f)
{
	f->seen++;
	if (f->seen <= f->after)
		return false;
	if (f->times && f->fired >= f->times)
		return false;
	if (f->every && (f->seen - f->after) % f->every)
		return false;
	return f->probability < 0 || random_fraction(&f->seed) < f->probability;
}

void faults_pick(struct fault_list *list, const struct fault_query *q,
		 struct fault *out)
{
	size_t i;

	*out = fault_default(FAULT_NONE);
	for (i = 0; i < list->count; i++) {
		struct fault *f = &list->rule[i];

		if (!concerns(f, q) || !due(f) || out->kind != FAULT_NONE)
			continue;
		f->fired++;
		*out = *f;
	}
}
