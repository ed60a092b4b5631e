/*
 * Start a program that outlives us: own session, no inherited descriptors but
 * the given log, standard input from /dev/null, default signals.
 */
#ifndef BASE_SPAWN_H
#define BASE_SPAWN_H

#include "base/err.h"

/* `argv` ends with NULL and argv[0] is a path.  ERR_IO when it cannot start. */
MUST_CHECK enum err spawn_detached(const char *const argv[], struct error *e);

#endif
