#include "api.h"

#include <string.h>

#include "envelope.h"
#include "keys.h"
#include "pages.h"
#include "query.h"
#include "series.h"
#include "surveys.h"

#define SERIES_WITH_KEY 50
#define SERIES_KEYLESS  25
#define YEARS_WITH_KEY  20
#define YEARS_KEYLESS   10
#define CATALOG_FAILURE 0.6

static void refuse_key(struct exchange *x, const char *key)
{
	struct text message = { 0 };

	text_fmt(&message,
		 "The key:%s provided by the User is invalid. Please provide "
		 "a proper key for the operation to be successful",
		 key);
	x->outcome = OUTCOME_INVALID_KEY;
	envelope_refusal(&x->reply, "REQUEST_NOT_PROCESSED", message.data,
			 "{}");
	text_free(&message);
}

/* Without a key its place stays empty, which leaves two spaces. */
static void refuse_quota(struct exchange *x, const char *key)
{
	struct text message = { 0 };

	text_str(&message, "Request could not be serviced, as the daily "
			   "threshold for total number of requests allocated "
			   "to the user");
	if (x->fault.kind != FAULT_QUOTA_OLD_TEXT)
		text_fmt(&message, " with registration key %s", key);
	text_str(&message, " has been reached.");
	x->outcome = OUTCOME_QUOTA;
	envelope_refusal(&x->reply, "REQUEST_NOT_PROCESSED", message.data,
			 "{}");
	text_free(&message);
}

static void refuse_parameters(struct exchange *x, const char *message)
{
	x->outcome = OUTCOME_INVALID_PARAMETERS;
	envelope_refusal(&x->reply, "REQUEST_FAILED_INVALID_PARAMETERS",
			 message, "{}");
}

static void refuse_all(struct exchange *x, const char *status,
		       const char *message)
{
	x->outcome = OUTCOME_REQUEST_FAILED;
	envelope_refusal(&x->reply, status, message, "null");
}

/* Key, then quota; true when the request may go on. */
static bool admit(struct exchange *x, const char *key)
{
	enum key_verdict verdict =
		keys_charge(&x->state->world, key, x->request.address);

	if (verdict == KEY_INVALID || x->fault.kind == FAULT_INVALID_KEY_NOW)
		refuse_key(x, key);
	else if (verdict == KEY_SPENT || x->fault.kind == FAULT_QUOTA_NOW ||
		 x->fault.kind == FAULT_QUOTA_OLD_TEXT)
		refuse_quota(x, key);
	else
		return true;
	return false;
}

static bool four_digits(const char *year)
{
	return strlen(year) == 4 && strspn(year, "0123456789") == 4;
}

/* What is wrong with the years, or NULL; fills the window when all is well. */
static const char *read_years(struct series_answer *a)
{
	const struct query *q = a->query;
	long first = a->state->world.release - 2;
	long last = a->state->world.release;

	if (q->start[0] && !four_digits(q->start))
		return "startyear: Value must be a four-digit number.";
	if (q->end[0] && !four_digits(q->end))
		return "endyear: Value must be a four-digit number.";
	if (!q->end[0] && q->start[0])
		return "End year is invalid.";
	if (q->end[0] && !q->start[0])
		return "Start year is invalid.";
	if (q->start[0]) {
		if (q->latest)
			return "Latest and a year range exclude each other.";
		parse_long(q->start, 0, 9999, &first);
		parse_long(q->end, 0, 9999, &last);
		if (last > world_calendar_year(&a->state->world) ||
		    last < first)
			return "End year is invalid.";
	}
	a->first_year = (int)first;
	a->last_year = (int)last;
	return NULL;
}

static void reduce(struct series_answer *a, bool with_key)
{
	size_t series = with_key ? SERIES_WITH_KEY : SERIES_KEYLESS;
	int years = with_key ? YEARS_WITH_KEY : YEARS_KEYLESS;

	a->count = a->query->count;
	if (a->count > series) {
		a->count = series;
		envelope_message(&a->messages,
				 "Requested Series list has been reduced to "
				 "the system-allowed limit of %zu series.",
				 series);
	}
	if (!a->query->latest && a->last_year - a->first_year >= years) {
		a->last_year = a->first_year + years - 1;
		envelope_message(&a->messages,
				 "Year range has been reduced to the "
				 "system-allowed limit of %d years.",
				 years);
	}
	if (!with_key && (a->query->catalog || a->query->calculations))
		envelope_message(&a->messages,
				 "Catalog, calculations and annual averages "
				 "are only available with a registration "
				 "key.");
}

/* The one known whim of the server: catalog data and an id it never knew. */
static bool catalog_trips(struct exchange *x, const struct series_answer *a,
			  bool with_key)
{
	struct world *w = &x->state->world;
	struct occupation *o;
	int datatype;
	size_t i;

	if (!with_key || !a->query->catalog)
		return false;
	for (i = 0; i < a->count; i++)
		if (series_judge(w, a->query->series[i], &o, &datatype) ==
		    SERIES_INVALID)
			return random_fraction(&w->random) < CATALOG_FAILURE;
	return false;
}

