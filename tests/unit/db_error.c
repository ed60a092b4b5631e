/* What the errors of MariaDB's server and client mean for us. */
#include "base/config.h"
#include "base/host.h"
#include "db/connect.h"
#include "db/db.h"

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

static void test_hosts(void **state)
{
	static const struct {
		const char *text;
		const char *name; /* NULL: refused */
		unsigned port;
		bool here;
	} hosts[] = {
		{ "db.example.org", "db.example.org", 0, false },
		{ "db.example.org:3307", "db.example.org", 3307, false },
		{ "192.0.2.7:1", "192.0.2.7", 1, false },
		{ "localhost", "localhost", 0, true },
		{ "LOCALHOST:3306", "LOCALHOST", 3306, true },
		{ "127.0.0.1:3306", "127.0.0.1", 3306, true },
		{ "127.9.9.9", "127.9.9.9", 0, true },
		{ "::1", "::1", 0, true },
		{ "[::1]:3306", "::1", 3306, true },
		{ "[::1]", "::1", 0, true },
		{ "::ffff:127.0.0.1", "::ffff:127.0.0.1", 0, true },
		{ "2001:db8::7", "2001:db8::7", 0, false },
		{ "[2001:db8::7]:65535", "2001:db8::7", 65535, false },
		{ "fe80::1%eth0", "fe80::1%eth0", 0, false },
		/* which may resolve to this machine today */
		{ "127.1:3306", "127.1", 3306, false },
		{ "2130706433", "2130706433", 0, false },
		{ "localhost.example", "localhost.example", 0, false },
		{ "", NULL, 0, false },
		{ ":3306", NULL, 0, false },
		{ "a:", NULL, 0, false },
		{ "a:0", NULL, 0, false },
		{ "a:65536", NULL, 0, false },
		{ "a:+1", NULL, 0, false },
		{ "[]:3306", NULL, 0, false },
		{ "[::1", NULL, 0, false },
		{ "[::1]3306", NULL, 0, false },
		{ "[db.example.org]:3306", NULL, 0, false },
		{ "::1:x", NULL, 0, false },
		{ "db;host=x", NULL, 0, false },
		{ "mariadb://db/x", NULL, 0, false },
		{ "a b", NULL, 0, false },
	};
	struct config config = { .db_tls = DB_TLS_AUTO };
	struct host host;
	struct error e;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(hosts); i++) {
		bool good = host_parse(hosts[i].text, &host, &e) == ERR_OK;

		row_true(hosts[i].text, good == (hosts[i].name != NULL));
		if (!good)
			continue;
		row_text(hosts[i].text, host.name, hosts[i].name);
		row_int(hosts[i].text, host.port, hosts[i].port);
		row_int(hosts[i].text, host.here, hosts[i].here);
		config.db_tls = DB_TLS_AUTO;
		row_int(hosts[i].text, db_needs_tls(&config, &host),
			!hosts[i].here);
		config.db_tls = DB_TLS_REQUIRED;
		row_true(hosts[i].text, db_needs_tls(&config, &host));
	}
	assert_false(db_needs_tls(&config, NULL));
}

/* Who does not ask why is told all the same that there is no connection. */
static void test_no_server(void **state)
{
	static struct config config = { .db_socket = "/nowhere/x.sock" };
	struct db *db = db_new(&config, DB_USER_SYNC);
	struct error e;

	(void)state;
	assert_int_equal(db_connect(db, NULL), ERR_NET);
	assert_int_equal(db_connect(db, &e), ERR_NET);
	assert_non_null(strstr(e.msg, "database: "));
	copy_text(config.db_hosts, sizeof config.db_hosts,
		  "127.0.0.1:1,[::1]:1");
	assert_int_equal(db_connect(db, NULL), ERR_NET);
	assert_int_equal(db_connect(db, &e), ERR_NET);
	assert_string_equal(e.msg, "database: 127.0.0.1:1: cannot be reached; "
				   "[::1]:1: cannot be reached");
	db_free(db);
}

/* What a server can do now decides, for a writer and for a reader. */
static void test_fit(void **state)
{
	static const struct {
		struct db_abilities a;
		const char *writer; /* a part of the reason, NULL: fit */
		const char *reader;
		const char *comment;
	} servers[] = {
		{ { false, false, false, false }, NULL, NULL, "a server" },
		{ { true, false, false, false }, "read-only", NULL, "a copy" },
		{ { false, true, true, true }, NULL, NULL, "a Galera node" },
		{ { true, true, true, true },
		  "read-only",
		  NULL,
		  "a node that is a copy" },
		{ { false, true, false, false },
		  "primary",
		  "primary",
		  "a node alone" },
		{ { false, true, true, false },
		  "primary",
		  "primary",
		  "a node that is ready, in no primary component" },
		{ { false, true, false, true },
		  "not ready",
		  "not ready",
		  "a node that joins" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(servers); i++) {
		const char *writer = db_unfit(&servers[i].a, true);
		const char *reader = db_unfit(&servers[i].a, false);

		row_true(servers[i].comment, !writer == !servers[i].writer);
		row_true(servers[i].comment, !reader == !servers[i].reader);
		if (writer && servers[i].writer)
			row_true(servers[i].comment,
				 strstr(writer, servers[i].writer));
		if (reader && servers[i].reader)
			row_true(servers[i].comment,
				 strstr(reader, servers[i].reader));
	}
}

/* Not with another user's rights, and not with a riddle from the server. */
static void test_migrate_hidden(void **state)
{
	static const struct config hidden = {
		.db_socket = "/nowhere",
		.migrate_hidden = "/etc/x/migrate.ini",
	};
	struct db *db = db_new(&hidden, DB_USER_MIGRATE);
	struct error e;

	(void)state;
	assert_int_equal(db_connect(db, &e), ERR_ARG);
	assert_string_equal(e.msg, "/etc/x/migrate.ini cannot be read: run "
				   "this as root");
	db_free(db);
	db = db_new(&hidden, DB_USER_API);
	assert_int_not_equal(db_connect(db, &e), ERR_OK);
	assert_null(strstr(e.msg, "migrate"));
	db_free(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_migrate_hidden),
		cmocka_unit_test(test_classify),
		cmocka_unit_test(test_breaker),
		cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_no_server),
		cmocka_unit_test(test_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
