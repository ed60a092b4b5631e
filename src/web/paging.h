/* Pages of a list: the `pagination` member and the Link header. */
#ifndef WEB_PAGING_H
#define WEB_PAGING_H

#include "web/response.h"

struct call;

struct paging {
	int64_t page; /* from 1; may be beyond the end */
	int64_t limit;
	int64_t total;
};

int64_t paging_pages(const struct paging *p);

/* "pagination": {page, limit, total, totalPages}, in an open object. */
void paging_write(struct jw *w, const struct paging *p);

/*
 * Link: first, prev, next, last (RFC 8288), relative to the host: the request
 * again with another `page`.
 */
void paging_links(struct call *call, const struct paging *p);

#endif
