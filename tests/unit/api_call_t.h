/* Whole requests to the small catalog of api_t.h, by the table of routes. */
#ifndef UNIT_API_CALL_T_H
#define UNIT_API_CALL_T_H

#include "api_t.h"

#include "base/config.h"

static struct snapshot *snapshot;
static struct response rs;
static struct config config;
static struct app app;

static inline int set_up(void **state)
{
	(void)state;
	snapshot = api_snapshot();
	rs = RESPONSE_INIT;
	app = (struct app){ .config = &config, .snapshot = snapshot };
	return 0;
}

static inline int tear_down(void **state)
{
	(void)state;
	snapshot_free(snapshot);
	response_release(&rs);
	return 0;
}

static inline struct request request_to(const char *method, const char *path)
{
	struct request rq = REQUEST_INIT;

	rq.method = method;
	rq.path = path;
	return rq;
}

static inline bool head_has(const char *line)
{
	return strstr(rs.head.data, line) != NULL;
}

#endif
