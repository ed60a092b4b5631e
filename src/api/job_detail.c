#include "api/snapshot_parts.h"

#include <string.h>

enum { LEVELS_MAX = 8, SIMILAR_MAX = 20 };

static const struct dataset_occupation *find_occupation(const struct dataset *d,
							const char *code)
{
	size_t first;

	if (!dataset_range(d->occupations, d->occupation_count,
			   sizeof *d->occupations, code, &first))
		return NULL;
	return &d->occupations[first];
}

/* From the total down to the job itself. */
static void write_hierarchy(struct jw *w, const struct dataset *d,
			    const struct dataset_occupation *occupation)
{
	const struct dataset_occupation *chain[LEVELS_MAX];
	size_t count = 0;

	while (occupation && count < LEVELS_MAX) {
		chain[count++] = occupation;
		occupation = find_occupation(d, occupation->parent);
	}
	jw_key(w, "hierarchy");
	jw_array(w);
	while (count) {
		occupation = chain[--count];
		jw_object(w);
		jw_kv_string(w, "code", occupation->code);
		jw_kv_string(w, "title", occupation->title);
		jw_kv_string(w, "level", occupation->level);
		jw_end(w);
	}
	jw_end(w);
}

static void write_measure(struct jw *w, const struct job_view *view, int i)
{
	const struct figure *figure = &view->figures->of[i];
	char text[FIGURE_TEXT_BYTES];

	jw_object(w);
	jw_kv_string(w, "measure", measure_of(i)->name);
	jw_kv_int(w, "datatype", i);
	jw_key(w, "value");
	if (figure->reason == REASON_NONE)
		jw_number_text(w, figure_text(figure->milli, figure->decimals,
					      text));
	else
		jw_null(w);
	jw_kv_string(w, "unit", measure_of(i)->unit);
	jw_kv_int(w, "year", view->job->data_year);
	jw_kv_string(w, "reason", reason_name((enum reason)figure->reason));
	jw_key(w, "atLeast");
	if (figure->cap_milli)
		jw_number_text(w, figure_text(figure->cap_milli,
					      figure->cap_milli % 1000 ? 2 : 0,
					      text));
	else
		jw_null(w);
	jw_end(w);
}

static void write_measures(struct jw *w, const struct job_view *view)
{
	int i;

	jw_key(w, "measures");
	jw_array(w);
	for (i = 1; i <= MEASURE_NATIONAL; i++)
		write_measure(w, view, i);
	jw_end(w);
}

static void write_history(struct jw *w, const struct dataset *d,
			  const char *code)
{
	size_t first;
	size_t count = dataset_range(d->years, d->year_count, sizeof *d->years,
				     code, &first);
	size_t i;

	jw_key(w, "history");
	jw_array(w);
	for (i = first; i < first + count; i++) {
		const struct figure *of = d->years[i].figures.of;

		jw_object(w);
		jw_kv_int(w, "year", d->years[i].year);
		job_figure_write(w, "employment", &of[MEASURE_EMPLOYMENT]);
		job_figure_write(w, "medianAnnualWage",
				 &of[MEASURE_ANNUAL_MEDIAN]);
		job_figure_write(w, "meanAnnualWage", &of[MEASURE_ANNUAL_MEAN]);
		job_figure_write(w, "medianHourlyWage",
				 &of[MEASURE_HOURLY_MEDIAN]);
		jw_end(w);
	}
	jw_end(w);
}

static void write_number(struct jw *w, const char *key,
			 const struct figure *figure)
{
	char text[FIGURE_TEXT_BYTES];

	jw_key(w, key);
	if (figure->reason == REASON_NONE)
		jw_number_text(w, figure_text(figure->milli, figure->decimals,
					      text));
	else
		jw_null(w);
}

static void write_projections(struct jw *w, const struct dataset_projection *p)
{
	jw_key(w, "projections");
	if (!p) {
		jw_null(w);
		return;
	}
	jw_object(w);
	jw_kv_int(w, "baseYear", p->base_year);
	jw_kv_int(w, "projectedYear", p->projected_year);
	write_number(w, "employmentBase", &p->employment_base);
	write_number(w, "employmentProjected", &p->employment_projected);
	write_number(w, "changeNumeric", &p->change_numeric);
	write_number(w, "changePercent", &p->change_percent);
	write_number(w, "annualOpenings", &p->annual_openings);
	jw_kv_string(w, "typicalEducation", p->typical_education);
	jw_kv_string(w, "workExperience", p->work_experience);
	jw_kv_string(w, "onTheJobTraining", p->on_the_job_training);
	jw_end(w);
}

