/* One answer after the other from the small catalog of api_t.h. */
#ifndef UNIT_API_GET_T_H
#define UNIT_API_GET_T_H

#include "api_t.h"

static struct snapshot *snapshot;
static struct response rs;

static inline int set_up(void **state)
{
	(void)state;
	snapshot = api_snapshot();
	rs = RESPONSE_INIT;
	return 0;
}

static inline int tear_down(void **state)
{
	(void)state;
	snapshot_free(snapshot);
	response_release(&rs);
	return 0;
}

static inline void get(const char *target)
{
	struct str line = STR_INIT(REQUEST_QUERY_MAX);

	str_addf(&line, "GET %s", target);
	api_answer(snapshot, line.data, &rs);
	str_release(&line);
}

static inline void assert_body_has(const char *part)
{
	if (!strstr(rs.body.data, part))
		fail_msg("no %s in %s", part, rs.body.data);
}

static inline void assert_body_lacks(const char *part)
{
	if (strstr(rs.body.data, part))
		fail_msg("%s in %s", part, rs.body.data);
}

#endif
