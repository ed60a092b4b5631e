/*
 * The environment file, as systemd.exec(5) describes that of EnvironmentFile=:
 * lines KEY=VALUE; empty ones and those that begin with # or ; are passed over;
 * a value may stand in quotes, and a backslash takes the next character as it
 * is (between single quotes nothing is special).  Lines do not go on.
 *
 * Programs read it themselves, so that what cron or a person starts has the
 * same environment as the services.
 */
#ifndef BASE_ENVIRONMENT_H
#define BASE_ENVIRONMENT_H

#include "base/err.h"

/*
 * Set what is not set yet.  No such file: nothing is done.  ERR_IO: it cannot
 * be read; ERR_ARG: what a line holds is no assignment, with "path:line".
 */
MUST_CHECK enum err environment_read(const char *path, struct error *e);

#endif
