#include "api/compare.h"

#include "api/public.h"
#include "model/cell.h"
#include "web/problem.h"

#include <string.h>

enum { CODES_BYTES_MAX = 100, CODE_TEXT_MAX = 400, SUCCESSORS_MAX = 1024 };

/* clang-format off */
const struct param_spec compare_params[COMPARE__PARAMS] = {
	[COMPARE_CODES] = { "codes", PARAM_TEXT, .min = 0,
			    .max = CODES_BYTES_MAX,
			    .help = "2 to 5 occupation codes, comma between "
				    "them." },
};
/* clang-format on */

/* What is compared: columns of the row, and some of what lies behind it. */
enum extra {
	NO_EXTRA,
	EXTRA_ANNUAL_10TH,
	EXTRA_ANNUAL_90TH,
	EXTRA_RISK_INDEX,
	EXTRA_AUTOMATION,
	EXTRA_ZONE,
};

static const struct field {
	enum extra extra;
	enum job_column column; /* if it is no extra */
	const char *name;       /* if it is one */
} fields[] = {
	{ .column = JOB_MAJOR_GROUP_TITLE },
	{ .column = JOB_EMPLOYMENT },
	{ .column = JOB_MEAN_ANNUAL_WAGE },
	{ .column = JOB_MEDIAN_ANNUAL_WAGE },
	{ .column = JOB_MEDIAN_HOURLY_WAGE },
	{ .extra = EXTRA_ANNUAL_10TH, .name = "annual10thPercentile" },
	{ .extra = EXTRA_ANNUAL_90TH, .name = "annual90thPercentile" },
	{ .column = JOB_DATA_YEAR },
	{ .column = JOB_SCORE },
	{ .column = JOB_SPREAD },
	{ .column = JOB_RISK },
	{ .extra = EXTRA_RISK_INDEX, .name = "riskIndex" },
	{ .extra = EXTRA_AUTOMATION, .name = "automationPercentile" },
	{ .column = JOB_IMPACT_TYPE },
	{ .column = JOB_CONFIDENCE },
	{ .extra = EXTRA_ZONE, .name = "jobZone" },
	{ .column = JOB_PROJECTED_CHANGE },
	{ .column = JOB_ANNUAL_OPENINGS },
	{ .column = JOB_EDUCATION },
};

struct chosen {
	size_t jobs[COMPARE_MAX];
	size_t count;
};

/* One occupation's value of one field, and its place among the others. */
struct value {
	struct cell cell;
	bool ranked;
	int64_t rank;
};

static const char *field_name(const struct field *field)
{
	return field->extra ? field->name : job_columns[field->column].name;
}

static void extra_cell(const struct snapshot *s, size_t job, enum extra extra,
		       struct cell *cell)
{
	const struct dossier *d = &s->dossiers->jobs[job];
	struct figure figure = { .reason = REASON_NONE };

	switch (extra) {
	case EXTRA_ANNUAL_10TH:
		figure = dossier_figure(s->dossiers, job, MEASURE_ANNUAL_10TH);
		break;
	case EXTRA_ANNUAL_90TH:
		figure = dossier_figure(s->dossiers, job, MEASURE_ANNUAL_90TH);
		break;
	case EXTRA_RISK_INDEX:
		figure = figure_of((int64_t)d->risk_index * 100);
		break;
	case EXTRA_AUTOMATION:
		figure = figure_of(d->automation);
		break;
	case EXTRA_ZONE:
		figure = figure_of((int64_t)d->zone * 10);
		break;
	case NO_EXTRA:
		break;
	}
	cell_figure(cell, &figure);
}

/* Words that have an order. */
static bool level_of(const struct snapshot *s, size_t job,
		     enum job_column column, int64_t *rank)
{
	const struct job_facts *facts = &s->facts[job];

	switch ((int)column) {
	case JOB_RISK:
		*rank = facts->risk;
		return true;
	case JOB_CONFIDENCE: /* counted from the highest */
		*rank = -(int64_t)facts->confidence;
		return true;
	case JOB_EDUCATION:
		*rank = (uint8_t)facts->education;
		return facts->education >= 0;
	default:
		return false;
	}
}

static void read_value(const struct snapshot *s, size_t job,
		       const struct field *field, struct value *out)
{
	struct figure figure;
	const char *digits;

	if (field->extra)
		extra_cell(s, job, field->extra, &out->cell);
	else
		job_row_cell(&s->records[job], field->column, &out->cell);
	out->rank = 0;
	if (!out->cell.number) {
		out->ranked = !field->extra &&
			      level_of(s, job, field->column, &out->rank);
		return;
	}
	/* A capped wage is at least its cap: above all that are below it. */
	digits = out->cell.value ? out->cell.value : out->cell.at_least;
	out->ranked = digits && figure_parse(digits, &figure);
	if (out->ranked)
		out->rank = figure.milli;
}

static bool all_same(const struct value *values, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!values[i].cell.value ||
		    strcmp(values[i].cell.value, values[0].cell.value) != 0)
			return false;
	return true;
}

/* The ends of those that can be ranked; neither if all stand on one place. */
static bool find_ends(const struct value *values, size_t count, int64_t *low,
		      int64_t *high)
{
	bool any = false;
	size_t i;

	for (i = 0; i < count; i++) {
		if (!values[i].ranked)
			continue;
		if (!any || values[i].rank < *low)
			*low = values[i].rank;
		if (!any || values[i].rank > *high)
			*high = values[i].rank;
		any = true;
	}
	return any && *low < *high;
}

