#include "serve/event_hub.h"

#include "base/clock.h"
#include "web/fcgi.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct hub_client {
	int fd; /* -1 = dropped, to be swept */
	struct str out;
	size_t sent;        /* of `out` */
	int64_t spoke_ms;   /* when something was last put in */
	int64_t moved_ms;   /* when the client last took something */
	int64_t recheck_ms; /* when to ask about the session again */
	struct identity who;
};

struct hub {
	int epoll_fd;
	struct hub_client *clients[HUB_CLIENTS_MAX];
	size_t count; /* places in use, dropped ones included */
	size_t alive;
	struct str record; /* what is being sent, as a FastCGI record */
};

struct hub *hub_new(int epoll_fd)
{
	struct hub *hub = xcalloc(1, sizeof *hub);

	hub->epoll_fd = epoll_fd;
	hub->record = STR_INIT(HUB_BUFFER_MAX);
	return hub;
}

size_t hub_count(const struct hub *hub)
{
	return hub->alive;
}

size_t hub_count_of(const struct hub *hub, const char *username)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < hub->count; i++)
		count += hub->clients[i]->fd >= 0 &&
			 strcmp(hub->clients[i]->who.username, username) == 0;
	return count;
}

/* Closing takes it out of epoll; the memory stays until the sweep, as events
 * of this round may still point to it. */
static void drop(struct hub *hub, struct hub_client *c)
{
	if (c->fd < 0)
		return;
	(void)close(c->fd);
	c->fd = -1;
	hub->alive--;
}

void hub_sweep(struct hub *hub)
{
	size_t i = 0;

	while (i < hub->count) {
		struct hub_client *c = hub->clients[i];

		if (c->fd >= 0) {
			i++;
			continue;
		}
		hub->clients[i] = hub->clients[--hub->count];
		str_release(&c->out);
		free(c);
	}
}

static void watch(const struct hub *hub, struct hub_client *c, int operation)
{
	struct epoll_event event = { .events = EPOLLRDHUP, .data.ptr = c };

	if (c->sent < c->out.length)
		event.events |= EPOLLOUT;
	(void)epoll_ctl(hub->epoll_fd, operation, c->fd, &event);
}

/* Bytes the client takes now; drops it when it is gone. */
static size_t write_some(struct hub *hub, struct hub_client *c,
			 const char *bytes, size_t length, int64_t now_ms)
{
	size_t written = 0;
	ssize_t n;

	while (written < length) {
		n = send(c->fd, bytes + written, length - written,
			 MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			break;
		if (n <= 0) {
			drop(hub, c);
			break;
		}
		written += (size_t)n;
		c->moved_ms = now_ms;
	}
	return written;
}

/* Write on what waits; the rest stays in order. */
static void flush(struct hub *hub, struct hub_client *c, int64_t now_ms)
{
	c->sent += write_some(hub, c, c->out.data + c->sent,
			      c->out.length - c->sent, now_ms);
	if (c->sent < c->out.length)
		return;
	/* Whoever is up to date needs no memory. */
	str_release(&c->out);
	c->sent = 0;
}

static void put(struct hub *hub, struct hub_client *c, const struct str *record,
		int64_t now_ms)
{
	bool waited = c->sent < c->out.length;
	size_t written = 0;

	if (c->fd < 0)
		return;
	c->spoke_ms = now_ms;
	if (!waited) {
		c->moved_ms = now_ms;
		written = write_some(hub, c, record->data, record->length,
				     now_ms);
	}
	if (c->fd < 0 || written == record->length)
		return;
	str_add(&c->out, record->data + written, record->length - written);
	if (c->out.full)
		drop(hub, c);
	else if (!waited)
		watch(hub, c, EPOLL_CTL_MOD);
}

void hub_add(struct hub *hub, int fd, const struct identity *who,
	     int64_t now_ms)
{
	struct hub_client *c;

	if (hub->count == HUB_CLIENTS_MAX) {
		(void)close(fd);
		return;
	}
	c = xcalloc(1, sizeof *c);
	*c = (struct hub_client){ .fd = fd,
				  .out = STR_INIT(HUB_BUFFER_MAX),
				  .spoke_ms = now_ms,
				  .moved_ms = now_ms,
				  .recheck_ms = now_ms + HUB_RECHECK_MS,
				  .who = *who };
	hub->clients[hub->count++] = c;
	hub->alive++;
	watch(hub, c, EPOLL_CTL_ADD);
}

void hub_ready(struct hub *hub, struct hub_client *client, uint32_t events,
	       int64_t now_ms)
{
	if (client->fd < 0)
		return;
	if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) {
		drop(hub, client);
		return;
	}
	flush(hub, client, now_ms);
	if (client->fd >= 0 && client->sent == client->out.length)
		watch(hub, client, EPOLL_CTL_MOD);
}

void hub_send(struct hub *hub, const char *text, size_t length, int64_t now_ms)
{
	size_t i;

	str_reset(&hub->record);
	fcgi_add_stdout(&hub->record, text, length);
	for (i = 0; i < hub->count; i++)
		put(hub, hub->clients[i], &hub->record, now_ms);
}

void hub_keep_alive(struct hub *hub, int64_t now_ms)
{
	static const char comment[] = ":\n\n";
	size_t i;

	str_reset(&hub->record);
	fcgi_add_stdout(&hub->record, comment, sizeof comment - 1);
	for (i = 0; i < hub->count; i++) {
		struct hub_client *c = hub->clients[i];

		if (c->sent < c->out.length &&
		    now_ms - c->moved_ms >= HUB_STUCK_MS)
			drop(hub, c);
		else if (now_ms - c->spoke_ms >= HUB_SILENT_MS)
			put(hub, c, &hub->record, now_ms);
	}
}

/* The two records that end the answer, then the connection: the browser sees a
 * whole answer, not a cut one. */
static void end(struct hub *hub, struct hub_client *c, int64_t now_ms)
{
	if (c->fd < 0)
		return;
	fcgi_add_end(&c->out);
	flush(hub, c, now_ms);
	if (c->fd >= 0)
		(void)shutdown(c->fd, SHUT_WR);
	drop(hub, c);
}

void hub_recheck(struct hub *hub, size_t most, int64_t now_ms,
		 hub_valid_fn valid, void *context)
{
	int64_t today_ms = clock_now_ms();
	size_t i;

	for (i = 0; i < hub->count; i++) {
		struct hub_client *c = hub->clients[i];

		if (c->fd < 0)
			continue;
		if (c->who.expires_ms && c->who.expires_ms <= today_ms) {
			end(hub, c, now_ms);
			continue;
		}
		if (!most || c->recheck_ms > now_ms)
			continue;
		most--;
		c->recheck_ms = now_ms + HUB_RECHECK_MS;
		if (valid(context, &c->who) == ERR_AUTH)
			end(hub, c, now_ms);
	}
}

void hub_free(struct hub *hub)
{
	size_t i;

	if (!hub)
		return;
	for (i = 0; i < hub->count; i++)
		end(hub, hub->clients[i], clock_monotonic_ms());
	hub_sweep(hub);
	str_release(&hub->record);
	free(hub);
}
