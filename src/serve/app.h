/* A process that answers, apart from how requests reach it. */
#ifndef SERVE_APP_H
#define SERVE_APP_H

#include "web/call.h"

/* The version of the published data, and whether it is another one than the
 * snapshot's. */
struct app_look {
	int64_t version;
	bool changed;
};

/*
 * Which version is published is the primary's to say; while it is away a copy
 * (`reader`) may tell of a newer version, not of an older one.
 */
MUST_CHECK enum err app_look(struct app *app, struct app_look *look,
			     struct error *e);

/*
 * Read the data that `look` found and build the next snapshot; the one of
 * before is freed, or stays when this fails.  They are read from the copy if it
 * has that very version, else from the primary, so a copy that is behind is
 * never believed.
 */
MUST_CHECK enum err app_load(struct app *app, const struct app_look *look,
			     struct error *e);
void app_unload(struct app *app);

/*
 * Answer "GET /api/jobs?page=2" on standard output, headers and body, from the
 * data as they are now.  Returns the exit status of the program: 0, 1 when the
 * answer is a failure, 2 when the line is no request.
 */
int app_answer(struct app *app, const char *line);

#endif
