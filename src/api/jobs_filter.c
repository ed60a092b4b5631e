#include "api/jobs_filter.h"

#include "api/area_read.h"
#include "model/export.h"
#include "web/problem.h"

#include <string.h>

enum {
	PAGE_MAX = 1000000,
	LIMIT_MAX = 100,
	LIMIT_STANDARD = 20,
	SEARCH_MAX = 100,
	WAGE_MAX = 10000000,
	SCORE_MAX = 100,
	ROW_MAX = 16 * 1024,
};

/* clang-format off */

/* What the list and an export have in common. */
#define SHARED \
	[JOBS_SEARCH] = { "search", PARAM_TEXT, .min = 0, .max = SEARCH_MAX, \
			  .help = "Words of a title, or a code." }, \
	[JOBS_RISK] = { "risk", PARAM_ENUM, .repeatable = true, \
			.values = risk_names, \
			.help = "Level of automation risk; any of several." }, \
	[JOBS_GROUP] = { "group", PARAM_CODE, \
			 .form = "the code of a major group such as 15-0000", \
			 .help = "Major group, such as 15-0000." }, \
	[JOBS_MIN_WAGE] = { "minWage", PARAM_NUMBER, .min = 0, .max = WAGE_MAX, \
			    .help = "Least annual median wage in dollars." }, \
	[JOBS_MAX_WAGE] = { "maxWage", PARAM_NUMBER, .min = 0, .max = WAGE_MAX, \
			    .help = "Greatest annual median wage in dollars." }, \
	[JOBS_MIN_SCORE] = { "minScore", PARAM_NUMBER, .min = 0, \
			     .max = SCORE_MAX, \
			     .help = "Least AI-impact score." }, \
	[JOBS_MAX_SCORE] = { "maxScore", PARAM_NUMBER, .min = 0, \
			     .max = SCORE_MAX, \
			     .help = "Greatest AI-impact score." }, \
	[JOBS_EDUCATION] = { "education", PARAM_ENUM, .repeatable = true, \
			     .values = education_names, \
			     .help = "Usual education; any of several." }, \
	[JOBS_IMPACT_TYPE] = { "impactType", PARAM_ENUM, \
			       .values = impact_type_names, \
			       .help = "Kind of impact." }, \
	[JOBS_AREA] = { "area", PARAM_TEXT, .min = 1, .max = AREA_MAX, \
			.help = AREA_HELP }, \
	[JOBS_SORT] = { "sort", PARAM_SORT, .values = sort_names, \
			.help = "Field of the row; - before it: descending." }

const struct param_spec jobs_params[JOBS__PARAMS] = {
	SHARED,
	[JOBS_PAGE] = { "page", PARAM_INT, .min = 1, .max = PAGE_MAX,
			.standard = 1, .help = "Page, from 1." },
	[JOBS_LIMIT] = { "limit", PARAM_INT, .min = 1, .max = LIMIT_MAX,
			 .standard = LIMIT_STANDARD, .help = "Rows per page." },
};

const struct param_spec export_params[EXPORT__PARAMS] = {
	SHARED,
	[EXPORT_FORMAT] = { "format", PARAM_ENUM,
			    .values = export_format_names,
			    .help = "csv, one JSON object a line, or JSON." },
};
/* clang-format on */

/* Room for one answer at a time; workers are single-threaded. */
static uint16_t selected[UINT16_MAX + 1];
static uint8_t misses[UINT16_MAX + 1];
static uint8_t found[UINT16_MAX + 1];
static const char *matched[UINT16_MAX + 1];

/* What is asked for, as numbers; without a filter everything fits. */
struct wanted {
	uint32_t risks; /* bits */
	uint32_t types;
	uint32_t educations; /* the last bit: not known */
	int group;           /* -1: any */
	int64_t wage_min;
	int64_t wage_max;
	int64_t score_min;
	int64_t score_max;
};

