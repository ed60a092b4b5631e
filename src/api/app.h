/* A process that answers, apart from how requests reach it. */
#ifndef API_APP_H
#define API_APP_H

#include "api/routes.h"

/*
 * Look whether the published data are of another version than the snapshot,
 * and if so read them and build the next one (*changed); the one of before is
 * freed, or stays when this fails.
 *
 * Which version is published is the primary's to say.  The data are read from
 * a copy (`reader`) if it has that very version, else from the primary, so a
 * copy that is behind is never believed.  While the primary is away a copy may
 * tell of a newer version, not of an older one.
 */
MUST_CHECK enum err app_refresh(struct app *app, bool *changed,
				struct error *e);
void app_unload(struct app *app);

/*
 * Answer "GET /api/jobs?page=2" on standard output, headers and body, from the
 * data as they are now.  Returns the exit status of the program: 0, 1 when the
 * answer is a failure, 2 when the line is no request.
 */
int app_answer(struct app *app, const char *line);

#endif
