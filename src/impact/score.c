#include "impact/score.h"

#include <math.h>
#include <stdlib.h>

#include "impact/fallback.h"
#include "impact/number.h"
#include "impact/percentile.h"
#include "impact/raw.h"
#include "impact/risk.h"

/* Columns of one value per occupation, freed together. */
struct columns {
	struct maybe *first;
	struct maybe *second;
	enum impact_basis *basis;
};

static enum err check_input(const struct exposure_input *in, struct error *e)
{
	size_t i;

	if (in->occupation_count == 0)
		return err_set(e, ERR_ARG, "no occupation to score");
	for (i = 0; i < in->rating_count; i++) {
		if (!isfinite(in->ratings[i].value))
			return err_set(e, ERR_ARG,
				       "rating of %s is not a number",
				       in->ratings[i].code);
	}
	for (i = 0; i < in->task_count; i++) {
		int label = in->tasks[i].automation;

		if (label < 0 || label > AUTOMATION_LABEL_MAX)
			return err_set(e, ERR_ARG,
				       "task of %s has automation label T%d",
				       in->tasks[i].onet_code, label);
	}
	return ERR_OK;
}

static void set_part(struct impact_score *out, enum impact_source source,
		     double value, double percentile)
{
	struct impact_part *part = &out->parts[source];

	part->present = true;
	part->value = value;
	part->percentile = percentile;
	out->sources++;
}

/* A source with one rating. */
static void rank_single(const struct exposure_input *in,
			enum exposure_source from, enum impact_source to,
			struct columns *c, struct impact_score *out)
{
	size_t n = in->occupation_count;
	size_t i;

	raw_rating(in, from, c->first);
	percentile_rank(c->first, n, c->second);
	for (i = 0; i < n; i++) {
		if (c->first[i].present)
			set_part(&out[i], to, c->first[i].value,
				 c->second[i].value);
	}
}

/* Eloundou's two ratings: the percentile of the mean of their percentiles. */
static void rank_eloundou(const struct exposure_input *in, struct columns *c,
			  struct impact_score *out)
{
	size_t n = in->occupation_count;
	struct maybe *value = xcalloc(n, sizeof *value);
	size_t i;

	raw_rating(in, EXPOSURE_ELOUNDOU_MODEL, c->first);
	raw_rating(in, EXPOSURE_ELOUNDOU_HUMAN, c->second);
	for (i = 0; i < n; i++) {
		value[i].present = c->first[i].present && c->second[i].present;
		value[i].value =
			settle((c->first[i].value + c->second[i].value) / 2);
	}
	percentile_rank(c->first, n, c->first);
	percentile_rank(c->second, n, c->second);
	for (i = 0; i < n; i++) {
		c->first[i].present = value[i].present;
		c->first[i].value =
			settle((c->first[i].value + c->second[i].value) / 2);
	}
	percentile_rank(c->first, n, c->first);
	for (i = 0; i < n; i++) {
		if (value[i].present)
			set_part(&out[i], IMPACT_ELOUNDOU, value[i].value,
				 c->first[i].value);
	}
	free(value);
}

/* Mean and population standard deviation of the parts that are present. */
static void combine(struct impact_score *score)
{
	double mean = 0;
	double variance = 0;
	size_t i;

	for (i = 0; i < IMPACT__SOURCES; i++) {
		if (score->parts[i].present)
			mean += score->parts[i].percentile / score->sources;
	}
	for (i = 0; i < IMPACT__SOURCES; i++) {
		double distance = score->parts[i].percentile - mean;

		if (score->parts[i].present)
			variance += distance * distance / score->sources;
	}
	score->score = settle(100 * mean);
	score->has_spread = true;
	score->spread = settle(100 * sqrt(variance));
}

static enum err fill_score(const struct exposure_input *in, struct columns *c,
			   struct impact_score *out, struct error *e)
{
	enum err rc;
	size_t i;

	for (i = 0; i < in->occupation_count; i++) {
		c->first[i].present = out[i].sources >= IMPACT_SOURCES_NEEDED;
		if (c->first[i].present) {
			combine(&out[i]);
			c->first[i].value = out[i].score;
		}
	}
	rc = fallback_fill(in, c->first, c->basis, e);
	for (i = 0; rc == ERR_OK && i < in->occupation_count; i++) {
		out[i].score = c->first[i].value;
		out[i].basis = c->basis[i];
	}
	return rc;
}

static enum err fill_automation(const struct exposure_input *in,
				struct columns *c, struct impact_score *out,
				struct error *e)
{
	enum err rc;
	size_t i;

	raw_automation(in, c->first);
	percentile_rank(c->first, in->occupation_count, c->first);
	rc = fallback_fill(in, c->first, c->basis, e);
	if (rc != ERR_OK) {
		err_prefix(e, "automation");
		return rc;
	}
	for (i = 0; i < in->occupation_count; i++) {
		out[i].automation_percentile = c->first[i].value;
		out[i].automation_basis = c->basis[i];
	}
	return ERR_OK;
}

static enum err fill_job_zone(const struct exposure_input *in,
			      struct columns *c, struct impact_score *out,
			      struct error *e)
{
	enum err rc;
	size_t i;

	raw_job_zone(in, c->first);
	rc = fallback_fill(in, c->first, c->basis, e);
	if (rc != ERR_OK) {
		err_prefix(e, "job zone");
		return rc;
	}
	for (i = 0; i < in->occupation_count; i++) {
		out[i].job_zone = c->first[i].value;
		out[i].job_zone_basis = c->basis[i];
	}
	return ERR_OK;
}

static void judge(struct impact_score *score)
{
	score->risk_index =
		risk_index(score->score, score->automation_percentile);
	score->risk = risk_judge(score->risk_index, score->job_zone);
	score->type = impact_judge(score->score, score->job_zone);
	score->confidence = confidence_judge(score);
}

enum err impact_compute(const struct exposure_input *in,
			struct impact_score *out, struct error *e)
{
	size_t n = in->occupation_count;
	struct columns c = { NULL, NULL, NULL };
	enum err rc = check_input(in, e);
	size_t i;

	if (rc != ERR_OK)
		return rc;
	c.first = xcalloc(n, sizeof *c.first);
	c.second = xcalloc(n, sizeof *c.second);
	c.basis = xcalloc(n, sizeof *c.basis);
	for (i = 0; i < n; i++) {
		out[i] = (struct impact_score){ .code = "" };
		(void)copy_text(out[i].code, sizeof out[i].code,
				in->occupations[i].code);
	}
	rank_eloundou(in, &c, out);
	rank_single(in, EXPOSURE_MICROSOFT, IMPACT_MICROSOFT, &c, out);
	rank_single(in, EXPOSURE_ANTHROPIC, IMPACT_ANTHROPIC, &c, out);
	rc = fill_score(in, &c, out, e);
	if (rc == ERR_OK)
		rc = fill_automation(in, &c, out, e);
	if (rc == ERR_OK)
		rc = fill_job_zone(in, &c, out, e);
	for (i = 0; rc == ERR_OK && i < n; i++)
		judge(&out[i]);
	free(c.first);
	free(c.second);
	free(c.basis);
	return rc;
}