static bool is_searching(const struct params *p)
{
	return *p->of[JOBS_SEARCH].text != '\0';
}

/* Does the request narrow the list down, apart from search? */
static bool has_filter(const struct params *p)
{
	int i;

	for (i = JOBS_RISK; i < JOBS_AREA; i++)
		if (p->of[i].count)
			return true;
	return false;
}

bool jobs_filtered(const struct params *p)
{
	return has_filter(p) || is_searching(p);
}

static uint32_t wanted_bits(const struct param_value *value)
{
	return value->count ? value->chosen : UINT32_MAX;
}

/* A bound leaves out what is withheld, which is -1. */
static void wanted_range(const struct param_value *min,
			 const struct param_value *max, int64_t range[2])
{
	range[0] = min->count ? min->number : max->count ? 0 : INT64_MIN;
	range[1] = max->count ? max->number : INT64_MAX;
}

static struct wanted wanted_of(const struct params *p, const struct snapshot *s)
{
	const struct param_value *of = p->of;
	struct wanted wanted = {
		.risks = wanted_bits(&of[JOBS_RISK]),
		.types = wanted_bits(&of[JOBS_IMPACT_TYPE]),
		.educations = wanted_bits(&of[JOBS_EDUCATION]),
		.group = -1,
	};
	int64_t range[2];

	if (of[JOBS_GROUP].count)
		wanted.group = snapshot_group(s, of[JOBS_GROUP].text);
	wanted_range(&of[JOBS_MIN_WAGE], &of[JOBS_MAX_WAGE], range);
	wanted.wage_min = range[0];
	wanted.wage_max = range[1];
	wanted_range(&of[JOBS_MIN_SCORE], &of[JOBS_MAX_SCORE], range);
	wanted.score_min = range[0];
	wanted.score_max = range[1];
	return wanted;
}

static bool has_bit(uint32_t bits, int index)
{
	return bits >> (index & 31) & 1;
}

static uint8_t misses_of(const struct wanted *wanted,
			 const struct job_facts *facts)
{
	int64_t score = (int64_t)facts->score_tenths * 100;
	unsigned bits = 0;

	if (!has_bit(wanted->risks, facts->risk))
		bits |= MISS_RISK;
	if (wanted->group >= 0 && wanted->group != facts->group_index)
		bits |= MISS_GROUP;
	if (!has_bit(wanted->educations, facts->education))
		bits |= MISS_EDUCATION;
	if (!has_bit(wanted->types, facts->type))
		bits |= MISS_TYPE;
	if (facts->wage_milli < wanted->wage_min ||
	    facts->wage_milli > wanted->wage_max || score < wanted->score_min ||
	    score > wanted->score_max)
		bits |= MISS_OTHER;
	return (uint8_t)bits;
}

static bool check_bounds(struct call *call, enum jobs_param min,
			 enum jobs_param max)
{
	const struct param_value *of = call->params->of;

	if (!of[min].count || !of[max].count ||
	    of[min].number <= of[max].number)
		return true;
	problem_parameter(call->rs, call->rq, 400, jobs_params[min].name,
			  "%s must not be above %s.", jobs_params[min].name,
			  jobs_params[max].name);
	return false;
}

static const char *group_code_of(const void *snapshot, size_t i)
{
	return ((const struct snapshot *)snapshot)->groups[i].code;
}

/* A code inside of a group means the group. */
static void refuse_group(struct call *call, const struct snapshot *s,
			 const char *code)
{
	char major[SOC_BYTES];

	soc_major_group(code, major);
	problem_value(call->rs, call->rq, "group",
		      snapshot_group(s, major) >= 0 ? major : NULL,
		      &(struct param_names){ group_code_of, s,
					     s->group_count });
}

