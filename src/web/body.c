#include "web/body.h"

#include "base/utf8.h"
#include "web/problem.h"

#include <cjson/cJSON.h>
#include <string.h>
#include <strings.h>

enum { NUMBER_BYTES = 32 };

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

static const char *field_name_of(const void *fields, size_t i)
{
	return ((const struct body_field *)fields)[i].name;
}

/* Which names there are, and which one may be meant. */
static bool refuse_unknown(const struct parse *p, const char *name,
			   const char *kind, const struct param_names *known)
{
	struct param_fault fault = PARAM_FAULT_INIT;

	(void)param_fault_unknown(&fault, kind, name, known);
	problem_fault(p->rs, p->rq, &fault);
	param_fault_release(&fault);
	return false;
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

	if (index == p->count)
		return refuse_unknown(p, item->string, "field",
				      &(struct param_names){ field_name_of,
							     p->fields,
							     p->count });
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

/* What the body holds, to be deleted; NULL: `rs` has the refusal. */
static cJSON *read_body(const struct request *rq, struct response *rs)
{
	cJSON *root;

	if (!is_json(rq->content_type)) {
		problem(rs, rq, 415, "The body must be application/json.");
		return NULL;
	}
	root = parse_text(rq);
	if (!root)
		problem(rs, rq, 400, "The body is not valid JSON.");
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
	root = read_body(rq, rs);
	if (!root)
		return false;
	ok = take_all(&p, root);
	cJSON_Delete(root);
	return ok;
}

/* The text of a value that has the type which JSON has for the parameter, in
 * `room` if it has none of its own; NULL: it is of another type. */
static const char *text_of(const struct param_spec *spec, cJSON *item,
			   char room[NUMBER_BYTES])
{
	switch (spec->type) {
	case PARAM_BOOL:
		if (!cJSON_IsBool(item))
			return NULL;
		return cJSON_IsTrue(item) ? "true" : "false";
	case PARAM_INT:
	case PARAM_NUMBER:
		if (!cJSON_IsNumber(item) ||
		    !cJSON_PrintPreallocated(item, room, NUMBER_BYTES, false))
			return NULL;
		return room;
	case PARAM_ENUM:
	case PARAM_SORT:
	case PARAM_CODE:
	case PARAM_TEXT:
		return cJSON_GetStringValue(item);
	}
	return NULL;
}

static const char *const type_words[] = {
	[PARAM_INT] = "a number",       [PARAM_NUMBER] = "a number",
	[PARAM_BOOL] = "true or false", [PARAM_ENUM] = "a text",
	[PARAM_SORT] = "a text",        [PARAM_CODE] = "a text",
	[PARAM_TEXT] = "a text",
};

static bool add_value(const struct parse *p, const struct param_spec *specs,
		      size_t index, cJSON *item, struct params *params)
{
	struct param_fault fault = PARAM_FAULT_INIT;
	char room[NUMBER_BYTES];
	const char *text = text_of(&specs[index], item, room);
	bool ok;

	if (!text) {
		problem_parameter(p->rs, p->rq, 400, specs[index].name,
				  "%s must be %s.", specs[index].name,
				  type_words[specs[index].type]);
		return false;
	}
	ok = params_add(specs, index, text, params, &fault);
	if (!ok)
		problem_fault(p->rs, p->rq, &fault);
	param_fault_release(&fault);
	return ok;
}

/* A repeatable parameter may be a list. */
static bool add_member(const struct parse *p, const struct param_spec *specs,
		       cJSON *item, struct params *params)
{
	cJSON *entry;
	size_t i;

	for (i = 0; i < p->count; i++)
		if (strcmp(specs[i].name, item->string) == 0)
			break;
	if (i == p->count)
		return refuse_unknown(p, item->string, "parameter",
				      &(struct param_names){ param_name_of,
							     specs, p->count });
	if (!specs[i].repeatable || !cJSON_IsArray(item))
		return add_value(p, specs, i, item, params);
	cJSON_ArrayForEach(entry, item)
	{
		if (!add_value(p, specs, i, entry, params))
			return false;
	}
	return true;
}

static bool add_members(const struct parse *p, const struct param_spec *specs,
			const cJSON *object, struct params *params)
{
	cJSON *item;

	if (!cJSON_IsObject(object)) {
		problem(p->rs, p->rq, 400, "The body must be a JSON object.");
		return false;
	}
	cJSON_ArrayForEach(item, object)
	{
		if (!add_member(p, specs, item, params))
			return false;
	}
	return true;
}

bool body_params(const struct request *rq, const struct param_spec *specs,
		 size_t count, struct params *params, struct response *rs)
{
	struct parse p = { .rq = rq, .rs = rs, .count = count };
	cJSON *root;
	bool ok;

	if (!rq->body_length)
		return true;
	root = read_body(rq, rs);
	if (!root)
		return false;
	ok = add_members(&p, specs, root, params);
	cJSON_Delete(root);
	return ok;
}
