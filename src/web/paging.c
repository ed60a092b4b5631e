#include "web/paging.h"

#include "web/call.h"
#include "web/link.h"

#include <string.h>

/* Four links and the other headers must fit in one head.  All filters of the
 * list together are shorter; who repeats one for ever goes without links. */
enum { PAIRS_MAX = RESPONSE_HEAD_MAX / 6 };

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

static void add_link(struct call *call, const struct str *pairs, int64_t page,
		     const char *relation)
{
	struct str *head = &call->rs->head;

	str_adds(head, strcmp(relation, "first") == 0 ? "Link: <" : ", <");
	link_base_path(head, call->app->config);
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
	struct str pairs = STR_INIT(PAIRS_MAX);
	int64_t pages = paging_pages(p);
	int64_t last = pages > 0 ? pages : 1;

	link_pairs(&pairs, call->rq->query, "page");
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
