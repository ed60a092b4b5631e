#include "model/check.h"

#include "base/clock.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const status_names[] = {
	[CHECK_PASS] = "pass",
	[CHECK_WARN] = "warn",
	[CHECK_FAIL] = "fail",
};
_Static_assert(COUNT_OF(status_names) == CHECK_STATUS__MAX, "all named");

static const char *const component_names[] = {
	[COMPONENT_DATABASE] = "database", [COMPONENT_BLS_API] = "blsApi",
	[COMPONENT_API_KEYS] = "apiKeys",  [COMPONENT_DATA_SYNC] = "dataSync",
	[COMPONENT_ALERTS] = "alerts",     [COMPONENT_DISK] = "disk",
};
_Static_assert(COUNT_OF(component_names) == COMPONENT__MAX, "all named");

const char *check_status_name(enum check_status status)
{
	return status < CHECK_STATUS__MAX ? status_names[status] : "unknown";
}

bool check_status_parse(const char *name, enum check_status *status)
{
	int i;

	for (i = 0; name && i < CHECK_STATUS__MAX; i++) {
		if (strcmp(name, status_names[i]) == 0) {
			*status = (enum check_status)i;
			return true;
		}
	}
	return false;
}

const char *component_name(enum component component)
{
	return component < COMPONENT__MAX ? component_names[component]
					  : "unknown";
}

void check_set(struct check *c, enum check_status status, int score,
	       const char *format, ...)
{
	va_list args;

	c->status = status;
	c->score = score;
	va_start(args, format);
	(void)text_vformat(c->message, sizeof c->message, format, args);
	va_end(args);
}

void check_advise(struct check *c, const char *advice)
{
	if (c->advice_count < CHECK_ADVICE_MAX)
		c->advice[c->advice_count++] = advice;
}

enum check_status health_status(const struct health *h)
{
	enum check_status worst = CHECK_PASS;
	int i;

	for (i = 0; i < COMPONENT__MAX; i++)
		if (h->of[i].status > worst)
			worst = h->of[i].status;
	return worst;
}

int health_score(const struct health *h)
{
	int sum = 0;
	int i;

	for (i = 0; i < COMPONENT__MAX; i++)
		sum += h->of[i].score;
	return (sum + COMPONENT__MAX / 2) / COMPONENT__MAX;
}

static void write_check(struct jw *w, const struct check *c)
{
	unsigned i;

	jw_object(w);
	jw_kv_string(w, "status", check_status_name(c->status));
	jw_kv_int(w, "score", c->score);
	jw_kv_string(w, "message", c->message);
	jw_kv_time(w, "since", c->since_ms);
	if (c->breaker)
		jw_kv_string(w, "breaker", c->breaker);
	jw_key(w, "recommendations");
	jw_array(w);
	for (i = 0; i < c->advice_count; i++)
		jw_string(w, c->advice[i]);
	jw_end(w);
	jw_end(w);
}

void health_write(struct jw *w, const struct health *h)
{
	int i;

	jw_object(w);
	jw_kv_string(w, "status", check_status_name(health_status(h)));
	jw_kv_int(w, "score", health_score(h));
	jw_kv_time(w, "checkedAt", h->checked_ms);
	jw_key(w, "components");
	jw_object(w);
	for (i = 0; i < COMPONENT__MAX; i++) {
		jw_key(w, component_name((enum component)i));
		write_check(w, &h->of[i]);
	}
	jw_end(w);
	jw_end(w);
}
