#include "serve/app.h"

#include "api/ready.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/output.h"
#include "catalog/snapshot.h"
#include "serve/routes.h"
#include "store/dataset.h"
#include "store/schema.h"

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

static void take(struct app *app, struct dataset *d)
{
	int64_t start_ms = clock_monotonic_ms();

	app_unload(app);
	app->snapshot = snapshot_new(d);
	ready_make(app->snapshot);
	log_info("version %lld: %zu jobs, %zu titles, built in %lld ms",
		 (long long)d->version, d->job_count, d->title_count,
		 (long long)(clock_monotonic_ms() - start_ms));
	dataset_free(d);
	/* Workers are forked from this: what is not needed any more should not
	 * be part of each of them. */
	(void)malloc_trim(0);
}

/* Say once that the copy cannot be used, and once that it can again. */
static void note_reader(struct app *app, enum err code, const struct error *e)
{
	bool well = code == ERR_OK;

	if (!well && app->reader_state != READER_AWAY)
		log_warn("the copy for reading is passed over: %s", e->msg);
	else if (well && app->reader_state != READER_WELL)
		log_info("reading from a copy");
	app->reader_state = well ? READER_WELL : READER_AWAY;
}

/* Of exactly this version: a copy may be behind, or have been restored. */
static enum err load_copy(struct app *app, int64_t version, struct dataset **d)
{
	struct error e;
	enum err code = dataset_load(app->reader, d, &e);

	if (code == ERR_OK && (*d)->version != version) {
		code = err_set(&e, ERR_BUSY, "it has version %lld, not %lld",
			       (long long)(*d)->version, (long long)version);
		dataset_free(*d);
	}
	note_reader(app, code, &e);
	return code;
}

/* The primary is away: has a copy something newer? */
static enum err look_at_copy(struct app *app, int64_t known, int64_t *version,
			     struct error *e)
{
	struct error own;

	if (!app->reader ||
	    dataset_version(app->reader, version, &own) != ERR_OK)
		return e->code;
	if (*version < known)
		*version = known;
	return ERR_OK;
}

enum err app_look(struct app *app, struct app_look *look, struct error *e)
{
	int64_t known = app->snapshot ? app->snapshot->version : -1;
	enum err code = dataset_version(app->db, &look->version, e);

	if (code != ERR_OK)
		code = look_at_copy(app, known, &look->version, e);
	look->changed = code == ERR_OK && look->version != known;
	return code == ERR_OK ? code : schema_explain(app->db, code, e);
}

/* While an upgrade is under way the program goes on with what it can: whether
 * something cannot be read shows when it is read. */
static void note_misfit(struct app *app)
{
	struct error e;
	enum err code = schema_check(app->db, &e);

	if (code == ERR_CONFLICT && !app->misfit)
		log_warn("%s", e.msg);
	if (code == ERR_CONFLICT || code == ERR_OK)
		app->misfit = code == ERR_CONFLICT;
}

enum err app_load(struct app *app, const struct app_look *look, struct error *e)
{
	struct dataset *d = NULL;
	enum err code = ERR_OK;

	note_misfit(app);
	if (!app->reader || load_copy(app, look->version, &d) != ERR_OK)
		code = dataset_load(app->db, &d, e);
	if (code != ERR_OK)
		return schema_explain(app->db, code, e);
	take(app, d);
	return ERR_OK;
}

/* What there is to answer from, once. */
static void load_now(struct app *app)
{
	struct app_look look;
	struct error e;
	enum err code = app_look(app, &look, &e);

	if (!code && look.changed)
		code = app_load(app, &look, &e);
	if (code)
		log_warn("%s", e.msg);
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
	load_now(app);
	routes_dispatch(app, &rq, &rs);
	status = rs.status < 400 ? EXIT_SUCCESS : EXIT_FAILURE;
	body = strcmp(rq.method, "HEAD") != 0;
	response_write(&rs, body, &out);
	while (output_write(out.data, out.length) &&
	       response_next(&rs, body, &out))
		;
	str_release(&out);
	str_release(&space);
	response_release(&rs);
	return status;
}
