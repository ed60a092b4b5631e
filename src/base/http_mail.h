/*
 * One e-mail over SMTP (libcurl), to its end.
 *
 * smtps:// is encrypted from the first byte; smtp:// must become so (STARTTLS),
 * except towards this machine.  Certificates are verified.
 */
#ifndef BASE_HTTP_MAIL_H
#define BASE_HTTP_MAIL_H

#include "base/err.h"
#include "base/str.h"

enum { MAIL_RECIPIENTS_MAX = 16, MAIL_MAX_BYTES = 64 * 1024 };

struct mail {
	const char *url;  /* smtp://host[:port] or smtps://... */
	const char *user; /* "" = no sign-in */
	const char *password;
	const char *from;
	const char *to; /* addresses, comma between them */
	const char *subject;
	const char *message_id; /* without <> and @host */
	int64_t date_ms;
	const char *text; /* UTF-8, lines end with LF */
};

/* The message of RFC 5322.  ERR_ARG when an address, the subject or the id is
 * no plain ASCII line: nobody adds headers of their own. */
MUST_CHECK enum err mail_format(const struct mail *mail, struct str *out,
				struct error *e);

MUST_CHECK enum err mail_send(const struct mail *mail, struct error *e);

#endif
