#include "query.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static void add_series(struct query *q, const char *id)
{
	if (q->count < QUERY_SERIES_MAX)
		q->series[q->count++] = id;
}

static bool is_media_type(const char *header, const char *type)
{
	size_t len = strlen(type);

	return strncasecmp(header, type, len) == 0 &&
	       (!header[len] || strchr("; \t", header[len]));
}

/* A year may come as "2025" or 2025. */
static void read_year(char year[8], const cJSON *json)
{
	if (!json || cJSON_IsNull(json))
		return;
	memcpy(year, "?", 2);
	if (cJSON_IsString(json))
		copy_str(year, 8, json->valuestring);
	else if (cJSON_IsNumber(json) && json->valuedouble >= 0 &&
		 json->valuedouble <= 9999)
		snprintf(year, 8, "%d", json->valueint);
	if (!year[0])
		memcpy(year, "?", 2);
}

static bool is_true(const cJSON *json)
{
	return cJSON_IsTrue(json) ||
	       (cJSON_IsString(json) &&
		strcasecmp(json->valuestring, "true") == 0);
}

static const cJSON *member(const struct query *q, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(q->json, name);
}

static void read_series(struct query *q)
{
	const cJSON *list = member(q, "seriesid");
	const cJSON *id;

	q->unclear = !cJSON_IsArray(list);
	cJSON_ArrayForEach(id, list)
	{
		if (cJSON_IsString(id))
			add_series(q, id->valuestring);
		else
			q->unclear = true;
	}
}

/* Any other spelling of the key's name is ignored, as the real server does. */
static void read_key(struct query *q)
{
	const cJSON *key = member(q, "registrationkey");

	if (!key)
		key = member(q, "registrationKey");
	if (cJSON_IsString(key))
		q->key = key->valuestring;
}

static enum query_result parse_json(struct query *q, const struct request *r)
{
	q->json = cJSON_ParseWithLengthOpts(r->body.data, r->body.len + 1, NULL,
					    1);
	if (!cJSON_IsObject(q->json))
		return QUERY_BAD_JSON;
	read_series(q);
	read_key(q);
	read_year(q->start, member(q, "startyear"));
	read_year(q->end, member(q, "endyear"));
	q->latest = is_true(member(q, "latest"));
	q->catalog = is_true(member(q, "catalog"));
	q->calculations = is_true(member(q, "calculations")) ||
			  is_true(member(q, "annualaverage"));
	return QUERY_OK;
}

static void set_text(char year[8], const char *value)
{
	if (!copy_str(year, 8, value) || !*value)
		memcpy(year, "?", 2);
}

static void form_field(struct query *q, const char *name, const char *value)
{
	bool truth = strcasecmp(value, "true") == 0;

	if (strcmp(name, "seriesid") == 0)
		add_series(q, value);
	else if (strcasecmp(name, "registrationkey") == 0)
		q->key = value;
	else if (strcmp(name, "startyear") == 0)
		set_text(q->start, value);
	else if (strcmp(name, "endyear") == 0)
		set_text(q->end, value);
	else if (strcmp(name, "latest") == 0)
		q->latest = truth;
	else if (strcmp(name, "catalog") == 0)
		q->catalog = truth;
	else if (strcmp(name, "calculations") == 0 ||
		 strcmp(name, "annualaverage") == 0)
		q->calculations |= truth;
}

/* Fields point into the form text, which therefore must not grow any more. */
static void parse_form(struct query *q, char *at)
{
	while (at && *at) {
		char *next = strchr(at, '&');
		char *value;

		if (next)
			*next++ = '\0';
		value = strchr(at, '=');
		if (value) {
			*value++ = '\0';
			url_decode(at);
			url_decode(value);
			form_field(q, at, value);
		}
		at = next;
	}
}

static enum query_result parse_get(struct query *q, const struct request *r,
				   const char *rest)
{
	size_t id_len = strlen(rest) + 1;

	text_add(&q->form, rest, id_len);
	text_str(&q->form, r->query);
	url_decode(q->form.data);
	parse_form(q, q->form.data + id_len);
	q->count = 0;
	add_series(q, q->form.data);
	return QUERY_OK;
}

enum query_result query_parse(struct query *q, const struct request *r,
			      const char *rest)
{
	bool form = is_media_type(r->content_type,
				  "application/x-www-form-urlencoded");

	q->key = "";
	if (*rest)
		return strcmp(r->method, "GET") == 0 ? parse_get(q, r, rest)
						     : QUERY_BAD_METHOD;
	if (strcmp(r->method, "POST") != 0)
		return QUERY_BAD_METHOD;
	if (form && q->version == 1) {
		text_add(&q->form, r->body.data, r->body.len);
		parse_form(q, q->form.data);
		q->unclear = q->count == 0;
		return QUERY_OK;
	}
	if (!is_media_type(r->content_type, "application/json"))
		return QUERY_BAD_TYPE;
	return parse_json(q, r);
}

void query_free(struct query *q)
{
	cJSON_Delete(q->json);
	text_free(&q->form);
}
