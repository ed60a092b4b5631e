/* API keys in turn, their quotas and blocks. */
#include "bls/keyring.h"

#include "base/crypto.h"
#include "bls/request.h"

#include "table.h"

#define DAY_MS  INT64_C(86400000)
#define HOUR_MS INT64_C(3600000)

#define KEY_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1"
#define KEY_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb2"
#define KEY_C "ccccccccccccccccccccccccccccccc3"

static struct keyring ring_of(const char *list, int quota)
{
	struct config config = { .daily_quota = quota };
	struct keyring ring;
	struct error e;

	copy_text(config.api_keys, sizeof config.api_keys, list);
	assert_int_equal(keyring_init(&ring, &config, &e), ERR_OK);
	return ring;
}

static void test_init(void **state)
{
	struct keyring ring = ring_of(KEY_A ", " KEY_B, 500);

	(void)state;
	assert_int_equal(ring.count, 2);
	assert_string_equal(ring.keys[0].text, KEY_A);
	assert_string_equal(ring.keys[0].last4, "aaa1");
	assert_string_equal(ring.keys[1].last4, "bbb2");
	assert_int_equal(ring.keys[0].quota, 500);
	assert_int_equal(ring.keys[0].series_limit, BLS_SERIES_WITH_KEY);
	assert_int_equal(strlen(ring.keys[0].id), KEY_ID_BYTES - 1);
	assert_null(strstr(ring.keys[0].id, "aaaa"));
	assert_string_not_equal(ring.keys[0].id, ring.keys[1].id);
}

static void test_keyless(void **state)
{
	static const char *const lists[] = { "", " ", ",", " , ,, " };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(lists); i++) {
		struct keyring ring = ring_of(lists[i], 500);

		row_int(lists[i], (int64_t)ring.count, 1);
		row_text(lists[i], ring.keys[0].text, "");
		row_text(lists[i], ring.keys[0].last4, "");
		row_int(lists[i], ring.keys[0].quota, BLS_QUOTA_WITHOUT_KEY);
		row_int(lists[i], ring.keys[0].series_limit,
			BLS_SERIES_WITHOUT_KEY);
	}
}

#define SIXTEEN                                                  \
	"aaaaaaa1,aaaaaaa2,aaaaaaa3,aaaaaaa4,aaaaaaa5,aaaaaaa6," \
	"aaaaaaa7,aaaaaaa8,aaaaaaa9,aaaaaa10,aaaaaa11,aaaaaa12," \
	"aaaaaa13,aaaaaa14,aaaaaa15,aaaaaa16"

static void test_lists(void **state)
{
	static const struct {
		const char *list;
		enum err code;
		size_t count;
		const char *comment;
	} rows[] = {
		{ "abcd1234", ERR_OK, 1, "eight characters" },
		{ "abcd123", ERR_ARG, 0, "seven" },
		{ KEY_A KEY_B, ERR_OK, 1, "64" },
		{ KEY_A KEY_B "x", ERR_ARG, 0, "65" },
		{ KEY_A ",short", ERR_ARG, 0, "a bad one behind a good one" },
		{ "abcd-1234", ERR_ARG, 0, "a dash" },
		{ "abcd\"1234", ERR_ARG, 0, "a quote" },
		{ "abcd\xc3\xbc"
		  "1234",
		  ERR_ARG, 0, "not ASCII" },
		{ KEY_A "," KEY_A, ERR_OK, 1, "the same twice" },
		{ KEY_A "," KEY_B "," KEY_A, ERR_OK, 2, "the same again" },
		{ SIXTEEN, ERR_OK, 16, "as many as there is room for" },
		{ SIXTEEN ",aaaaaa17", ERR_ARG, 0, "one more" },
	};
	struct config config = { .daily_quota = 500 };
	struct keyring ring;
	struct error e;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		copy_text(config.api_keys, sizeof config.api_keys,
			  rows[i].list);
		row_int(rows[i].comment, keyring_init(&ring, &config, &e),
			rows[i].code);
		if (rows[i].code == ERR_OK)
			row_int(rows[i].comment, (int64_t)ring.count,
				(int64_t)rows[i].count);
		else
			row_true(rows[i].comment,
				 !strstr(e.msg, "aaaaaaa") &&
					 !strstr(e.msg, "abcd"));
	}
}

