#include "report.h"

#include "keys.h"

static const char *const ROUTES[ROUTE__MAX] = {
	[ROUTE_DATA] = "data",
	[ROUTE_SURVEYS] = "surveys",
	[ROUTE_FLAT] = "flat",
	[ROUTE_OTHER] = "other",
};

static const char *const OUTCOMES[OUTCOME__MAX] = {
	[OUTCOME_SUCCEEDED] = "succeeded",
	[OUTCOME_REQUEST_FAILED] = "request_failed",
	[OUTCOME_INVALID_PARAMETERS] = "invalid_parameters",
	[OUTCOME_INVALID_KEY] = "invalid_key",
	[OUTCOME_QUOTA] = "quota",
	[OUTCOME_RATE_LIMITED] = "rate_limited",
	[OUTCOME_BAD_CONTENT_TYPE] = "bad_content_type",
	[OUTCOME_BAD_JSON] = "bad_json",
	[OUTCOME_NOT_FOUND] = "not_found",
	[OUTCOME_BAD_METHOD] = "bad_method",
	[OUTCOME_EDGE_FAULT] = "edge_fault",
	[OUTCOME_NOT_MODIFIED] = "not_modified",
	[OUTCOME_FORBIDDEN] = "forbidden",
};

static void write_settings(struct text *out, const struct world *w)
{
	size_t i;

	text_fmt(out,
		 "\"release\":%d,\"release_code\":\"%dA01\","
		 "\"flat_release\":%d,\"latency_ms\":%ld,\"jitter_ms\":%ld,"
		 "\"rate_limit\":%s,\"clock_offset_s\":%ld,"
		 "\"keyless_quota\":%ld,\"flips\":[",
		 w->release, w->release, world_flat_release(w), w->latency_ms,
		 w->jitter_ms, w->rate_limit ? "true" : "false",
		 w->clock_offset_s, w->keyless_quota);
	for (i = 0; i < w->flip_count; i++)
		text_fmt(out, "%s{\"after\":%ld,\"release\":%d}", i ? "," : "",
			 w->flip[i].after, w->flip[i].release);
	text_str(out, "],");
}

static void write_keys(struct text *out, const struct world *w)
{
	size_t i;

	text_str(out, "\"keys\":[");
	for (i = 0; i < w->key_count; i++) {
		const struct key *k = &w->key[i];

		text_str(out, i ? ",{\"key\":" : "{\"key\":");
		text_json(out, k->key);
		text_fmt(out,
			 ",\"quota\":%ld,\"used\":%ld,\"valid\":%s,"
			 "\"requests\":%ld}",
			 k->quota, keys_used_today(w, k->used, k->day),
			 k->valid ? "true" : "false", k->requests);
	}
	text_str(out, "],\"keyless\":[");
	for (i = 0; i < w->visitor_count; i++) {
		const struct visitor *v = &w->visitor[i];

		text_str(out, i ? ",{\"address\":" : "{\"address\":");
		text_json(out, v->address);
		text_fmt(out, ",\"used\":%ld}",
			 keys_used_today(w, v->used, v->day));
	}
	text_str(out, "],");
}

static void write_faults(struct text *out, const struct fault_list *list)
{
	size_t i;

	text_str(out, "\"faults\":[");
	for (i = 0; i < list->count; i++) {
		const struct fault *f = &list->rule[i];

		text_fmt(out, "%s{\"fault\":\"%s\",\"seen\":%ld,\"fired\":%ld}",
			 i ? "," : "", fault_name(f->kind), f->seen, f->fired);
	}
	text_str(out, "],");
}

static void write_requests(struct text *out, const struct tally *t)
{
	int route;
	int outcome;

	text_str(out, "\"requests\":{");
	for (route = 0; route < ROUTE__MAX; route++)
		text_fmt(out, "%s\"%s\":%lu", route ? "," : "", ROUTES[route],
			 t->requests[route]);
	text_str(out, "},\"outcomes\":{");
	for (route = 0; route < ROUTE_OTHER; route++) {
		text_fmt(out, "%s\"%s\":{", route ? "," : "", ROUTES[route]);
		for (outcome = 0; outcome < OUTCOME__MAX; outcome++)
			text_fmt(out, "%s\"%s\":%lu", outcome ? "," : "",
				 OUTCOMES[outcome], t->outcome[route][outcome]);
		text_str(out, "}");
	}
	text_str(out, "},");
}

static unsigned long distinct_series(const struct figures *f)
{
	unsigned long n = 0;
	size_t i;

	for (i = 0; i < f->count; i++)
		n += (unsigned)__builtin_popcount(f->occupation[i].asked_types);
	return n;
}

void report_state(struct text *out, const struct state *s)
{
	const struct tally *t = &s->tally;

	text_str(out, "{");
	write_settings(out, &s->world);
	write_keys(out, &s->world);
	write_faults(out, &s->world.faults);
	write_requests(out, t);
	text_fmt(out,
		 "\"in_flight\":%u,\"max_in_flight\":%u,"
		 "\"max_in_10_s\":%lu,\"series_asked\":%lu,"
		 "\"series_distinct\":%lu,\"series_answered\":%lu,"
		 "\"series_unknown\":%lu,\"abandoned\":%lu,"
		 "\"problems\":%lu}",
		 tally_in_flight(t), t->max_in_flight, t->max_in_window,
		 t->series_asked, distinct_series(&s->world.figures),
		 t->series_answered, t->series_unknown, t->abandoned,
		 t->cut_requests + t->outcome[ROUTE_DATA][OUTCOME_BAD_JSON] +
			 t->outcome[ROUTE_DATA][OUTCOME_BAD_CONTENT_TYPE] +
			 t->outcome[ROUTE_DATA][OUTCOME_BAD_METHOD]);
}

void report_occupations(struct text *out, const struct state *s, bool answered)
{
	const struct figures *f = &s->world.figures;
	bool first = true;
	size_t i;

	text_str(out, "{");
	for (i = 0; i < f->count; i++) {
		const struct occupation *o = &f->occupation[i];
		unsigned n = answered ? o->answered : o->asked;

		if (!n)
			continue;
		text_fmt(out, "%s\"%.2s-%s\":%u", first ? "" : ",", o->code,
			 o->code + 2, n);
		first = false;
	}
	text_str(out, "}");
}
