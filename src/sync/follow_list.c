#include "sync/engine.h"

#include "base/log.h"
#include "bls/labstat.h"
#include "bls/occupation_list.h"
#include "store/occupation.h"

#include <string.h>

enum {
	CONNECT_TIMEOUT_MS = 5000,
	ANSWER_TIMEOUT_MS = 15000, /* the lease waits meanwhile */
	URL_BYTES = CONFIG_TEXT_BYTES + 32,
};

static enum err fetch_list(struct engine *s, struct occupation_list *list,
			   struct error *e)
{
	struct str body = STR_INIT(OCCUPATION_FILE_MAX_BYTES);
	struct http_response r = { 0 };
	char url[URL_BYTES];
	struct http_request request = {
		.url = url,
		.connect_timeout_ms = CONNECT_TIMEOUT_MS,
		.timeout_ms = ANSWER_TIMEOUT_MS,
		.body_max = OCCUPATION_FILE_MAX_BYTES,
	};
	char why[ITEM_MESSAGE_BYTES];
	enum bls_class outcome;
	enum err code;

	if (s->flat_refused)
		return err_set(e, ERR_REFUSED, "not asked for after a refusal");
	(void)labstat_url(s->config->flat_url, "oe.occupation", url,
			  sizeof url);
	http_fetch(s->pool, &request, &body, &r);
	outcome = bls_classify_http(&r);
	if (outcome == BLS_OK) {
		code = occupation_list_parse(r.body, r.body_length, r.whole,
					     list, e);
	} else {
		s->flat_refused = outcome == BLS_FORBIDDEN;
		bls_explain(outcome, &r, s->config->contact_email, why,
			    sizeof why);
		code = err_set(e, ERR_REMOTE, "%s", why);
	}
	str_release(&body);
	return code;
}

static enum err add_list(struct engine *s, const struct release *release,
			 struct occupation_news *news, struct error *e)
{
	struct occupation_list list = { 0 };
	struct occupation_rows rows;
	enum err code = fetch_list(s, &list, e);

	if (code != ERR_OK) {
		occupation_list_release(&list);
		err_prefix(e, "oe.occupation");
		return code;
	}
	engine_tell_notes(&list.notes);
	rows = (struct occupation_rows){ list.of, list.count };
	code = occupations_follow(s->db, &s->guard.lease, release, &rows, news,
				  e);
	occupation_list_release(&list);
	return code;
}

bool engine_follow_list(struct engine *s, const struct release *release)
{
	bool listed = false;
	struct occupation_news news = { 0 };
	struct error e;

	if (occupations_listed(s->db, release, &listed, &e) != ERR_OK ||
	    (!listed && add_list(s, release, &news, &e) != ERR_OK)) {
		log_warn("%s; occupations that are new in %s wait for the next "
			 "run",
			 e.msg, release->code);
		return false;
	}
	if (news.added)
		log_info("%lld occupations are new in the list of BLS",
			 (long long)news.added);
	s->renamed += news.renamed;
	return news.added > 0;
}
