/* The configuration: file, environment, bounds, and what is never printed. */
#include "base/config.h"
#include "base/environment.h"
#include "base/str.h"

#include "table.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/bls-sync-config-XXXXXX";
static struct config config;
static struct error e;

static enum err load(const char *text)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	size_t length = strlen(text);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, length), length);
	(void)close(fd);
	return config_load(&config, path, &e);
}

static void test_defaults(void **state)
{
	(void)state;
	assert_int_equal(load(""), ERR_OK);
	assert_string_equal(
		config.api_url,
		"https://api.bls.gov/publicAPI/v2/timeseries/data/");
	assert_string_equal(config.flat_url,
			    "https://download.bls.gov/pub/time.series/oe/");
	assert_int_equal(config.concurrency, 5);
	assert_int_equal(config.batch_size, 50);
	assert_int_equal(config.requests_per_10s, 50);
	assert_int_equal(config.daily_quota, 500);
	assert_int_equal(config.source, SOURCE_AUTO);
	assert_int_equal(config.areas, AREA_NATIONAL);
	assert_int_equal(config.log_level, LOG_INFO);
	assert_int_equal(config.db_tls, DB_TLS_AUTO);
	assert_string_equal(config.file, path);
	assert_string_equal(config.lock_file,
			    "/var/lib/bls-sync/bls-sync.lock");
	assert_true(config.host_id[0]);
}

static void test_file(void **state)
{
	(void)state;
	assert_int_equal(load("; a comment\n"
			      "[bls-sync]\n"
			      "api_url = http://127.0.0.1:8080/x/\n"
			      "api_keys=abcdefgh , ijklmnop\n"
			      "source = flat\n"
			      "areas = national, metro\n"
			      "requests_per_10s = 0\n"
			      "log_level = debug\n"
			      "db_user = u\n"
			      "db_password = p=w;x\n"
			      "db_api_user = a\n"
			      "state_dir = /srv\n"),
			 ERR_OK);
	assert_string_equal(config.api_url, "http://127.0.0.1:8080/x/");
	assert_string_equal(config.api_keys, "abcdefgh , ijklmnop");
	assert_int_equal(config.source, SOURCE_FLAT);
	assert_int_equal(config.areas, AREA_NATIONAL | AREA_METRO);
	assert_int_equal(config.requests_per_10s, 0);
	assert_int_equal(config.log_level, LOG_DEBUG);
	assert_string_equal(config.db_password, "p=w;x");
	assert_string_equal(config.db_api_user, "a");
	assert_string_equal(config.db_api_password, "");
	assert_string_equal(config.db_migrate_user, "u");
	assert_string_equal(config.db_migrate_password, "p=w;x");
	assert_string_equal(config.lock_file, "/srv/bls-sync.lock");
}

