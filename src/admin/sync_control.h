/* Starting, stopping and watching the sync: /api/admin/start-sync and so on. */
#ifndef ADMIN_SYNC_CONTROL_H
#define ADMIN_SYNC_CONTROL_H

#include "web/param.h"

struct app;
struct call;
struct jw;

enum { START_ENHANCED, START_FORCE_RESTART, START_ACCEPT_HELD, START__PARAMS };
extern const struct param_spec admin_sync_start_params[START__PARAMS];

void admin_sync_start(struct call *call);  /* POST, ACCESS_ADMIN */
void admin_sync_stop(struct call *call);   /* POST, ACCESS_ADMIN */
void admin_sync_status(struct call *call); /* GET, ACCESS_READER */

/*
 * Start the sync program for a run that was requested.  When it cannot be
 * started here, a note goes into the object that is open: the request stays and
 * `bls-sync watch` takes it up.
 */
void admin_sync_launch(const struct app *app, struct jw *w);

#endif
