/* Errors, time, files, locks, log lines, secrets, programs, stopping. */
#include "base/clock.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/spawn.h"
#include "base/stop.h"

#include "table.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char path[] = "/tmp/bls-sync-unit-XXXXXX";

static void write_file(const char *text)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	(void)close(fd);
}

static void test_errors(void **state)
{
	struct error e;
	struct str text = STR_INIT(1000);
	int i;

	(void)state;
	assert_int_equal(err_set(&e, ERR_NET, "%d of %s", 3, "x"), ERR_NET);
	assert_string_equal(e.msg, "3 of x");
	err_prefix(&e, "while %s", "reading");
	assert_int_equal(e.code, ERR_NET);
	assert_string_equal(e.msg, "while reading: 3 of x");
	assert_int_equal(err_set(NULL, ERR_IO, "nobody asks"), ERR_IO);
	for (i = 0; i < 900; i++)
		str_addc(&text, 'x');
	assert_int_equal(err_set(&e, ERR_DB, "%s", text.data), ERR_DB);
	assert_int_equal(strlen(e.msg), sizeof e.msg - 1);
	err_prefix(&e, "%s", text.data);
	assert_true(strlen(e.msg) < sizeof e.msg);
	str_release(&text);
	for (i = 0; i < ERR__MAX; i++)
		assert_true(err_name((enum err)i)[0]);
	assert_string_equal(err_name(ERR__MAX), "unknown");
}

static void test_transient(void **state)
{
	static const enum err transient[] = { ERR_DEADLOCK, ERR_TIMEOUT,
					      ERR_NET, ERR_REMOTE, ERR_BUSY };
	size_t k;
	int i;

	(void)state;
	for (i = 0; i < ERR__MAX; i++) {
		bool expected = false;

		for (k = 0; k < COUNT_OF(transient); k++)
			expected |= transient[k] == (enum err)i;
		row_int(err_name((enum err)i), err_transient((enum err)i),
			expected);
	}
}

static void test_clock(void **state)
{
	char text[CLOCK_TEXT_BYTES];
	int64_t before_ms = clock_monotonic_ms();

	(void)state;
	assert_string_equal(clock_format(0, false, text),
			    "1970-01-01T00:00:00Z");
	assert_string_equal(clock_format(1778853600123, true, text),
			    "2026-05-15T14:00:00.123Z");
	assert_string_equal(clock_format(1778853600007, true, text),
			    "2026-05-15T14:00:00.007Z");
	assert_string_equal(clock_format(1709164800000, false, text),
			    "2024-02-29T00:00:00Z");
	assert_string_equal(clock_format_day(1778853600123, text),
			    "2026-05-15");
	assert_string_equal(clock_format_http(1778853600123, text),
			    "Fri, 15 May 2026 14:00:00 GMT");
	assert_true(clock_now_ms() > INT64_C(1700000000000));
	assert_true(clock_monotonic_ms() >= before_ms);
}

static void test_files(void **state)
{
	struct str text = STR_INIT(11);
	struct error e;

	(void)state;
	write_file("line 1\nline");
	assert_int_equal(file_read(path, &text, &e), ERR_OK);
	assert_string_equal(text.data, "line 1\nline");
	str_reset(&text);
	assert_int_equal(file_read_lines(path, 6, &text, &e), ERR_OK);
	str_reset(&text);
	assert_int_equal(file_read_lines(path, 5, &text, &e), ERR_TOO_BIG);
	assert_non_null(strstr(e.msg, ":1: longer than 5"));
	str_release(&text);
	text = STR_INIT(10);
	assert_int_equal(file_read(path, &text, &e), ERR_TOO_BIG);
	str_release(&text);
	assert_int_equal(file_read("/nowhere", &text, &e), ERR_IO);
	assert_non_null(strstr(e.msg, "/nowhere"));
	assert_int_equal(file_read("/tmp", &text, &e), ERR_IO);
}

static void test_lock(void **state)
{
	char pid[32];
	struct error e;
	int first = -1;
	int second = -1;

	(void)state;
	(void)snprintf(pid, sizeof pid, "pid %ld", (long)getpid());
	assert_int_equal(lock_take(path, &first, &e), ERR_OK);
	assert_int_equal(lock_take(path, &second, &e), ERR_BUSY);
	assert_non_null(strstr(e.msg, pid));
	(void)close(first);
	assert_int_equal(lock_take(path, &second, &e), ERR_OK);
	(void)close(second);
	assert_int_equal(lock_take("/nowhere/lock", &first, &e), ERR_IO);
}

/* One line an event, whatever the text holds; below the level nothing. */
static struct {
	int calls;
	enum log_level level;
	char text[64];
} heard;

static void hear(void *context, enum log_level level, const char *message)
{
	assert_ptr_equal(context, &heard);
	heard.calls++;
	heard.level = level;
	copy_text(heard.text, sizeof heard.text, message);
}