static bool fails_as_a_whole(struct exchange *x, const struct series_answer *a,
			     bool with_key)
{
	enum fault_kind kind = x->fault.kind;

	if (kind == FAULT_OVER_CAPACITY) {
		refuse_all(x, "REQUEST_FAILED_OVER_CAPACITY",
			   "The system is over capacity. Please try again "
			   "later.");
		return true;
	}
	if (kind == FAULT_ODD_BYTES) {
		refuse_all(x, "REQUEST_FAILED",
			   "Your request has failed \x96 \"try again\" "
			   "(M\xFC\x81ller)\n.");
		return true;
	}
	if (kind != FAULT_REQUEST_FAILED && kind != FAULT_POISON_SERIES &&
	    !catalog_trips(x, a, with_key))
		return false;
	refuse_all(x, "REQUEST_FAILED",
		   "Your request has failed. Please check your input "
		   "parameters, and try your request again.");
	return true;
}

static void answer_query(struct exchange *x, const struct query *q)
{
	const char *key = q->version == 2 ? q->key : "";
	bool with_key = *key && x->fault.kind != FAULT_KEY_IGNORED;
	struct series_answer a = {
		.state = x->state,
		.query = q,
		.fault = &x->fault,
	};
	const char *wrong;

	if (!admit(x, key))
		return;
	wrong = read_years(&a);
	if (wrong) {
		refuse_parameters(x, wrong);
		return;
	}
	reduce(&a, with_key);
	if (!fails_as_a_whole(x, &a, with_key)) {
		if (!q->unclear)
			series_write(&a);
		envelope_success(&x->reply, &x->fault, "series", &a.messages,
				 &a.members);
	}
	text_free(&a.messages);
	text_free(&a.members);
}

static void answer_unreadable(struct exchange *x, enum query_result result)
{
	if (result == QUERY_BAD_TYPE) {
		x->outcome = OUTCOME_BAD_CONTENT_TYPE;
		page_html(&x->reply, 415, "Unsupported Media Type",
			  "The Content-Type of the request is not supported.");
	} else if (result == QUERY_BAD_JSON) {
		x->outcome = OUTCOME_BAD_JSON;
		page_html(&x->reply, 400, "Bad Request",
			  "The request could not be understood.");
	} else {
		x->outcome = OUTCOME_BAD_METHOD;
		page_html(&x->reply, 405, "Method Not Allowed",
			  "The method is not allowed for this URL.");
	}
}

static void answer_data(struct exchange *x, int version, const char *rest)
{
	static struct query q; /* too big for the stack */
	struct fault_query pick = { .stage = STAGE_ANSWER, .side = SIDE_API };
	enum query_result result;

	memset(&q, 0, sizeof q);
	q.version = version;
	result = query_parse(&q, &x->request, rest);
	if (result == QUERY_OK) {
		pick.series = q.series;
		pick.series_count = q.count;
		if (x->fault.kind == FAULT_NONE)
			faults_pick(&x->state->world.faults, &pick, &x->fault);
		answer_query(x, &q);
	} else {
		answer_unreadable(x, result);
	}
	query_free(&q);
}

static void answer_surveys(struct exchange *x, int version, const char *rest)
{
	static const char name[] = "registrationkey=";
	const char *key = strstr(x->request.query, name);
	char sent[64] = "";

	if (key && version == 2) {
		key += sizeof name - 1;
		if (strcspn(key, "&") < sizeof sent) {
			memcpy(sent, key, strcspn(key, "&"));
			url_decode(sent);
		}
	}
	if (!admit(x, sent))
		return;
	if (!surveys_write(&x->reply, &x->fault, rest)) {
		x->outcome = OUTCOME_NOT_FOUND;
		page_not_found(&x->reply);
	}
}

/* The rest of s behind prefix, or NULL. */
static const char *behind(const char *s, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(s, prefix, len) == 0 ? s + len : NULL;
}

void api_answer(struct exchange *x)
{
	const char *path = behind(x->request.path, "/publicAPI/v2/");
	int version = path ? 2 : 1;
	const char *data;
	const char *surveys;

	if (!path)
		path = behind(x->request.path, "/publicAPI/v1/");
	data = path ? behind(path, "timeseries/data") : NULL;
	surveys = path ? behind(path, "surveys") : NULL;
	if (data && (!*data || *data == '/')) {
		answer_data(x, version, *data ? data + 1 : "");
	} else if (surveys && (!*surveys || *surveys == '/')) {
		answer_surveys(x, version, surveys);
	} else {
		x->outcome = OUTCOME_NOT_FOUND;
		page_not_found(&x->reply);
	}
}
