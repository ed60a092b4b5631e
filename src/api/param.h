/*
 * Query parameters: typed, bounded, from one table per route.  Whatever is not
 * in the table, or outside of what it says, is a fault that names the
 * parameter.  Handlers never see raw input.
 *
 *	enum { RUNS_PAGE, RUNS_LIMIT };
 *	static const struct param_spec runs_params[] = {
 *		[RUNS_PAGE] = { "page", PARAM_INT, .min = 1, .max = 100000,
 *				.standard = 1 },
 *		[RUNS_LIMIT] = { "limit", PARAM_INT, .min = 1, .max = 100,
 *				 .standard = 20 },
 *	};
 *	... call->params->of[RUNS_PAGE].number ...
 */
#ifndef API_PARAM_H
#define API_PARAM_H

#include "base/base.h"

enum {
	PARAMS_MAX = 24,       /* specs of one route */
	PARAM_VALUES_MAX = 31, /* values of an enumeration: bits of `chosen` */
	PARAM_TEXT_MAX = 4096, /* decoded texts of one request, together */
	PARAM_DETAIL_BYTES = 256,
	PARAM_NAME_BYTES = 64,   /* longer ones are not known */
	PARAM_NAMED_BYTES = 200, /* each byte may become a three-byte U+FFFD */
};

enum param_type {
	PARAM_INT,    /* digits, min..max -> number */
	PARAM_NUMBER, /* decimal, at most 3 places, min..max -> thousandths */
	PARAM_BOOL,   /* true or false -> number 1 or 0 */
	PARAM_ENUM,   /* one of `values` -> number (index) and chosen */
	PARAM_SORT,   /* the same, "-" before it -> descending */
	PARAM_CODE,   /* occupation code -> text */
	PARAM_TEXT,   /* UTF-8, at most max characters, no controls -> text */
};

struct param_spec {
	const char *name;
	enum param_type type;
	bool repeatable; /* ENUM: any of; others: texts in order of arrival */
	int64_t min;
	int64_t max;
	int64_t standard;          /* `number` when it is not given */
	const char *const *values; /* ENUM, SORT: ends with NULL */
	const char *help;          /* one line for the documentation */
};

struct param_value {
	unsigned count; /* how often it was given; 0 = not at all */
	int64_t number;
	bool descending;
	uint32_t chosen;  /* bit i: values[i] was named */
	const char *text; /* decoded, "" if not given */
};

struct params {
	struct param_value of[PARAMS_MAX]; /* index = place in the table */
	char text[PARAM_TEXT_MAX];
	size_t text_used;
};

struct param_fault {
	char parameter[PARAM_NAMED_BYTES]; /* as it came, made UTF-8 */
	char detail[PARAM_DETAIL_BYTES];
	const char *nearest; /* unknown: the known name most like it, or NULL */
};

/* Parse a query string ("page=2&risk=High", still percent-encoded). */
MUST_CHECK bool params_parse(const struct param_spec *specs, size_t count,
			     const char *query, struct params *out,
			     struct param_fault *fault);

#endif
