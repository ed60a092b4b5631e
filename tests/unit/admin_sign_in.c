/* The arithmetic of locked sign-ins, names, roles, and the memory of who was
 * signed in. */
#include "admin/auth_memory.h"
#include "base/clock.h"
#include "store/session.h"

#include "t.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void test_wait(void **state)
{
	static const struct {
		int64_t before;
		int64_t age_ms;
		int wait_s;
	} rows[] = {
		{ 0, 0, 0 },
		{ 4, 0, 0 },
		/* the fifth newest failure has just happened: all of it */
		{ 5, 0, 900 },
		{ 5, 1, 900 },
		{ 5, 1000, 899 },
		{ 5, 899000, 1 },
		{ 5, 899999, 1 },
		/* it has left the window */
		{ 5, 900000, 0 },
		{ 5, 1000000, 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(login_wait_s(rows[i].before, rows[i].age_ms),
				 rows[i].wait_s);
}

static void test_names(void **state)
{
	char longest[USERNAME_BYTES + 1];

	(void)state;
	assert_true(username_valid("admin"));
	assert_true(username_valid("a.b-c_d@example.org"));
	assert_false(username_valid(""));
	assert_false(username_valid("-x"));
	assert_false(username_valid("a b"));
	assert_false(username_valid("a\n"));
	assert_false(username_valid("\xc3\xa9"));
	memset(longest, 'a', sizeof longest);
	longest[USERNAME_BYTES - 1] = '\0';
	assert_true(username_valid(longest));
	longest[USERNAME_BYTES - 1] = 'a';
	longest[USERNAME_BYTES] = '\0';
	assert_false(username_valid(longest));
}

static void test_roles(void **state)
{
	enum role role;

	(void)state;
	assert_true(role_parse("admin", &role));
	assert_int_equal(role, ROLE_ADMIN);
	assert_true(role_parse("reader", &role));
	assert_int_equal(role, ROLE_READER);
	assert_false(role_parse("Admin", &role));
	assert_false(role_parse("", &role));
	assert_string_equal(role_name(ROLE_READER), "reader");
}

static void test_memory(void **state)
{
	struct identity who = { .username = "ann", .role = ROLE_READER };
	struct identity found;

	(void)state;
	copy_text(who.secret_hash, sizeof who.secret_hash, "hash-1");
	auth_memory_keep(&who, 1000000);
	assert_false(auth_memory_find("hash-2", 1000000, &found));
	assert_false(auth_memory_find("", 1000000, &found));
	assert_true(auth_memory_find("hash-1", 1000000 + 899999, &found));
	assert_string_equal(found.username, "ann");
	assert_false(auth_memory_find("hash-1", 1000000 + 900000, &found));
	auth_memory_drop("hash-1");
	assert_false(auth_memory_find("hash-1", 1000000, &found));
}

static void test_memory_expiry(void **state)
{
	struct identity who = { .expires_ms = clock_now_ms() - 1 };
	struct identity found;

	(void)state;
	copy_text(who.secret_hash, sizeof who.secret_hash, "hash-3");
	auth_memory_keep(&who, 1000000);
	assert_false(auth_memory_find("hash-3", 1000000, &found));
	who.expires_ms = clock_now_ms() + 60000;
	auth_memory_keep(&who, 1000000);
	assert_true(auth_memory_find("hash-3", 1000000, &found));
}

/* More people than places: the one seen longest ago is forgotten. */
static void test_memory_full(void **state)
{
	struct identity who = { .role = ROLE_READER };
	struct identity found;
	int i;

	(void)state;
	for (i = 0; i <= AUTH_MEMORY_PLACES; i++) {
		who.secret_hash[0] = (char)('0' + i);
		who.secret_hash[1] = '\0';
		auth_memory_keep(&who, 2000000 + i);
	}
	assert_false(auth_memory_find("0", 2000000, &found));
	assert_true(auth_memory_find("1", 2000000, &found));
}

/* What one worker learns all of them know. */
static void test_memory_shared(void **state)
{
	struct identity who = { .username = "bob", .role = ROLE_ADMIN };
	struct identity found;
	int status;
	pid_t pid;

	(void)state;
	copy_text(who.secret_hash, sizeof who.secret_hash, "hash-4");
	pid = fork();
	if (!pid) {
		auth_memory_keep(&who, 3000000);
		_exit(0);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(auth_memory_find("hash-4", 3000000, &found));
	assert_string_equal(found.username, "bob");
}

/* Each is asked about once a second, and nobody who was not seen for long. */
static void test_memory_review(void **state)
{
	struct identity who = { .username = "eve", .role = ROLE_READER };
	struct identity due;

	(void)state;
	copy_text(who.secret_hash, sizeof who.secret_hash, "hash-5");
	auth_memory_keep(&who, 9000000);
	assert_false(auth_memory_due(9000000 + 999, &due));
	assert_true(auth_memory_due(9000000 + 1000, &due));
	assert_string_equal(due.secret_hash, "hash-5");
	assert_false(auth_memory_due(9000000 + 1999, &due));
	assert_true(auth_memory_due(9000000 + 2000, &due));
	/* Being asked about is not being seen. */
	assert_true(auth_memory_find("hash-5", 9000000 + 899999, &due));
	assert_false(auth_memory_find("hash-5", 9000000 + 900000, &due));
	assert_false(auth_memory_due(9000000 + 900000, &due));
	auth_memory_drop("hash-5");
}

static int set_up(void **state)
{
	(void)state;
	auth_memory_init();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wait),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_memory_expiry),
		cmocka_unit_test(test_memory_full),
		cmocka_unit_test(test_memory_shared),
		cmocka_unit_test(test_memory_review),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
