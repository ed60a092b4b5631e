#include "api/snapshot_parts.h"

#include <string.h>

/* A count of jobs with what they weigh together.  Averages are weighted by
 * employment; a job without it, or without the wage, counts for nothing there.
 */
struct tally {
	int64_t jobs;
	int64_t employment;
	double score; /* sums of value x employment */
	double median;
	double median_weight;
	double mean;
	double mean_weight;
};

static void add_wage(const struct figure *figure, double weight, double *sum,
		     double *weights)
{
	if (figure->reason != REASON_NONE)
		return;
	*sum += (double)figure->milli / 1000.0 * weight;
	*weights += weight;
}

static void tally_add(struct tally *t, const struct job_view *v)
{
	const struct figure *of = v->figures->of;
	int64_t employment = v->facts->employment;
	double weight = employment > 0 ? (double)employment : 0;

	t->jobs++;
	t->employment += employment > 0 ? employment : 0;
	t->score += v->job->score.score * weight;
	add_wage(&of[MEASURE_ANNUAL_MEDIAN], weight, &t->median,
		 &t->median_weight);
	add_wage(&of[MEASURE_ANNUAL_MEAN], weight, &t->mean, &t->mean_weight);
}

static void write_average(struct jw *w, const char *key, double sum,
			  double weight, int decimals)
{
	if (weight > 0)
		jw_kv_double(w, key, sum / weight, decimals);
	else
		jw_kv_null(w, key);
}

static void write_score(struct jw *w, const struct tally *t)
{
	write_average(w, "aiImpactScore", t->score, (double)t->employment, 1);
}

static void write_counts(struct jw *w, const struct tally *t)
{
	jw_kv_int(w, "jobs", t->jobs);
	jw_kv_int(w, "employment", t->employment);
}

static void write_by_risk(struct jw *w, const struct snapshot_input *in,
			  int64_t employment)
{
	struct tally of[RISK__MAX] = { 0 };
	size_t i;

	for (i = 0; i < in->count; i++)
		tally_add(&of[in->views[i].job->score.risk], &in->views[i]);
	jw_key(w, "byRisk");
	jw_array(w);
	for (i = 0; i < RISK__MAX; i++) {
		jw_object(w);
		jw_kv_string(w, "risk", risk_level_name((enum risk_level)i));
		write_counts(w, &of[i]);
		write_average(w, "employmentShare", (double)of[i].employment,
			      (double)employment, 4);
		write_score(w, &of[i]);
		jw_end(w);
	}
	jw_end(w);
}

static void write_group(struct jw *w, const struct snapshot_input *in,
			const struct dataset_occupation *group)
{
	struct tally t = { 0 };
	size_t i;

	for (i = 0; i < in->count; i++)
		if (in->views[i].group == group)
			tally_add(&t, &in->views[i]);
	jw_object(w);
	jw_kv_string(w, "group", group->code);
	jw_kv_string(w, "title", group->title);
	write_counts(w, &t);
	write_score(w, &t);
	write_average(w, "medianAnnualWage", t.median, t.median_weight, 0);
	jw_end(w);
}

static void write_by_group(struct jw *w, const struct snapshot_input *in)
{
	const struct dataset *d = in->dataset;
	size_t i;

	jw_key(w, "byGroup");
	jw_array(w);
	for (i = 0; i < d->occupation_count; i++)
		if (strcmp(d->occupations[i].level, "major") == 0)
			write_group(w, in, &d->occupations[i]);
	jw_end(w);
}

static void write_by_type(struct jw *w, const struct snapshot_input *in)
{
	struct tally of[TYPE__MAX] = { 0 };
	size_t i;

	for (i = 0; i < in->count; i++)
		tally_add(&of[in->views[i].job->score.type], &in->views[i]);
	jw_key(w, "byImpactType");
	jw_array(w);
	for (i = 0; i < TYPE__MAX; i++) {
		jw_object(w);
		jw_kv_string(w, "impactType",
			     impact_type_name((enum impact_type)i));
		write_counts(w, &of[i]);
		jw_end(w);
	}
	jw_end(w);
}

static void write_by_confidence(struct jw *w, const struct snapshot_input *in)
{
	int64_t jobs[CONFIDENCE__MAX] = { 0 };
	size_t i;

	for (i = 0; i < in->count; i++)
		jobs[in->views[i].job->score.confidence]++;
	jw_key(w, "byConfidence");
	jw_array(w);
	for (i = 0; i < CONFIDENCE__MAX; i++) {
		jw_object(w);
		jw_kv_string(w, "confidence",
			     confidence_name((enum confidence)i));
		jw_kv_int(w, "jobs", jobs[i]);
		jw_end(w);
	}
	jw_end(w);
}

void stats_write(struct jw *w, const struct snapshot_input *in)
{
	const struct dataset *d = in->dataset;
	struct tally all = { 0 };
	int year = 0;
	size_t i;

	for (i = 0; i < in->count; i++) {
		tally_add(&all, &in->views[i]);
		if (in->views[i].job->data_year > year)
			year = in->views[i].job->data_year;
	}
	jw_object(w);
	jw_kv_int(w, "totalJobs", all.jobs);
	jw_kv_int(w, "totalEmployment", all.employment);
	jw_key(w, "dataYear");
	if (year)
		jw_int(w, year);
	else
		jw_null(w);
	jw_kv_string(w, "release", *d->release ? d->release : NULL);
	jw_kv_string(w, "updatedAt", d->published_at);
	jw_key(w, "averages");
	jw_object(w);
	write_score(w, &all);
	write_average(w, "medianAnnualWage", all.median, all.median_weight, 0);
	write_average(w, "meanAnnualWage", all.mean, all.mean_weight, 0);
	jw_end(w);
	write_by_risk(w, in, all.employment);
	write_by_group(w, in);
	write_by_type(w, in);
	write_by_confidence(w, in);
	jw_end(w);
}
