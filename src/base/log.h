/*
 * Log lines on standard error, logfmt, one event a line:
 *
 *	t=2026-05-15T14:00:00.123Z lvl=warn prog=bls-sync run=17 msg="..."
 *
 * nginx, cron's mail or the journal collect them.  Context is set once
 * (log_context("run=17")).  No secret ever comes here: keys are named by their
 * last four characters, and messages from BLS are masked before (bls/mask.h).
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/base.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR, LOG__MAX };

void log_init(const char *program, enum log_level least);
void log_context(const char *format, ...) PRINTF(1, 2);
void log_debug(const char *format, ...) PRINTF(1, 2);
void log_info(const char *format, ...) PRINTF(1, 2);
void log_warn(const char *format, ...) PRINTF(1, 2);
void log_error(const char *format, ...) PRINTF(1, 2);

/* "debug", "info", "warn", "error"; false for anything else. */
MUST_CHECK bool log_level_parse(const char *name, enum log_level *out);

/*
 * Called before and after each line is written, so that a progress line on the
 * same terminal can be wiped and drawn again.  NULL: none.
 */
void log_hooks(void (*before)(void), void (*after)(void));

/* Who is told of each warning and error as well, whatever is written; NULL:
 * nobody. */
typedef void (*log_listener_fn)(void *context, enum log_level level,
				const char *message);
void log_listen(log_listener_fn to, void *with);

#endif
