#include "serve/describe.h"

#include "base/output.h"
#include "serve/event_server.h"
#include "serve/routes.h"

#include <stdio.h>
#include <stdlib.h>

enum { TEXT_MAX = 1024 * 1024 };

static const char *const access_names[] = {
	[ACCESS_PUBLIC] = "public",
	[ACCESS_OPEN] = "open",
	[ACCESS_READER] = "reader",
	[ACCESS_ADMIN] = "admin",
};

static const char *const type_names[] = {
	[PARAM_INT] = "integer",  [PARAM_NUMBER] = "number",
	[PARAM_BOOL] = "boolean", [PARAM_ENUM] = "enum",
	[PARAM_SORT] = "sort",    [PARAM_CODE] = "code",
	[PARAM_TEXT] = "text",
};

static void write_values(struct jw *w, const char *const *values)
{
	jw_key(w, "values");
	jw_array(w);
	for (; *values; values++)
		jw_string(w, *values);
	jw_end(w);
}

static void write_parameter(struct jw *w, const struct param_spec *spec)
{
	bool bounded = spec->type == PARAM_INT || spec->type == PARAM_NUMBER ||
		       spec->type == PARAM_TEXT;

	jw_object(w);
	jw_kv_string(w, "name", spec->name);
	jw_kv_string(w, "type", type_names[spec->type]);
	jw_kv_bool(w, "repeatable", spec->repeatable);
	if (bounded) {
		jw_kv_int(w, "min", spec->min);
		jw_kv_int(w, "max", spec->max);
	}
	if (spec->type == PARAM_INT)
		jw_kv_int(w, "standard", spec->standard);
	if (spec->type == PARAM_BOOL)
		jw_kv_bool(w, "standard", spec->standard != 0);
	if (spec->values)
		write_values(w, spec->values);
	jw_kv_string(w, "help", spec->help);
	jw_end(w);
}

static void write_route(struct jw *w, const struct route *route)
{
	size_t i;

	jw_object(w);
	jw_kv_string(w, "method", route->method);
	jw_kv_string(w, "path", route->pattern);
	jw_kv_string(w, "access", access_names[route->access]);
	jw_kv_string(w, "summary", route->summary);
	jw_key(w, "parameters");
	jw_array(w);
	for (i = 0; i < route->param_count; i++)
		write_parameter(w, &route->params[i]);
	jw_end(w);
	jw_end(w);
}

void describe_routes(struct jw *w)
{
	size_t i;

	jw_array(w);
	for (i = 0; i < route_table.count; i++)
		write_route(w, &route_table.routes[i]);
	write_route(w, &event_route);
	jw_end(w);
}

int describe_print(void)
{
	struct str out = STR_INIT(TEXT_MAX);
	struct jw w = JW_INIT(&out);
	bool ok;

	describe_routes(&w);
	str_addc(&out, '\n');
	ok = jw_ok(&w) && output_write(out.data, out.length);
	str_release(&out);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
