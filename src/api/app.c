#include "api/app.h"

#include "api/snapshot.h"
#include "base/clock.h"
#include "base/log.h"
#include "store/dataset.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_USAGE = 2 };

void app_unload(struct app *app)
{
	snapshot_free(app->snapshot);
	app->snapshot = NULL;
}

enum err app_load(struct app *app, struct error *e)
{
	struct dataset *d;
	enum err code = dataset_load(app->db, &d, e);
	int64_t start_ms = clock_monotonic_ms();

	if (code)
		return code;
	app_unload(app);
	app->snapshot = snapshot_new(d);
	log_info("version %lld: %zu jobs, %zu titles, built in %lld ms",
		 (long long)d->version, d->job_count, d->title_count,
		 (long long)(clock_monotonic_ms() - start_ms));
	dataset_free(d);
	/* Workers are forked from this: what is not needed any more should not
	 * be part of each of them. */
	(void)malloc_trim(0);
	return ERR_OK;
}

int app_answer(struct app *app, const char *line)
{
	struct response rs = RESPONSE_INIT;
	struct str space = STR_INIT(REQUEST_QUERY_MAX + REQUEST_PATH_MAX);
	struct str out = STR_INIT(RESPONSE_HEAD_MAX + RESPONSE_BODY_MAX);
	struct request rq;
	struct error e;
	bool body;
	int status;

	if (request_line(&rq, line, &space, &e)) {
		log_error("%s", e.msg);
		str_release(&space);
		return EXIT_USAGE;
	}
	if (app_load(app, &e))
		log_warn("%s", e.msg);
	dispatch(app, &rq, &rs);
	status = rs.status < 400 ? EXIT_SUCCESS : EXIT_FAILURE;
	body = strcmp(rq.method, "HEAD") != 0;
	response_write(&rs, body, &out);
	do
		(void)fwrite(out.data, 1, out.length, stdout);
	while (response_next(&rs, body, &out));
	str_release(&out);
	str_release(&space);
	response_release(&rs);
	return status;
}
