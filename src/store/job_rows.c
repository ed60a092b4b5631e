#include "store/job_rows.h"

#include <string.h>

static const struct dataset_occupation *find_occupation(const struct dataset *d,
							const char *code)
{
	static const struct dataset_occupation nameless = { .level = "",
							    .title = "" };
	size_t first;

	if (!dataset_range(d->occupations, d->occupation_count,
			   sizeof *d->occupations, code, &first))
		return &nameless;
	return &d->occupations[first];
}

static struct occupation_figures figures_of(const struct dataset *d,
					    const struct dataset_job *job)
{
	size_t first;
	size_t count = dataset_range(d->years, d->year_count, sizeof *d->years,
				     job->code, &first);
	size_t i;

	for (i = first; i < first + count; i++)
		if (d->years[i].year == job->data_year)
			return d->years[i].figures;
	return dataset_no_figures();
}

static const struct dataset_projection *projection_of(const struct dataset *d,
						      const char *code)
{
	size_t first;

	if (!dataset_range(d->projections, d->projection_count,
			   sizeof *d->projections, code, &first))
		return NULL;
	return &d->projections[first];
}

void dataset_job_parts(const struct dataset *d, const struct dataset_job *job,
		       struct dataset_job_parts *parts)
{
	char group[SOC_BYTES];

	soc_major_group(job->code, group);
	parts->occupation = find_occupation(d, job->code);
	parts->group = find_occupation(d, group);
	parts->figures = figures_of(d, job);
	parts->projection = projection_of(d, job->code);
}

void dataset_job_row(const struct dataset_job *job,
		     const struct dataset_job_parts *parts, struct job_row *row)
{
	static const struct dataset_projection nothing = {
		.change_percent = { .reason = REASON_NOT_IN_THIS_COPY },
		.annual_openings = { .reason = REASON_NOT_IN_THIS_COPY },
	};
	const struct dataset_projection *p =
		parts->projection ? parts->projection : &nothing;
	const struct figure *of = parts->figures.of;
	const struct impact_score *score = &job->score;

	*row = (struct job_row){
		.title = parts->occupation->title,
		.major_group_title = parts->group->title,
		.employment = of[MEASURE_EMPLOYMENT],
		.mean_annual_wage = of[MEASURE_ANNUAL_MEAN],
		.median_annual_wage = of[MEASURE_ANNUAL_MEDIAN],
		.median_hourly_wage = of[MEASURE_HOURLY_MEDIAN],
		.data_year = job->data_year,
		.score_tenths = job_tenths(score->score),
		.has_spread = score->has_spread,
		.spread_tenths = job_tenths(score->spread),
		.risk = score->risk,
		.type = score->type,
		.confidence = score->confidence,
		.projected_change = p->change_percent,
		.annual_openings = p->annual_openings,
		.education = p->typical_education,
	};
	memcpy(row->code, job->code, SOC_BYTES);
	soc_major_group(job->code, row->major_group);
	memcpy(row->updated_at, job->updated_at, CLOCK_TEXT_BYTES);
}

int dataset_year(const struct dataset *d)
{
	int year = 0;
	size_t i;

	for (i = 0; i < d->job_count; i++)
		if (d->jobs[i].data_year > year)
			year = d->jobs[i].data_year;
	return year;
}
