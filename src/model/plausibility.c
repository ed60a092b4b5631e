#include "model/plausibility.h"

#include "model/figure_checks.h"

#include <stdlib.h>

enum {
	PARTS_PERCENT = 110,
	PART_ROUNDING_MILLI = 10 * 1000, /* for each child */
	SAME_PERCENT = 10,
	FEW_SAME = 100,
};

static bool has_value(const struct figure *f)
{
	return f->reason == REASON_NONE;
}

static bool is_error(int datatype)
{
	return datatype == MEASURE_EMPLOYMENT_ERROR ||
	       datatype == MEASURE_WAGE_ERROR;
}

static bool is_wage(int datatype)
{
	return datatype != MEASURE_EMPLOYMENT && !is_error(datatype);
}

static double employment_of(const struct judged *o)
{
	const struct figure *now = &o->staged.of[MEASURE_EMPLOYMENT];
	const struct figure *before = &o->published.of[MEASURE_EMPLOYMENT];

	return (double)(has_value(now) ? now->milli : before->milli);
}

static void found(struct judgment *j, enum guard_rule rule,
		  const struct judged *o, int datatype, double weight)
{
	struct difference d = { .rule = rule,
				.datatype = datatype,
				.published = o->published.of[datatype],
				.staged = o->staged.of[datatype],
				.weight = weight };

	if (o->gone)
		d.staged = (struct figure){ .reason = REASON_NO_SUCH_SERIES };
	copy_text(d.code, sizeof d.code, o->code);
	judgment_keep(j, &d);
}

static double ratio(int64_t a, int64_t b)
{
	if (a <= 0 || b <= 0)
		return a == b ? 1 : 1e9;
	return a > b ? (double)a / (double)b : (double)b / (double)a;
}

static void judge_jump(struct judgment *j, enum guard_rule rule,
		       const struct judged *o, int datatype, double most)
{
	double by = ratio(o->staged.of[datatype].milli,
			  o->published.of[datatype].milli);

	j->of[rule].whole++;
	if (by <= most)
		return;
	j->of[rule].part++;
	found(j, rule, o, datatype, by);
}

/* Published and staged values of one occupation, side by side. */
static void compare_values(struct judgment *j, const struct judged *o)
{
	int d;

	for (d = 1; d <= MEASURE_NATIONAL; d++) {
		bool before = has_value(&o->published.of[d]);
		bool after = has_value(&o->staged.of[d]) && !o->gone;

		j->of[RULE_VALUES_VANISHED].whole += before;
		j->of[RULE_VALUES_APPEARED].whole += before;
		if (before && !after) {
			j->of[RULE_VALUES_VANISHED].part++;
			found(j, RULE_VALUES_VANISHED, o, d, employment_of(o));
		} else if (!before && after) {
			j->of[RULE_VALUES_APPEARED].part++;
			found(j, RULE_VALUES_APPEARED, o, d, employment_of(o));
		} else if (before && d == MEASURE_EMPLOYMENT) {
			judge_jump(j, RULE_EMPLOYMENT_JUMPED, o, d, 2);
		} else if (before && is_wage(d)) {
			judge_jump(j, RULE_WAGES_JUMPED, o, d, 1.5);
		}
	}
}

static void add_total(struct judgment *j, enum guard_rule rule,
		      const struct judged *o, int datatype)
{
	const struct figure *before = &o->published.of[datatype];
	const struct figure *after = &o->staged.of[datatype];

	if (!has_value(before) || !has_value(after))
		return;
	j->of[rule].whole += before->milli;
	j->of[rule].part += after->milli;
	if (before->milli != after->milli)
		found(j, rule, o, datatype,
		      (double)llabs(after->milli - before->milli));
}

/* A rule about one occupation by itself; 0: it is kept. */
static void judge_row(struct judgment *j, enum guard_rule rule,
		      const struct judged *o, int datatype)
{
	j->of[rule].whole++;
	if (!datatype)
		return;
	j->of[rule].part++;
	found(j, rule, o, datatype, employment_of(o));
}

static bool changes(const struct judged *o)
{
	int d;

	if (!o->settled)
		return false;
	for (d = 1; d <= MEASURE_NATIONAL; d++)
		if (o->gone ? has_value(&o->published.of[d])
			    : !figure_equal(&o->published.of[d],
					    &o->staged.of[d]))
			return true;
	return false;
}

