#include "api/stats.h"

#include "api/area_read.h"
#include "api/public.h"

#include <string.h>

enum {
	BUCKETS_MAX = GROUPS_MAX,
	BANDS = 7,
	BINS = 10,
	BIN_TENTHS = 100, /* ten points of the score */
};

/* Where bands of the annual median wage begin, in dollars; the last one is for
 * jobs without a published annual median.  A capped one counts as its cap. */
static const int64_t band_from[BANDS - 1] = { 0,     35000,  50000,
					      75000, 100000, 150000 };

static const char *const confidence_names[CONFIDENCE__MAX] = {
	[CONFIDENCE_HIGH] = "High",
	[CONFIDENCE_MEDIUM] = "Medium",
	[CONFIDENCE_LOW] = "Low",
};

/* A sum over the jobs that have what it takes, and how many those are. */
struct sum {
	int64_t jobs;
	int64_t workers;
	int64_t total; /* of value x workers */
};

struct tally {
	int64_t jobs;
	struct sum score;  /* tenths; over the jobs with employment */
	struct sum median; /* thousandths of a dollar */
	struct sum mean;
};

/* One way to divide the jobs. */
struct dimension {
	const char *key;
	size_t buckets; /* 0: as many as there are groups */
	size_t (*bucket)(const struct job_facts *facts);
	void (*head)(struct jw *w, const struct snapshot *s, size_t bucket);
	bool by_risk; /* each bucket divided by risk again */
};

static void sum_add(struct sum *sum, int64_t workers, int64_t value)
{
	if (workers < 0 || value < 0)
		return;
	sum->jobs++;
	sum->workers += workers;
	sum->total += value * workers;
}

static void tally_add(struct tally *t, const struct job_facts *facts)
{
	t->jobs++;
	sum_add(&t->score, facts->employment, facts->score_tenths);
	sum_add(&t->median, facts->employment, facts->median_milli);
	sum_add(&t->mean, facts->employment, facts->mean_milli);
}

static void sum_join(struct sum *to, const struct sum *from)
{
	to->jobs += from->jobs;
	to->workers += from->workers;
	to->total += from->total;
}

static struct tally tally_of_all(const struct tally by_risk[RISK__MAX])
{
	struct tally all = { 0 };
	size_t i;

	for (i = 0; i < RISK__MAX; i++) {
		all.jobs += by_risk[i].jobs;
		sum_join(&all.score, &by_risk[i].score);
		sum_join(&all.median, &by_risk[i].median);
		sum_join(&all.mean, &by_risk[i].mean);
	}
	return all;
}

/* The mean, in `unit`s of what was added up, rounded half up. */
static int64_t mean_of(const struct sum *sum, int64_t unit)
{
	int64_t divisor = sum->workers * unit;

	return (sum->total + divisor / 2) / divisor;
}

static void write_wage(struct jw *w, const char *key, const struct sum *sum)
{
	if (sum->workers)
		jw_kv_int(w, key, mean_of(sum, 1000));
	else
		jw_kv_null(w, key);
}

static void write_score(struct jw *w, const struct tally *t)
{
	char text[FIGURE_TEXT_BYTES];
	int64_t tenths;

	if (!t->score.workers) {
		jw_kv_null(w, "aiImpactScore");
		return;
	}
	tenths = mean_of(&t->score, 1);
	jw_key(w, "aiImpactScore");
	jw_number_text(w, figure_text(tenths * 100, tenths % 10 ? 1 : 0, text));
}

/* Nothing of something is null, nothing of nothing is 0. */
static void write_workers(struct jw *w, const char *key, const struct tally *t)
{
	if (t->jobs && !t->score.jobs)
		jw_kv_null(w, key);
	else
		jw_kv_int(w, key, t->score.workers);
	jw_kv_int(w, "employmentWithheld", t->jobs - t->score.jobs);
}