static void test_round_robin(void **state)
{
	struct keyring ring = ring_of(KEY_A "," KEY_B "," KEY_C, 500);
	int i;

	(void)state;
	for (i = 0; i < 9; i++)
		assert_ptr_equal(keyring_pick(&ring, 0), &ring.keys[i % 3]);
	ring.keys[1].blocked_until_ms = 100;
	assert_ptr_equal(keyring_pick(&ring, 99), &ring.keys[0]);
	assert_ptr_equal(keyring_pick(&ring, 99), &ring.keys[2]);
	assert_ptr_equal(keyring_pick(&ring, 99), &ring.keys[0]);
	assert_ptr_equal(keyring_pick(&ring, 100), &ring.keys[1]);
}

static void test_quota(void **state)
{
	struct keyring ring = ring_of(KEY_A "," KEY_B, 3);
	struct key *key;
	int sent = 0;

	(void)state;
	assert_int_equal(keyring_remaining(&ring, 0), 6);
	while ((key = keyring_pick(&ring, 0))) {
		key->used++;
		sent++;
		assert_int_equal(keyring_remaining(&ring, 0), 6 - sent);
	}
	assert_int_equal(sent, 6);
	assert_int_equal(ring.keys[0].used, 3);
	assert_int_equal(ring.keys[1].used, 3);
	ring.keys[0].used = 9; /* another run was counting too */
	ring.keys[1].used = 1;
	assert_int_equal(keyring_remaining(&ring, 0), 2);
}

/* Until 05:00 UTC of the next day, whatever the hour. */
static void test_block_quota(void **state)
{
	static const int64_t day = INT64_C(20601) * DAY_MS;
	static const int64_t hours[] = { 0, 4, 5, 6, 12, 23 };
	struct keyring ring = ring_of(KEY_A, 500);
	struct key *key = &ring.keys[0];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(hours); i++) {
		key_set_aside(key, true, day + hours[i] * HOUR_MS + 59999);
		assert_int_equal(key->blocked_until_ms,
				 day + DAY_MS + 5 * HOUR_MS);
	}
	assert_null(keyring_pick(&ring, day + DAY_MS + 5 * HOUR_MS - 1));
	assert_int_equal(keyring_remaining(&ring, day + DAY_MS), 0);
	assert_ptr_equal(keyring_pick(&ring, day + DAY_MS + 5 * HOUR_MS), key);
}

static void test_block_invalid(void **state)
{
	struct keyring ring = ring_of(KEY_A "," KEY_B, 500);

	(void)state;
	key_set_aside(&ring.keys[0], false, 1000);
	assert_int_equal(ring.keys[0].blocked_until_ms, 1000 + DAY_MS);
	assert_int_equal(keyring_remaining(&ring, 1000), 500);
	assert_ptr_equal(keyring_pick(&ring, 1000), &ring.keys[1]);
	assert_ptr_equal(keyring_pick(&ring, 1000), &ring.keys[1]);
	key_set_aside(&ring.keys[1], false, 1000);
	assert_null(keyring_pick(&ring, 1000 + DAY_MS - 1));
	assert_non_null(keyring_pick(&ring, 1000 + DAY_MS));
}

/* It is remembered for a day; BLS counts it as if there were no key. */
static void test_ignored(void **state)
{
	struct keyring ring = ring_of(KEY_A "," KEY_B, 500);
	struct key *key = &ring.keys[0];
	struct forecast_key f;

	(void)state;
	key->used = 10;
	key_ignore(key, 25, 1000);
	assert_int_equal(key->series_limit, 25);
	assert_int_equal(key->ignored_until_ms, 1000 + DAY_MS);
	assert_ptr_equal(keyring_pick(&ring, 1000), key);
	f = key_forecast(key, 1000);
	assert_int_equal(f.remaining, 15);
	assert_int_equal(f.quota, 25);
	assert_int_equal(f.series_limit, 25);
	key_recall_ignored(&ring.keys[1], 1000, 1000);
	assert_int_equal(ring.keys[1].series_limit, 50);
	key_recall_ignored(&ring.keys[1], 1001, 1000);
	assert_int_equal(ring.keys[1].series_limit, 25);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_init),
		cmocka_unit_test(test_keyless),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_round_robin),
		cmocka_unit_test(test_quota),
		cmocka_unit_test(test_block_quota),
		cmocka_unit_test(test_block_invalid),
		cmocka_unit_test(test_ignored),
	};

	crypto_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
