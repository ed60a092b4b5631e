#include "members.h"

#include <cjson/cJSON.h>
#include <string.h>

static bool read_number(const struct member *m, const cJSON *json)
{
	double n = json->valuedouble;

	if (!cJSON_IsNumber(json) || !(n >= m->min && n <= m->max))
		return false;
	if (m->type == MEMBER_DOUBLE) {
		*(double *)m->to = n;
		return true;
	}
	*(long *)m->to = (long)n;
	return (double)(long)n >= n && (double)(long)n <= n;
}

static bool read_text(const struct member *m, const cJSON *json)
{
	return cJSON_IsString(json) &&
	       copy_str(m->to, (size_t)m->max, json->valuestring);
}

static bool read_member(const struct member *m, const cJSON *json)
{
	switch (m->type) {
	case MEMBER_LONG:
	case MEMBER_DOUBLE:
		return read_number(m, json);
	case MEMBER_BOOL:
		*(bool *)m->to = cJSON_IsTrue(json);
		return cJSON_IsBool(json);
	case MEMBER_TEXT:
		return read_text(m, json);
	case MEMBER_ARRAY:
		*(const cJSON **)m->to = json;
		return cJSON_IsArray(json) &&
		       cJSON_GetArraySize(json) <= (int)m->max;
	case MEMBER_OBJECT:
		*(const cJSON **)m->to = json;
		return cJSON_IsObject(json);
	}
	return false;
}

bool members_read(const struct cJSON *object, const struct member *table,
		  size_t count, struct text *error)
{
	const cJSON *json;
	size_t i;

	if (!cJSON_IsObject(object)) {
		text_str(error, "object expected");
		return false;
	}
	cJSON_ArrayForEach(json, object)
	{
		for (i = 0; i < count; i++)
			if (strcmp(table[i].name, json->string) == 0)
				break;
		if (i == count) {
			text_fmt(error, "unknown field: %s", json->string);
			return false;
		}
		if (!read_member(&table[i], json)) {
			text_fmt(error, "bad value: %s", json->string);
			return false;
		}
	}
	return true;
}
