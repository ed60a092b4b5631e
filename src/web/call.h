/*
 * One request on its way to a handler: what the process has, what was asked,
 * who is asking, and the line of the route table that says who may.
 */
#ifndef WEB_CALL_H
#define WEB_CALL_H

#include "web/param.h"
#include "web/request.h"
#include "web/response.h"

struct config;
struct db;
struct snapshot;
struct identity; /* who is signed in; defined by admin/auth.h */
struct freshness;
struct call;
struct route;

typedef void (*handler_fn)(struct call *call);

/*
 * Lets a call through to a READER or ADMIN route (and fills call->who), or
 * writes the refusal (401, 403, 503) and returns false.
 */
typedef bool (*guard_fn)(struct call *call);

/* What a worker process has.  One per process. */
struct app {
	const struct config *config;
	struct db *db;     /* connects when first used; admin routes only */
	struct db *reader; /* a copy to read the snapshot from; NULL: none */
	/* whether the copy could be used the last time */
	enum { READER_NEW, READER_WELL, READER_AWAY } reader_state;
	bool misfit; /* tables and program do not fit, and it was said */
	struct snapshot *snapshot; /* NULL until there is one; never changed */
	const struct freshness *freshness; /* how old is what we know */
	guard_fn guard; /* NULL: nobody gets into READER and ADMIN routes */
};

enum { CAPTURE_BYTES = 64 };

/* One request on its way through. */
struct call {
	struct app *app;
	const struct request *rq;
	const struct route *route;
	const struct params *params; /* of[] as in route->params */
	char capture[CAPTURE_BYTES]; /* what stands for {name}; "" if none */
	const struct identity *who;  /* filled by the guard; else NULL */
	struct response *rs;
};

enum access {
	ACCESS_PUBLIC, /* published data: anyone, from any origin (CORS) */
	ACCESS_OPEN,   /* anyone, same origin: sign-in, probes */
	ACCESS_READER, /* a signed-in reader or admin, or a token of theirs */
	ACCESS_ADMIN,  /* a signed-in admin or an admin token */
};

struct route {
	const char *method;  /* GET (HEAD comes with it), POST, DELETE */
	const char *pattern; /* "/api/jobs/{code}": one segment per {name} */
	handler_fn handler;
	enum access access;
	const struct param_spec *params;
	size_t param_count;
	bool own_body; /* the handler reads it; else it holds parameters */
	const char *summary; /* one line for the documentation */
};

/* Every route of a program, in any order. */
struct route_table {
	const struct route *routes;
	size_t count;
};

#endif