static const struct {
	const char *text;
	int line;
	const char *reason; /* a part of it */
	const char *comment;
} refused[] = {
	{ "nonsense = 1\n", 1, "unknown key \"nonsense\"", "unknown key" },
	{ "\n\nApi_keys = x\n", 3,
	  "unknown key \"Api_keys\"; did you mean api_keys", "case" },
	{ "db_pasword = x\n", 1, "did you mean db_password", "a slip" },
	{ "[other]\nsource = api\n", 2, "unknown section [other]",
	  "unknown section" },
	{ "source api\n", 1, "key = value", "no equals sign" },
	{ "[bls-sync\n", 1, "key = value", "a section left open" },
	{ "concurrency = 6\n", 1, "a number from 1 to 5", "above the bound" },
	{ "concurrency = 0\n", 1, "a number from 1 to 5", "below the bound" },
	{ "requests_per_10s = 51\n", 1, "from 0 to 50", "impolite" },
	{ "requests_per_10s = -1\n", 1, "from 0 to 50", "negative" },
	{ "batch_size = 5x\n", 1, "from 1 to 1000", "letters in a number" },
	{ "batch_size =\n", 1, "from 1 to 1000", "no number" },
	{ "batch_size = 99999999999999999999\n", 1, "from 1 to 1000",
	  "overflow" },
	{ "source = ftp\n", 1, "auto, api or flat", "unknown source" },
	{ "areas = state\n", 1, "must contain national", "no nation" },
	{ "areas = national, county\n", 1, "\"county\"", "unknown area" },
	{ "areas =\n", 1, "must contain national", "no area" },
	{ "log_level = loud\n", 1, "debug, info, warn", "unknown level" },
	{ "db_tls = off\n", 1, "auto or required", "no way without TLS" },
	{ "db_tls_ca = /nowhere/ca.pem\n", 0, "db_tls_ca /nowhere/ca.pem: No",
	  "no such CA" },
	{ "db_hosts = a,b:0\n", 1, "db_hosts: \"b:0\": the port", "port 0" },
	{ "db_read_hosts = a:x\n", 1, "db_read_hosts: \"a:x\"", "no port" },
	{ "db_hosts = [::1\n", 1, "\"[::1\" is no host", "a bracket open" },
	{ "db_hosts = a,b,c,d,e,f,g,h,i\n", 1, "more than 8", "nine hosts" },
	{ "api_url = ftp://x/\n", 1, "http:// or https://", "no web address" },
	{ "api_url =\n", 1, "http:// or https://", "no address" },
	{ "source = api\nsource = flat\n", 2, "source stands there twice",
	  "twice" },
	{ "contact_email = a@b.example\n  source = flat\n", 2,
	  "in an indented line", "an indented line is no key" },
};

static void test_refused(void **state)
{
	char start[64];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(refused); i++) {
		row_int(refused[i].comment, load(refused[i].text), ERR_ARG);
		(void)snprintf(start, sizeof start, "%s:%d: ", path,
			       refused[i].line);
		if (!refused[i].line) /* found when all was read */
			start[0] = '\0';
		if (strncmp(e.msg, start, strlen(start)) != 0 ||
		    !strstr(e.msg, refused[i].reason))
			fail_msg("%s: \"%s\"", refused[i].comment, e.msg);
	}
}

/* As systemd reads it; what is set already stays. */
static void test_environment_file(void **state)
{
	static const struct {
		const char *line;
		const char *value; /* NULL: refused */
	} lines[] = {
		{ "T_ENV=plain value  ", "plain value" },
		{ "  T_ENV = a=b", NULL }, /* a blank in the name */
		{ "T_ENV=\"in quotes \" ", "in quotes " },
		{ "T_ENV='a\\b $HOME `x`'", "a\\b $HOME `x`" },
		{ "T_ENV=pa$$w;rd#1", "pa$$w;rd#1" },
		{ "T_ENV=\"a \\\"b\\\" \\\\\"", "a \"b\" \\" },
		{ "T_ENV=a\\ b", "a b" },
		{ "T_ENV=it's", "it's" },
		{ "T_ENV=", "" },
		{ "# x\n; y\n\n\t \nT_ENV=after remarks", "after remarks" },
		{ "T_ENV=first\nT_ENV=second", "first" },
		{ "T_ENV=with a return\r", "with a return" },
		{ "T_ENV", NULL },
		{ "export T_ENV=1", NULL },
		{ "1T_ENV=1", NULL },
		{ "=1", NULL },
		{ "T_ENV=\"open", NULL },
		{ "T_ENV='a' b", NULL },
	};
	char other[] = "/tmp/bls-sync-environment-XXXXXX";
	char *nothing[] = { NULL };
	char ours[] = "T_ENV=ours";
	char *with_ours[] = { ours, NULL };
	char **before = environ;
	static char **kept[COUNT_OF(lines)]; /* for the leak checker */
	int fd = mkstemp(other);
	size_t i;

	(void)state;
	assert_true(fd >= 0);
	for (i = 0; i < COUNT_OF(lines); i++) {
		size_t length = strlen(lines[i].line);
		bool good;

		assert_int_equal(ftruncate(fd, 0), 0);
		assert_int_equal(pwrite(fd, lines[i].line, length, 0), length);
		environ = nothing;
		good = environment_read(other, &e) == ERR_OK;
		row_true(lines[i].line, good == (lines[i].value != NULL));
		if (good && lines[i].value)
			row_text(lines[i].line, secure_getenv("T_ENV"),
				 lines[i].value);
		else
			row_true(lines[i].line, strstr(e.msg, ":1: not"));
		kept[i] = environ;
		row_true(lines[i].line, kept[i] != NULL);
	}
	environ = with_ours;
	assert_int_equal(pwrite(fd, "T_ENV=its\n", 10, 0), 10);
	assert_int_equal(ftruncate(fd, 10), 0);
	assert_int_equal(environment_read(other, &e), ERR_OK);
	assert_string_equal(secure_getenv("T_ENV"), "ours");
	environ = before;
	(void)close(fd);
	(void)unlink(other);
	assert_int_equal(environment_read(other, &e), ERR_OK); /* no file */
	assert_int_equal(environment_read("/", &e), ERR_IO);
}

