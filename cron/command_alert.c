#include "commands.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "base/http.h"
#include "base/version.h"
#include "health/alert_send.h"
#include "store/alert.h"

#include <stdio.h>
#include <stdlib.h>

static bool test_channel(const struct config *config, struct http_pool *pool,
			 enum alert_channel channel, const char *id)
{
	struct alert alert = {
		.key = "test",
		.severity = ALERT_WARNING,
		.component = "alerts",
		.title = "A test of the alerts",
		.message = "Somebody ran `bls-sync alert test`; nothing is "
			   "wrong.",
		.since_ms = clock_now_ms(),
	};
	struct alert_delivery d = { .channel = channel,
				    .body = STR_INIT(ALERT_BODY_MAX) };
	struct error e;
	bool ok;

	alert_compose(config, ALERT_TEST, &alert, id, &d);
	ok = alert_send(config, pool, &d, &e) == ERR_OK;
	printf("%-8s %s\n", alert_channel_name(channel),
	       ok ? "delivered" : e.msg);
	str_release(&d.body);
	return ok;
}

/* Straight to the receivers: no database is asked. */
int command_alert_test(const struct config *config, const struct options *o)
{
	struct http_pool *pool;
	char token[CRYPTO_TOKEN_TEXT];
	char id[ALERT_MESSAGE_ID_BYTES];
	int exit = SYNC_DONE;
	int i;

	(void)o;
	if (!alert_receivers(config)) {
		(void)fprintf(stderr, "bls-sync: no channel is configured: set "
				      "alert_webhook_url or alert_email_to\n");
		return SYNC_USAGE;
	}
	crypto_token(token);
	(void)snprintf(id, sizeof id, "msg_%s", token);
	pool = http_pool_new(PRODUCT_AGENT " (alerts)");
	for (i = 0; i < ALERT_CHANNEL__MAX; i++) {
		enum alert_channel channel = (enum alert_channel)i;

		if (alert_channel_configured(config, channel) &&
		    !test_channel(config, pool, channel, id))
			exit = SYNC_FAILED;
	}
	http_pool_free(pool);
	return exit;
}

static void print_alert(const struct alert *a)
{
	char text[CLOCK_TEXT_BYTES];

	printf("%s  %-8s  %s\n    %s: %s\n",
	       clock_format(a->since_ms, false, text),
	       alert_severity_name(a->severity), a->key, a->title, a->message);
}

int command_alert_list(const struct config *config, const struct options *o)
{
	struct db *db = db_new(config, DB_USER_SYNC);
	struct alert_backlog backlog;
	struct alert *open = NULL;
	int exit = SYNC_DONE;
	size_t count = 0;
	size_t i;
	struct error e;

	(void)o;
	db_only_reads(db);
	if (alert_load_open(db, false, &open, &count, &e) != ERR_OK ||
	    alert_backlog_load(db, clock_now_ms(), &backlog, &e) != ERR_OK) {
		exit = command_failed(&e);
	} else {
		for (i = 0; i < count; i++)
			print_alert(&open[i]);
		printf("%zu open, %lld messages wait%s%s\n", count,
		       (long long)backlog.waiting, backlog.note[0] ? ": " : "",
		       backlog.note);
	}
	free(open);
	db_free(db);
	return exit;
}
