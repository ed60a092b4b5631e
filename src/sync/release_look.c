#include "sync/release_look.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/stop.h"
#include "base/text.h"
#include "bls/flat_release.h"
#include "bls/labstat.h"
#include "bls/reply.h"
#include "bls/request.h"

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
	enum err code;

	(void)labstat_url(look->config->flat_url, "oe.release", url,
			  sizeof url);
	http_fetch(look->pool, &request, &body, &response);
	code = judge_flat(&response, release, e);
	str_release(&body);
	return code;
}

/* The newest year that the API serves for total employment. */
static enum bls_class judge_api(const struct http_response *r,
				const struct series_id *id,
				const struct key *key, struct release *release)
{
	struct bls_question question = { id, 1, 0, key->text };
	enum bls_class outcome = bls_classify_http(r);
	struct bls_reply reply;

	if (outcome != BLS_OK)
		return outcome;
	bls_reply_parse(&question, r->body, r->body_length, &reply);
	if (reply.outcome != BLS_OK)
		return reply.outcome;
	if (reply.results[0].verdict != SERIES_FIGURE)
		return BLS_INCOMPLETE;
	release_of_year(reply.results[0].year, release);
	return BLS_OK;
}

static enum bls_class ask_api(struct release_look *look, const struct key *key,
			      struct release *release)
{
	struct str body = STR_INIT(BODY_MAX_BYTES);
	struct str answer = STR_INIT(BLS_REPLY_MAX_BYTES);
	struct http_response response = { 0 };
	struct http_request request = {
		.url = look->config->api_url,
		.connect_timeout_ms = CONNECT_TIMEOUT_MS,
		.timeout_ms = ANSWER_TIMEOUT_MS,
		.body_max = BLS_REPLY_MAX_BYTES,
	};
	enum bls_class outcome;
	struct series_id id;

	series_national("00-0000", MEASURE_EMPLOYMENT, &id);
	bls_request_write(&body, &id, 1, key->text);
	request.body = body.data;
	http_fetch(look->pool, &request, &answer, &response);
	outcome = judge_api(&response, &id, key, release);
	str_release(&body);
	str_release(&answer);
	return outcome;
}

/* With one key; *again: it was refused, another one may do. */
static enum err look_with_key(struct release_look *look,
			      struct release *release, bool *again,
			      struct error *e)
{
	int64_t now_ms = clock_now_ms();
	struct key *key = keyring_pick(look->keys, now_ms);
	enum bls_class outcome;
	enum err code;

	*again = false;
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
	outcome = ask_api(look, key, release);
	look->tally->requests[outcome]++;
	if (outcome == BLS_OK)
		return ERR_OK;
	if (bls_policy(outcome)->action == BLS_NEXT_KEY) {
		key_set_aside(key, outcome == BLS_QUOTA, now_ms);
		look->block(look->context, key, key_trouble(key));
		*again = true;
	}
	return err_set(e, ERR_REMOTE, "API: %s", bls_policy(outcome)->name);
}

static enum err look_api(struct release_look *look, struct release *release,
			 struct error *e)
{
	bool again;
	enum err code;

	do
		code = look_with_key(look, release, &again, e);
	while (again);
	return code;
}

enum err release_look(struct release_look *look, struct release *release,
		      struct error *e)
{
	struct error first;
	char flat[100];
	enum err code = look_flat(look, release, &first);

	if (code == ERR_OK)
		return ERR_OK;
	if (stop_wanted())
		return err_set(e, ERR_ABORTED, "stopped");
	if (!look->count)
		return err_set(e, code, "%s", first.msg);
	log_warn("release look-up: %s; asking the API", first.msg);
	code = look_api(look, release, e);
	(void)text_format(flat, sizeof flat, "%s", first.msg);
	if (code != ERR_OK)
		(void)err_prefix(e, "neither %s, nor", flat);
	return code;
}
