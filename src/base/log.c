#include "base/log.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 4096 };

static const char *const level_names[] = {
	[LOG_DEBUG] = "debug",
	[LOG_INFO] = "info",
	[LOG_WARN] = "warn",
	[LOG_ERROR] = "error",
};

static const char *program_name = "bls-sync";
static enum log_level least_level = LOG_INFO;
static char context[64];
static void (*hook_before)(void);
static void (*hook_after)(void);
static log_listener_fn listener;
static void *listener_context;

void log_init(const char *program, enum log_level least)
{
	program_name = program;
	least_level = least;
}

void log_hooks(void (*before)(void), void (*after)(void))
{
	hook_before = before;
	hook_after = after;
}

void log_listen(log_listener_fn to, void *with)
{
	listener = to;
	listener_context = with;
}

void log_context(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(context, sizeof context, format, args);
	va_end(args);
}

bool log_level_parse(const char *name, enum log_level *out)
{
	size_t i;

	for (i = 0; i < COUNT_OF(level_names); i++) {
		if (strcmp(name, level_names[i]) == 0) {
			*out = (enum log_level)i;
			return true;
		}
	}
	return false;
}

/* Quotes, backslashes and control characters must not break the line's grammar,
 * nor what is not UTF-8 whoever reads it. */
static void add_quoted(struct str *line, const char *text)
{
	struct str clean = STR_INIT(LINE_MAX_BYTES);
	const char *p;

	text_admit(&clean, text, strlen(text));
	for (p = clean.data; *p; p++) {
		if (*p == '"' || *p == '\\')
			str_addc(line, '\\');
		str_addc(line, *p);
	}
	str_release(&clean);
}

static void write_line(enum log_level level, const char *message)
{
	struct str line = STR_INIT(LINE_MAX_BYTES);
	char when[CLOCK_TEXT_BYTES];
	ssize_t ignored;

	str_addf(&line, "t=%s lvl=%s prog=%s%s%s msg=\"",
		 clock_format(clock_now_ms(), true, when), level_names[level],
		 program_name, context[0] ? " " : "", context);
	add_quoted(&line, message);
	str_adds(&line, "\"\n");
	if (hook_before)
		hook_before();
	ignored = write(STDERR_FILENO, line.data, line.length);
	(void)ignored;
	if (hook_after)
		hook_after();
	str_release(&line);
}

static bool listened_to(enum log_level level)
{
	return listener && level >= LOG_WARN;
}

static void PRINTF(2, 0)
	say(enum log_level level, const char *format, va_list args)
{
	char message[LINE_MAX_BYTES / 2];

	if (level < least_level && !listened_to(level))
		return;
	(void)text_vformat(message, sizeof message, format, args);
	if (level >= least_level)
		write_line(level, message);
	if (listened_to(level))
		listener(listener_context, level, message);
}

#define DEFINE_LEVEL(function, level)          \
	void function(const char *format, ...) \
	{                                      \
		va_list args;                  \
                                               \
		va_start(args, format);        \
		say((level), format, args);    \
		va_end(args);                  \
	}

DEFINE_LEVEL(log_debug, LOG_DEBUG)
DEFINE_LEVEL(log_info, LOG_INFO)
DEFINE_LEVEL(log_warn, LOG_WARN)
DEFINE_LEVEL(log_error, LOG_ERROR)