static void write_sources(struct jw *w, const struct dataset *d,
			  const char *code)
{
	size_t first;
	size_t count = dataset_range(d->sources, d->source_count,
				     sizeof *d->sources, code, &first);
	size_t i;

	jw_key(w, "sources");
	jw_array(w);
	for (i = first; i < first + count; i++) {
		jw_object(w);
		jw_kv_string(w, "id", d->sources[i].id);
		jw_kv_double(w, "value", d->sources[i].value, 4);
		jw_kv_double(w, "percentile", d->sources[i].percentile, 3);
		jw_kv_string(w, "citation", d->sources[i].citation);
		jw_end(w);
	}
	jw_end(w);
}

static void write_impact(struct jw *w, const struct dataset *d,
			 const struct job_view *view)
{
	const struct impact_score *score = &view->job->score;

	jw_key(w, "aiImpact");
	jw_object(w);
	jw_kv_double(w, "score", view->facts->score_tenths / 10.0, 1);
	jw_key(w, "spread");
	if (score->has_spread)
		jw_double(w, job_tenths(score->spread) / 10.0, 1);
	else
		jw_null(w);
	write_sources(w, d, view->job->code);
	jw_kv_string(w, "basis", impact_basis_name(score->basis));
	jw_kv_double(w, "automationPercentile", score->automation_percentile,
		     3);
	jw_kv_double(w, "jobZone", score->job_zone, 2);
	jw_kv_double(w, "riskIndex", job_tenths(score->risk_index) / 10.0, 1);
	jw_kv_string(w, "risk", risk_level_name(score->risk));
	jw_kv_string(w, "type", impact_type_name(score->type));
	jw_kv_string(w, "confidence", confidence_name(score->confidence));
	jw_kv_string(w, "version", view->job->version);
	jw_kv_string(w, "caveat", IMPACT_CAVEAT);
	jw_end(w);
}

static void write_tasks(struct jw *w, const struct dataset *d, const char *code)
{
	size_t first;
	size_t count = dataset_range(d->tasks, d->task_count, sizeof *d->tasks,
				     code, &first);
	size_t i;

	jw_key(w, "tasks");
	jw_array(w);
	for (i = first; i < first + count; i++) {
		const struct dataset_task *task = &d->tasks[i];

		jw_object(w);
		jw_kv_string(w, "task", task->task);
		jw_kv_string(w, "type", task->type);
		jw_kv_string(w, "exposureModel", task->exposure_model);
		jw_kv_string(w, "exposureHuman", task->exposure_human);
		jw_kv_string(w, "automation", task->automation);
		jw_end(w);
	}
	jw_end(w);
}

static const struct job_view *find_view(const struct snapshot_input *in,
					const char *code)
{
	const struct dataset *d = in->dataset;
	size_t first;

	if (!dataset_range(d->jobs, d->job_count, sizeof *d->jobs, code,
			   &first))
		return NULL;
	return &in->views[first];
}

/* Related occupations that are published themselves, closest first. */
static void write_similar(struct jw *w, const struct snapshot_input *in,
			  const char *code)
{
	const struct dataset *d = in->dataset;
	size_t first;
	size_t count = dataset_range(d->related, d->related_count,
				     sizeof *d->related, code, &first);
	size_t written = 0;
	size_t i;

	jw_key(w, "similar");
	jw_array(w);
	for (i = first; i < first + count && written < SIMILAR_MAX; i++) {
		const struct job_view *other =
			find_view(in, d->related[i].related);

		if (!other)
			continue;
		written++;
		jw_object(w);
		jw_kv_string(w, "code", other->job->code);
		jw_kv_string(w, "title", other->occupation->title);
		jw_kv_double(w, "aiImpactScore",
			     other->facts->score_tenths / 10.0, 1);
		jw_kv_string(w, "automationRisk",
			     risk_level_name(other->job->score.risk));
		job_figure_write(w, "medianAnnualWage",
				 &other->figures->of[MEASURE_ANNUAL_MEDIAN]);
		jw_kv_string(w, "relatedness", d->related[i].tier);
		jw_end(w);
	}
	jw_end(w);
}

void job_detail_write(struct jw *w, const struct snapshot_input *in,
		      const struct job_view *view)
{
	const struct dataset *d = in->dataset;
	const char *code = view->job->code;

	jw_object(w);
	job_row_write(w, view->row);
	jw_kv_string(w, "description", view->occupation->description);
	jw_kv_string(w, "level", view->occupation->level);
	write_hierarchy(w, d, view->occupation);
	write_measures(w, view);
	write_history(w, d, code);
	write_projections(w, view->projection);
	write_impact(w, d, view);
	write_tasks(w, d, code);
	write_similar(w, in, code);
	jw_end(w);
}
