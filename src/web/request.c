#include "web/request.h"

#include <string.h>

enum err request_line(struct request *rq, const char *line, struct str *space,
		      struct error *e)
{
	const char *target = strchr(line, ' ');
	const char *query;
	size_t method_end;
	size_t path_end;

	*rq = REQUEST_INIT;
	if (!target || target == line || target[1] != '/')
		return err_set(e, ERR_ARG,
			       "a request looks like: GET /api/jobs?page=2");
	query = strchr(target, '?');
	str_reset(space);
	str_add(space, line, (size_t)(target - line));
	method_end = space->length;
	str_addc(space, '\0');
	target++;
	str_add(space, target,
		query ? (size_t)(query - target) : strlen(target));
	path_end = space->length;
	str_addc(space, '\0');
	str_adds(space, query ? query + 1 : "");
	if (space->full || space->length > REQUEST_QUERY_MAX)
		return err_set(e, ERR_TOO_BIG, "the request line is too long");
	rq->method = space->data;
	rq->path = space->data + method_end + 1;
	rq->query = space->data + path_end + 1;
	return ERR_OK;
}

bool request_cookie(const struct request *rq, const char *name, char *out,
		    size_t size)
{
	size_t length = strlen(name);
	const char *p = rq->cookie;
	size_t n;

	while (*p) {
		p += strspn(p, " ;");
		n = strcspn(p, ";");
		if (n > length && p[length] == '=' &&
		    strncmp(p, name, length) == 0) {
			n -= length + 1;
			if (!n || n >= size)
				return false;
			memcpy(out, p + length + 1, n);
			out[n] = '\0';
			return true;
		}
		p += n;
	}
	return false;
}
