/*
 * The tables of routes and parameters as JSON, so that www/openapi.json can be
 * held against them:
 *
 *	[{"method":"GET","path":"/api/jobs","access":"public","summary":"...",
 *	  "parameters":[{"name":"limit","type":"integer","repeatable":false,
 *	                 "min":1,"max":100,"standard":20,"help":"..."}]}]
 *
 * `min` and `max` are of a number's value or a text's length; `values` are
 * those of an enumeration.  `standard` is what stands in for a parameter that
 * is not given.
 */
#ifndef SERVE_DESCRIBE_H
#define SERVE_DESCRIBE_H

#include "base/jw.h"

void describe_routes(struct jw *w);

/* The same on standard output; the exit status of the program. */
int describe_print(void);

#endif
