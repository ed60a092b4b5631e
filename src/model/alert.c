#include "model/alert.h"

#include <string.h>

static const char *const severity_names[] = {
	[ALERT_WARNING] = "warning",
	[ALERT_CRITICAL] = "critical",
};
_Static_assert(COUNT_OF(severity_names) == ALERT_SEVERITY__MAX, "all named");

static const char *const event_names[] = {
	[ALERT_NOTHING] = "alert.nothing",
	[ALERT_OPENED] = "alert.opened",
	[ALERT_REMINDER] = "alert.reminder",
	[ALERT_RESOLVED] = "alert.resolved",
	[ALERT_TEST] = "alert.test",
};
_Static_assert(COUNT_OF(event_names) == ALERT_EVENT__MAX, "all named");

static const char *const channel_names[] = {
	[ALERT_WEBHOOK] = "webhook",
	[ALERT_EMAIL] = "email",
};
_Static_assert(COUNT_OF(channel_names) == ALERT_CHANNEL__MAX, "all named");

const char *alert_severity_name(enum alert_severity severity)
{
	return severity_names[severity];
}

enum alert_severity alert_severity_parse(const char *name)
{
	return strcmp(name, severity_names[ALERT_CRITICAL]) == 0
		       ? ALERT_CRITICAL
		       : ALERT_WARNING;
}

const char *alert_event_name(enum alert_event event)
{
	return event_names[event];
}

const char *alert_channel_name(enum alert_channel channel)
{
	return channel_names[channel];
}

enum alert_event alert_next(const struct alert *open, const struct alert *found,
			    bool receiver, int64_t now_ms)
{
	if (!open)
		return found ? ALERT_OPENED : ALERT_NOTHING;
	if (!found)
		return ALERT_RESOLVED;
	if (!receiver)
		return ALERT_NOTHING;
	if (!open->told_ms)
		return ALERT_OPENED;
	if (found->severity > open->severity ||
	    now_ms - open->told_ms >= (int64_t)ALERT_QUIET_S * 1000)
		return ALERT_REMINDER;
	return ALERT_NOTHING;
}

int64_t alert_retry_ms(int64_t attempts)
{
	int64_t seconds = ALERT_RETRY_FIRST_S;

	while (--attempts > 0 && seconds < ALERT_RETRY_LONGEST_S)
		seconds *= 2;
	if (seconds > ALERT_RETRY_LONGEST_S)
		seconds = ALERT_RETRY_LONGEST_S;
	return seconds * 1000;
}