static void judge_job(struct judgment *j, const struct judged *o)
{
	struct rule_result *r = &j->of[RULE_JOBS_WITHDRAWN];

	if (!o->shown || !o->settled)
		return;
	r->whole++;
	if (!o->leaves)
		return;
	r->part++;
	found(j, RULE_JOBS_WITHDRAWN, o, MEASURE_EMPLOYMENT,
	      (double)o->published.of[MEASURE_EMPLOYMENT].milli);
}

static void judge_occupation(struct judgment *j, const struct judged *o)
{
	judge_job(j, o);
	if (!changes(o) || o->leaves)
		return;
	compare_values(j, o);
	if (o->gone)
		return;
	if (o->shown) {
		add_total(j, RULE_EMPLOYMENT_TOTAL, o, MEASURE_EMPLOYMENT);
		add_total(j, RULE_WAGES_TOTAL, o, MEASURE_ANNUAL_MEAN);
	}
	judge_row(j, RULE_PERCENTILES, o, check_percentiles(&o->staged));
	judge_row(j, RULE_MEAN, o, check_mean(&o->staged));
	judge_row(j, RULE_ANNUAL_HOURLY, o, check_annual(&o->staged));
}

struct parts {
	int64_t milli;
	int64_t children;
	bool change;
};

static void add_parts(struct parts *sums, const struct judged *list, size_t i)
{
	const struct figure *f = &list[i].staged.of[MEASURE_EMPLOYMENT];
	struct parts *sum;

	if (list[i].parent < 0 || list[i].gone)
		return;
	sum = &sums[list[i].parent];
	sum->change |= changes(&list[i]);
	if (!has_value(f))
		return;
	sum->milli += f->milli;
	sum->children++;
}

static void judge_parts(struct judgment *j, const struct judged *list,
			size_t count)
{
	struct parts *sums = xcalloc(count + 1, sizeof *sums);
	size_t i;

	for (i = 0; i < count; i++)
		add_parts(sums, list, i);
	for (i = 0; i < count; i++) {
		const struct figure *f = &list[i].staged.of[MEASURE_EMPLOYMENT];

		if (!sums[i].children || list[i].gone || !has_value(f) ||
		    !(sums[i].change || changes(&list[i])))
			continue;
		j->of[RULE_PARTS].whole++;
		if (sums[i].milli <=
		    f->milli / 100 * PARTS_PERCENT +
			    sums[i].children * PART_ROUNDING_MILLI)
			continue;
		j->of[RULE_PARTS].part++;
		found(j, RULE_PARTS, &list[i], MEASURE_EMPLOYMENT,
		      (double)(sums[i].milli - f->milli));
	}
	free(sums);
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a;
	int64_t y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The number that stands there most often, and how often. */
static int64_t most_common(const int64_t *sorted, size_t count, size_t *times)
{
	int64_t number = 0;
	size_t run = 0;
	size_t i;

	*times = 0;
	for (i = 0; i < count; i++) {
		run = i && sorted[i] == sorted[i - 1] ? run + 1 : 1;
		if (run <= *times)
			continue;
		*times = run;
		number = sorted[i];
	}
	return number;
}

static void judge_measure(struct judgment *j, int datatype, int64_t *numbers,
			  size_t count)
{
	struct difference d = {
		.rule = RULE_SAME_VALUE,
		.datatype = datatype,
		.published = { .reason = REASON_NO_SUCH_SERIES },
	};
	size_t times;

	if (count < FEW_SAME)
		return;
	qsort(numbers, count, sizeof *numbers, by_number);
	d.staged = figure_of(most_common(numbers, count, &times));
	j->of[RULE_SAME_VALUE].whole++;
	if (times * 100 <= count * SAME_PERCENT)
		return;
	j->of[RULE_SAME_VALUE].part++;
	d.weight = (double)times;
	judgment_keep(j, &d);
}

static void judge_sameness(struct judgment *j, const struct judged *list,
			   size_t count)
{
	int64_t *numbers = xcalloc(count + 1, sizeof *numbers);
	size_t n;
	size_t i;
	int d;

	for (d = 1; d <= MEASURE_NATIONAL; d++) {
		if (is_error(d))
			continue;
		for (i = n = 0; i < count; i++)
			if (!list[i].gone && changes(&list[i]) &&
			    has_value(&list[i].staged.of[d]))
				numbers[n++] = list[i].staged.of[d].milli;
		judge_measure(j, d, numbers, n);
	}
	free(numbers);
}

void round_judge(const struct judged *list, size_t count, struct judgment *out)
{
	size_t i;

	*out = (struct judgment){ 0 };
	for (i = 0; i < count; i++)
		judge_occupation(out, &list[i]);
	judge_parts(out, list, count);
	judge_sameness(out, list, count);
	judgment_settle(out);
}
