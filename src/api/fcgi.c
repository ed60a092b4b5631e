#include "api/fcgi.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	BACKLOG = 1024,
	READ_TIMEOUT_S = 2,
	WRITE_TIMEOUT_S = 10,
	DRAIN_MAX = 1024 * 1024,
	RECORD_MAX = 65535,
	RECORD_HEADER = 8,
	RECORD_STDOUT = 6,
	RECORD_END = 3,
};

struct fcgi {
	FCGX_Request request;
	int listener;
	struct str wire; /* the answer, as text and as records */
	struct str records;
	char *body; /* REQUEST_BODY_MAX + 1 bytes */
	bool head;  /* only the head of the answer is wanted */
};

static const struct parameter {
	const char *name;
	size_t length;
	size_t offset; /* of the text in struct request */
} parameters[] = {
#define PARAMETER(name, field)                                          \
	{                                                               \
		name, sizeof(name) - 1, offsetof(struct request, field) \
	}
	PARAMETER("REQUEST_METHOD", method),
	PARAMETER("DOCUMENT_URI", path),
	PARAMETER("QUERY_STRING", query),
	PARAMETER("CONTENT_TYPE", content_type),
	PARAMETER("HTTP_COOKIE", cookie),
	PARAMETER("HTTP_AUTHORIZATION", authorization),
	PARAMETER("HTTP_X_CSRF_TOKEN", csrf_token),
	PARAMETER("HTTP_IF_NONE_MATCH", if_none_match),
	PARAMETER("HTTP_LAST_EVENT_ID", last_event_id),
	PARAMETER("HTTP_ORIGIN", origin),
	PARAMETER("HTTP_SEC_FETCH_SITE", sec_fetch_site),
	PARAMETER("HTTP_USER_AGENT", user_agent),
	PARAMETER("REMOTE_ADDR", remote_addr),
	PARAMETER("REQUEST_ID", id),
#undef PARAMETER
};

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

struct fcgi *fcgi_new(int listener)
{
	struct fcgi *f = xcalloc(1, sizeof *f);

	(void)FCGX_Init();
	/* No listening socket for libfcgi: it never accepts by itself. */
	(void)FCGX_InitRequest(&f->request, -1, 0);
	f->request.ipcFd = -1;
	f->listener = listener;
	f->wire = STR_INIT(RESPONSE_HEAD_MAX + RESPONSE_BODY_MAX);
	f->records = STR_INIT((size_t)2 * RESPONSE_BODY_MAX);
	f->body = xcalloc(1, REQUEST_BODY_MAX + 1);
	return f;
}

/*
 * End the request and its connection.  Detached, libfcgi only closes: what is
 * to be said has been written as records, in one piece.
 */
static void hang_up(struct fcgi *f)
{
	(void)FCGX_Detach(&f->request);
	FCGX_Free(&f->request, 1);
}

void fcgi_free(struct fcgi *f)
{
	if (!f)
		return;
	if (f->request.ipcFd >= 0)
		hang_up(f);
	str_release(&f->wire);
	str_release(&f->records);
	free(f->body);
	free(f);
}

/* A connection with bounded waits: it is the web server's, but it may hang. */
static int accept_connection(int listener)
{
	struct timeval read_s = { .tv_sec = READ_TIMEOUT_S };
	struct timeval write_s = { .tv_sec = WRITE_TIMEOUT_S };
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &read_s, sizeof read_s);
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &write_s, sizeof write_s);
	return fd;
}

static void take_parameter(struct request *rq, const char *entry)
{
	const char *equals = strchr(entry, '=');
	size_t length = equals ? (size_t)(equals - entry) : 0;
	size_t i;

	if (!equals)
		return;
	if (length == 5 && memcmp(entry, "HTTPS", 5) == 0) {
		rq->https = strcmp(equals + 1, "on") == 0;
		return;
	}
	for (i = 0; i < COUNT_OF(parameters); i++) {
		if (parameters[i].length != length ||
		    memcmp(parameters[i].name, entry, length) != 0)
			continue;
		*(const char **)(void *)((char *)rq + parameters[i].offset) =
			equals + 1;
		return;
	}
}

/* Read away a body that is too big, within reason: a web server that is still
 * writing it would not read our answer. */
static void drain(struct fcgi *f)
{
	size_t read = 0;
	int got;

	do {
		got = FCGX_GetStr(f->body, REQUEST_BODY_MAX, f->request.in);
		read += got > 0 ? (size_t)got : 0;
	} while (got == REQUEST_BODY_MAX && read < DRAIN_MAX);
}

/* The body, whole, or false when it was cut short.  The record that ends it is
 * read too: hanging up while nginx still sends that would cost it our answer.
 */
