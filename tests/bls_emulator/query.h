/*
 * What a data request asks for, read from a JSON body, a form (v1) or the
 * address, before anything is judged.
 */
#ifndef BLS_EMULATOR_QUERY_H
#define BLS_EMULATOR_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "web.h"

#define QUERY_SERIES_MAX 4096

struct cJSON;

struct query {
	int version; /* 1 or 2 */
	const char *key;
	char start[8]; /* "" when absent, "?" when no short text or number */
	char end[8];
	bool latest;
	bool catalog;
	bool calculations; /* or annual averages */
	bool unclear;      /* no list of series in it */
	size_t count;
	const char *series[QUERY_SERIES_MAX];
	struct cJSON *json; /* owners of the texts above */
	struct text form;
};

enum query_result {
	QUERY_OK,
	QUERY_BAD_METHOD,
	QUERY_BAD_TYPE,
	QUERY_BAD_JSON
};

/*
 * rest is the path behind timeseries/data/, "" for a POST of many. Call
 * query_free() whatever the result.
 */
enum query_result query_parse(struct query *q, const struct request *r,
			      const char *rest);
void query_free(struct query *q);

#endif
