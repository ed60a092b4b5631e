#include "health/alert_watch.h"

#include "base/clock.h"
#include "base/config.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/stop.h"
#include "base/text.h"
#include "health/alert_rules.h"
#include "health/alert_send.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	TRIES = 3, /* of a transaction that met another one */
	CHANNEL_DELIVERIES_MAX = 50,
	CHANNEL_MS = 20000, /* of a minute, for each channel */
};

struct update {
	struct db *db;
	const struct config *config;
	bool receiver;
	int64_t now_ms;
};

static enum err queue(const struct update *u, enum alert_event event,
		      const struct alert *a, struct error *e)
{
	struct alert_delivery d = { .body = STR_INIT(ALERT_BODY_MAX) };
	char token[CRYPTO_TOKEN_TEXT];
	char id[ALERT_MESSAGE_ID_BYTES];
	enum err code = ERR_OK;
	int i;

	crypto_token(token);
	(void)snprintf(id, sizeof id, "msg_%s", token);
	for (i = 0; code == ERR_OK && i < ALERT_CHANNEL__MAX; i++) {
		d.channel = (enum alert_channel)i;
		if (!alert_channel_configured(u->config, d.channel))
			continue;
		alert_compose(u->config, event, a, id, &d);
		code = alert_queue(u->db, &d, e);
	}
	str_release(&d.body);
	if (code == ERR_OK)
		log_info("%s: %s", alert_event_name(event), a->key);
	return code;
}

/* Of one nobody was told about nobody wants to hear that it is over. */
static enum err resolve(const struct update *u, const struct alert *open,
			struct error *e)
{
	struct alert over = *open;
	enum err code = alert_remove(u->db, open->key, e);

	if (code != ERR_OK || !open->told_ms)
		return code;
	(void)text_format(over.message, sizeof over.message, "It was: %s",
			  open->message);
	return queue(u, ALERT_RESOLVED, &over, e);
}

/* The severity never falls while it lasts, so that it cannot be told again and
 * again that it has risen. */
static enum err keep(const struct update *u, enum alert_event event,
		     const struct alert *open, const struct alert *found,
		     struct error *e)
{
	struct alert a = *found;
	bool tell = event != ALERT_NOTHING;
	enum err code;

	a.told_ms = tell ? u->now_ms : open->told_ms;
	if (open->severity > a.severity)
		a.severity = open->severity;
	a.since_ms = open->since_ms;
	code = alert_save(u->db, &a, e);
	return code == ERR_OK && tell ? queue(u, event, &a, e) : code;
}

static enum err follow(const struct update *u, const struct alert *open,
		       const struct alert *found, struct error *e)
{
	enum alert_event event =
		alert_next(open, found, u->receiver, u->now_ms);

	return found ? keep(u, event, open, found, e) : resolve(u, open, e);
}

static enum err start(const struct update *u, const struct alert *found,
		      struct error *e)
{
	struct alert a = *found;
	bool added = false;
	enum err code;

	a.since_ms = u->now_ms;
	a.told_ms = u->receiver ? u->now_ms : 0;
	code = alert_add(u->db, &a, &added, e);
	if (code != ERR_OK || !added)
		return code;
	return queue(u, alert_next(NULL, &a, u->receiver, u->now_ms), &a, e);
}

static bool is_open(const struct alert *list, size_t count, const char *key)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(list[i].key, key) == 0)
			return true;
	return false;
}

static enum err update_once(const struct update *u,
			    const struct alerts_found *found,
			    const struct health_facts *facts,
			    const struct health *h, struct error *e)
{
	struct alert *open = NULL;
	size_t count = 0;
	size_t i;
	enum err code = db_begin(u->db, e);

	if (code != ERR_OK)
		return code;
	code = alert_load_open(u->db, true, &open, &count, e);
	for (i = 0; code == ERR_OK && i < count; i++) {
		const struct alert *a = alert_find(found, open[i].key);

		if (a || !alert_undecided(open[i].key, facts, h))
			code = follow(u, &open[i], a, e);
	}
	for (i = 0; code == ERR_OK && i < found->count; i++)
		if (!is_open(open, count, found->list[i].key))
			code = start(u, &found->list[i], e);
	free(open);
	return db_end(u->db, code, e);
}

enum err alert_update(struct db *db, const struct config *config,
		      const struct health_facts *facts, const struct health *h,
		      struct error *e)
{
	struct update u = { .db = db,
			    .config = config,
			    .receiver = alert_receivers(config) != 0,
			    .now_ms = clock_now_ms() };
	struct alerts_found found;
	enum err code = ERR_DEADLOCK;
	int i;

	alert_rules(facts, h, &found);
	for (i = 0; code == ERR_DEADLOCK && i < TRIES; i++)
		code = update_once(&u, &found, facts, h, e);
	return code;
}

/* One message; *go_on is false when the channel has nothing more, or fails. */
static enum err deliver_next(struct db *db, const struct config *config,
			     struct http_pool *pool, struct alert_delivery *d,
			     bool *go_on, struct error *e)
{
	enum err code = alert_take_due(db, clock_now_ms(), d, go_on, e);
	struct error failure;

	if (code != ERR_OK || !*go_on)
		return code;
	if (alert_send(config, pool, d, &failure) == ERR_OK)
		return alert_delivered(db, d, clock_now_ms(), e);
	*go_on = false;
	log_warn("alert %s was not delivered (try %lld): %s", d->key,
		 (long long)d->attempts, failure.msg);
	return alert_not_delivered(db, d, failure.msg, e);
}

static enum err deliver_channel(struct db *db, const struct config *config,
				struct http_pool *pool,
				enum alert_channel channel, struct error *e)
{
	struct alert_delivery d = { .channel = channel,
				    .body = STR_INIT(ALERT_BODY_MAX) };
	int64_t begun_ms = clock_monotonic_ms();
	enum err code = ERR_OK;
	bool go_on = true;
	int i;

	for (i = 0;
	     code == ERR_OK && go_on && i < CHANNEL_DELIVERIES_MAX &&
	     clock_monotonic_ms() - begun_ms < CHANNEL_MS && !stop_wanted();
	     i++)
		code = deliver_next(db, config, pool, &d, &go_on, e);
	str_release(&d.body);
	return code;
}

enum err alert_deliver(struct db *db, const struct config *config,
		       struct http_pool *pool, struct error *e)
{
	int64_t given_up = 0;
	enum err code = alert_expire(db, clock_now_ms(), &given_up, e);
	int i;

	if (code == ERR_OK && given_up)
		log_warn("%lld alert messages were given up after 7 days",
			 (long long)given_up);
	for (i = 0; code == ERR_OK && i < ALERT_CHANNEL__MAX; i++)
		if (alert_channel_configured(config, (enum alert_channel)i))
			code = deliver_channel(db, config, pool,
					       (enum alert_channel)i, e);
	return code;
}
