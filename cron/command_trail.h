/* What people do from the command line is in the audit trail, like what they do
 * on the admin page. */
#ifndef CRON_COMMAND_TRAIL_H
#define CRON_COMMAND_TRAIL_H

#include "db/db.h"

/* Who calls: "cli:" and the account on this machine. */
const char *command_caller(void);

/* A row of the audit trail, with the names of the API ("stop-sync").  Failing
 * to write it is logged, not fatal. */
void command_audit(struct db *db, const char *action, const char *detail);

#endif
