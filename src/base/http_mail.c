#include "base/http_mail.h"

#include "base/clock.h"
#include "base/config.h"
#include "base/http_guard.h"
#include "base/stop.h"
#include "base/text.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	CONNECT_MS = 5000,
	TOTAL_MS = 20000,
	ADDRESS_MAX = 254, /* RFC 5321 */
};

/* Printable ASCII and blanks: no line end, nothing that needs an encoding. */
static bool plain(const char *text)
{
	while (*text >= ' ' && *text <= '~')
		text++;
	return *text == '\0';
}

/* What stands in an envelope too must not close its brackets either. */
static bool address_ok(const char *text)
{
	const char *at = strchr(text, '@');

	return plain(text) && at && at != text && at[1] &&
	       strlen(text) <= ADDRESS_MAX && !strpbrk(text, " <>,;:\"\\()");
}

static enum err split_recipients(const char *list, char *copy, size_t size,
				 const char *items[], size_t *count,
				 struct error *e)
{
	size_t i;

	*count = config_split(list, copy, size, items, MAIL_RECIPIENTS_MAX);
	if (!*count)
		return err_set(e, ERR_ARG, "mail: no recipient");
	for (i = 0; i < *count; i++)
		if (!address_ok(items[i]))
			return err_set(e, ERR_ARG,
				       "mail: a recipient is no address");
	return ERR_OK;
}

static void add_text(struct str *out, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\r\n");

		str_add(out, text, length);
		str_adds(out, "\r\n");
		text += length;
		text += *text == '\r';
		text += *text == '\n';
	}
}

/* RFC 5322 knows no "GMT" but as a relic: +0000. */
static void add_date(struct str *out, int64_t date_ms)
{
	char date[CLOCK_TEXT_BYTES];

	clock_format_http(date_ms, date);
	str_add(out, "Date: ", 6);
	str_add(out, date, strlen(date) - strlen("GMT"));
	str_adds(out, "+0000\r\n");
}

enum err mail_format(const struct mail *mail, struct str *out, struct error *e)
{
	char copy[CONFIG_TEXT_BYTES];
	const char *to[MAIL_RECIPIENTS_MAX];
	size_t count;
	size_t i;
	enum err code =
		split_recipients(mail->to, copy, sizeof copy, to, &count, e);

	if (code != ERR_OK)
		return code;
	if (!address_ok(mail->from))
		return err_set(e, ERR_ARG, "mail: the sender is no address");
	if (!plain(mail->subject) || !plain(mail->message_id))
		return err_set(e, ERR_ARG,
			       "mail: the subject is no plain line");
	add_date(out, mail->date_ms);
	str_addf(out, "From: BLS Sync <%s>\r\nTo: ", mail->from);
	for (i = 0; i < count; i++)
		str_addf(out, "%s<%s>", i ? ",\r\n " : "", to[i]);
	str_addf(out, "\r\nSubject: %s\r\nMessage-ID: <%s@%s>\r\n",
		 mail->subject, mail->message_id, strchr(mail->from, '@') + 1);
	str_adds(out, "Auto-Submitted: auto-generated\r\n"
		      "MIME-Version: 1.0\r\n"
		      "Content-Type: text/plain; charset=utf-8\r\n"
		      "Content-Transfer-Encoding: 8bit\r\n\r\n");
	add_text(out, mail->text);
	if (out->full)
		return err_set(e, ERR_TOO_BIG, "mail: too long");
	return ERR_OK;
}

struct reading {
	const struct str *from;
	size_t at;
};

static size_t on_read(char *bytes, size_t size, size_t count, void *user)
{
	struct reading *r = user;
	size_t n = r->from->length - r->at;

	if (n > size * count)
		n = size * count;
	memcpy(bytes, r->from->data + r->at, n);
	r->at += n;
	return n;
}

/* Somebody who wants us to end does not wait for a slow server. */
static int on_progress(void *user, curl_off_t down_all, curl_off_t down,
		       curl_off_t up_all, curl_off_t up)
{
	(void)user;
	(void)down_all;
	(void)down;
	(void)up_all;
	(void)up;
	return stop_wanted();
}

static void set_options(CURL *easy, const struct mail *mail,
			struct reading *reading)
{
	curl_easy_setopt(easy, CURLOPT_URL, mail->url);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)TOTAL_MS);
	/* ALL, not TRY: whoever can take STARTTLS away must not get the mail
	 * in the clear. */
	if (!http_host_is_loopback(mail->url))
		curl_easy_setopt(easy, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	if (mail->user[0]) {
		curl_easy_setopt(easy, CURLOPT_USERNAME, mail->user);
		curl_easy_setopt(easy, CURLOPT_PASSWORD, mail->password);
	}
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(easy, CURLOPT_READDATA, reading);
	curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
}

static struct curl_slist *envelope(const char *list)
{
	char copy[CONFIG_TEXT_BYTES];
	char address[ADDRESS_MAX + 3];
	const char *to[MAIL_RECIPIENTS_MAX];
	struct curl_slist *recipients = NULL;
	size_t count =
		config_split(list, copy, sizeof copy, to, MAIL_RECIPIENTS_MAX);
	size_t i;

	for (i = 0; i < count; i++) {
		(void)snprintf(address, sizeof address, "<%s>", to[i]);
		recipients = curl_slist_append(recipients, address);
	}
	return recipients;
}

static enum err transmit(const struct mail *mail, const struct str *message,
			 struct error *e)
{
	char from[ADDRESS_MAX + 3];
	char detail[CURL_ERROR_SIZE] = ""; /* quotes the server */
	char why[sizeof e->msg];
	struct reading reading = { .from = message };
	struct curl_slist *recipients = envelope(mail->to);
	CURL *easy = curl_easy_init();
	CURLcode result;

	if (!easy)
		abort();
	(void)snprintf(from, sizeof from, "<%s>", mail->from);
	set_options(easy, mail, &reading);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, detail);
	curl_easy_setopt(easy, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, recipients);
	result = curl_easy_perform(easy);
	curl_easy_cleanup(easy);
	curl_slist_free_all(recipients);
	if (result == CURLE_OK)
		return ERR_OK;
	if (result == CURLE_ABORTED_BY_CALLBACK)
		return err_set(e, ERR_ABORTED, "mail: stopped");
	if (!detail[0])
		copy_text(detail, sizeof detail, curl_easy_strerror(result));
	(void)text_copy(why, sizeof why, detail, strlen(detail));
	return err_set(
		e, result == CURLE_OPERATION_TIMEDOUT ? ERR_TIMEOUT : ERR_NET,
		"mail: %s", why);
}

enum err mail_send(const struct mail *mail, struct error *e)
{
	struct str message = STR_INIT(MAIL_MAX_BYTES);
	enum err code = mail_format(mail, &message, e);

	if (code == ERR_OK)
		code = transmit(mail, &message, e);
	str_release(&message);
	return code;
}
