/*
 * For tests of web/fcgi: a listening socket in a folder of its own, and a
 * client that sends what it likes.
 */
#ifndef UNIT_FCGI_T_H
#define UNIT_FCGI_T_H

#include "t.h"

#include "web/fcgi.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char folder[] = "/tmp/api-fcgi-XXXXXX";
static char path[64];
static int listener;
static struct fcgi *f;

static inline int set_up(void **state)
{
	struct error e;

	(void)state;
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof path, "%s/s", folder);
	assert_int_equal(fcgi_listen(path, &listener, &e), ERR_OK);
	f = fcgi_new(listener, "http://127.0.0.1/bls");
	return 0;
}

static inline int tear_down(void **state)
{
	(void)state;
	fcgi_free(f);
	(void)close(listener);
	(void)unlink(path);
	(void)rmdir(folder);
	return 0;
}

/* Both steps, as a worker takes them. */
static inline enum fcgi_got fcgi_accept(struct request *rq)
{
	enum fcgi_got got = fcgi_open(f);

	*rq = REQUEST_INIT;
	return got == FCGI_MORE ? fcgi_await(f, rq) : got;
}

static inline int connect_client(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)copy_text(address.sun_path, sizeof address.sun_path, path);
	assert_int_equal(connect(fd, (const struct sockaddr *)&address,
				 sizeof address),
			 0);
	return fd;
}

static inline void add_record(struct str *s, int type, const void *bytes,
			      size_t n)
{
	const unsigned char header[8] = { 1,
					  (unsigned char)type,
					  0,
					  1,
					  (unsigned char)(n >> 8),
					  (unsigned char)(n & 255),
					  0,
					  0 };

	str_add(s, header, sizeof header);
	str_add(s, bytes, n);
}

static inline void add_pair(struct str *s, const char *name, const char *value)
{
	str_addc(s, (char)strlen(name));
	str_addc(s, (char)strlen(value));
	str_adds(s, name);
	str_adds(s, value);
}

/* A request of /api/x?a=b with a body that says it has `length` bytes. */
static inline void add_request_of(struct str *s, const char *method,
				  const char *length, const char *body)
{
	static const unsigned char begin[8] = { 0, 1 };
	struct str params = STR_INIT(1000);

	add_record(s, 1, begin, sizeof begin);
	add_pair(&params, "REQUEST_METHOD", method);
	add_pair(&params, "DOCUMENT_URI", "/api/x");
	add_pair(&params, "QUERY_STRING", "a=b");
	add_pair(&params, "CONTENT_LENGTH", length);
	add_pair(&params, "HTTPS", "on");
	add_pair(&params, "HTTP_X_CSRF_TOKEN", "token");
	add_pair(&params, "REMOTE_ADDR", "192.0.2.1");
	add_record(s, 4, params.data, params.length);
	add_record(s, 4, "", 0);
	if (*body)
		add_record(s, 5, body, strlen(body));
	add_record(s, 5, "", 0);
	str_release(&params);
}

static inline void add_request(struct str *s, const char *length,
			       const char *body)
{
	add_request_of(s, "POST", length, body);
}

/* Connect and send the first `n` bytes of the request. */
static inline int send_request(const struct str *s, size_t n)
{
	int fd = connect_client();

	assert_int_equal(write(fd, s->data, n), (ssize_t)n);
	return fd;
}

static inline void read_all(int fd, struct str *out)
{
	char bytes[4096];
	ssize_t n;

	while ((n = read(fd, bytes, sizeof bytes)) > 0)
		str_add(out, bytes, (size_t)n);
}

#endif
