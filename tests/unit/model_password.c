/* Passwords that are guessed first, and those that are not. */
#include "model/password.h"

#include "t.h"

#include <string.h>

static const char site[] = "https://jobs.example.org:8443/";

static const char *weakness(const char *password)
{
	return password_weakness(password, "rita.smith", site);
}

static void test_weak(void **state)
{
	static const char *const rows[] = {
		/* on the list as they stand */
		"password1234",
		"1qaz2wsx3edc",
		"gfhjkmgfhjkm",
		"IngodWeTrust",
		/* a word and what is put behind it */
		"Password2026!",
		"p@ssw0rd12345",
		"dragon123456",
		"letmein!!!!!!",
		"Football-2024",
		"iloveyou1234567",
		"qwerty-dragon",
		"Welcome2026!!",
		"administrator",
		/* repetitions */
		"aaaaaaaaaaaa",
		"abababababab",
		"passwordpassword",
		"rX7rX7rX7rX7rX7rX7",
		"abcabcabcabcabc",
		/* sequences and keyboards, both ways */
		"abcdefghijkl",
		"zyxwvutsrqpo",
		"123456789012",
		"987654321098",
		"qwertyuiopas",
		"poiuytrewqlk",
		"qazwsxedcrfv",
		"1q2w3e4r5t6y7u",
		"!@#$%^&*()!@#",
		"111222333444",
		/* names of the account and the site */
		"rita.smith123",
		"smith-rita-2026",
		"jobs.example.org",
		"exampleJobs99",
		"bls-sync-2026",
		"BLSsync12345678",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++)
		if (!weakness(rows[i]))
			fail_msg("%s is taken", rows[i]);
}

static void test_good(void **state)
{
	static const char *const rows[] = {
		"a lamp, a ladder and rain",
		"correct horse battery staple",
		"the right password",
		"a reader may look, not touch",
		"v7#kQ!m2Zp9x",
		"0f9a3c1be27d4458ac06",
		"Kaffee um halb drei",
		"ein Haus am See, 1984",
		"\303\274ber H\303\274gel im M\303\244rz",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++)
		if (weakness(rows[i]))
			fail_msg("%s: %s", rows[i], weakness(rows[i]));
}

/* Weak for whom it names, and good for somebody else. */
static void test_names(void **state)
{
	static const char password[] = "zoltan-kovacs-7";

	(void)state;
	assert_non_null(password_weakness(password, "zoltan.kovacs", ""));
	assert_null(password_weakness(password, "rita", ""));
	assert_non_null(password_weakness("winterthurjobs", "rita",
					  "https://winterthur.jobs"));
	assert_null(password_weakness("winterthurjobs", "rita", site));
}

static void test_longest(void **state)
{
	char text[PASSWORD_MAX + 1];
	size_t i;

	(void)state;
	memset(text, 'x', PASSWORD_MAX);
	text[PASSWORD_MAX] = '\0';
	assert_non_null(weakness(text));
	for (i = 0; i < PASSWORD_MAX; i++)
		text[i] = (char)('!' + i * 37 % 90);
	assert_null(weakness(text));
	assert_non_null(weakness(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_weak),
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_longest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