/* Sixteen keys are 527 characters, more than a line of an INI file takes. */
static void test_many_keys(void **state)
{
	const char *items[CONFIG_KEYS_MAX + 1];
	char copy[sizeof config.api_keys];
	struct str text = STR_INIT(4096);
	int i;

	(void)state;
	str_adds(&text, "api_keys = ");
	for (i = 0; i < 16; i++)
		str_addf(&text, "%s0123456789abcdef0123456789abcd%02d",
			 i % 4 ? ","
			 : i   ? ",\n   "
			       : "",
			 i);
	str_adds(&text, "\nsource = api\n");
	assert_int_equal(load(text.data), ERR_OK);
	assert_int_equal(config_split(config.api_keys, copy, sizeof copy, items,
				      COUNT_OF(items)),
			 16);
	assert_string_equal(items[15], "0123456789abcdef0123456789abcd15");
	assert_int_equal(config.source, SOURCE_API);

	str_reset(&text);
	str_adds(&text, "source = api\napi_keys = ");
	for (i = 0; i < 200; i++)
		str_addc(&text, 'k');
	assert_int_equal(load(text.data), ERR_ARG);
	assert_non_null(strstr(e.msg, ":2: longer than 198 characters"));
	assert_null(strstr(e.msg, "kkkk"));
	str_release(&text);
}

static void test_no_file(void **state)
{
	(void)state;
	assert_int_equal(config_load(&config, "/nowhere/x.ini", &e), ERR_ARG);
	assert_non_null(strstr(e.msg, "/nowhere/x.ini"));
	assert_int_equal(config_load(&config, "/tmp", &e), ERR_ARG);
	assert_non_null(strstr(e.msg, "/tmp"));
}

static void test_environment(void **state)
{
	char file[64];
	char source[] = "BLS_SYNC_SOURCE=api";
	char seven[] = "BLS_SYNC_REQUESTS_PER_10S=7";
	char wrong[] = "BLS_SYNC_REQUESTS_PER_10S=x";
	char *good[] = { source, seven, NULL };
	char *bad[] = { wrong, NULL };
	char *other[] = { file, NULL };
	char **before = environ;

	(void)state;
	environ = good;
	assert_int_equal(load("source = flat\n"), ERR_OK);
	assert_int_equal(config.source, SOURCE_API);
	assert_int_equal(config.requests_per_10s, 7);
	environ = bad;
	assert_int_equal(load(""), ERR_ARG);
	assert_non_null(strstr(e.msg, "BLS_SYNC_REQUESTS_PER_10S"));
	(void)snprintf(file, sizeof file, "BLS_SYNC_CONFIG=%s", path);
	environ = other;
	assert_int_equal(load("batch_size = 9\n"), ERR_OK);
	assert_int_equal(config_load(&config, NULL, &e), ERR_OK);
	assert_int_equal(config.batch_size, 9);
	environ = before;
}

