/*
 * An alert: something is wrong, known by its key, open until it is over.
 *
 *	          found                    gone
 *	(none) ----------> open -----------------> (none)
 *	        "opened"    |  ^       "resolved"
 *	                    +--+ "reminder": a day later, or it got worse
 *
 * Pure: who finds out what is wrong is health/alert_rules, who remembers is
 * store/alert.
 */
#ifndef MODEL_ALERT_H
#define MODEL_ALERT_H

#include "base/base.h"

enum alert_severity { ALERT_WARNING, ALERT_CRITICAL, ALERT_SEVERITY__MAX };

enum alert_event {
	ALERT_NOTHING,
	ALERT_OPENED,
	ALERT_REMINDER,
	ALERT_RESOLVED,
	ALERT_TEST,
	ALERT_EVENT__MAX
};

enum alert_channel { ALERT_WEBHOOK, ALERT_EMAIL, ALERT_CHANNEL__MAX };

enum {
	ALERT_KEY_BYTES = 65,
	ALERT_COMPONENT_BYTES = 17,
	ALERT_TITLE_BYTES = 121,
	ALERT_MESSAGE_BYTES = 256,
	ALERT_QUIET_S = 24 * 3600,    /* between reminders */
	ALERT_RETRY_FIRST_S = 50,     /* the next minute's watch */
	ALERT_RETRY_LONGEST_S = 3600, /* between tries of a delivery */
	ALERT_GIVE_UP_S = 7 * 86400,  /* after that nobody wants to know */
	ALERT_KEEP_S = 30 * 86400,    /* settled deliveries, to look at */
};

struct alert {
	char key[ALERT_KEY_BYTES];
	enum alert_severity severity;
	char component[ALERT_COMPONENT_BYTES];
	char title[ALERT_TITLE_BYTES]; /* ASCII */
	char message[ALERT_MESSAGE_BYTES];
	int64_t since_ms;
	int64_t told_ms; /* 0 = nobody was told */
};

const char *alert_severity_name(enum alert_severity severity);
enum alert_severity alert_severity_parse(const char *name);
/* "alert.opened", ... */
const char *alert_event_name(enum alert_event event);
const char *alert_channel_name(enum alert_channel channel);

/*
 * What to do about one key.  `open` is what is remembered, `found` what is
 * seen now, NULL when there is none.  Without a receiver nobody is told, and
 * whoever gets one later begins with "opened".
 */
enum alert_event alert_next(const struct alert *open, const struct alert *found,
			    bool receiver, int64_t now_ms);

/* How long to wait after the `attempts`th try of a delivery failed. */
int64_t alert_retry_ms(int64_t attempts);

#endif