static bool check(struct call *call, const struct snapshot *s)
{
	const struct param_value *group = &call->params->of[JOBS_GROUP];

	if (group->count && snapshot_group(s, group->text) < 0) {
		refuse_group(call, s, group->text);
		return false;
	}
	if (!s->area && call->params->of[JOBS_SORT].number >= SORT__MAX) {
		problem_parameter(
			call->rs, call->rq, 400, "sort",
			"Only an area has %s: name one with area.",
			sort_names[call->params->of[JOBS_SORT].number]);
		return false;
	}
	return check_bounds(call, JOBS_MIN_WAGE, JOBS_MAX_WAGE) &&
	       check_bounds(call, JOBS_MIN_SCORE, JOBS_MAX_SCORE);
}

static void mark_misses(const struct params *p, const struct snapshot *s)
{
	struct wanted wanted = wanted_of(p, s);
	size_t i;

	for (i = 0; i < s->count; i++)
		misses[i] = s->area && area_lacks(s, i)
				    ? MISS_ALL
				    : misses_of(&wanted, &s->facts[i]);
}

static void mark_hits(const struct snapshot *s, struct search_hits hits)
{
	size_t i;

	memset(found, 0, s->count);
	for (i = 0; i < hits.count; i++) {
		found[hits.list[i].job] = 1;
		matched[hits.list[i].job] = hits.list[i].matched;
	}
	for (i = 0; i < s->count; i++)
		if (!found[i])
			misses[i] |= MISS_OTHER;
}

/* By how well they answer the question. */
static size_t select_hits(struct search_hits hits)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < hits.count; i++)
		if (!misses[hits.list[i].job])
			selected[count++] = (uint16_t)hits.list[i].job;
	return count;
}

static size_t select_ordered(const struct snapshot *s, const uint16_t *order)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < s->count; i++) {
		selected[count] = order[i];
		count += !misses[order[i]];
	}
	return count;
}

bool jobs_select(struct call *call, const struct snapshot *s,
		 struct jobs_selection *out)
{
	const struct params *p = call->params;
	const struct param_value *sort = &p->of[JOBS_SORT];
	const uint16_t *order;
	bool searching = is_searching(p);
	struct search_hits hits;

	if (!check(call, s))
		return false;
	order = s->area ? area_order(s, (enum sort_field)sort->number,
				     sort->descending)
			: s->order[sort->number][sort->descending];
	if (!searching && !has_filter(p) && !s->area) {
		*out = (struct jobs_selection){ .list = order,
						.count = s->count };
		return true;
	}
	mark_misses(p, s);
	*out = (struct jobs_selection){ .list = selected, .misses = misses };
	if (searching) {
		hits = search_filter(s->search, p->of[JOBS_SEARCH].text);
		mark_hits(s, hits);
		out->matched = matched;
		out->partial = hits.partial;
		if (!sort->count) {
			out->count = select_hits(hits);
			return true;
		}
	}
	out->count = select_ordered(s, order);
	return true;
}

struct job_row jobs_record(const struct snapshot *s,
			   const struct jobs_selection *jobs, size_t job)
{
	struct job_row row = s->records[job];

	row.of_search = jobs->matched != NULL;
	row.matched_title = jobs->matched ? jobs->matched[job] : NULL;
	row.match_partial = jobs->partial;
	return row;
}

struct fragment jobs_row(const struct snapshot *s,
			 const struct jobs_selection *jobs, size_t job)
{
	static struct str text;
	struct job_row row;
	struct jw w;

	if (!jobs->matched)
		return area_row(s, job);
	if (!text.ceiling)
		text = STR_INIT(ROW_MAX);
	str_reset(&text);
	row = jobs_record(s, jobs, job);
	w = JW_INIT(&text);
	jw_object(&w);
	job_row_write(&w, &row);
	jw_end(&w);
	return (struct fragment){ text.data, text.length };
}

void jobs_quality_write(struct jw *w, const struct jobs_selection *jobs)
{
	jw_kv_string(w, "matchQuality",
		     jobs->matched && jobs->count
			     ? job_match_quality(jobs->partial)
			     : NULL);
}
