#include <cjson/cJSON.h>
#include <limits.h>
#include <string.h>

#include "change.h"
#include "members.h"

#define COUNT(a)  (sizeof(a) / sizeof *(a))
#define BYTES_MAX (512L << 20)

static bool read_side(const char *path, enum fault_side *side)
{
	if (strcmp(path, "any") == 0)
		*side = SIDE_ANY;
	else if (strcmp(path, "api") == 0)
		*side = SIDE_API;
	else if (strcmp(path, "flat") == 0)
		*side = SIDE_FLAT;
	else
		return false;
	return true;
}

/* The name decides the defaults, so it is read ahead of the rest. */
static bool read_rule(struct fault *f, const cJSON *json, struct text *error)
{
	const cJSON *named = cJSON_GetObjectItemCaseSensitive(json, "fault");
	enum fault_kind kind = FAULT_NONE;
	char name[40] = "";
	char path[8] = "any";
	long seed = 1;
	double delay_s = -1;
	const struct member table[] = {
		{ "fault", MEMBER_TEXT, name, 0, sizeof name },
		{ "path", MEMBER_TEXT, path, 0, sizeof path },
		{ "every", MEMBER_LONG, &f->every, 1, 1e9 },
		{ "probability", MEMBER_DOUBLE, &f->probability, 0, 1 },
		{ "seed", MEMBER_LONG, &seed, 1, INT_MAX },
		{ "times", MEMBER_LONG, &f->times, 0, 1e9 },
		{ "after", MEMBER_LONG, &f->after, 0, 1e9 },
		{ "retry_after", MEMBER_LONG, &f->retry_after_s, 0, 86400 },
		{ "bytes", MEMBER_LONG, &f->bytes, 0, BYTES_MAX },
		{ "delay_s", MEMBER_DOUBLE, &delay_s, 0, 3600 },
		{ "series", MEMBER_TEXT, f->series, 0, sizeof f->series },
		{ "value", MEMBER_TEXT, f->value, 0, sizeof f->value },
	};

	if (cJSON_IsString(named))
		kind = fault_by_name(named->valuestring);
	*f = fault_default(kind);
	if (!members_read(json, table, COUNT(table), error))
		return false;
	if (kind == FAULT_NONE) {
		text_fmt(error, "unknown fault: %s", name);
		return false;
	}
	if (delay_s >= 0)
		f->delay_ms = (long)(delay_s * 1000);
	f->seed = (uint64_t)seed;
	if (!read_side(path, &f->side)) {
		text_str(error, "bad value: path");
		return false;
	}
	return true;
}

bool change_fault(struct world *w, const cJSON *json, struct text *error)
{
	struct fault *f = &w->faults.rule[w->faults.count];

	if (!read_rule(f, json, error))
		return false;
	if (f->kind == FAULT_POISON_SERIES && !f->series[0]) {
		text_str(error, "missing field: series");
		return false;
	}
	w->faults.count++;
	return true;
}
