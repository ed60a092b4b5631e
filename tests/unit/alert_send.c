/* Alerts on their way out: signature, e-mail, where they may go, words. */
#include "health/alert_send.h"
#include "base/config.h"
#include "base/crypto.h"
#include "base/http.h"
#include "base/http_guard.h"
#include "base/http_mail.h"

#include "t.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static const int64_t NOW = 1767225600000; /* 2026-01-01 */

/* The example of the specification's own libraries. */
static void test_signature_of_the_specification(void **state)
{
	static const char signed_text[] =
		"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": "
		"2432232314}";
	char out[CRYPTO_SIGNATURE_TEXT];

	(void)state;
	assert_true(crypto_webhook_signature(
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", signed_text, out));
	assert_string_equal(out,
			    "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

static void test_signature_keys(void **state)
{
	char out[CRYPTO_SIGNATURE_TEXT];
	char other[CRYPTO_SIGNATURE_TEXT];

	(void)state;
	/* RFC 4231, test case 2 */
	assert_true(crypto_webhook_signature(
		"Jefe", "what do ya want for nothing?", out));
	assert_string_equal(out,
			    "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=");
	/* "SmVmZQ==" is "Jefe" */
	assert_true(crypto_webhook_signature(
		"whsec_SmVmZQ==", "what do ya want for nothing?", other));
	assert_string_equal(out, other);
	assert_false(crypto_webhook_signature("whsec_", "x", out));
	assert_false(crypto_webhook_signature("whsec_no*base64", "x", out));
}

static const struct mail good_mail = {
	.url = "smtp://127.0.0.1:1",
	.user = "",
	.password = "",
	.from = "bls@example.org",
	.to = "a@example.org, b@example.org",
	.subject = "[BLS Sync] critical: x",
	.message_id = "msg_1",
	.date_ms = 1767225600000,
	.text = "caf\xc3\xa9\n.\nend",
};

static void test_mail(void **state)
{
	struct str out = STR_INIT(MAIL_MAX_BYTES);
	struct error e;

	(void)state;
	assert_int_equal(mail_format(&good_mail, &out, &e), ERR_OK);
	assert_string_equal(out.data,
			    "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n"
			    "From: BLS Sync <bls@example.org>\r\n"
			    "To: <a@example.org>,\r\n <b@example.org>\r\n"
			    "Subject: [BLS Sync] critical: x\r\n"
			    "Message-ID: <msg_1@example.org>\r\n"
			    "Auto-Submitted: auto-generated\r\n"
			    "MIME-Version: 1.0\r\n"
			    "Content-Type: text/plain; charset=utf-8\r\n"
			    "Content-Transfer-Encoding: 8bit\r\n\r\n"
			    "caf\xc3\xa9\r\n.\r\nend\r\n");
	str_release(&out);
}

/* Nobody adds a header or a recipient. */
static void test_mail_injection(void **state)
{
	static const char *const bad_addresses[] = {
		"",
		"a",
		"@b",
		"a@",
		"a@b\r\nBcc: c@d",
		"a@b>\n",
		"a@b> SIZE=1",
		"a b@c",
		"caf\xc3\xa9@b",
		"<a@b>",
	};
	struct str out = STR_INIT(MAIL_MAX_BYTES);
	struct mail mail;
	struct error e;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(bad_addresses); i++) {
		mail = good_mail;
		mail.from = bad_addresses[i];
		assert_int_equal(mail_format(&mail, &out, &e), ERR_ARG);
		mail = good_mail;
		mail.to = bad_addresses[i];
		assert_int_equal(mail_send(&mail, &e), ERR_ARG);
	}
	mail = good_mail;
	mail.subject = "x\r\nBcc: c@d";
	assert_int_equal(mail_format(&mail, &out, &e), ERR_ARG);
	mail.subject = "x\n";
	assert_int_equal(mail_format(&mail, &out, &e), ERR_ARG);
	mail = good_mail;
	mail.message_id = "x>\r\nX: y";
	assert_int_equal(mail_format(&mail, &out, &e), ERR_ARG);
	assert_int_equal(out.length, 0);
	str_release(&out);
}

static bool is_public(const char *text)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
		return http_address_public((const struct sockaddr *)&v4);
	assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
	return http_address_public((const struct sockaddr *)&v6);
}

static void test_addresses(void **state)
{
	static const char *const public[] = {
		"8.8.8.8",       "1.1.1.1",        "172.32.0.1",
		"172.15.0.1",    "100.63.0.1",     "2606:4700::1111",
		"223.255.255.1", "::ffff:8.8.8.8",
	};
	static const char *const private[] = {
		"0.0.0.0",
		"10.1.2.3",
		"100.64.0.1",
		"127.0.0.1",
		"169.254.169.254",
		"172.16.0.1",
		"172.31.255.255",
		"192.168.1.1",
		"198.18.0.1",
		"224.0.0.1",
		"255.255.255.255",
		"::",
		"::1",
		"fe80::1",
		"fc00::1",
		"fd12::1",
		"ff02::1",
		"::ffff:10.0.0.1",
		"2001:db8::1",
		"2002:a00:1::1",
		"2001:0:1::1",
		"64:ff9b::a00:1",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(public); i++)
		assert_true(is_public(public[i]));
	for (i = 0; i < COUNT_OF(private); i++)
		assert_false(is_public(private[i]));
}

static void test_loopback_names(void **state)
{
	(void)state;
	assert_true(http_host_is_loopback("http://127.0.0.1:1234/x"));
	assert_true(http_host_is_loopback("https://localhost/"));
	assert_true(http_host_is_loopback("http://[::1]:80/"));
	assert_true(http_host_is_loopback("smtp://127.0.0.1:25"));
	assert_false(http_host_is_loopback("http://127.0.0.1.example.org/"));
	assert_false(http_host_is_loopback("http://127.0.0.1@example.org/"));
	assert_false(http_host_is_loopback("http://localhost.example.org/"));
	assert_false(http_host_is_loopback("http://10.0.0.1/"));
	assert_false(http_host_is_loopback("nonsense::"));
}

static enum err post(const char *url, struct error *e)
{
	struct config config = { .alert_webhook_secret = "s" };
	struct http_pool *pool = http_pool_new("test");
	struct alert_delivery d = { .channel = ALERT_WEBHOOK,
				    .message_id = "msg_1",
				    .body = STR_INIT(64) };
	enum err code;

	copy_text(config.alert_webhook_url, sizeof config.alert_webhook_url,
		  url);
	str_adds(&d.body, "{}");
	code = alert_send(&config, pool, &d, e);
	str_release(&d.body);
	http_pool_free(pool);
	return code;
}

/* Refused before a byte leaves. */
static void test_guard(void **state)
{
	struct error e;

	(void)state;
	assert_int_equal(post("http://203.0.113.1/x", &e), ERR_ARG);
	assert_non_null(strstr(e.msg, "only https"));
	assert_int_equal(post("https://169.254.169.254/latest", &e), ERR_ARG);
	assert_non_null(strstr(e.msg, "private"));
	assert_int_equal(post("https://10.0.0.1/", &e), ERR_ARG);
	assert_int_equal(post("https://[::ffff:127.0.0.1]/", &e), ERR_ARG);
	assert_int_equal(post("file:///etc/passwd", &e), ERR_ARG);
	/* this machine may be asked; nobody is there */
	assert_int_equal(post("http://127.0.0.1:1/x", &e), ERR_NET);
}

static void test_words(void **state)
{
	struct config config = { .base_url = "https://x.example/" };
	struct alert a = { .key = "run.failed",
			   .severity = ALERT_CRITICAL,
			   .component = "dataSync",
			   .title = "The last run failed",
			   .message = "so \"what\"",
			   .since_ms = NOW };
	struct alert_delivery d = { .channel = ALERT_WEBHOOK,
				    .body = STR_INIT(ALERT_BODY_MAX) };

	(void)state;
	alert_compose(&config, ALERT_OPENED, &a, "msg_1", &d);
	assert_non_null(strstr(
		d.body.data,
		",\"data\":{\"key\":\"run.failed\",\"severity\":\"critical\","
		"\"component\":\"dataSync\",\"title\":\"The last run failed\","
		"\"message\":\"so \\\"what\\\"\",\"since\":"
		"\"2026-01-01T00:00:00Z\",\"url\":"
		"\"https://x.example/admin.html\"}}"));
	assert_memory_equal(d.body.data, "{\"type\":\"alert.opened\",", 23);
	d.channel = ALERT_EMAIL;
	alert_compose(&config, ALERT_REMINDER, &a, "msg_1", &d);
	assert_string_equal(d.subject, "[BLS Sync] critical: The last run "
				       "failed (still)");
	assert_non_null(strstr(d.body.data, "goes on"));
	alert_compose(&config, ALERT_RESOLVED, &a, "msg_1", &d);
	assert_string_equal(d.subject,
			    "[BLS Sync] resolved: The last run failed");
	str_release(&d.body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signature_of_the_specification),
		cmocka_unit_test(test_signature_keys),
		cmocka_unit_test(test_mail),
		cmocka_unit_test(test_mail_injection),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_loopback_names),
		cmocka_unit_test(test_guard),
		cmocka_unit_test(test_words),
	};

	crypto_init();
	return cmocka_run_group_tests_name("alert_send", tests, NULL, NULL);
}
