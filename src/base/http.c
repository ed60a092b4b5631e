#include "base/http.h"

#include "base/clock.h"
#include "base/http_guard.h"
#include "base/stop.h"
#include "base/text.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	LOW_SPEED_BYTES_PER_S = 20, /* unless the request wants more */
	LOW_SPEED_SECONDS = 20,
	RETRY_AFTER_MAX_S = 24 * 3600,
	FETCH_STEP_MS = 200,
};

struct transfer {
	struct transfer *next;
	struct http_pool *pool;
	CURL *easy;
	struct curl_slist *headers;
	struct str body;
	http_chunk_fn chunk;
	size_t handed_on; /* bytes, decoded */
	bool unwanted;    /* `chunk` wants no more */
	http_done_fn done;
	void *context;
	int64_t started_ms;
	uint64_t id;
	struct http_guard guard;
	char error[CURL_ERROR_SIZE];
};

struct http_pool {
	CURLM *multi;
	char *user_agent;
	struct transfer *transfers;
	size_t active;
	uint64_t last_id;
};

struct http_pool *http_pool_new(const char *user_agent)
{
	static bool started;
	struct http_pool *pool = xcalloc(1, sizeof *pool);

	if (!started && curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		abort();
	started = true;
	pool->multi = curl_multi_init();
	if (!pool->multi)
		abort();
	pool->user_agent = xstrdup(user_agent);
	return pool;
}

static void transfer_free(struct transfer *t)
{
	(void)curl_multi_remove_handle(t->pool->multi, t->easy);
	curl_easy_cleanup(t->easy);
	curl_slist_free_all(t->headers);
	str_release(&t->body);
	free(t);
}

void http_pool_cancel(struct http_pool *pool)
{
	while (pool->transfers) {
		struct transfer *t = pool->transfers;

		pool->transfers = t->next;
		transfer_free(t);
	}
	pool->active = 0;
}

void http_pool_free(struct http_pool *pool)
{
	if (!pool)
		return;
	http_pool_cancel(pool);
	(void)curl_multi_cleanup(pool->multi);
	free(pool->user_agent);
	free(pool);
}

static size_t on_body(char *bytes, size_t size, size_t count, void *user)
{
	struct transfer *t = user;

	str_add(&t->body, bytes, size * count);
	return t->body.full ? 0 : size * count;
}

/* The same for a body that is not kept; only that of a 200 is handed on. */
static size_t on_chunk(char *bytes, size_t size, size_t count, void *user)
{
	struct transfer *t = user;
	size_t length = size * count;
	long status = 0;

	if (length > t->body.ceiling - t->handed_on) {
		t->body.full = true;
		return 0;
	}
	t->handed_on += length;
	(void)curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	if (status == 200 && !t->chunk(t->context, bytes, length))
		t->unwanted = true;
	return t->unwanted ? 0 : length;
}

/* The lists are curl's copies. */
static void set_headers(struct transfer *t, const struct http_request *request)
{
	size_t i;

	if (request->body) {
		t->headers = curl_slist_append(
			t->headers, "Content-Type: application/json");
		t->headers = curl_slist_append(t->headers, "Expect:");
	}
	for (i = 0; i < request->header_count; i++)
		t->headers = curl_slist_append(t->headers, request->headers[i]);
	if (t->headers)
		curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
}

static void set_options(struct transfer *t, const struct http_request *request)
{
	CURL *easy = t->easy;

	curl_easy_setopt(easy, CURLOPT_URL, request->url);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, t->pool->user_agent);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
			 (long)request->connect_timeout_ms);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)request->timeout_ms);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT,
			 request->bytes_per_s_min
				 ? (long)request->bytes_per_s_min
				 : (long)LOW_SPEED_BYTES_PER_S);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)LOW_SPEED_SECONDS);
	curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE,
			 (curl_off_t)request->body_max);
	curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->error);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION,
			 request->chunk ? on_chunk : on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, t);
	curl_easy_setopt(easy, CURLOPT_FILETIME, 1L);
	set_headers(t, request);
	if (request->guarded)
		http_guard_apply(&t->guard, easy, request->url);
	if (request->body) {
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, -1L);
		curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, request->body);
	}
	if (request->if_modified_since) {
		curl_easy_setopt(easy, CURLOPT_TIMECONDITION,
				 (long)CURL_TIMECOND_IFMODSINCE);
		curl_easy_setopt(easy, CURLOPT_TIMEVALUE_LARGE,
				 (curl_off_t)request->if_modified_since);
	}
}

uint64_t http_submit(struct http_pool *pool, const struct http_request *request,
		     http_done_fn done, void *context)
{
	struct transfer *t = xcalloc(1, sizeof *t);

	t->pool = pool;
	t->easy = curl_easy_init();
	if (!t->easy)
		abort();
	t->body = STR_INIT(request->body_max);
	t->chunk = request->chunk;
	t->done = done;
	t->context = context;
	t->started_ms = clock_monotonic_ms();
	t->id = ++pool->last_id;
	set_options(t, request);
	t->next = pool->transfers;
	pool->transfers = t;
	pool->active++;
	(void)curl_multi_add_handle(pool->multi, t->easy);
	return t->id;
}

