#include "health/alert_rules.h"

#include "base/text.h"
#include <stdio.h>
#include <string.h>

static const char component_prefix[] = "component.";

/* ASCII: they become subjects of e-mails. */
static const char *const component_titles[] = {
	[COMPONENT_DATABASE] = "The database is in trouble",
	[COMPONENT_BLS_API] = "BLS is in trouble",
	[COMPONENT_API_KEYS] = "The keys of BLS need a look",
	[COMPONENT_DATA_SYNC] = "The import needs a look",
	[COMPONENT_ALERTS] = "Alerts are not delivered",
	[COMPONENT_DISK] = "The disk is nearly full",
};
_Static_assert(COUNT_OF(component_titles) == COMPONENT__MAX, "all titled");

/* Title and message are read one after the other: what the title says, the
 * message does not say again. */
static const char *without_title(const char *message, const char *title)
{
	size_t length = strlen(title);

	if (strncmp(message, title, length) == 0 &&
	    strncmp(message + length, ": ", 2) == 0)
		return message + length + 2;
	return message;
}

static void add(struct alerts_found *found, const char *key,
		enum alert_severity severity, enum component component,
		const char *title, const char *message)
{
	struct alert *a = &found->list[found->count++];

	*a = (struct alert){ .severity = severity };
	copy_text(a->key, sizeof a->key, key);
	copy_text(a->component, sizeof a->component, component_name(component));
	copy_text(a->title, sizeof a->title, title);
	message = without_title(message, title);
	(void)text_copy(a->message, sizeof a->message, message,
			strlen(message));
}

static void add_last_run(const struct health_facts *f, const struct check *c,
			 struct alerts_found *found)
{
	static const struct {
		enum run_state state;
		enum alert_severity severity;
		const char *key;
		const char *title;
	} ends[] = {
		{ RUN_FAILED, ALERT_CRITICAL, "run.failed",
		  "The last run failed" },
		{ RUN_CRASHED, ALERT_CRITICAL, "run.crashed",
		  "The last run did not end" },
		{ RUN_HELD, ALERT_WARNING, "run.held",
		  "The last run waits for a decision" },
		{ RUN_PAUSED, ALERT_WARNING, "run.paused",
		  "The requests of the day are used up" },
	};
	size_t i;

	for (i = 0; f->sync.ever && i < COUNT_OF(ends); i++)
		if (f->sync.state == ends[i].state)
			add(found, ends[i].key, ends[i].severity,
			    COMPONENT_DATA_SYNC, ends[i].title, c->message);
}

static void add_data(const struct health_facts *f, struct alerts_found *found)
{
	char span[TEXT_SPAN_BYTES];
	char message[ALERT_MESSAGE_BYTES];

	if (f->sync.succeeded &&
	    f->sync.success_age_s > (int64_t)HEALTH_STALE_H * 3600) {
		(void)snprintf(message, sizeof message,
			       "The last sync that succeeded is %s ago.",
			       text_span(f->sync.success_age_s, span));
		add(found, "data.stale", ALERT_WARNING, COMPONENT_DATA_SYNC,
		    "The data is old", message);
	}
	if (f->sync.permanent) {
		(void)snprintf(message, sizeof message,
			       "%lld %s could not be resolved for good.",
			       (long long)f->sync.permanent,
			       text_plural(f->sync.permanent, "occupation",
					   "occupations"));
		add(found, "occupations.failed", ALERT_WARNING,
		    COMPONENT_DATA_SYNC, "Occupations failed", message);
	}
	if (f->sync.areas.permanent) {
		(void)snprintf(
			message, sizeof message,
			"%lld of %lld areas could not be loaded in three "
			"runs.",
			(long long)f->sync.areas.permanent,
			(long long)f->sync.areas.total);
		add(found, "areas.failed", ALERT_WARNING, COMPONENT_DATA_SYNC,
		    "Areas failed", message);
	}
}

static void add_keys(const struct health_facts *f, struct alerts_found *found)
{
	char message[ALERT_MESSAGE_BYTES];
	bool all = f->keys.invalid == f->keys.keys;

	if (!f->keys.invalid)
		return;
	(void)snprintf(message, sizeof message,
		       "BLS refuses %d of %d %s; keys must be renewed each "
		       "year.",
		       f->keys.invalid, f->keys.keys,
		       text_plural(f->keys.keys, "key", "keys"));
	add(found, "keys.invalid", all ? ALERT_CRITICAL : ALERT_WARNING,
	    COMPONENT_API_KEYS, "BLS refuses a key", message);
}

/* Whether something about the component has been said already. */
static bool said(const struct alerts_found *found, enum component component)
{
	size_t i;

	for (i = 0; i < found->count; i++)
		if (strcmp(found->list[i].component,
			   component_name(component)) == 0)
			return true;
	return false;
}

static bool passing(enum component component, const struct health *h)
{
	const struct check *c = &h->of[component];

	return c->status == CHECK_WARN &&
	       (component == COMPONENT_DATABASE ||
		component == COMPONENT_BLS_API) &&
	       h->checked_ms - c->since_ms < (int64_t)ALERT_PATIENCE_S * 1000;
}

/* Of a database that refuses something the other parts are not known. */
static bool known(enum component component, const struct health_facts *f)
{
	return !f->database.refuses || component == COMPONENT_DATABASE ||
	       component == COMPONENT_DISK;
}

void alert_rules(const struct health_facts *f, const struct health *h,
		 struct alerts_found *found)
{
	char key[ALERT_KEY_BYTES];
	int i;

	found->count = 0;
	add_last_run(f, &h->of[COMPONENT_DATA_SYNC], found);
	add_data(f, found);
	add_keys(f, found);
	for (i = 0; i < COMPONENT__MAX; i++) {
		const struct check *c = &h->of[i];

		if (c->status == CHECK_PASS || passing((enum component)i, h) ||
		    !known((enum component)i, f) ||
		    said(found, (enum component)i))
			continue;
		(void)snprintf(key, sizeof key, "%s%s", component_prefix,
			       component_name((enum component)i));
		add(found, key,
		    c->status == CHECK_FAIL ? ALERT_CRITICAL : ALERT_WARNING,
		    (enum component)i, component_titles[i], c->message);
	}
}

const struct alert *alert_find(const struct alerts_found *found,
			       const char *key)
{
	size_t i;

	for (i = 0; i < found->count; i++)
		if (strcmp(found->list[i].key, key) == 0)
			return &found->list[i];
	return NULL;
}

/* COMPONENT__MAX: a key of something else. */
static enum component component_of(const char *key)
{
	size_t prefix = strlen(component_prefix);
	int i;

	if (strncmp(key, component_prefix, prefix) != 0)
		return COMPONENT__MAX;
	for (i = 0; i < COMPONENT__MAX; i++)
		if (strcmp(key + prefix, component_name((enum component)i)) ==
		    0)
			break;
	return (enum component)i;
}

bool alert_undecided(const char *key, const struct health_facts *f,
		     const struct health *h)
{
	enum component component = component_of(key);

	if (!known(component, f))
		return true;
	if (strncmp(key, "run.", 4) == 0)
		return f->sync.ever && f->sync.state == RUN_RUNNING;
	return component != COMPONENT__MAX && passing(component, h);
}
