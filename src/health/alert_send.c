#include "health/alert_send.h"

#include "base/clock.h"
#include "base/config.h"
#include "base/crypto.h"
#include "base/http.h"
#include "base/http_mail.h"
#include "base/jw.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum {
	CONNECT_MS = 5000,
	TOTAL_MS = 10000,
	ANSWER_MAX = 64 * 1024,
	SIGNED_MAX = ALERT_BODY_MAX + 256,
	HEADER_BYTES = 128,
};

bool alert_channel_configured(const struct config *config,
			      enum alert_channel channel)
{
	return channel == ALERT_WEBHOOK ? config->alert_webhook_url[0] != '\0'
					: config->alert_email_to[0] != '\0';
}

unsigned alert_receivers(const struct config *config)
{
	unsigned count = 0;
	int i;

	for (i = 0; i < ALERT_CHANNEL__MAX; i++)
		count +=
			alert_channel_configured(config, (enum alert_channel)i);
	return count;
}

static void page_url(const struct config *config, char *out, size_t size)
{
	size_t length = strlen(config->base_url);

	while (length && config->base_url[length - 1] == '/')
		length--;
	(void)snprintf(out, size, "%.*s/admin.html", (int)length,
		       config->base_url);
}

static void compose_json(const struct config *config, enum alert_event event,
			 const struct alert *a, struct alert_delivery *d)
{
	char url[CONFIG_TEXT_BYTES + 16];
	char time[CLOCK_TEXT_BYTES];
	struct jw w = JW_INIT(&d->body);

	page_url(config, url, sizeof url);
	jw_object(&w);
	jw_kv_string(&w, "type", alert_event_name(event));
	jw_kv_string(&w, "timestamp", clock_format(d->created_ms, false, time));
	jw_key(&w, "data");
	jw_object(&w);
	jw_kv_string(&w, "key", a->key);
	jw_kv_string(&w, "severity", alert_severity_name(a->severity));
	jw_kv_string(&w, "component", a->component);
	jw_kv_string(&w, "title", a->title);
	jw_kv_string(&w, "message", a->message);
	jw_kv_string(&w, "since", clock_format(a->since_ms, false, time));
	jw_kv_string(&w, "url", url);
	jw_end(&w);
	jw_end(&w);
}

static void compose_text(const struct config *config, enum alert_event event,
			 const struct alert *a, struct alert_delivery *d)
{
	static const char *const now[] = {
		[ALERT_NOTHING] = "",         [ALERT_OPENED] = "has begun",
		[ALERT_REMINDER] = "goes on", [ALERT_RESOLVED] = "is over",
		[ALERT_TEST] = "is a test",
	};
	char url[CONFIG_TEXT_BYTES + 16];
	char time[CLOCK_TEXT_BYTES];

	_Static_assert(COUNT_OF(now) == ALERT_EVENT__MAX, "all worded");
	page_url(config, url, sizeof url);
	str_addf(&d->body, "%s\n\n%s\n\nThis %s.\n\n", a->title, a->message,
		 now[event]);
	str_addf(&d->body, "Severity:  %s\nComponent: %s\nKey:       %s\n",
		 alert_severity_name(a->severity), a->component, a->key);
	str_addf(&d->body, "Since:     %s\n",
		 clock_format(a->since_ms, false, time));
	str_addf(&d->body, "Page:      %s\n", url);
}

void alert_compose(const struct config *config, enum alert_event event,
		   const struct alert *a, const char *message_id,
		   struct alert_delivery *d)
{
	const char *word = event == ALERT_RESOLVED ? "resolved"
			   : event == ALERT_TEST
				   ? "test"
				   : alert_severity_name(a->severity);

	copy_text(d->message_id, sizeof d->message_id, message_id);
	copy_text(d->key, sizeof d->key, a->key);
	(void)snprintf(d->subject, sizeof d->subject, "[BLS Sync] %s: %s%s",
		       word, a->title,
		       event == ALERT_REMINDER ? " (still)" : "");
	d->created_ms = clock_now_ms();
	str_reset(&d->body);
	if (d->channel == ALERT_WEBHOOK)
		compose_json(config, event, a, d);
	else
		compose_text(config, event, a, d);
}

