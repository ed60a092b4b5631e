#include "api/paging.h"

#include "api/percent.h"
#include "api/routes.h"
#include "base/config.h"

#include <string.h>

/* Four links and the other headers must fit in one head.  All filters of the
 * list together are shorter; who repeats one for ever goes without links. */
enum { LINK_QUERY_MAX = RESPONSE_HEAD_MAX / 6 };

int64_t paging_pages(const struct paging *p)
{
	return (p->total + p->limit - 1) / p->limit;
}

void paging_write(struct jw *w, const struct paging *p)
{
	jw_key(w, "pagination");
	jw_object(w);
	jw_kv_int(w, "page", p->page);
	jw_kv_int(w, "limit", p->limit);
	jw_kv_int(w, "total", p->total);
	jw_kv_int(w, "totalPages", paging_pages(p));
	jw_end(w);
}

/* The path of base_url: "" for "https://host", "/bls" for "https://host/bls/".
 */
static void add_base_path(struct str *out, const struct config *config)
{
	const char *host = config ? strstr(config->base_url, "://") : NULL;
	const char *path = host ? strchr(host + 3, '/') : NULL;
	size_t length = path ? strlen(path) : 0;

	while (length && path[length - 1] == '/')
		length--;
	if (length)
		str_add(out, path, length);
}

/* Is this pair, still encoded, the `page`? */
static bool is_page(const char *pair, size_t length)
{
	const char *equals = memchr(pair, '=', length);
	char name[sizeof "page"];

	return percent_decode(pair, equals ? (size_t)(equals - pair) : length,
			      name, sizeof name) == PERCENT_OK &&
	       strcmp(name, "page") == 0;
}

/* The query without its page, each pair followed by "&". */
static void copy_pairs(struct str *out, const char *query)
{
	size_t length;

	for (; *query; query += length) {
		query += strspn(query, "&");
		length = strcspn(query, "&");
		if (!length || is_page(query, length))
			continue;
		percent_add(out, query, length);
		str_addc(out, '&');
	}
}

static void add_link(struct call *call, const struct str *pairs, int64_t page,
		     const char *relation)
{
	struct str *head = &call->rs->head;

	str_adds(head, strcmp(relation, "first") == 0 ? "Link: <" : ", <");
	add_base_path(head, call->app->config);
	str_adds(head, call->route->pattern);
	str_addc(head, '?');
	str_add(head, pairs->data, pairs->length);
	str_adds(head, "page=");
	str_addi(head, page);
	str_adds(head, ">; rel=\"");
	str_adds(head, relation);
	str_addc(head, '"');
}

void paging_links(struct call *call, const struct paging *p)
{
	struct str pairs = STR_INIT(LINK_QUERY_MAX);
	int64_t pages = paging_pages(p);
	int64_t last = pages > 0 ? pages : 1;

	copy_pairs(&pairs, call->rq->query);
	if (pairs.full) {
		str_release(&pairs);
		return;
	}
	add_link(call, &pairs, 1, "first");
	if (p->page > 1)
		add_link(call, &pairs, p->page <= last ? p->page - 1 : last,
			 "prev");
	if (p->page < last)
		add_link(call, &pairs, p->page + 1, "next");
	add_link(call, &pairs, last, "last");
	str_adds(&call->rs->head, "\r\n");
	str_release(&pairs);
}
