/*
 * The one table of routes.  A line says method, pattern, handler, who may, and
 * which parameters there are; web/dispatch.h does the rest.
 *
 * To add a route: one handler, one line in routes.c.
 */
#ifndef SERVE_ROUTES_H
#define SERVE_ROUTES_H

#include "web/call.h"

extern const struct route_table route_table;

/* dispatch() by this table. */
void routes_dispatch(struct app *app, const struct request *rq,
		     struct response *rs);

#endif
