/*
 * Who was known a short while ago, in memory that the workers share: so that a
 * person who is signed in can still look at the health of the service while the
 * database, which knows the sessions, is away.  For reading only.
 *
 * What was taken back while the database was there is not believed when it is
 * away: the master asks it again for each of them (auth_review() in auth.h), at
 * most AUTH_REVIEW_MS after the last time.
 *
 * auth_memory_init() is called once, before workers are forked; without it
 * nothing is remembered.
 */
#ifndef ADMIN_AUTH_MEMORY_H
#define ADMIN_AUTH_MEMORY_H

#include "admin/auth.h"

enum { AUTH_MEMORY_PLACES = 64, AUTH_MEMORY_S = 900, AUTH_REVIEW_MS = 1000 };

void auth_memory_init(void);

/* `who` was found valid just now. */
void auth_memory_keep(const struct identity *who, int64_t now_ms);
/* It is not valid any more. */
void auth_memory_drop(const char *secret_hash);
/* Fills `who`; false when it is not remembered, or too long ago. */
MUST_CHECK bool auth_memory_find(const char *secret_hash, int64_t now_ms,
				 struct identity *who);
/* Whose turn it is to be asked about: fills `who`, and it is somebody else's
 * until AUTH_REVIEW_MS have gone by.  False: nobody's. */
MUST_CHECK bool auth_memory_due(int64_t now_ms, struct identity *who);

#endif
