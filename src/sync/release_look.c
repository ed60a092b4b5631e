#include "sync/release_look.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/stop.h"
#include "base/text.h"
#include "bls/flat_release.h"
#include "bls/labstat.h"
#include "bls/mask.h"
#include "bls/reply.h"
#include "bls/request.h"

#include <string.h>

enum {
	CONNECT_TIMEOUT_MS = 5000,
	ANSWER_TIMEOUT_MS = 15000,
	BODY_MAX_BYTES = 1024,
	URL_BYTES = CONFIG_TEXT_BYTES + 32,
};

/* How the look goes on after such an answer: a refusal is final. */
static enum err code_of(const struct release_look *look,
			const struct http_response *r, enum bls_class outcome)
{
	if (outcome == BLS_FORBIDDEN)
		return look->config->contact_email[0] ? ERR_REFUSED : ERR_AUTH;
	return r->code == ERR_OK ? ERR_REMOTE : r->code;
}

static enum err judge_flat(struct release_look *look,
			   const struct http_response *r,
			   struct release *release, struct error *e)
{
	enum bls_class outcome = bls_classify_http(r);
	char why[ITEM_MESSAGE_BYTES];

	if (outcome == BLS_OK)
		return flat_release_parse(r->body, r->body_length, r->whole,
					  release, e);
	look->flat_refused = outcome == BLS_FORBIDDEN;
	bls_explain(outcome, r, look->config->contact_email, why, sizeof why);
	return err_set(e, code_of(look, r, outcome), "oe.release: %s", why);
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
	code = judge_flat(look, &response, release, e);
	str_release(&body);
	return code;
}

/* The newest year that the API serves for total employment; else `why`. */
static enum bls_class judge_api(const struct release_look *look,
				const struct http_response *r,
				const struct bls_question *question,
				struct release *release,
				char why[BLS_MESSAGE_BYTES])
{
	enum bls_class outcome = bls_classify_http(r);
	char text[2 * BLS_MESSAGE_BYTES];
	struct bls_reply reply;

	if (outcome != BLS_OK) {
		bls_explain(outcome, r, look->config->contact_email, text,
			    sizeof text);
		mask_keys(text, question->key, why, BLS_MESSAGE_BYTES);
		return outcome;
	}
	bls_reply_parse(question, r->body, r->body_length, &reply);
	copy_text(why, BLS_MESSAGE_BYTES, reply.message);
	if (reply.outcome != BLS_OK)
		return reply.outcome;
	if (reply.results[0].verdict != SERIES_FIGURE)
		return BLS_INCOMPLETE;
	release_of_year(reply.results[0].year, release);
	return BLS_OK;
}

static enum bls_class ask_api(struct release_look *look, const struct key *key,
			      struct release *release, struct error *e)
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
	struct series_id id;
	struct bls_question question = { &id, 1, 0, key->text };
	char why[BLS_MESSAGE_BYTES];
	enum bls_class outcome;

	series_national("00-0000", MEASURE_EMPLOYMENT, &id);
	bls_request_write(&body, &id, 1, key->text);
	request.body = body.data;
	http_fetch(look->pool, &request, &answer, &response);
	outcome = judge_api(look, &response, &question, release, why);
	(void)err_set(e,
		      outcome == BLS_FORBIDDEN
			      ? code_of(look, &response, outcome)
			      : ERR_REMOTE,
		      "API: %s: %s", bls_policy(outcome)->name, why);
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
	outcome = ask_api(look, key, release, e);
	look->tally->requests[outcome]++;
	if (outcome == BLS_OK)
		return ERR_OK;
	if (bls_policy(outcome)->action == BLS_NEXT_KEY) {
		key_set_aside(key, outcome == BLS_QUOTA, now_ms);
		look->block(look->context, key, key_trouble(key));
		*again = true;
	}
	return e->code;
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
	enum err code = look->flat_refused
				? err_set(&first, ERR_REFUSED,
					  "oe.release: refused before")
				: look_flat(look, release, &first);

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
		err_prefix(e, "neither %s, nor", flat);
	return code;
}