static void write_codes(struct jw *w, const char *key, const struct snapshot *s,
			const struct chosen *chosen, const bool *named)
{
	size_t i;

	jw_key(w, key);
	jw_array(w);
	for (i = 0; i < chosen->count; i++)
		if (named[i])
			jw_string(w, s->facts[chosen->jobs[i]].code);
	jw_end(w);
}

static void write_ends(struct jw *w, const struct snapshot *s,
		       const struct chosen *chosen, const struct value *values)
{
	bool highest[COMPARE_MAX] = { false };
	bool lowest[COMPARE_MAX] = { false };
	bool without[COMPARE_MAX] = { false };
	int64_t low = 0;
	int64_t high = 0;
	bool ends = find_ends(values, chosen->count, &low, &high);
	size_t i;

	for (i = 0; i < chosen->count; i++) {
		highest[i] = ends && values[i].ranked && values[i].rank == high;
		lowest[i] = ends && values[i].ranked && values[i].rank == low;
		without[i] = values[i].cell.reason;
	}
	write_codes(w, "highest", s, chosen, highest);
	write_codes(w, "lowest", s, chosen, lowest);
	write_codes(w, "withheld", s, chosen, without);
}

/* Returns whether it differs. */
static bool write_field(struct jw *w, const struct snapshot *s,
			const struct chosen *chosen, const struct field *field)
{
	struct value values[COMPARE_MAX];
	bool same;
	size_t i;

	for (i = 0; i < chosen->count; i++)
		read_value(s, chosen->jobs[i], field, &values[i]);
	same = all_same(values, chosen->count);
	jw_object(w);
	jw_kv_string(w, "field", field_name(field));
	jw_kv_bool(w, "same", same);
	jw_key(w, "values");
	jw_array(w);
	for (i = 0; i < chosen->count; i++) {
		jw_object(w);
		jw_kv_string(w, "code", s->facts[chosen->jobs[i]].code);
		cell_write(w, "value", &values[i].cell);
		jw_end(w);
	}
	jw_end(w);
	write_ends(w, s, chosen, values);
	jw_end(w);
	return !same;
}

static void write_comparison(struct jw *w, const struct snapshot *s,
			     const struct chosen *chosen)
{
	bool differs[COUNT_OF(fields)];
	size_t i;

	jw_object(w);
	jw_key(w, "jobs");
	jw_array(w);
	for (i = 0; i < chosen->count; i++) {
		const struct fragment *row = &s->rows[chosen->jobs[i]];

		jw_raw(w, row->json, row->length);
	}
	jw_end(w);
	jw_key(w, "fields");
	jw_array(w);
	for (i = 0; i < COUNT_OF(fields); i++)
		differs[i] = write_field(w, s, chosen, &fields[i]);
	jw_end(w);
	jw_key(w, "differing");
	jw_array(w);
	for (i = 0; i < COUNT_OF(fields); i++)
		if (differs[i])
			jw_string(w, field_name(&fields[i]));
	jw_end(w);
	jw_end(w);
}

static bool refuse(struct call *call, const char *detail)
{
	problem_parameter(call->rs, call->rq, 400, "codes", "%s", detail);
	return false;
}

static void refuse_code(struct call *call, const struct snapshot *s,
			const struct code_answer *answer)
{
	struct str after = STR_INIT(SUCCESSORS_MAX);
	size_t i;

	for (i = 0; answer->kind == CODE_RETIRED && i < answer->count; i++)
		str_addf(&after, "%s%s", i ? ", " : "",
			 s->facts[answer->jobs[i]].code);
	if (after.length)
		problem_parameter(call->rs, call->rq, 400, "codes",
				  "%s was retired; %s followed it.",
				  answer->code, after.data);
	else
		problem_parameter(call->rs, call->rq, 400, "codes",
				  "There is no detailed occupation %s with "
				  "published data.",
				  answer->code);
	str_release(&after);
}

/* One more code, up to the comma or the end. */
static bool choose(struct call *call, const struct snapshot *s,
		   const char *text, size_t length, struct chosen *chosen)
{
	char code[CODE_TEXT_MAX + 1];
	struct code_answer answer;
	size_t job;
	size_t i;

	length = length < sizeof code ? length : sizeof code - 1;
	memcpy(code, text, length);
	code[length] = '\0';
	answer = codes_find(search_codes(s->search), code);
	if (!*answer.code)
		return refuse(call, "codes must be occupation codes such as "
				    "15-1252,29-1141.");
	if (!code_means_one(&answer)) {
		refuse_code(call, s, &answer);
		return false;
	}
	job = answer.jobs[0];
	for (i = 0; i < chosen->count; i++)
		if (chosen->jobs[i] == job)
			return refuse(call, "codes must be different ones.");
	if (chosen->count == COMPARE_MAX)
		return refuse(call, "codes must be 5 at most.");
	chosen->jobs[chosen->count++] = job;
	return true;
}

static bool read_codes(struct call *call, const struct snapshot *s,
		       struct chosen *chosen)
{
	const char *text = call->params->of[COMPARE_CODES].text;
	size_t length;

	if (!call->params->of[COMPARE_CODES].count)
		return refuse(call, "codes is needed: 2 to 5 occupation codes, "
				    "comma between them.");
	for (;; text += length + 1) {
		length = strcspn(text, ",");
		if (!choose(call, s, text, length, chosen))
			return false;
		if (!text[length])
			break;
	}
	if (chosen->count < COMPARE_MIN)
		return refuse(call, "codes must be 2 at least.");
	return true;
}

void compare_show(struct call *call)
{
	const struct snapshot *s = public_begin(call);
	struct chosen chosen = { .count = 0 };
	struct jw w;

	if (!s || !read_codes(call, s, &chosen))
		return;
	w = response_json(call->rs);
	write_comparison(&w, s, &chosen);
}
