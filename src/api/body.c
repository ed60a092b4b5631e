#include "api/body.h"

#include "api/problem.h"
#include "base/utf8.h"

#include <cjson/cJSON.h>
#include <string.h>
#include <strings.h>

struct parse {
	const struct request *rq;
	struct response *rs;
	const struct body_field *fields;
	size_t count;
	struct body_value *values;
};

/* "application/json", also with parameters after it. */
static bool is_json(const char *content_type)
{
	static const char json[] = "application/json";
	size_t length = sizeof json - 1;

	return strncasecmp(content_type, json, length) == 0 &&
	       (!content_type[length] || strchr("; \t", content_type[length]));
}

static size_t find_field(const struct parse *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		if (strcmp(p->fields[i].name, name) == 0)
			return i;
	return p->count;
}

static bool take_text(const struct parse *p, const cJSON *item,
		      const struct body_field *field, struct body_value *value)
{
	const char *text = cJSON_GetStringValue(item);

	if (!text) {
		problem_parameter(p->rs, p->rq, 400, field->name,
				  "%s must be a text.", field->name);
		return false;
	}
	if (strlen(text) > field->max ||
	    !copy_text(value->text, sizeof value->text, text)) {
		problem_parameter(p->rs, p->rq, 400, field->name,
				  "%s is longer than %zu bytes.", field->name,
				  field->max);
		return false;
	}
	return true;
}

static bool take(const struct parse *p, const cJSON *item)
{
	size_t index = find_field(p, item->string);
	const struct body_field *field;
	struct body_value *value;

	if (index == p->count) {
		problem_parameter(p->rs, p->rq, 400, item->string,
				  "This field is not known here.");
		return false;
	}
	field = &p->fields[index];
	value = &p->values[index];
	if (value->given) {
		problem_parameter(p->rs, p->rq, 400, field->name,
				  "%s is given twice.", field->name);
		return false;
	}
	value->given = true;
	if (field->type == BODY_TEXT)
		return take_text(p, item, field, value);
	if (!cJSON_IsBool(item)) {
		problem_parameter(p->rs, p->rq, 400, field->name,
				  "%s must be true or false.", field->name);
		return false;
	}
	value->flag = cJSON_IsTrue(item);
	return true;
}

static bool take_all(const struct parse *p, const cJSON *object)
{
	const cJSON *item;
	size_t i;

	if (!cJSON_IsObject(object)) {
		problem(p->rs, p->rq, 400, "The body must be a JSON object.");
		return false;
	}
	cJSON_ArrayForEach(item, object)
	{
		if (!take(p, item))
			return false;
	}
	for (i = 0; i < p->count; i++) {
		if (p->fields[i].required && !p->values[i].given) {
			problem_parameter(p->rs, p->rq, 400, p->fields[i].name,
					  "%s is missing.", p->fields[i].name);
			return false;
		}
	}
	return true;
}

/* The whole body is one JSON text, without NUL in it or in its strings: C would
 * see those cut short. */
static cJSON *parse_text(const struct request *rq)
{
	const char *end = NULL;
	cJSON *root;

	if (memchr(rq->body, '\0', rq->body_length) ||
	    !utf8_valid(rq->body, rq->body_length) ||
	    strstr(rq->body, "\\u0000"))
		return NULL;
	root = cJSON_ParseWithLengthOpts(rq->body, rq->body_length, &end,
					 false);
	if (!root)
		return NULL;
	end += strspn(end, " \t\r\n");
	if (end != rq->body + rq->body_length) {
		cJSON_Delete(root);
		return NULL;
	}
	return root;
}

bool body_parse(const struct request *rq, const struct body_field *fields,
		size_t count, struct body_value *values, struct response *rs)
{
	struct parse p = { .rq = rq,
			   .rs = rs,
			   .fields = fields,
			   .count = count,
			   .values = values };
	cJSON *root;
	bool ok;

	memset(values, 0, count * sizeof *values);
	if (!is_json(rq->content_type)) {
		problem(rs, rq, 415, "The body must be application/json.");
		return false;
	}
	root = parse_text(rq);
	if (!root) {
		problem(rs, rq, 400, "The body is not valid JSON.");
		return false;
	}
	ok = take_all(&p, root);
	cJSON_Delete(root);
	return ok;
}
