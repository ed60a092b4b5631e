#include "base/err.h"

#include "base/text.h"

#include <stdarg.h>

static const char *const names[] = {
	[ERR_OK] = "ok",
	[ERR_ARG] = "argument",
	[ERR_NOT_FOUND] = "not-found",
	[ERR_CONFLICT] = "conflict",
	[ERR_DEADLOCK] = "deadlock",
	[ERR_AUTH] = "auth",
	[ERR_REFUSED] = "refused",
	[ERR_QUOTA] = "quota",
	[ERR_TIMEOUT] = "timeout",
	[ERR_NET] = "net",
	[ERR_REMOTE] = "remote",
	[ERR_FORMAT] = "format",
	[ERR_DB] = "db",
	[ERR_BUSY] = "busy",
	[ERR_TOO_BIG] = "too-big",
	[ERR_ABORTED] = "aborted",
	[ERR_FENCED] = "fenced",
	[ERR_IO] = "io",
};
_Static_assert(COUNT_OF(names) == ERR__MAX, "every error has a name");

enum err err_set(struct error *e, enum err code, const char *format, ...)
{
	va_list args;

	if (!e)
		return code;
	e->code = code;
	va_start(args, format);
	(void)text_vformat(e->msg, sizeof e->msg, format, args);
	va_end(args);
	return code;
}

void err_prefix(struct error *e, const char *format, ...)
{
	char context[96];
	char old[sizeof e->msg];
	va_list args;

	if (!e)
		return;
	va_start(args, format);
	(void)text_vformat(context, sizeof context, format, args);
	va_end(args);
	copy_text(old, sizeof old, e->msg);
	(void)text_format(e->msg, sizeof e->msg, "%s: %s", context, old);
}

const char *err_name(enum err code)
{
	return code < ERR__MAX ? names[code] : "unknown";
}

bool err_transient(enum err code)
{
	return code == ERR_DEADLOCK || code == ERR_TIMEOUT || code == ERR_NET ||
	       code == ERR_REMOTE || code == ERR_BUSY;
}
