/* The listening socket of a FastCGI program. */
#include "web/fcgi.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

/* True when somebody listens on the socket at `address`. */
static bool is_alive(const struct sockaddr_un *address)
{
	int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool alive = false;

	if (probe < 0)
		return true;
	if (connect(probe, (const struct sockaddr *)address, sizeof *address) ==
		    0 ||
	    (errno != ECONNREFUSED && errno != ENOENT))
		alive = true;
	(void)close(probe);
	return alive;
}

static enum err bind_socket(int fd, const struct sockaddr_un *address,
			    struct error *e)
{
	struct stat st;
	mode_t old;
	int failed;

	if (lstat(address->sun_path, &st) == 0) {
		if (!S_ISSOCK(st.st_mode))
			return err_set(e, ERR_IO, "%s is not a socket",
				       address->sun_path);
		if (is_alive(address))
			return err_set(e, ERR_BUSY,
				       "%s: another process listens on it",
				       address->sun_path);
		(void)unlink(address->sun_path);
	}
	old = umask(0117);
	failed = bind(fd, (const struct sockaddr *)address, sizeof *address);
	(void)umask(old);
	if (failed)
		return err_set(e, ERR_IO, "%s: bind: %s", address->sun_path,
			       strerrordesc_np(errno));
	if (chmod(address->sun_path, 0660) || listen(fd, BACKLOG))
		return err_set(e, ERR_IO, "%s: %s", address->sun_path,
			       strerrordesc_np(errno));
	return ERR_OK;
}

static enum err inherit(int *listener, struct error *e)
{
	int listening = 0;
	socklen_t size = sizeof listening;
	int flags = fcntl(0, F_GETFL);

	if (getsockopt(0, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) ||
	    !listening || flags < 0)
		return err_set(e, ERR_ARG,
			       "descriptor 0 is not a listening socket; use "
			       "--socket PATH");
	if (fcntl(0, F_SETFL, flags | O_NONBLOCK) < 0)
		return err_set(e, ERR_IO, "descriptor 0: %s",
			       strerrordesc_np(errno));
	*listener = 0;
	return ERR_OK;
}

enum err fcgi_listen(const char *path, int *listener, struct error *e)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	enum err code;
	int fd;

	*listener = -1;
	if (!path)
		return inherit(listener, e);
	if (!copy_text(address.sun_path, sizeof address.sun_path, path))
		return err_set(e, ERR_ARG, "socket path is longer than %zu",
			       sizeof address.sun_path - 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_set(e, ERR_IO, "socket: %s", strerrordesc_np(errno));
	code = bind_socket(fd, &address, e);
	if (code) {
		(void)close(fd);
		return code;
	}
	*listener = fd;
	return ERR_OK;
}