static bool read_body(struct fcgi *f, struct request *rq)
{
	const char *text = FCGX_GetParam("CONTENT_LENGTH", f->request.envp);
	FCGX_Stream *in = f->request.in;
	int64_t expected = 0;

	if (text && *text && !parse_int64(text, 0, INT64_MAX, &expected))
		return false;
	if (expected > REQUEST_BODY_MAX) {
		drain(f);
		rq->body_too_big = true;
		return true;
	}
	if (FCGX_GetStr(f->body, (int)expected, in) != (int)expected ||
	    FCGX_GetChar(in) != EOF || FCGX_GetError(in))
		return false;
	f->body[expected] = '\0';
	rq->body = f->body;
	rq->body_length = (size_t)expected;
	return true;
}

enum fcgi_got fcgi_accept(struct fcgi *f, struct request *rq)
{
	int fd = accept_connection(f->listener);
	char **entry;

	if (fd < 0)
		return errno == EMFILE || errno == ENFILE || errno == ENOMEM ||
				       errno == ENOBUFS
			       ? FCGI_FULL
			       : FCGI_NONE;
	/* As if the connection had been kept from an earlier request: libfcgi
	 * reads the request from it instead of accepting one itself.  And as
	 * if it had been detached: whatever happens, libfcgi closes it without
	 * waiting for the other side to do so. */
	f->request.ipcFd = fd;
	f->request.keepConnection = 1;
	f->request.detached = 1;
	*rq = REQUEST_INIT;
	if (FCGX_Accept_r(&f->request) != 0) {
		if (f->request.ipcFd >= 0)
			hang_up(f);
		return FCGI_NONE;
	}
	for (entry = f->request.envp; *entry; entry++)
		take_parameter(rq, *entry);
	f->head = strcmp(rq->method, "HEAD") == 0;
	if (FCGX_GetError(f->request.in) || !read_body(f, rq)) {
		hang_up(f);
		return FCGI_NONE;
	}
	return FCGI_GOT;
}

static void add_header(struct str *out, int type, size_t length)
{
	const unsigned char header[RECORD_HEADER] = {
		1,
		(unsigned char)type,
		0,
		1,
		(unsigned char)(length >> 8),
		(unsigned char)(length & 255),
		0,
		0,
	};

	str_add(out, header, sizeof header);
}

void fcgi_add_stdout(struct str *out, const void *bytes, size_t n)
{
	add_header(out, RECORD_STDOUT, n);
	str_add(out, bytes, n);
}

void fcgi_add_end(struct str *out)
{
	static const unsigned char ended[8];

	add_header(out, RECORD_STDOUT, 0);
	add_header(out, RECORD_END, sizeof ended);
	str_add(out, ended, sizeof ended);
}

static void add_text(struct str *out, const char *text, size_t length)
{
	size_t n;

	for (; length; text += n, length -= n) {
		n = length < RECORD_MAX ? length : RECORD_MAX;
		fcgi_add_stdout(out, text, n);
	}
}

static bool write_all(int fd, const char *bytes, size_t length)
{
	ssize_t n;

	while (length) {
		n = send(fd, bytes, length, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		length -= (size_t)n;
	}
	return true;
}

/* What is in `wire`, and the end of the answer after the last of it. */
static bool send_wire(struct fcgi *f, bool last)
{
	str_reset(&f->records);
	add_text(&f->records, f->wire.data, f->wire.length);
	if (last)
		fcgi_add_end(&f->records);
	return write_all(f->request.ipcFd, f->records.data, f->records.length);
}

bool fcgi_reply(struct fcgi *f, const struct response *rs)
{
	bool more = rs->stream.next != NULL;
	bool sent;

	response_write(rs, !f->head, &f->wire);
	sent = send_wire(f, !more);
	while (sent && more) {
		more = response_next(rs, !f->head, &f->wire);
		sent = send_wire(f, !more);
	}
	hang_up(f);
	return sent;
}

int fcgi_detach(struct fcgi *f, const struct response *rs)
{
	int fd = -1;

	str_reset(&f->wire);
	str_addf(&f->wire, "Status: %d %s\r\nContent-Type: %s\r\n", rs->status,
		 status_text(rs->status), rs->content_type);
	str_addf(&f->wire, "Cache-Control: %s\r\n", rs->cache_control);
	str_add(&f->wire, rs->head.data, rs->head.length);
	str_adds(&f->wire, "\r\n");
	str_add(&f->wire, rs->body.data, rs->body.length);
	str_reset(&f->records);
	add_text(&f->records, f->wire.data, f->wire.length);
	if (write_all(f->request.ipcFd, f->records.data, f->records.length))
		fd = fcntl(f->request.ipcFd, F_DUPFD_CLOEXEC, 3);
	hang_up(f);
	if (fd >= 0 && fcntl(fd, F_SETFL, O_NONBLOCK) < 0) {
		(void)close(fd);
		fd = -1;
	}
	return fd;
}
