#include "sync/release_look.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/stop.h"
#include "bls/flat_release.h"
#include "bls/reply.h"
#include "bls/request.h"

#include <stdio.h>
#include <string.h>

enum {
	CONNECT_TIMEOUT_MS = 5000,
	ANSWER_TIMEOUT_MS = 15000,
	BODY_MAX_BYTES = 1024,
	URL_BYTES = CONFIG_TEXT_BYTES + 32,
};

static enum err judge_flat(const struct http_response *r,
			   struct release *release, struct error *e)
{
	if (r->code != ERR_OK)
		return err_set(e, r->code, "oe.release: %s", r->error);
	if (r->status != 200)
		return err_set(e, r->status == 403 ? ERR_AUTH : ERR_REMOTE,
			       "oe.release: HTTP %ld%s", r->status,
			       r->status == 403
				       ? " (BLS wants a contact address in the "
					 "User-Agent: set contact_email)"
				       : "");
	return flat_release_parse(r->body, release, e);
}

static enum err look_flat(struct release_look *look, struct release *release,
			  struct error *e)
{
	struct str body = STR_INIT(FLAT_RELEASE_MAX_BYTES);
	struct http_response response = { 0 };
	char url[URL_BYTES];
	struct http_request request = {
		.url = url,
		.connect_timeout_ms = CONNECT_TIMEOUT_MS,
		.timeout_ms = ANSWER_TIMEOUT_MS,
		.body_max = FLAT_RELEASE_MAX_BYTES,
	};
	size_t length = strlen(look->config->flat_url);
	enum err code;

	(void)snprintf(
		url, sizeof url, "%s%soe.release", look->config->flat_url,
		length && look->config->flat_url[length - 1] == '/' ? "" : "/");
	http_fetch(look->pool, &request, &body, &response);
	code = judge_flat(&response, release, e);
	str_release(&body);
	return code;
}

/* The newest year that the API serves for total employment. */
static enum err judge_api(const struct http_response *r,
			  const struct series_id *id, const struct key *key,
			  struct release *release, struct error *e)
{
	struct bls_question question = { id, 1, 0, key->text };
	struct bls_reply reply;
	enum bls_class outcome = bls_classify_http(r);

	if (outcome == BLS_OK) {
		bls_reply_parse(&question, r->body, r->body_length, &reply);
		outcome = reply.outcome;
	}
	if (outcome != BLS_OK)
		return err_set(e, ERR_REMOTE, "API: %s",
			       bls_policy(outcome)->name);
	if (reply.results[0].verdict != SERIES_FIGURE)
		return err_set(e, ERR_REMOTE,
			       "API: no figure of total employment");
	release_of_year(reply.results[0].year, release);
	return ERR_OK;
}

static enum err look_api(struct release_look *look, struct release *release,
			 struct error *e)
{
	int64_t now_ms = clock_now_ms();
	struct key *key = keyring_pick(look->keys, now_ms);
	struct str body = STR_INIT(BODY_MAX_BYTES);
	struct str answer = STR_INIT(BLS_REPLY_MAX_BYTES);
	struct http_response response = { 0 };
	struct http_request request = {
		.url = look->config->api_url,
		.connect_timeout_ms = CONNECT_TIMEOUT_MS,
		.timeout_ms = ANSWER_TIMEOUT_MS,
		.body_max = BLS_REPLY_MAX_BYTES,
	};
	struct series_id id;
	enum err code;

	if (!key)
		return err_set(e, ERR_QUOTA, "API: no key has requests left");
	if (rate_window_ready_ms(look->window, now_ms) > now_ms)
		return err_set(e, ERR_BUSY, "API: 50 requests in 10 seconds");
	code = look->count(look->context, key, now_ms,
			   rate_window_note(look->window, now_ms));
	if (code != ERR_OK)
		return err_set(e, code, "API: request could not be counted");
	key->used++;
	look->requests++;
	series_national("00-0000", MEASURE_EMPLOYMENT, &id);
	bls_request_write(&body, &id, 1, key->text);
	request.body = body.data;
	http_fetch(look->pool, &request, &answer, &response);
	code = judge_api(&response, &id, key, release, e);
	str_release(&body);
	str_release(&answer);
	return code;
}

enum err release_look(struct release_look *look, struct release *release,
		      struct error *e)
{
	struct error first;
	enum err code = look_flat(look, release, &first);

	if (code == ERR_OK)
		return ERR_OK;
	if (stop_wanted())
		return err_set(e, ERR_ABORTED, "stopped");
	if (!look->count)
		return err_set(e, code, "%s", first.msg);
	log_warn("release look-up: %s; asking the API", first.msg);
	code = look_api(look, release, e);
	if (code != ERR_OK)
		(void)err_prefix(e, "neither %.70s, nor", first.msg);
	return code;
}