/* What is misspelled in the environment is no more taken than in the file. */
static void test_environment_names(void **state)
{
	static const struct {
		const char *variable;
		const char *message; /* NULL: it is known */
	} rows[] = {
		{ "BLS_SYNC_CLOCK_OFFSET_S=0", NULL },
		{ "BLS_SYNCHRONIZE=1", NULL },
		{ "bls_sync_source=paper", NULL },
		{ "BLS_SYNC_FOO=1", "environment BLS_SYNC_FOO: no such key" },
		{ "BLS_SYNC_API_KEY=x", "environment BLS_SYNC_API_KEY: no "
					"such key; did you mean "
					"BLS_SYNC_API_KEYS" },
		{ "BLS_SYNC_source=api", "environment BLS_SYNC_source: no "
					 "such key; did you mean "
					 "BLS_SYNC_SOURCE" },
		{ "BLS_SYNC_CLOCK_OFFSET=1", "BLS_SYNC_CLOCK_OFFSET:" },
		{ "BLS_SYNC_=1", "environment BLS_SYNC_: no such key" },
		{ "BLS_SYNC_SOURCE", NULL },
	};
	char **before = environ;
	char variable[64];
	char *only[] = { variable, NULL };
	size_t i;

	(void)state;
	environ = only;
	for (i = 0; i < COUNT_OF(rows); i++) {
		copy_text(variable, sizeof variable, rows[i].variable);
		row_int(variable, load(""), rows[i].message ? ERR_ARG : ERR_OK);
		if (rows[i].message)
			row_true(e.msg, strstr(e.msg, rows[i].message) != NULL);
	}
	environ = before;
}

static void test_split(void **state)
{
	static const struct {
		const char *list;
		size_t count;
		const char *last;
	} rows[] = {
		{ "", 0, "" },         { " , ,", 0, "" },
		{ "a", 1, "a" },       { "a,b", 2, "b" },
		{ " a , b ", 2, "b" }, { "a b\tc", 3, "c" },
		{ "a,,b,", 2, "b" },   { "a,b,c,d,e", 4, "d" },
	};
	const char *items[4];
	char copy[64];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		size_t count = config_split(rows[i].list, copy, sizeof copy,
					    items, COUNT_OF(items));

		row_int(rows[i].list, (int64_t)count, (int64_t)rows[i].count);
		if (count)
			row_text(rows[i].list, items[count - 1], rows[i].last);
	}
}

/* Everything is printed but the secrets, of which only how many there are. */
static void test_print(void **state)
{
	char printed[16 * 1024];
	int saved = dup(STDOUT_FILENO);
	int fd;
	ssize_t n;

	(void)state;
	assert_int_equal(load("api_keys = geheim001,geheim002\n"
			      "db_password = geheim003\n"
			      "db_api_password = geheim004\n"
			      "db_migrate_password = geheim005\n"
			      "areas = national,state\n"),
			 ERR_OK);
	fd = open(path, O_RDWR | O_TRUNC | O_CLOEXEC);
	(void)fflush(stdout);
	(void)dup2(fd, STDOUT_FILENO);
	config_print(&config);
	(void)fflush(stdout);
	(void)dup2(saved, STDOUT_FILENO);
	(void)close(saved);
	n = pread(fd, printed, sizeof printed - 1, 0);
	(void)close(fd);
	assert_true(n > 0);
	printed[n > 0 ? n : 0] = '\0';
	assert_null(strstr(printed, "geheim"));
	assert_non_null(strstr(printed, "api_keys = (set),(set)\n"));
	assert_non_null(strstr(printed, "db_password = (set)\n"));
	assert_non_null(strstr(printed, "areas = national,state\n"));
	assert_non_null(strstr(printed, "source = auto\n"));
	assert_non_null(strstr(printed, "batch_size = 50\n"));
	assert_non_null(strstr(printed, "log_level = info\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_environment_file),
		cmocka_unit_test(test_many_keys),
		cmocka_unit_test(test_no_file),
		cmocka_unit_test(test_environment),
		cmocka_unit_test(test_environment_names),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_print),
	};
	int fd = mkstemp(path);
	int failed;

	if (fd < 0)
		return 1;
	(void)close(fd);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)unlink(path);
	return failed;
}
