#include "serve/event_server.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/stop.h"
#include "serve/event_door.h"
#include "serve/event_hub.h"
#include "serve/event_stream.h"
#include "store/schema.h"
#include "web/call.h"
#include "web/problem.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum {
	EVENTS_MAX = 64,
	RECHECKS_PER_LOOK = 32,
	RETRY_AFTER_S = 10,
};

struct server {
	struct app app;
	struct door *door;
	struct response rs;
	struct hub *hub;
	int epoll_fd;
	int64_t look_ms; /* when the database is asked next */
	bool away;       /* it could not be asked the last time */
	struct str sent; /* the status that was sent last, as JSON */
	struct str event;
};

const struct route event_route = {
	.method = "GET",
	.pattern = EVENT_STREAM_PATH,
	.handler = event_stream_open,
	.access = ACCESS_READER,
	.summary = "Where the import stands, as server-sent events.",
};

/* Answers; true when it is a stream, and *who listens to it. */
static bool answer(struct server *s, const struct request *rq,
		   struct identity *who)
{
	struct call call = {
		.app = &s->app, .rq = rq, .rs = &s->rs, .route = &event_route
	};
	size_t most = (size_t)s->app.config->streams_per_account;
	struct param_fault fault = PARAM_FAULT_INIT;
	struct params params;

	response_reset(&s->rs);
	if (strcmp(rq->path, event_route.pattern) != 0) {
		problem(&s->rs, rq, 404, "Only the event stream is here.");
		return false;
	}
	if (strcmp(rq->method, event_route.method) != 0) {
		problem(&s->rs, rq, 405, "This resource answers GET.");
		response_header(&s->rs, "Allow", "GET");
		return false;
	}
	if (!auth_guard(&call))
		return false;
	*who = *call.who;
	if (!params_parse(NULL, 0, rq->query, &params, &fault)) {
		problem_fault(&s->rs, rq, &fault);
		param_fault_release(&fault);
		return false;
	}
	if (hub_count(s->hub) >= HUB_CLIENTS_MAX) {
		problem_later(&s->rs, rq, 503, RETRY_AFTER_S,
			      "There are too many event streams.");
		return false;
	}
	if (hub_count_of(s->hub, who->username) >= most) {
		problem_later(&s->rs, rq, 429, RETRY_AFTER_S,
			      "This account has %d event streams, as many as "
			      "it may.",
			      (int)most);
		return false;
	}
	event_route.handler(&call);
	return s->rs.status == 200;
}

static void serve(void *context, struct fcgi *f, const struct request *rq)
{
	struct server *s = context;
	struct identity who;
	int fd;

	if (!answer(s, rq, &who)) {
		(void)fcgi_reply(f, &s->rs);
		return;
	}
	fd = fcgi_detach(f, &s->rs);
	if (fd < 0)
		return;
	if (!hub_count(s->hub)) {
		/* What it was told at its opening need not be said again. */
		const struct str *told = &event_last_status()->json;

		str_reset(&s->sent);
		str_add(&s->sent, told->data, told->length);
		s->look_ms = clock_monotonic_ms() + EVENT_LOOK_MS;
	}
	hub_add(s->hub, fd, &who, clock_monotonic_ms());
}

static enum err still_valid(void *context, const struct identity *who)
{
	struct server *s = context;
	struct error e;

	return auth_recheck(s->app.db, who, &e);
}

/* Say it when the database goes and when it is back, not each second. */
static void note_database(struct server *s, enum err code, const char *why)
{
	bool away = code != ERR_OK;

	if (away && !s->away)
		log_warn("no status to send: %s", why);
	if (!away && s->away)
		log_info("the status is there again");
	s->away = away;
}

static void look(struct server *s, int64_t now_ms)
{
	struct event_status *status = event_last_status();
	struct error e = { .code = ERR_OK };
	enum err code = event_load_status(s->app.db, status, &e);

	if (code != ERR_OK)
		code = schema_explain(s->app.db, code, &e);
	note_database(s, code, e.msg);
	if (code != ERR_OK)
		return;
	if (!status->live && strcmp(status->json.data, s->sent.data) == 0)
		return;
	str_reset(&s->sent);
	str_add(&s->sent, status->json.data, status->json.length);
	str_reset(&s->event);
	event_write_status(&s->event, event_next_id(), s->sent.data);
	hub_send(s->hub, s->event.data, s->event.length, now_ms);
}

static void each_second(struct server *s)
{
	int64_t now_ms = clock_monotonic_ms();

	if (now_ms < s->look_ms)
		return;
	s->look_ms += EVENT_LOOK_MS;
	if (s->look_ms <= now_ms)
		s->look_ms = now_ms + EVENT_LOOK_MS;
	look(s, now_ms);
	hub_keep_alive(s->hub, now_ms);
	if (!s->away)
		hub_recheck(s->hub, RECHECKS_PER_LOOK, now_ms, still_valid, s);
	else
		hub_recheck(s->hub, 0, now_ms, still_valid, s);
}

static int wait_ms(const struct server *s)
{
	int door_ms = door_wait_ms(s->door);
	int64_t left_ms;

	if (!hub_count(s->hub))
		return door_ms;
	left_ms = s->look_ms - clock_monotonic_ms();
	if (door_ms >= 0 && door_ms < left_ms)
		return door_ms;
	return left_ms > 0 ? (int)left_ms : 0;
}

static enum err loop(struct server *s, struct error *e)
{
	struct epoll_event events[EVENTS_MAX];
	sigset_t none;
	int count;
	int i;

	(void)sigemptyset(&none);
	while (!stop_pending()) {
		count = epoll_pwait(s->epoll_fd, events, EVENTS_MAX, wait_ms(s),
				    &none);
		if (count < 0 && errno != EINTR)
			return err_set(e, ERR_IO, "epoll_pwait: %s",
				       strerrordesc_np(errno));
		for (i = 0; i < count; i++)
			if (events[i].data.ptr)
				hub_ready(s->hub, events[i].data.ptr,
					  events[i].events,
					  clock_monotonic_ms());
		door_look(s->door, serve, s);
		if (hub_count(s->hub))
			each_second(s);
		hub_sweep(s->hub);
	}
	log_info("%s: %zu streams end", stop_reason(), hub_count(s->hub));
	return ERR_OK;
}

enum err event_server_run(const struct config *config, int listener,
			  struct error *e)
{
	struct server s = {
		.app = { .config = config, .guard = auth_guard },
		.rs = RESPONSE_INIT,
		.sent = STR_INIT(EVENT_BYTES_MAX),
		.event = STR_INIT(EVENT_BYTES_MAX + 256),
	};
	enum err code;

	s.epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	s.door = s.epoll_fd < 0
			 ? NULL
			 : door_new(s.epoll_fd, listener, config->base_url);
	if (!s.door)
		return err_set(e, ERR_IO, "epoll: %s", strerrordesc_np(errno));
	s.app.db = db_new(config, DB_USER_API);
	s.hub = hub_new(s.epoll_fd);
	code = loop(&s, e);
	hub_free(s.hub);
	door_free(s.door);
	db_free(s.app.db);
	response_release(&s.rs);
	str_release(&s.sent);
	str_release(&event_last_status()->json);
	str_release(&s.event);
	(void)close(s.epoll_fd);
	return code;
}
