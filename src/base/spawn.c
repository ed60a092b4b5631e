#include "base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* In the grandchild: a clean process, or the errno of what failed. */
static int become(const char *const argv[])
{
	struct sigaction standard = { .sa_handler = SIG_DFL };
	sigset_t none;
	char **words;
	int null_fd = open("/dev/null", O_RDWR);
	int i;

	if (null_fd < 0 || dup2(null_fd, STDIN_FILENO) < 0 ||
	    dup2(null_fd, STDOUT_FILENO) < 0)
		return errno;
	for (i = 1; i < 32; i++)
		(void)sigaction(i, &standard, NULL);
	(void)sigemptyset(&none);
	(void)pthread_sigmask(SIG_SETMASK, &none, NULL);
	(void)close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
	memcpy(&words, &argv, sizeof words); /* execv takes what it reads */
	(void)execv(argv[0], words);
	return errno;
}

static NORETURN void child(const char *const argv[], int report_fd)
{
	int failure;
	ssize_t ignored;
	pid_t pid;

	(void)setsid();
	pid = fork();
	if (pid > 0)
		_exit(0);
	failure = pid < 0 ? errno : 0;
	if (!failure)
		failure = become(argv);
	ignored = write(report_fd, &failure, sizeof failure);
	(void)ignored;
	_exit(127);
}

/*
 * Two forks, so that init adopts the program and nobody has to wait for it; a
 * close-on-exec pipe brings the errno of a failed exec back.
 */
enum err spawn_detached(const char *const argv[], struct error *e)
{
	int report[2];
	int failure = 0;
	ssize_t got;
	pid_t pid;

	if (pipe2(report, O_CLOEXEC) != 0)
		return err_set(e, ERR_IO, "pipe: %s", strerrordesc_np(errno));
	pid = fork();
	if (pid == 0)
		child(argv, report[1]);
	(void)close(report[1]);
	if (pid < 0) {
		(void)close(report[0]);
		return err_set(e, ERR_IO, "fork: %s", strerrordesc_np(errno));
	}
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	do
		got = read(report[0], &failure, sizeof failure);
	while (got < 0 && errno == EINTR);
	(void)close(report[0]);
	if (got == (ssize_t)sizeof failure)
		return err_set(e, ERR_IO, "start %s: %s", argv[0],
			       strerrordesc_np(failure));
	return ERR_OK;
}