/* The three headers of Standard Webhooks. */
static enum err sign(const struct config *config,
		     const struct alert_delivery *d,
		     char headers[3][HEADER_BYTES], struct error *e)
{
	char signature[CRYPTO_SIGNATURE_TEXT];
	struct str text = STR_INIT(SIGNED_MAX);
	int64_t now_s = clock_now_ms() / 1000;
	bool ok;

	str_addf(&text, "%s.%lld.", d->message_id, (long long)now_s);
	str_add(&text, d->body.data, d->body.length);
	ok = !text.full &&
	     crypto_webhook_signature(config->alert_webhook_secret, text.data,
				      signature);
	str_release(&text);
	if (!ok)
		return err_set(e, ERR_ARG, "webhook: cannot be signed");
	(void)snprintf(headers[0], HEADER_BYTES, "webhook-id: %s",
		       d->message_id);
	(void)snprintf(headers[1], HEADER_BYTES, "webhook-timestamp: %lld",
		       (long long)now_s);
	(void)snprintf(headers[2], HEADER_BYTES, "webhook-signature: v1,%s",
		       signature);
	return ERR_OK;
}

/* Only the host: the rest of such an address may be a secret. */
static const char *host_of(const char *url, char host[HEADER_BYTES])
{
	const char *from = strstr(url, "//");
	const char *at;
	size_t length;

	from = from ? from + 2 : url;
	length = strcspn(from, "/?#");
	at = memrchr(from, '@', length);
	if (at) {
		length -= (size_t)(at + 1 - from);
		from = at + 1;
	}
	(void)text_copy(host, HEADER_BYTES, from, length);
	return host;
}

static enum err send_webhook(const struct config *config,
			     struct http_pool *pool,
			     const struct alert_delivery *d, struct error *e)
{
	char headers[3][HEADER_BYTES];
	const char *list[] = { headers[0], headers[1], headers[2] };
	struct str answer = STR_INIT(ANSWER_MAX);
	struct http_request request = {
		.url = config->alert_webhook_url,
		.body = d->body.data,
		.connect_timeout_ms = CONNECT_MS,
		.timeout_ms = TOTAL_MS,
		.body_max = ANSWER_MAX,
		.headers = list,
		.header_count = COUNT_OF(list),
		.guarded = true,
	};
	struct http_response r = { 0 };
	char host[HEADER_BYTES];
	enum err code = sign(config, d, headers, e);

	if (code != ERR_OK)
		return code;
	http_fetch(pool, &request, &answer, &r);
	str_release(&answer);
	/* A long answer is an answer. */
	if (r.code != ERR_OK && r.code != ERR_TOO_BIG)
		return err_set(e, r.code, "webhook: %s", r.error);
	if (r.redirect[0])
		return err_set(e, ERR_REMOTE,
			       "webhook: HTTP %ld, a redirect to %s", r.status,
			       host_of(r.redirect, host));
	if (r.status < 200 || r.status > 299)
		return err_set(e, ERR_REMOTE, "webhook: HTTP %ld", r.status);
	return ERR_OK;
}

static enum err send_mail(const struct config *config,
			  const struct alert_delivery *d, struct error *e)
{
	struct mail mail = {
		.url = config->smtp_url,
		.user = config->smtp_user,
		.password = config->smtp_password,
		.from = config->smtp_from,
		.to = config->alert_email_to,
		.subject = d->subject,
		.message_id = d->message_id,
		.date_ms = d->created_ms,
		.text = d->body.data,
	};

	return mail_send(&mail, e);
}

enum err alert_send(const struct config *config, struct http_pool *pool,
		    const struct alert_delivery *d, struct error *e)
{
	return d->channel == ALERT_WEBHOOK ? send_webhook(config, pool, d, e)
					   : send_mail(config, d, e);
}
