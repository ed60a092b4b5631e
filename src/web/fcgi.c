#include "web/fcgi.h"

#include "base/clock.h"
#include "web/fcgi_intake.h"
#include "web/request_path.h"

#include <errno.h>
#include <fcgiapp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	WRITE_MS = 10000, /* waited for the other side, for all of an answer */
	RECORD_MAX = 65535,
	RECORD_HEADER = 8,
	RECORD_BEGIN = 1,
	RECORD_END = 3,
	RECORD_PARAMS = 4,
	RECORD_STDIN = 5,
	RECORD_STDOUT = 6,
};

struct fcgi {
	FCGX_Request request; /* reads from a file what the intake let in */
	struct intake in;
	int listener;
	int fd;          /* the connection; -1: none */
	int64_t wait_ms; /* that is left for the answer */
	struct str wire; /* the answer as text */
	struct str records;
	char *body; /* REQUEST_BODY_MAX + 1 bytes */
	char mount[REQUEST_PATH_MAX];
	char path[REQUEST_PATH_MAX];
	bool head; /* only the head of the answer is wanted */
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

struct fcgi *fcgi_new(int listener, const char *base_url)
{
	struct fcgi *f = xcalloc(1, sizeof *f);

	(void)FCGX_Init();
	/* No listening socket for libfcgi: it never accepts by itself. */
	(void)FCGX_InitRequest(&f->request, -1, 0);
	f->request.ipcFd = -1;
	f->listener = listener;
	f->fd = -1;
	f->in = INTAKE_INIT(REQUEST_BODY_MAX);
	f->wire = STR_INIT(RESPONSE_HEAD_MAX + RESPONSE_BODY_MAX);
	f->records = STR_INIT((size_t)2 * RESPONSE_BODY_MAX);
	f->body = xcalloc(1, REQUEST_BODY_MAX + 1);
	request_mount(base_url, f->mount);
	return f;
}

/* The request is over; its file stays for the next one. */
static void end_request(struct fcgi *f)
{
	FCGX_Free(&f->request, 0);
	if (f->fd >= 0)
		(void)close(f->fd);
	f->fd = -1;
}

void fcgi_free(struct fcgi *f)
{
	if (!f)
		return;
	end_request(f);
	if (f->request.ipcFd >= 0)
		(void)close(f->request.ipcFd);
	intake_release(&f->in);
	str_release(&f->wire);
	str_release(&f->records);
	free(f->body);
	free(f);
}

static void take_parameter(struct request *rq, const char *entry)
{
	const char *equals = strchr(entry, '=');
	size_t length = equals ? (size_t)(equals - entry) : 0;
	size_t i;

	if (!equals)
		return;
	for (i = 0; i < COUNT_OF(parameters); i++) {
		if (parameters[i].length != length ||
		    memcmp(parameters[i].name, entry, length) != 0)
			continue;
		*(const char **)(void *)((char *)rq + parameters[i].offset) =
			equals + 1;
		return;
	}
}

static void add_header(struct str *out, int id, int type, size_t length)
{
	const unsigned char header[RECORD_HEADER] = {
		1,
		(unsigned char)type,
		(unsigned char)(id >> 8),
		(unsigned char)(id & 255),
		(unsigned char)(length >> 8),
		(unsigned char)(length & 255),
		0,
		0,
	};

	str_add(out, header, sizeof header);
}

/* Of a record's content as many as are needed; an empty one ends a stream. */
static void add_content(struct str *out, int id, int type, const char *bytes,
			size_t length)
{
	size_t n;

	for (; length; bytes += n, length -= n) {
		n = length < RECORD_MAX ? length : RECORD_MAX;
		add_header(out, id, type, n);
		str_add(out, bytes, n);
	}
}

void fcgi_add_stdout(struct str *out, const void *bytes, size_t n)
{
	add_content(out, FCGI_STREAM_ID, RECORD_STDOUT, bytes, n);
}

static void add_end(struct str *out, int id)
{
	static const unsigned char ended[8];

	add_header(out, id, RECORD_STDOUT, 0);
	add_header(out, id, RECORD_END, sizeof ended);
	str_add(out, ended, sizeof ended);
}

void fcgi_add_end(struct str *out)
{
	add_end(out, FCGI_STREAM_ID);
}

/* What was taken in, as one request to read from a file: nothing of it can be
 * missing, and at its end libfcgi finds the end, not a peer to wait for. */
static bool hand_over(struct fcgi *f)
{
	/* a responder, whose "connection" is kept for the next request */
	static const unsigned char begin[8] = { 0, 1, 1 };
	const struct intake *in = &f->in;
	bool whole = in->body_length <= REQUEST_BODY_MAX;

	if (f->request.ipcFd < 0)
		f->request.ipcFd = memfd_create("request", MFD_CLOEXEC);
	str_reset(&f->records);
	add_header(&f->records, in->request_id, RECORD_BEGIN, sizeof begin);
	str_add(&f->records, begin, sizeof begin);
	add_content(&f->records, in->request_id, RECORD_PARAMS, in->params.data,
		    in->params.length);
	add_header(&f->records, in->request_id, RECORD_PARAMS, 0);
	add_content(&f->records, in->request_id, RECORD_STDIN, in->body.data,
		    whole ? in->body.length : 0);
	add_header(&f->records, in->request_id, RECORD_STDIN, 0);
	return pwrite(f->request.ipcFd, f->records.data, f->records.length,
		      0) == (ssize_t)f->records.length &&
	       ftruncate(f->request.ipcFd, (off_t)f->records.length) == 0 &&
	       lseek(f->request.ipcFd, 0, SEEK_SET) == 0;
}

/* Until the connection is ready, or the time that is left is over. */
static bool wait_for(int fd, short events, int64_t ms)
{
	struct pollfd waiting = { .fd = fd, .events = events };

	return ms > 0 && poll(&waiting, 1, (int)ms) == 1;
}

/* The body, which must be as long as was said.  Servers that get it in chunks
 * say nothing. */
static bool read_body(struct fcgi *f, struct request *rq)
{
	const char *text = FCGX_GetParam("CONTENT_LENGTH", f->request.envp);
	int64_t came = (int64_t)f->in.body_length;
	int64_t expected = came;

	if (text && *text && !parse_int64(text, 0, INT64_MAX, &expected))
		return false;
	if (expected > REQUEST_BODY_MAX || came > REQUEST_BODY_MAX) {
		rq->body_too_big = true;
		return true;
	}
	if (came != expected ||
	    FCGX_GetStr(f->body, (int)came, f->request.in) != (int)came)
		return false;
	f->body[came] = '\0';
	rq->body = f->body;
	rq->body_length = (size_t)came;
	return true;
}

static void take_parameters(struct fcgi *f, struct request *rq)
{
	char **envp = f->request.envp;
	const struct request_names names = {
		.script_name = FCGX_GetParam("SCRIPT_NAME", envp),
		.path_info = FCGX_GetParam("PATH_INFO", envp),
		.request_uri = FCGX_GetParam("REQUEST_URI", envp),
		.document_uri = FCGX_GetParam("DOCUMENT_URI", envp),
	};
	const char *https = FCGX_GetParam("HTTPS", envp);
	char **entry;

	for (entry = envp; *entry; entry++)
		take_parameter(rq, *entry);
	rq->https = https && *https && strcasecmp(https, "off") != 0;
	request_path(&names, f->mount, f->path);
	rq->path = f->path;
	if (!FCGX_GetParam("QUERY_STRING", envp) && names.request_uri)
		rq->query = request_uri_query(names.request_uri);
	f->head = strcmp(rq->method, "HEAD") == 0;
}

/* What has come whole. */
static bool parse(struct fcgi *f, struct request *rq)
{
	*rq = REQUEST_INIT;
	if (!hand_over(f))
		return false;
	/* As if the connection had been kept from an earlier request: libfcgi
	 * reads from it instead of accepting one itself. */
	f->request.keepConnection = 1;
	if (FCGX_Accept_r(&f->request) != 0 || FCGX_GetError(f->request.in))
		return false;
	take_parameters(f, rq);
	return read_body(f, rq);
}

enum fcgi_got fcgi_open(struct fcgi *f)
{
	f->fd = accept4(f->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (f->fd < 0)
		return errno == EMFILE || errno == ENFILE || errno == ENOMEM ||
				       errno == ENOBUFS
			       ? FCGI_FULL
			       : FCGI_NONE;
	f->wait_ms = WRITE_MS;
	intake_begin(&f->in, f->fd);
	return FCGI_MORE;
}

int fcgi_connection(const struct fcgi *f)
{
	return f->fd;
}

enum fcgi_got fcgi_read(struct fcgi *f, struct request *rq)
{
	enum intake_state state = intake_read(&f->in);

