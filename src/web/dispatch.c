#include "web/dispatch.h"

#include "base/clock.h"
#include "web/body.h"
#include "web/problem.h"

#include <string.h>

enum { ALLOW_BYTES = 64 };

/*
 * Does `path` fit the pattern?  A {name} takes one segment, not empty and
 * shorter than CAPTURE_BYTES; there is at most one of them in a pattern.
 */
static bool pattern_fits(const char *pattern, const char *path,
			 char capture[CAPTURE_BYTES])
{
	const char *brace = strchr(pattern, '{');
	size_t fixed = brace ? (size_t)(brace - pattern) : strlen(pattern);
	size_t length;

	capture[0] = '\0';
	if (strncmp(pattern, path, fixed) != 0)
		return false;
	if (!brace)
		return !path[fixed];
	length = strcspn(path + fixed, "/");
	if (!length || length >= CAPTURE_BYTES)
		return false;
	if (strcmp(path + fixed + length, strchr(brace, '}') + 1) != 0)
		return false;
	memcpy(capture, path + fixed, length);
	capture[length] = '\0';
	return true;
}

/* The pattern that `path` belongs to, as the first of its routes.  Literal
 * patterns win over those with a {name}. */
static const struct route *find_pattern(const struct route_table *table,
					const char *path,
					char capture[CAPTURE_BYTES])
{
	const struct route *found = NULL;
	char candidate[CAPTURE_BYTES];
	size_t i;

	for (i = 0; i < table->count; i++) {
		if (!pattern_fits(table->routes[i].pattern, path, candidate))
			continue;
		if (!candidate[0]) {
			capture[0] = '\0';
			return &table->routes[i];
		}
		if (!found) {
			found = &table->routes[i];
			memcpy(capture, candidate, CAPTURE_BYTES);
		}
	}
	return found;
}

static const struct route *find_method(const struct route_table *table,
				       const struct route *first,
				       const char *method)
{
	const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;
	size_t i;

	for (i = 0; i < table->count; i++)
		if (strcmp(table->routes[i].pattern, first->pattern) == 0 &&
		    strcmp(table->routes[i].method, wanted) == 0)
			return &table->routes[i];
	return NULL;
}

/* "GET, HEAD, OPTIONS" */
static void list_methods(const struct route_table *table,
			 const struct route *first, struct str *out)
{
	size_t i;

	for (i = 0; i < table->count; i++) {
		if (strcmp(table->routes[i].pattern, first->pattern) != 0)
			continue;
		str_adds(out, table->routes[i].method);
		str_adds(out, ", ");
		if (strcmp(table->routes[i].method, "GET") == 0)
			str_adds(out, "HEAD, ");
	}
	str_adds(out, "OPTIONS");
}

/* Published data may be read by pages of any origin; so may the news that there
 * is nothing (no route). */
static void add_cors(const struct route *route, struct response *rs)
{
	if (route && route->access != ACCESS_PUBLIC)
		return;
	str_adds(&rs->head, "Access-Control-Allow-Origin: *\r\n"
			    "Access-Control-Expose-Headers: ETag, Link, Age, "
			    "Retry-After, RateLimit, RateLimit-Policy, "
			    "X-Total-Count, "
			    "Content-Disposition\r\n");
}

static void answer_options(const struct route *first, const char *allow,
			   struct response *rs)
{
	rs->status = 204;
	response_header(rs, "Allow", "%s", allow);
	if (first->access != ACCESS_PUBLIC)
		return;
	rs->cache_control = "public, max-age=86400";
	response_header(rs, "Access-Control-Allow-Methods", "%s", allow);
	response_header(rs, "Access-Control-Allow-Headers",
			"If-None-Match, Content-Type");
	response_header(rs, "Access-Control-Max-Age", "86400");
}

/* Is one of the tags in If-None-Match ours?  Weak comparison (RFC 9110). */
static bool etag_known(const char *header, const char *etag)
{
	const char *bare = strncmp(etag, "W/", 2) == 0 ? etag + 2 : etag;
	size_t length = strlen(bare);
	const char *p = header;

	if (strcmp(header, "*") == 0)
		return true;
	while ((p = strchr(p, '"'))) {
		if (strncmp(p, bare, length) == 0)
			return true;
		p = strchr(p + 1, '"');
		if (!p)
			return false;
		p++;
	}
	return false;
}

/* Those of the query and, where something is to be done, of the body. */
static bool read_params(struct call *call, struct params *params)
{
	const struct route *route = call->route;
	struct param_fault fault = PARAM_FAULT_INIT;
	bool ok = params_parse(route->params, route->param_count,
			       call->rq->query, params, &fault);

	if (!ok)
		problem_fault(call->rs, call->rq, &fault);
	param_fault_release(&fault);
	if (!ok || route->own_body || strcmp(route->method, "GET") == 0)
		return ok;
	return body_params(call->rq, route->params, route->param_count, params,
			   call->rs);
}

static void run_handler(struct app *app, const struct request *rq,
			struct call *call)
{
	struct params params;

	if (call->route->access >= ACCESS_READER &&
	    (!app->guard || !app->guard(call))) {
		if (!app->guard)
			problem(call->rs, rq, 401, "Sign in first.");
		return;
	}
	if (!read_params(call, &params))
		return;
	call->params = &params;
	call->route->handler(call);
	call->params = NULL;
	if (call->rs->status == 200 && call->rs->etag[0] &&
	    *rq->if_none_match && etag_known(rq->if_none_match, call->rs->etag))
		call->rs->status = 304;
}

/* What no route has to see. */
static bool refuse(const struct request *rq, const struct route *first,
		   struct response *rs)
{
	if (!*rq->method || *rq->path != '/')
		problem(rs, rq, 400,
			"The request came without method or path.");
	else if (strlen(rq->query) > REQUEST_QUERY_MAX)
		problem(rs, rq, 414, "The query is longer than %d bytes.",
			REQUEST_QUERY_MAX);
	else if (rq->body_too_big)
		problem(rs, rq, 413, "The body is longer than %d bytes.",
			REQUEST_BODY_MAX);
	else if (!first)
		problem(rs, rq, 404,
			"There is nothing at this address; /api/openapi.json "
			"says what there is.");
	else
		return false;
	return true;
}

static void answer_method(const struct route_table *table,
			  const struct route *first, const struct request *rq,
			  struct response *rs)
{
	struct str allow = STR_INIT(ALLOW_BYTES);

	list_methods(table, first, &allow);
	if (strcmp(rq->method, "OPTIONS") == 0) {
		answer_options(first, allow.data, rs);
	} else {
		problem(rs, rq, 405, "This resource answers %s.", allow.data);
		response_header(rs, "Allow", "%s", allow.data);
	}
	str_release(&allow);
}

void dispatch(const struct route_table *table, struct app *app,
	      const struct request *rq, struct response *rs)
{
	struct call call = { .app = app, .rq = rq, .rs = rs };
	const struct route *first = find_pattern(table, rq->path, call.capture);

	response_reset(rs);
	if (!refuse(rq, first, rs)) {
		call.route = find_method(table, first, rq->method);
		if (call.route)
			run_handler(app, rq, &call);
		else
			answer_method(table, first, rq, rs);
	}
	add_cors(first, rs);
}
