/*
 * A wish to stop: SIGTERM, SIGINT and SIGHUP set one flag and wake poll(2)
 * (handlers are installed without SA_RESTART).  A second SIGINT ends at once.
 */
#ifndef BASE_STOP_H
#define BASE_STOP_H

#include "base/base.h"

void stop_init(void);
bool stop_wanted(void);

/*
 * The same where the signals are blocked but for ppoll() or epoll_pwait(): these
 * let none in when they find a descriptor ready, so where somebody always waits
 * the one that should end us would stay outside.
 */
bool stop_pending(void);
/* The signal's name ("SIGTERM"), or "" when none came. */
const char *stop_reason(void);

#endif
