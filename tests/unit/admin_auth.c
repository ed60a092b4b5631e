/* Cookies, bearer tokens, the CSRF token and where a request comes from. */
#include "admin/auth.h"

#include "t.h"

#include <stdio.h>
#include <string.h>

static const char base_url[] = "https://jobs.example.org";

static void test_bearer(void **state)
{
	(void)state;
	assert_string_equal(auth_bearer("Bearer abc"), "abc");
	assert_string_equal(auth_bearer("bearer   abc"), "abc");
	assert_null(auth_bearer(""));
	assert_null(auth_bearer("Bearer"));
	assert_null(auth_bearer("Bearer "));
	assert_null(auth_bearer("Basic YWRtaW46eA=="));
	assert_null(auth_bearer("Bearerabc"));
}

/* Over https only the name with __Host- counts, which another host of the same
 * domain cannot set. */
static void test_cookie_name(void **state)
{
	static const struct {
		const char *cookie;
		bool https;
		const char *value; /* NULL = nobody */
	} rows[] = {
		{ "bls_session=abc", false, "abc" },
		{ "bls_session=abc", true, NULL },
		{ "__Host-bls_session=abc", true, "abc" },
		{ "__Host-bls_session=abc", false, NULL },
		{ "a=1; bls_session=abc; b=2", false, "abc" },
		{ "xbls_session=abc", false, NULL },
		{ "bls_session_x=abc", false, NULL },
		{ "bls_session=", false, NULL },
		{ "bls_session", false, NULL },
		{ "", false, NULL },
		{ "a=bls_session=abc", false, NULL },
	};
	char value[AUTH_COOKIE_MAX_BYTES];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct request rq = REQUEST_INIT;
		bool found;

		rq.cookie = rows[i].cookie;
		rq.https = rows[i].https;
		found = request_cookie(&rq, auth_cookie_name(rq.https), value,
				       sizeof value);
		assert_int_equal(found, rows[i].value != NULL);
		if (found)
			assert_string_equal(value, rows[i].value);
	}
}

static void test_cookie_length(void **state)
{
	char cookie[AUTH_COOKIE_MAX_BYTES + 32] = "bls_session=";
	char value[AUTH_COOKIE_MAX_BYTES];
	struct request rq = REQUEST_INIT;

	(void)state;
	memset(cookie + 12, 'a', AUTH_COOKIE_MAX_BYTES);
	rq.cookie = cookie;
	assert_false(request_cookie(&rq, "bls_session", value, sizeof value));
	memset(cookie + 12 + AUTH_COOKIE_MAX_BYTES - 1, 0, 1);
	rq.cookie = cookie;
	assert_true(request_cookie(&rq, "bls_session", value, sizeof value));
	assert_int_equal(strlen(value), AUTH_COOKIE_MAX_BYTES - 1);
}

static void test_csrf_token(void **state)
{
	char one[CRYPTO_DIGEST_HEX];
	char again[CRYPTO_DIGEST_HEX];
	char other[CRYPTO_DIGEST_HEX];
	char stored[CRYPTO_DIGEST_HEX];

	(void)state;
	auth_csrf_token("secret-1", one);
	auth_csrf_token("secret-1", again);
	auth_csrf_token("secret-2", other);
	assert_int_equal(strlen(one), 64);
	assert_string_equal(one, again);
	assert_string_not_equal(one, other);
	/* Who reads the table of sessions cannot make the token from it. */
	crypto_digest_hex("secret-1", 8, stored);
	assert_string_not_equal(one, stored);
}

static void test_origin(void **state)
{
	static const struct {
		const char *origin;
		const char *sec_fetch_site;
		bool ours;
	} rows[] = {
		{ "", "", true }, /* a script */
		{ "https://jobs.example.org", "", true },
		{ "https://JOBS.example.org", "", true },
		{ "https://jobs.example.org.evil.com", "", false },
		{ "https://jobs.example.or", "", false },
		{ "http://jobs.example.org", "", false },
		{ "https://jobs.example.org:8443", "", false },
		{ "null", "", false },
		{ "https://jobs.example.org", "same-origin", true },
		{ "https://evil.com", "cross-site", false },
		{ "https://a.example.org", "same-site", false },
		{ "", "cross-site", false },
		{ "", "none", false }, /* typed addresses do not POST */
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct request rq = REQUEST_INIT;

		rq.origin = rows[i].origin;
		rq.sec_fetch_site = rows[i].sec_fetch_site;
		assert_int_equal(auth_foreign_origin(&rq, base_url) == NULL,
				 rows[i].ours);
	}
	/* The path of base_url is not part of an origin. */
	{
		struct request rq = REQUEST_INIT;

		rq.origin = "http://127.0.0.1:8080";
		assert_null(
			auth_foreign_origin(&rq, "http://127.0.0.1:8080/jobs"));
	}
}

static void test_forged(void **state)
{
	struct identity who = { .role = ROLE_ADMIN };
	static const struct {
		const char *method;
		bool bearer;
		bool right_token;
		const char *origin;
		bool lets_through;
	} rows[] = {
		{ "GET", false, false, "", true },
		{ "HEAD", false, false, "", true },
		{ "POST", false, false, "", false },
		{ "DELETE", false, false, "", false },
		{ "POST", false, true, "", true },
		{ "POST", false, true, "https://jobs.example.org", true },
		{ "POST", false, true, "https://evil.com", false },
		{ "POST", true, false, "", true },
	};
	size_t i;

	(void)state;
	auth_csrf_token("secret-1", who.csrf);
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct request rq = REQUEST_INIT;

		rq.method = rows[i].method;
		rq.origin = rows[i].origin;
		rq.csrf_token = rows[i].right_token ? who.csrf : "";
		who.bearer = rows[i].bearer;
		assert_int_equal(auth_forged(&rq, &who, base_url) == NULL,
				 rows[i].lets_through);
	}
}

/* A wrong token is as good as none, whatever is wrong with it. */
static void test_wrong_token(void **state)
{
	struct identity who = { .role = ROLE_ADMIN };
	struct request rq = REQUEST_INIT;
	char token[CRYPTO_DIGEST_HEX + 1];

	(void)state;
	auth_csrf_token("secret-1", who.csrf);
	rq.method = "POST";
	rq.csrf_token = token;
	(void)snprintf(token, sizeof token, "%s", who.csrf);
	assert_null(auth_forged(&rq, &who, base_url));
	token[0] = token[0] == 'a' ? 'b' : 'a';
	assert_non_null(auth_forged(&rq, &who, base_url));
	(void)snprintf(token, sizeof token, "%.63s", who.csrf);
	assert_non_null(auth_forged(&rq, &who, base_url));
	(void)snprintf(token, sizeof token, "%sx", who.csrf);
	assert_non_null(auth_forged(&rq, &who, base_url));
	auth_csrf_token("secret-2", token);
	assert_non_null(auth_forged(&rq, &who, base_url));
}

static int set_up(void **state)
{
	(void)state;
	crypto_init();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bearer),
		cmocka_unit_test(test_cookie_name),
		cmocka_unit_test(test_cookie_length),
		cmocka_unit_test(test_csrf_token),
		cmocka_unit_test(test_origin),
		cmocka_unit_test(test_forged),
		cmocka_unit_test(test_wrong_token),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
