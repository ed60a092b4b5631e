#include "web.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t stop;
static sigset_t open_mask; /* lets SIGTERM and SIGINT through */
static FCGX_Request fcgi;
static int epoll_fd = -1;

static void on_stop(int signum)
{
	(void)signum;
	stop = 1;
}

bool web_init(void)
{
	struct sigaction action = { .sa_handler = on_stop };
	sigset_t blocked;

	/* libfcgi takes over the signals that nobody has claimed before. */
	sigemptyset(&action.sa_mask);
	if (sigaction(SIGTERM, &action, NULL) ||
	    sigaction(SIGINT, &action, NULL))
		return false;
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGINT);
	sigaddset(&blocked, SIGCHLD);
	if (pthread_sigmask(SIG_BLOCK, &blocked, &open_mask))
		return false;
	sigdelset(&open_mask, SIGTERM);
	sigdelset(&open_mask, SIGINT);
	return FCGX_Init() == 0;
}

bool web_open(int listener)
{
	/* EXCLUSIVE: a connection wakes one idle worker, not all of them. */
	struct epoll_event event = { .events = EPOLLIN | EPOLLEXCLUSIVE };
	int flags = fcntl(listener, F_GETFL);

	if (flags < 0 || fcntl(listener, F_SETFL, flags | O_NONBLOCK))
		return false;
	epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (epoll_fd < 0 ||
	    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, listener, &event))
		return false;
	return FCGX_InitRequest(&fcgi, listener, 0) == 0;
}

bool web_stopping(void)
{
	return stop;
}

static const char *param(const char *name)
{
	const char *value = FCGX_GetParam(name, fcgi.envp);

	return value ? value : "";
}

/* The body must be as long as announced: a cut request reaches us with rc 0 */
static bool read_body(struct request *r)
{
	long length = 0;
	const char *announced = param("CONTENT_LENGTH");

	if (*announced && !parse_long(announced, 0, BODY_MAX_BYTES, &length))
		return false;
	text_fill(&r->body, '\0', (size_t)length);
	return FCGX_GetStr(r->body.data, (int)length, fcgi.in) == length &&
	       !FCGX_GetError(fcgi.in);
}

static bool read_request(struct request *r)
{
	const char *uri = param("REQUEST_URI");
	size_t path_len = strcspn(uri, "?");

	r->method = param("REQUEST_METHOD");
	r->query = param("QUERY_STRING");
	r->content_type = param("CONTENT_TYPE");
	r->user_agent = param("HTTP_USER_AGENT");
	r->if_modified_since = param("HTTP_IF_MODIFIED_SINCE");
	r->address = param("REMOTE_ADDR");
	if (FCGX_GetError(fcgi.in) || !*r->method || uri[0] != '/' ||
	    path_len >= sizeof r->path)
		return false;
	memcpy(r->path, uri, path_len);
	r->path[path_len] = '\0';
	return read_body(r);
}

enum web_event web_accept(struct request *r)
{
	struct epoll_event event;
	int rc;

	memset(r, 0, sizeof *r);
	for (;;) {
		if (stop)
			return WEB_STOP;
		if (epoll_pwait(epoll_fd, &event, 1, -1, &open_mask) < 1)
			continue;
		rc = FCGX_Accept_r(&fcgi);
		if (rc == 0)
			return read_request(r) ? WEB_REQUEST : WEB_BROKEN;
		if (rc != -EAGAIN)
			web_wait(50); /* short of descriptors or memory */
	}
}

static const char *reason(int status)
{
	switch (status) {
	case 200:
		return "OK";
	case 202:
		return "Accepted";
	case 304:
		return "Not Modified";
	case 400:
		return "Bad Request";
	case 403:
		return "Forbidden";
	case 404:
		return "Not Found";
	case 405:
		return "Method Not Allowed";
	case 415:
		return "Unsupported Media Type";
	case 429:
		return "Too Many Requests";
	case 500:
		return "Internal Server Error";
	default:
		return "Service Unavailable";
	}
}

static bool put(const char *bytes, size_t len)
{
	while (len) {
		int part = len > 1 << 20 ? 1 << 20 : (int)len;

		if (FCGX_PutStr(bytes, part, fcgi.out) != part)
			return false;
		bytes += part;
		len -= (size_t)part;
	}
	return true;
}

bool web_send(const struct request *r, const struct reply *reply)
{
	size_t length = reply->promise ? reply->promise : reply->body.len;
	struct text head = { 0 };
	bool ok;

	text_fmt(&head, "Status: %d %s\r\n", reply->status,
		 reason(reply->status));
	if (reply->type)
		text_fmt(&head, "Content-Type: %s\r\n", reply->type);
	if (!reply->no_length)
		text_fmt(&head, "Content-Length: %zu\r\n", length);
	if (reply->headers.len)
		text_add(&head, reply->headers.data, reply->headers.len);
	text_str(&head, "\r\n");
	ok = put(head.data, head.len);
	if (ok && strcmp(r->method, "HEAD") != 0)
		ok = put(reply->body.data, reply->body.len);
	text_free(&head);
	return ok && FCGX_FFlush(fcgi.out) == 0;
}

void web_finish(struct request *r, struct reply *reply)
{
	FCGX_Finish_r(&fcgi);
	text_free(&r->body);
	text_free(&reply->headers);
	text_free(&reply->body);
	*reply = (struct reply){ 0 };
}

bool web_wait(long ms)
{
	struct timespec limit = { ms / 1000, ms % 1000 * 1000000 };
	struct pollfd client = { .fd = fcgi.ipcFd, .events = POLLRDHUP };

	if (ms <= 0)
		return !stop;
	return ppoll(&client, 1, &limit, &open_mask) == 0;
}

void web_close(void)
{
	FCGX_Free(&fcgi, 1);
	close(epoll_fd);
}
