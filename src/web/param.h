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
#ifndef WEB_PARAM_H
#define WEB_PARAM_H

#include "base/str.h"

enum {
	PARAMS_MAX = 24,       /* specs of one route */
	PARAM_VALUES_MAX = 31, /* values of an enumeration: bits of `chosen` */
	PARAM_TEXT_MAX = 4096, /* decoded texts of one request, together */
	PARAM_DETAIL_MAX = 8 * 1024,
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
	PARAM_TEXT,   /* UTF-8, min..max characters without the blanks around
			 them, no controls -> text */
};

struct param_spec {
	const char *name;
	enum param_type type;
	bool repeatable; /* ENUM: any of; others: texts in order of arrival */
	int64_t min;
	int64_t max;
	int64_t standard;          /* `number` when it is not given */
	const char *const *values; /* ENUM, SORT: ends with NULL */
	const char *form;          /* CODE: what it must be; NULL: that of an
				      occupation */
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

/*
 * What is wrong, for people: whatever may stand there is listed to the end.
 * Made with PARAM_FAULT_INIT, given back with param_fault_release().
 */
struct param_fault {
	char parameter[PARAM_NAMED_BYTES]; /* as it came, made UTF-8 */
	struct str detail;
	char nearest[PARAM_NAME_BYTES]; /* what may have been meant, as it is
					   to be written; "" */
};

#define PARAM_FAULT_INIT                             \
	(struct param_fault)                         \
	{                                            \
		.detail = STR_INIT(PARAM_DETAIL_MAX) \
	}

void param_fault_release(struct param_fault *fault);

/* Parse a query string ("page=2&risk=High", still percent-encoded). */
MUST_CHECK bool params_parse(const struct param_spec *specs, size_t count,
			     const char *query, struct params *out,
			     struct param_fault *fault);

/* One more value, decoded already, as a JSON body has it (web/body.h).
 * `index` is the place of the parameter in the table. */
MUST_CHECK bool params_add(const struct param_spec *specs, size_t index,
			   const char *text, struct params *out,
			   struct param_fault *fault);

/* A list of names, whatever holds them. */
struct param_names {
	const char *(*name)(const void *list, size_t i);
	const void *list;
	size_t count;
};

/* Say that there is nothing of this name here, what there is, and what may have
 * been meant.  `kind` is "parameter" or "field".  Returns false. */
bool param_fault_unknown(struct param_fault *fault, const char *kind,
			 const char *name, const struct param_names *known);

/* Say that it must be one of these; `meant` may be NULL. */
void param_fault_value(struct param_fault *fault, const char *parameter,
		       const char *meant, const struct param_names *known);

/* The name of specs[i], for a list of them. */
const char *param_name_of(const void *specs, size_t i);

#endif
