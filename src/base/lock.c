#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Made by root (a migration by hand), it belongs to whoever owns its folder:
 * the next run comes as that user. */
static void hand_over(int fd, const char *path)
{
	char folder[PATH_MAX];
	struct stat owner;
	char *slash;

	if (geteuid() != 0)
		return;
	copy_text(folder, sizeof folder, path);
	slash = strrchr(folder, '/');
	if (!slash)
		return;
	slash[slash == folder] = '\0';
	if (stat(folder, &owner) != 0 ||
	    fchown(fd, owner.st_uid, owner.st_gid) != 0)
		return; /* then only root can lock it, and says so */
}

static bool no_locks(int number)
{
	return number == ENOLCK || number == EOPNOTSUPP || number == ENOSYS;
}

static void read_holder(int fd, char *out, size_t size)
{
	ssize_t n = pread(fd, out, size - 1, 0);

	if (n < 0)
		n = 0;
	out[n] = '\0';
	out[strcspn(out, "\n")] = '\0';
}

enum err lock_take(const char *path, int *fd_out, struct error *e)
{
	char text[32];
	int length;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);

	if (fd < 0)
		return err_set(e, ERR_IO, "lock file %s: %s", path,
			       strerrordesc_np(errno));
	hand_over(fd, path);
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		int number = errno;
		const char *why = strerrordesc_np(number);

		read_holder(fd, text, sizeof text);
		(void)close(fd);
		(void)err_set(e, ERR_IO, "flock %s: %s", path, why);
		*fd_out = -1;
		if (no_locks(number))
			return ERR_OK;
		if (number == EWOULDBLOCK)
			return err_set(e, ERR_BUSY,
				       "another run on this host (pid %s) "
				       "holds %s",
				       text, path);
		return ERR_IO;
	}
	length = snprintf(text, sizeof text, "%ld\n", (long)getpid());
	if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)length, 0) < 0) {
		enum err code = err_set(e, ERR_IO, "lock file %s: %s", path,
					strerrordesc_np(errno));

		(void)close(fd);
		return code;
	}
	*fd_out = fd;
	return ERR_OK;
}