	if (state == INTAKE_MORE)
		return FCGI_MORE;
	if (state == INTAKE_WHOLE && parse(f, rq))
		return FCGI_GOT;
	end_request(f);
	return FCGI_NONE;
}

enum fcgi_got fcgi_await(struct fcgi *f, struct request *rq)
{
	enum fcgi_got got;

	while ((got = fcgi_read(f, rq)) == FCGI_MORE)
		(void)wait_for(f->fd, POLLIN,
			       f->in.deadline_ms - clock_monotonic_ms());
	return got;
}

/* The other side may be slow once, or often, but not for ever. */
static bool wait_to_write(struct fcgi *f)
{
	int64_t begin_ms = clock_monotonic_ms();
	bool ready = wait_for(f->fd, POLLOUT, f->wait_ms);

	f->wait_ms -= clock_monotonic_ms() - begin_ms;
	return ready;
}

static bool write_all(struct fcgi *f, const char *bytes, size_t length)
{
	ssize_t n;

	while (length) {
		n = send(f->fd, bytes, length, MSG_NOSIGNAL);
		if (n < 0 &&
		    (errno == EINTR || (errno == EAGAIN && wait_to_write(f))))
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
	add_content(&f->records, f->in.request_id, RECORD_STDOUT, f->wire.data,
		    f->wire.length);
	if (last)
		add_end(&f->records, f->in.request_id);
	return write_all(f, f->records.data, f->records.length);
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
	end_request(f);
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
	if (f->in.request_id == FCGI_STREAM_ID && send_wire(f, false)) {
		fd = f->fd;
		f->fd = -1;
	}
	end_request(f);
	return fd;
}
