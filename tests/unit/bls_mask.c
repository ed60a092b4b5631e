/* No key comes through the mask, and what a person needs does. */
#include "bls/mask.h"

#include "bls_t.h"

static const struct {
	const char *text;
	const char *key;
	const char *masked;
	const char *comment;
} masks[] = {
	{ "", NULL, "", "nothing" },
	{ "key " TEST_KEY " used", TEST_KEY, "key [key] used", "ours" },
	{ "key " TEST_KEY " used", NULL, "key [key] used",
	  "32 digits, not known to be a key" },
	{ "key:" TEST_KEY ",", "", "key:[key],", "between other marks" },
	{ "FAKE0000000000000000000000000001", NULL, "[key]", "upper case" },
	{ "key abcd1234 used", "abcd1234", "key [key] used",
	  "ours, of eight characters" },
	{ "key=xxabcd1234yy", "abcd1234", "key=[key]", "within a word" },
	{ "abcdefgh12345678", NULL, "[key]", "16 of them" },
	{ "abcdefgh1234567", NULL, "abcdefgh1234567", "15 of them" },
	{ TEST_KEY TEST_KEY, NULL, "[key]", "64 of them" },
	{ "No Data for " ID_04, TEST_KEY, "No Data for " ID_04,
	  "a series id stays" },
	{ "OEU" TEST_KEY, NULL, "[key]", "not every OEU is a series id" },
	{ "OEU" TEST_KEY, TEST_KEY, "[key]", "ours behind OEU" },
	{ "ordinary words, 12 of them", TEST_KEY, "ordinary words, 12 of them",
	  "words stay" },
};

static void test_masks(void **state)
{
	char out[256];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(masks); i++) {
		mask_keys(masks[i].text, masks[i].key, out, sizeof out);
		row_text(masks[i].comment, out, masks[i].masked);
	}
}

/* However little room there is, no part of the key is left. */
static void test_mask_cut(void **state)
{
	char out[64];
	size_t size;

	(void)state;
	for (size = 1; size <= sizeof out; size++) {
		memset(out, '#', sizeof out);
		mask_keys("key " TEST_KEY " and more", TEST_KEY, out, size);
		assert_true(strlen(out) < size);
		assert_null(strstr(out, "012"));
		if (size < sizeof out)
			assert_int_equal(out[size], '#');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_masks),
		cmocka_unit_test(test_mask_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
