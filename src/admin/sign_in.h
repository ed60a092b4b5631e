/*
 * One try to sign in: from a name and a password to a verdict.
 *
 *	who                  has its check in   its failures are counted by
 *	a known browser      SLOT_DEVICES       its device
 *	anybody else         SLOT_STRANGERS     the address, and the account
 *
 * Five failures in 15 minutes lock what they are counted by; so strangers can
 * lock an account for strangers, and never for a browser that is known.  The
 * slot is taken before the database is asked: what a flood is refused costs
 * neither a connection nor a check.
 */
#ifndef ADMIN_SIGN_IN_H
#define ADMIN_SIGN_IN_H

#include "admin/device.h"
#include "store/session.h"

enum sign_in_verdict {
	SIGN_IN_RIGHT,
	SIGN_IN_WRONG,   /* name or password; which is not told */
	SIGN_IN_LIMITED, /* too many failures: in wait_s seconds again */
	SIGN_IN_BUSY,    /* somebody else's is being checked */
};

struct sign_in {
	const char *username;
	const char *password;
	const char *address; /* of the client */
	const char *cookie;  /* of the device, for this account; "" = none */
	enum sign_in_verdict verdict;
	int wait_s;
	struct account account;           /* SIGN_IN_RIGHT */
	char device[DEVICE_COOKIE_BYTES]; /* the cookie to keep; "" = none */
};

/* Fills what stands behind `cookie`; an error is the database's. */
MUST_CHECK enum err sign_in_try(struct db *db, struct sign_in *s,
				struct error *e);

/* The name, or "(invalid)" for one that cannot exist: it may be a password. */
const char *sign_in_name(const char *username);

#endif
