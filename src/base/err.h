/*
 * Errors.  A code names what the caller can do about it; the message says, for
 * a person, what happened.  It is filled once, where it is known, and logged
 * once, where it is handled.
 *
 * Messages may reach logs and pages: they never contain an API key, a password
 * or a token (the places that could, mask them; see bls/keyring.h).
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/base.h"

enum err {
	ERR_OK = 0,
	ERR_ARG, /* the caller's input is wrong; asking again is useless */
	ERR_NOT_FOUND, /* what was asked for is not there */
	ERR_CONFLICT,  /* it contradicts what is there already */
	ERR_DEADLOCK,  /* transactions met; the whole one may run again */
	ERR_AUTH,      /* not allowed */
	ERR_REFUSED,   /* the peer does not want us, for now */
	ERR_QUOTA,     /* a daily allowance is used up */
	ERR_TIMEOUT,   /* it took too long */
	ERR_NET,       /* the peer could not be reached or hung up */
	ERR_REMOTE,    /* the peer answered with a failure of its own */
	ERR_FORMAT,    /* what came is not of a form that is known here */
	ERR_DB,        /* the database refused; our bug or its state */
	ERR_BUSY,      /* a lock is held, a breaker is open, a limit is met */
	ERR_TOO_BIG,   /* more than the bound for this input */
	ERR_ABORTED,   /* we were asked to stop */
	ERR_FENCED,    /* our lease was lost; nothing may be written any more */
	ERR_IO,        /* a local file or system call failed */
	ERR__MAX
};

struct error {
	enum err code;
	char msg[256];
};

/* Fill `e` (may be NULL) and return `code`: `return err_set(e, ERR_IO, ...)`.
 * A message that is too long ends in "...". */
enum err err_set(struct error *e, enum err code, const char *format, ...)
	PRINTF(3, 4);

/* Put "context: " before the message that is there already; `e` may be NULL. */
void err_prefix(struct error *e, const char *format, ...) PRINTF(2, 3);

/* The code in lower case, for logs: "quota", "net". */
const char *err_name(enum err code);

/* True when the same call may succeed later without anyone doing anything. */
bool err_transient(enum err code);

#endif
