/* What the errors of MariaDB's server and client mean for us. */
#include "store/db_internal.h"

#include "table.h"

static const struct {
	unsigned number;
	const char *message;
	enum err code;
	const char *comment;
} rows[] = {
	{ 2001, "", ERR_NET, "out of descriptors" },
	{ 2002, "", ERR_NET, "no socket" },
	{ 2003, "", ERR_NET, "no connection to the host" },
	{ 2005, "", ERR_NET, "unknown host" },
	{ 2006, "", ERR_NET, "gone away" },
	{ 2013, "", ERR_NET, "lost while asking" },
	{ 2027, "", ERR_NET, "malformed packet" },
	{ 5013, "", ERR_NET, "nothing to be read" },
	{ 5014, "", ERR_NET, "nothing can be written" },
	{ 1053, "", ERR_NET, "shutting down" },
	{ 1927, "", ERR_NET, "connection killed" },
	{ 1836, "", ERR_NET, "read-only: another server may do" },
	{ 1792, "", ERR_NET, "a read-only transaction" },
	{ 1290, "running with the --read-only option", ERR_NET, "read-only" },
	{ 1290, "running with the --skip-grant-tables option", ERR_DB,
	  "another option" },
	{ 1047, "", ERR_NET, "a Galera node that is not ready" },
	{ 1213, "", ERR_DEADLOCK, "deadlock" },
	{ 1205, "", ERR_DEADLOCK, "waited for a lock" },
	{ 1020, "", ERR_DEADLOCK, "changed since the last read" },
	{ 1180, "", ERR_DEADLOCK, "commit refused" },
	{ 1040, "", ERR_BUSY, "too many connections" },
	{ 1203, "", ERR_BUSY, "too many of one user" },
	{ 1461, "", ERR_BUSY, "too many prepared statements" },
	{ 1969, "", ERR_TIMEOUT, "took too long" },
	{ 1317, "", ERR_TIMEOUT, "interrupted" },
	{ 1021, "", ERR_IO, "disk full" },
	{ 1045, "", ERR_DB, "wrong password" },
	{ 1064, "", ERR_DB, "syntax" },
	{ 1062, "", ERR_DB, "duplicate" },
	{ 1146, "", ERR_DB, "no such table" },
	{ 1142, "", ERR_DB, "no privilege" },
	{ 0, "", ERR_DB, "nothing" },
	{ 999999, "", ERR_DB, "unheard of" },
};

static void test_classify(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++)
		row_int(rows[i].comment,
			db_classify(rows[i].number, rows[i].message),
			rows[i].code);
}

/* Trouble on the way opens the breaker; our own faults do not. */
static void test_breaker(void **state)
{
	struct db db = { 0 };
	struct error e;
	int i;

	(void)state;
	for (i = 0; i < 20; i++) {
		assert_int_equal(db_failed(&db, 1064, "near 'x'", &e), ERR_DB);
		assert_int_equal(db_failed(&db, 1213, "", &e), ERR_DEADLOCK);
	}
	assert_int_equal(db.breaker.state, BREAKER_CLOSED);
	assert_int_equal(db_failed(&db, 1064, "near 'x'", &e), ERR_DB);
	assert_string_equal(e.msg, "database error 1064: near 'x'");
	for (i = 0; i < BREAKER_MIN_CALLS; i++)
		assert_int_equal(db_failed(&db, 2006, "", &e), ERR_NET);
	assert_int_equal(db.breaker.state, BREAKER_OPEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classify),
		cmocka_unit_test(test_breaker),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
