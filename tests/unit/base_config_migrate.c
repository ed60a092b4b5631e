/* The file beside the configuration that only those who migrate can read. */
#include "base/config.h"

#include "t.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct config config;
static struct error e;

static void write_file(const char *name, const char *text, mode_t mode)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	(void)close(fd);
}

/* What the services see: they may not read the file.  Root may read any, so it
 * becomes somebody else first. */
static int as_service(const char *main_file, const char *hidden)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		struct config c;
		struct error why;

		if (geteuid() == 0 && (setgid(65534) || setuid(65534)))
			_exit(2);
		if (config_load(&c, main_file, &why) != ERR_OK)
			_exit(3);
		_exit(strcmp(c.db_migrate_user, "u") != 0 ||
		      strcmp(c.db_migrate_password, "p") != 0 ||
		      strcmp(c.migrate_hidden, hidden) != 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

/* Who may change the schema may stand in a file that root alone can read. */
static void test_migrate_file(void **state)
{
	char folder[] = "/tmp/bls-sync-config-XXXXXX";
	char main_file[64];
	char beside[64];

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(chmod(folder, 0755), 0);
	(void)snprintf(main_file, sizeof main_file, "%s/any.ini", folder);
	(void)snprintf(beside, sizeof beside, "%s/migrate.ini", folder);
	write_file(main_file, "db_user = u\ndb_password = p\n", 0644);
	write_file(beside,
		   "db_migrate_user = m\ndb_migrate_password = secret\n", 0600);
	assert_int_equal(config_load(&config, main_file, &e), ERR_OK);
	assert_string_equal(config.file, main_file);
	assert_string_equal(config.db_user, "u");
	assert_string_equal(config.db_migrate_user, "m");
	assert_string_equal(config.db_migrate_password, "secret");
	assert_string_equal(config.migrate_hidden, "");
	(void)chmod(beside, 0);
	assert_int_equal(as_service(main_file, beside), 0);
	write_file(beside, "db_migrate_user = m\ndb_user = x\n", 0600);
	assert_int_equal(config_load(&config, main_file, &e), ERR_ARG);
	assert_non_null(strstr(e.msg, "migrate.ini:2: db_user belongs in"));
	write_file(beside, "", 0600);
	assert_int_equal(config_load(&config, main_file, &e), ERR_OK);
	assert_string_equal(config.db_migrate_user, "u");
	(void)unlink(beside);
	(void)unlink(main_file);
	(void)rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_migrate_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
