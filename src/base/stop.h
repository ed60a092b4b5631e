/*
 * A wish to stop: SIGTERM, SIGINT and SIGHUP set one flag and wake poll(2)
 * (handlers are installed without SA_RESTART).  A second SIGINT ends at once.
 */
#ifndef BASE_STOP_H
#define BASE_STOP_H

#include "base/base.h"

void stop_init(void);
bool stop_wanted(void);
/* The signal's name ("SIGTERM"), or "" when none came. */
const char *stop_reason(void);

#endif
