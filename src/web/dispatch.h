/*
 * Everything that is the same for all routes: 404, 405 with Allow, HEAD,
 * OPTIONS and CORS, parameters, the guard, ETag and 304.
 */
#ifndef WEB_DISPATCH_H
#define WEB_DISPATCH_H

#include "web/call.h"

/* Answer `rq` into `rs` (reset or fresh) by the line of the table that it
 * belongs to.  Never fails: failures are answers. */
void dispatch(const struct route_table *table, struct app *app,
	      const struct request *rq, struct response *rs);

#endif
