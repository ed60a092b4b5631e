/*
 * A stand-in for BLS on 127.0.0.1: one process that listens, one more for each
 * connection, and what they saw in memory that the test shares.
 */
#ifndef UNIT_STANDIN_H
#define UNIT_STANDIN_H

#include "base/str.h"

#include "table.h"

#include <arpa/inet.h>
#include <cjson/cJSON.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STANDIN_REQUESTS_MAX = 1000, STANDIN_MARKS = 4 };

struct asked {
	int number; /* of the request, from 0 */
	int count;
	const char *ids[64];
	const char *key; /* "" = none */
};

struct answer {
	int status;
	const char *headers; /* each with its line end */
	struct str body;
	int delay_ms;
	bool hang_up; /* no answer at all */
};

typedef void (*script_fn)(const struct asked *asked, struct answer *answer);

/* Shared by the test and all of the stand-in's processes. */
struct standin_seen {
	int requests;
	int in_flight;
	int most_in_flight;
	int series[STANDIN_REQUESTS_MAX];
	int marks[STANDIN_MARKS]; /* for scripts that count */
};

static struct standin_seen *seen;
static pid_t standin_pid;
static char standin_url[64];

/* The n-th call with this mark, from 1. */
static inline int mark(int which)
{
	return __atomic_add_fetch(&seen->marks[which], 1, __ATOMIC_SEQ_CST);
}

/* Append what is right for one series: its value in its measure's form. */
static inline void add_series(struct str *out, const char *id, int year,
			      const char *digits)
{
	str_addf(out,
		 "{\"seriesID\":\"%s\",\"data\":[{\"year\":\"%d\","
		 "\"period\":\"A01\",\"periodName\":\"Annual\","
		 "\"latest\":\"true\",\"value\":\"%s\","
		 "\"footnotes\":[{}]}]}",
		 id, year, digits);
}

/* The first `count` series with this year's values, and a message. */
static inline void answer_series(const struct asked *asked, int count, int year,
				 const char *message, struct answer *answer)
{
	int i;

	str_addf(&answer->body,
		 "{\"status\":\"REQUEST_SUCCEEDED\",\"responseTime\":66,"
		 "\"message\":[%s],\"Results\":{\"series\":[",
		 message);
	for (i = 0; i < count && i < asked->count; i++) {
		if (i)
			str_addc(&answer->body, ',');
		add_series(&answer->body, asked->ids[i], year, "100");
	}
	str_adds(&answer->body, "]}}");
}

static inline void answer_well(const struct asked *asked, struct answer *answer)
{
	answer_series(asked, asked->count, 2025, "", answer);
}

static inline bool asks_for(const struct asked *asked, const char *id)
{
	int i;

	for (i = 0; i < asked->count; i++)
		if (strcmp(asked->ids[i], id) == 0)
			return true;
	return false;
}

static inline void standin_send(int fd, const struct answer *a)
{
	struct str out = STR_INIT(16777216);
	size_t sent = 0;
	ssize_t n;

	str_addf(&out,
		 "HTTP/1.1 %d X\r\nContent-Type: application/json\r\n"
		 "Content-Length: %zu\r\n%s\r\n",
		 a->status, a->body.length, a->headers ? a->headers : "");
	str_add(&out, a->body.data, a->body.length);
	while (sent < out.length) {
		n = send(fd, out.data + sent, out.length - sent, MSG_NOSIGNAL);
		if (n <= 0)
			break;
		sent += (size_t)n;
	}
	str_release(&out);
}

/* Everything up to the end of one request; false when the client went. */
static inline bool standin_read(int fd, struct str *in)
{
	char block[4096];
	const char *end;
	const char *length;
	ssize_t n;

	for (;;) {
		end = strstr(in->data, "\r\n\r\n");
		length = strcasestr(in->data, "Content-Length:");
		if (end && length &&
		    in->length >= (size_t)(end + 4 - in->data) +
					  strtoul(length + 15, NULL, 10))
			return true;
		n = recv(fd, block, sizeof block, 0);
		if (n <= 0)
			return false;
		str_add(in, block, (size_t)n);
	}
}

static inline void standin_enter(int count, int *number)
{
	int now = __atomic_add_fetch(&seen->in_flight, 1, __ATOMIC_SEQ_CST);
	int most = __atomic_load_n(&seen->most_in_flight, __ATOMIC_SEQ_CST);

	*number = __atomic_fetch_add(&seen->requests, 1, __ATOMIC_SEQ_CST);
	if (*number < STANDIN_REQUESTS_MAX)
		seen->series[*number] = count;
	while (now > most && !__atomic_compare_exchange_n(
				     &seen->most_in_flight, &most, now, false,
				     __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		;
}

/* One request and its answer; false when the connection is to be closed. */
static inline bool standin_serve(int fd, struct str *in, script_fn script)
{
	struct asked asked = { .key = "" };
	struct answer answer = { .status = 200, .body = STR_INIT(16777216) };
	cJSON *root = cJSON_Parse(strstr(in->data, "\r\n\r\n") + 4);
	const cJSON *key = cJSON_GetObjectItem(root, "registrationkey");
	const cJSON *item;

	cJSON_ArrayForEach(item, cJSON_GetObjectItem(root, "seriesid"))
		asked.ids[asked.count++] = cJSON_GetStringValue(item);
	if (key)
		asked.key = cJSON_GetStringValue(key);
	standin_enter(asked.count, &asked.number);
	script(&asked, &answer);
	if (answer.delay_ms)
		(void)usleep((useconds_t)(answer.delay_ms * 1000));
	__atomic_sub_fetch(&seen->in_flight, 1, __ATOMIC_SEQ_CST);
	if (!answer.hang_up)
		standin_send(fd, &answer);
	str_release(&answer.body);
	cJSON_Delete(root);
	str_reset(in);
	return !answer.hang_up;
}

static inline void standin_connection(int fd, script_fn script)
{
	struct str in = STR_INIT(65536);

	while (standin_read(fd, &in) && standin_serve(fd, &in, script))
		;
	_exit(0);
}

static inline void standin_listen(int listener, script_fn script)
{
	struct sigaction no_zombies = { .sa_handler = SIG_IGN };
	int fd;

	(void)setpgid(0, 0);
	(void)sigaction(SIGCHLD, &no_zombies, NULL);
	for (;;) {
		fd = accept(listener, NULL, NULL);
		if (fd >= 0 && fork() == 0)
			standin_connection(fd, script);
		(void)close(fd);
	}
}

static inline void standin_start(script_fn script)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t length = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (!seen)
		seen = mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(seen != MAP_FAILED);
	memset(seen, 0, sizeof *seen);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(listener, (struct sockaddr *)&address, length),
			 0);
	assert_int_equal(listen(listener, 64), 0);
	assert_int_equal(
		getsockname(listener, (struct sockaddr *)&address, &length), 0);
	(void)snprintf(standin_url, sizeof standin_url, "http://127.0.0.1:%d/",
		       (int)ntohs(address.sin_port));
	standin_pid = fork();
	assert_true(standin_pid >= 0);
	if (!standin_pid)
		standin_listen(listener, script);
	(void)setpgid(standin_pid, standin_pid);
	(void)close(listener);
}

static inline void standin_stop(void)
{
	if (standin_pid <= 0)
		return;
	(void)kill(-standin_pid, SIGKILL);
	(void)waitpid(standin_pid, NULL, 0);
	standin_pid = 0;
}

#endif
