/* A process that answers, apart from how requests reach it. */
#ifndef API_APP_H
#define API_APP_H

#include "api/routes.h"

/* Read the published data and build a snapshot from it; the one of before is
 * freed, or stays when this fails. */
MUST_CHECK enum err app_load(struct app *app, struct error *e);
void app_unload(struct app *app);

/*
 * Answer "GET /api/jobs?page=2" on standard output, headers and body, from the
 * data as they are now.  Returns the exit status of the program: 0, 1 when the
 * answer is a failure, 2 when the line is no request.
 */
int app_answer(struct app *app, const char *line);

#endif