static void write_wage_bill(struct jw *w, const struct tally *t)
{
	char text[FIGURE_TEXT_BYTES];
	int64_t milli = t->mean.total;

	jw_key(w, "wageBill");
	if (t->jobs && !t->mean.jobs)
		jw_null(w);
	else
		jw_number_text(w,
			       figure_text(milli, milli % 1000 ? 3 : 0, text));
	jw_kv_int(w, "wageBillLeftOut", t->jobs - t->mean.jobs);
}

/* Into an open object. */
static void write_tally(struct jw *w, const struct tally *t)
{
	jw_kv_int(w, "jobs", t->jobs);
	write_workers(w, "employment", t);
	write_wage_bill(w, t);
	write_score(w, t);
}

static size_t bucket_risk(const struct job_facts *facts)
{
	return facts->risk;
}

static size_t bucket_group(const struct job_facts *facts)
{
	return facts->group_index;
}

static size_t bucket_type(const struct job_facts *facts)
{
	return facts->type;
}

static size_t bucket_confidence(const struct job_facts *facts)
{
	return facts->confidence;
}

static size_t bucket_band(const struct job_facts *facts)
{
	size_t i = BANDS - 1;

	if (facts->wage_milli < 0)
		return i;
	while (facts->wage_milli < band_from[i - 1] * 1000)
		i--;
	return i - 1;
}

/* What is not known comes last. */
static size_t bucket_education(const struct job_facts *facts)
{
	return facts->education < 0 ? EDUCATION_LEVELS
				    : (size_t)facts->education;
}

/* 100 is in the last bin. */
static size_t bucket_score(const struct job_facts *facts)
{
	size_t bin = (size_t)(facts->score_tenths / BIN_TENTHS);

	return bin < BINS ? bin : BINS - 1;
}

static void head_risk(struct jw *w, const struct snapshot *s, size_t i)
{
	(void)s;
	jw_kv_string(w, "risk", risk_names[i]);
}

static void head_group(struct jw *w, const struct snapshot *s, size_t i)
{
	jw_kv_string(w, "group", s->groups[i].code);
	jw_kv_string(w, "title", s->groups[i].title);
}

static void head_type(struct jw *w, const struct snapshot *s, size_t i)
{
	(void)s;
	jw_kv_string(w, "impactType", impact_type_names[i]);
}

static void head_confidence(struct jw *w, const struct snapshot *s, size_t i)
{
	(void)s;
	jw_kv_string(w, "confidence", confidence_names[i]);
}

static void head_education(struct jw *w, const struct snapshot *s, size_t i)
{
	(void)s;
	jw_kv_string(w, "education", education_names[i]);
}

/* from <= wage < to; open upwards, and nothing of it for withheld wages. */
static void head_band(struct jw *w, const struct snapshot *s, size_t i)
{
	(void)s;
	if (i < BANDS - 1)
		jw_kv_int(w, "from", band_from[i]);
	else
		jw_kv_null(w, "from");
	if (i < BANDS - 2)
		jw_kv_int(w, "to", band_from[i + 1]);
	else
		jw_kv_null(w, "to");
}

/* from <= score < to, and the last one has 100 too. */
static void head_score(struct jw *w, const struct snapshot *s, size_t i)
{
	(void)s;
	jw_kv_int(w, "from", (int64_t)i * 10);
	jw_kv_int(w, "to", (int64_t)i * 10 + 10);
}

static const struct dimension dimensions[] = {
	{ "byRisk", RISK__MAX, bucket_risk, head_risk, false },
	{ "byGroup", 0, bucket_group, head_group, true },
	{ "byImpactType", TYPE__MAX, bucket_type, head_type, false },
	{ "byConfidence", CONFIDENCE__MAX, bucket_confidence, head_confidence,
	  false },
	{ "byWageBand", BANDS, bucket_band, head_band, true },
	{ "byEducation", EDUCATION_LEVELS + 1, bucket_education, head_education,
	  true },
	{ "byScore", BINS, bucket_score, head_score, false },
};

