/*
 * One run per host: flock(2) on a file.  The kernel releases it when the
 * process dies, however it dies; the file is never unlinked (a second process
 * could lock the new one).  The pid in it is for people only.
 */
#ifndef BASE_LOCK_H
#define BASE_LOCK_H

#include "base/err.h"

/*
 * Take the lock or return ERR_BUSY at once, naming the holder's pid.
 * On success *fd_out is the lock: close() releases it.  It is -1 where the file
 * system has no locks (NFS without its lock service: ENOLCK; EOPNOTSUPP,
 * ENOSYS): then nothing is held and nobody is known to be gone; `e` says so.
 */
MUST_CHECK enum err lock_take(const char *path, int *fd_out, struct error *e);

#endif