/* Warnings and errors, even those that are not written. */
static void test_log_listener(void **state)
{
	(void)state;
	log_init("unit", LOG__MAX);
	log_listen(hear, &heard);
	log_info("not this");
	log_warn("w %d", 1);
	assert_int_equal(heard.calls, 1);
	assert_int_equal(heard.level, LOG_WARN);
	assert_string_equal(heard.text, "w 1");
	log_error("e");
	assert_int_equal(heard.calls, 2);
	assert_int_equal(heard.level, LOG_ERROR);
	log_listen(NULL, NULL);
	log_error("f");
	assert_int_equal(heard.calls, 2);
	log_init("unit", LOG_INFO);
}

static void test_log(void **state)
{
	struct str text = STR_INIT(65536);
	int saved = dup(STDERR_FILENO);
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC | O_APPEND);
	struct error e;
	const char *p;

	(void)state;
	(void)dup2(fd, STDERR_FILENO);
	log_init("unit", LOG_INFO);
	log_context("run=%d", 17);
	log_debug("not this");
	log_info("a \"b\" \\ c\nd");
	log_error("e");
	log_context("%s", "");
	(void)dup2(saved, STDERR_FILENO);
	(void)close(saved);
	(void)close(fd);
	assert_int_equal(file_read(path, &text, &e), ERR_OK);
	assert_null(strstr(text.data, "not this"));
	p = strstr(text.data, " lvl=info prog=unit run=17 "
			      "msg=\"a \\\"b\\\" \\\\ c d\"\n");
	assert_non_null(p);
	assert_int_equal(p - text.data, strlen("t=2026-05-15T14:00:00.123Z"));
	p = strchr(text.data, '\n');
	assert_true(p && strstr(p, " lvl=error prog=unit run=17 msg=\"e\"\n"));
	str_release(&text);
}

static void test_crypto(void **state)
{
	char first[CRYPTO_TOKEN_TEXT];
	char second[CRYPTO_TOKEN_TEXT];
	char hex[CRYPTO_DIGEST_HEX];

	(void)state;
	crypto_token(first);
	crypto_token(second);
	assert_int_equal(strlen(first), 43);
	assert_string_not_equal(first, second);
	/* BLAKE2b-256 of nothing */
	crypto_digest_hex("", 0, hex);
	assert_string_equal(hex, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f"
				 "7787faab45cdf12fe3a8");
	assert_true(crypto_equal("abc", "abc"));
	assert_true(crypto_equal("", ""));
	assert_false(crypto_equal("abc", "abd"));
	assert_false(crypto_equal("abc", "ab"));
	assert_false(crypto_equal("", "a"));
}

static void test_passwords(void **state)
{
	char stored[CRYPTO_PASSWORD_TEXT];

	(void)state;
	assert_int_equal(crypto_password_hash("open sesame", stored, NULL),
			 ERR_OK);
	assert_int_equal(strncmp(stored, "$argon2id$", 10), 0);
	assert_true(crypto_password_ok(stored, "open sesame"));
	assert_false(crypto_password_ok(stored, "open Sesame"));
	assert_false(crypto_password_ok("not a hash", "open sesame"));
	assert_false(crypto_password_ok(NULL, "open sesame"));
	assert_false(crypto_password_ok(NULL, ""));
}

static void test_spawn(void **state)
{
	char child[64];
	char command[128];
	const char *const missing[] = { "/nowhere/program", NULL };
	const char *const removes[] = { "/bin/sh", "-c", command, NULL };
	struct error e;
	int tries;

	(void)state;
	assert_int_equal(spawn_detached(missing, &e), ERR_IO);
	assert_non_null(strstr(e.msg, "/nowhere/program"));
	(void)snprintf(child, sizeof child, "%s.child", path);
	(void)snprintf(command, sizeof command, "rm %s", child);
	(void)close(open(child, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	assert_int_equal(spawn_detached(removes, &e), ERR_OK);
	for (tries = 0; tries < 300; tries++) {
		if (access(child, F_OK) != 0)
			return;
		(void)usleep(10 * 1000);
	}
	fail_msg("the program did not run");
}

/* A signal that nothing lets in is seen all the same.  In a process of its own:
 * a wish to stop stays. */
static int stopped_while_blocked(void)
{
	sigset_t all;

	stop_init();
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, NULL);
	if (stop_pending())
		return 1;
	(void)kill(getpid(), SIGTERM);
	if (stop_wanted())
		return 2;
	return stop_pending() && strcmp(stop_reason(), "SIGTERM") == 0 ? 0 : 3;
}

static void test_stop(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	pid = fork();
	assert_true(pid >= 0);
	if (!pid)
		_exit(stopped_while_blocked());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_transient),
		cmocka_unit_test(test_clock),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_lock),
		cmocka_unit_test(test_log),
		cmocka_unit_test(test_log_listener),
		cmocka_unit_test(test_crypto),
		cmocka_unit_test(test_passwords),
		cmocka_unit_test(test_spawn),
		cmocka_unit_test(test_stop),
	};
	int fd = mkstemp(path);
	int failed;

	if (fd < 0)
		return 1;
	(void)close(fd);
	crypto_init();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)unlink(path);
	return failed;
}