static void write_by_risk(struct jw *w, const struct tally by_risk[RISK__MAX])
{
	size_t i;

	jw_key(w, "byRisk");
	jw_array(w);
	for (i = 0; i < RISK__MAX; i++) {
		jw_object(w);
		jw_kv_string(w, "risk", risk_names[i]);
		write_tally(w, &by_risk[i]);
		jw_end(w);
	}
	jw_end(w);
}

/* How much of all workers, with four decimals. */
static void write_share(struct jw *w, int64_t workers, int64_t all)
{
	if (all)
		jw_kv_double(w, "employmentShare",
			     (double)workers / (double)all, 4);
	else
		jw_kv_null(w, "employmentShare");
}

static void write_dimension(struct jw *w, const struct snapshot *s,
			    const struct jobs_selection *jobs,
			    const struct dimension *d, int64_t workers)
{
	/* One answer at a time; workers are single-threaded. */
	static struct tally of[UINT8_MAX + 1][RISK__MAX];
	size_t buckets = d->buckets ? d->buckets : s->group_count;
	size_t i;

	memset(of, 0, sizeof of);
	for (i = 0; i < jobs->count; i++) {
		const struct job_facts *facts = &s->facts[jobs->list[i]];

		tally_add(&of[d->bucket(facts)][facts->risk], facts);
	}
	jw_key(w, d->key);
	jw_array(w);
	for (i = 0; i < buckets; i++) {
		struct tally all = tally_of_all(of[i]);

		jw_object(w);
		d->head(w, s, i);
		write_tally(w, &all);
		write_share(w, all.score.workers, workers);
		write_wage(w, "meanOfMedianAnnualWages", &all.median);
		write_wage(w, "meanAnnualWage", &all.mean);
		if (d->by_risk)
			write_by_risk(w, of[i]);
		jw_end(w);
	}
	jw_end(w);
}

static void write_averages(struct jw *w, const struct tally *all)
{
	jw_key(w, "averages");
	jw_object(w);
	write_score(w, all);
	jw_kv_int(w, "aiImpactScoreLeftOut", all->jobs - all->score.jobs);
	write_wage(w, "meanOfMedianAnnualWages", &all->median);
	jw_kv_int(w, "meanOfMedianAnnualWagesLeftOut",
		  all->jobs - all->median.jobs);
	write_wage(w, "meanAnnualWage", &all->mean);
	jw_kv_int(w, "meanAnnualWageLeftOut", all->jobs - all->mean.jobs);
	jw_end(w);
}

void stats_write(struct jw *w, const struct snapshot *s,
		 const struct jobs_selection *jobs,
		 const struct params *filters)
{
	struct tally all = { 0 };
	int year = 0;
	size_t i;

	for (i = 0; i < jobs->count; i++) {
		const struct job_facts *facts = &s->facts[jobs->list[i]];

		tally_add(&all, facts);
		year = facts->data_year > year ? facts->data_year : year;
	}
	jw_object(w);
	jw_kv_int(w, "totalJobs", all.jobs);
	write_workers(w, "totalEmployment", &all);
	write_wage_bill(w, &all);
	if (year)
		jw_kv_int(w, "dataYear", year);
	else
		jw_kv_null(w, "dataYear");
	jw_kv_string(w, "release", *s->release ? s->release : NULL);
	jw_kv_string(w, "updatedAt", s->published_at);
	jobs_quality_write(w, jobs);
	jobs_filters_write(w, filters);
	write_averages(w, &all);
	for (i = 0; i < COUNT_OF(dimensions); i++)
		write_dimension(w, s, jobs, &dimensions[i], all.score.workers);
	jw_end(w);
}

void jobs_stats(struct call *call)
{
	const struct snapshot *s = area_scope(call, public_begin(call),
					      &call->params->of[JOBS_AREA]);
	struct jobs_selection jobs;
	struct jw w;

	if (!s || !jobs_select(call, s, &jobs))
		return;
	w = response_json(call->rs);
	if (!jobs.misses && !call->params->of[JOBS_AREA].count &&
	    !call->params->of[JOBS_SEARCH].count)
		jw_raw(&w, s->stats.json, s->stats.length);
	else
		stats_write(&w, s, &jobs, call->params);
}