static enum err classify(const struct transfer *t, CURLcode result)
{
	if (t->body.full || result == CURLE_FILESIZE_EXCEEDED)
		return ERR_TOO_BIG;
	if (t->unwanted)
		return ERR_ABORTED;
	if (result == CURLE_OK)
		return ERR_OK;
	if (result == CURLE_OPERATION_TIMEDOUT)
		return ERR_TIMEOUT;
	if (result == CURLE_URL_MALFORMAT ||
	    result == CURLE_UNSUPPORTED_PROTOCOL)
		return ERR_ARG;
	return ERR_NET;
}

static void admit(char *to, size_t size, const char *text)
{
	(void)text_copy(to, size, text, strlen(text));
}

/* Without any of these a lost connection looks like the end of the answer. */
static bool end_is_announced(CURL *easy)
{
	struct curl_header *coding;
	curl_off_t length = -1;
	long version = 0;

	(void)curl_easy_getinfo(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T,
				&length);
	(void)curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &version);
	return length >= 0 || version >= CURL_HTTP_VERSION_2_0 ||
	       curl_easy_header(easy, "Transfer-Encoding", 0, CURLH_HEADER, -1,
				&coding) == CURLHE_OK;
}

static void fill_response(struct transfer *t, CURLcode result,
			  struct http_response *r)
{
	curl_off_t retry_after = 0;
	curl_off_t filetime = -1;
	char *type = NULL;
	char *redirect = NULL;

	r->code = classify(t, result);
	admit(r->error, sizeof r->error,
	      t->error[0] ? t->error : curl_easy_strerror(result));
	if (r->code == ERR_TOO_BIG)
		(void)snprintf(r->error, sizeof r->error,
			       "answer larger than %zu bytes", t->body.ceiling);
	if (result != CURLE_OK && t->guard.refusal) {
		r->code = ERR_ARG;
		(void)text_format(r->error, sizeof r->error, "%s",
				  t->guard.refusal);
	}
	(void)curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &r->status);
	(void)curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &retry_after);
	(void)curl_easy_getinfo(t->easy, CURLINFO_FILETIME_T, &filetime);
	(void)curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
	(void)curl_easy_getinfo(t->easy, CURLINFO_REDIRECT_URL, &redirect);
	admit(r->redirect, sizeof r->redirect, redirect ? redirect : "");
	if (retry_after > RETRY_AFTER_MAX_S)
		retry_after = RETRY_AFTER_MAX_S;
	r->retry_after_ms = retry_after > 0 ? (int64_t)retry_after * 1000 : -1;
	r->last_modified = filetime > 0 ? (int64_t)filetime : 0;
	r->elapsed_ms = clock_monotonic_ms() - t->started_ms;
	r->whole = r->code == ERR_OK && end_is_announced(t->easy);
	r->body = t->body.data;
	r->body_length = t->body.length;
	r->content_type = type ? type : "";
}

static void unlink_transfer(struct http_pool *pool, struct transfer *t)
{
	struct transfer **place = &pool->transfers;

	while (*place != t)
		place = &(*place)->next;
	*place = t->next;
	pool->active--;
}

/* The callback may submit, so the transfer leaves the list before it. */
static void finish(struct http_pool *pool, CURLMsg *message)
{
	struct http_response response = { 0 };
	struct transfer *t = NULL;
	CURLcode result = message->data.result;

	(void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
				(char **)&t);
	unlink_transfer(pool, t);
	fill_response(t, result, &response);
	t->done(t->context, &response);
	transfer_free(t);
}

static void step(struct http_pool *pool, struct curl_waitfd *also,
		 unsigned also_count, int wait_ms)
{
	int running;
	int left;
	CURLMsg *message;

	(void)curl_multi_perform(pool->multi, &running);
	if ((size_t)running == pool->active && wait_ms > 0) {
		(void)curl_multi_poll(pool->multi, also, also_count, wait_ms,
				      NULL);
		(void)curl_multi_perform(pool->multi, &running);
	}
	while ((message = curl_multi_info_read(pool->multi, &left)))
		if (message->msg == CURLMSG_DONE)
			finish(pool, message);
}

void http_pool_step(struct http_pool *pool, int wait_ms)
{
	step(pool, NULL, 0, wait_ms);
}

void http_pool_step_until(struct http_pool *pool, int fd, int wait_ms)
{
	struct curl_waitfd also = { .fd = fd, .events = CURL_WAIT_POLLIN };

	step(pool, &also, 1, wait_ms);
}

size_t http_pool_active(const struct http_pool *pool)
{
	return pool->active;
}

struct fetch {
	struct str *body;
	struct http_response *response;
	bool done;
};

static void on_fetched(void *context, const struct http_response *r)
{
	struct fetch *fetch = context;

	*fetch->response = *r;
	str_reset(fetch->body);
	str_add(fetch->body, r->body, r->body_length);
	fetch->response->body = fetch->body->data;
	fetch->response->content_type = "";
	fetch->done = true;
}

/* The caller is asked to end: whatever the answer is, it comes too late. */
static void abort_fetch(struct http_pool *pool, struct http_response *r)
{
	http_pool_cancel(pool);
	*r = (struct http_response){ .code = ERR_ABORTED,
				     .retry_after_ms = -1,
				     .body = "",
				     .content_type = "" };
	copy_text(r->error, sizeof r->error, "stopped");
}

void http_fetch(struct http_pool *pool, const struct http_request *request,
		struct str *body, struct http_response *r)
{
	struct fetch fetch = { .body = body, .response = r };

	(void)http_submit(pool, request, on_fetched, &fetch);
	while (!fetch.done && !stop_wanted())
		http_pool_step(pool, FETCH_STEP_MS);
	if (!fetch.done)
		abort_fetch(pool, r);
}
