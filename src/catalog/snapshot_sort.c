#include "catalog/snapshot_parts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What one job is sorted by. */
struct key {
	bool nothing;
	int64_t number;
	const char *text; /* compared when not NULL */
	uint16_t job;
};

static struct key of_number(int64_t number)
{
	return (struct key){ .number = number };
}

static struct key of_text(const char *text)
{
	return (struct key){ .text = text };
}

/* A capped wage is at least its cap, so it goes above all that are below. */
static struct key of_figure(const struct figure *figure)
{
	if (figure->reason == REASON_CAPPED && figure->cap_milli)
		return of_number(figure->cap_milli);
	return (struct key){ .nothing = figure->reason != REASON_NONE,
			     .number = figure->milli };
}

static struct key of_projected(const struct dataset_projection *projection,
			       const struct figure *figure)
{
	return projection ? of_figure(figure) : (struct key){ .nothing = true };
}

static struct key key_of(const struct job_view *v, enum sort_field field)
{
	const struct dataset_projection *p = v->projection;
	const struct impact_score *score = &v->job->score;

	switch (field) {
	case SORT_TITLE:
		return of_text(v->occupation->title);
	case SORT_MAJOR_GROUP:
		return of_text(v->facts->group);
	case SORT_MAJOR_GROUP_TITLE:
		return of_text(v->group->title);
	case SORT_EMPLOYMENT:
		return of_figure(&v->figures->of[MEASURE_EMPLOYMENT]);
	case SORT_MEAN_ANNUAL_WAGE:
		return of_figure(&v->figures->of[MEASURE_ANNUAL_MEAN]);
	case SORT_MEDIAN_ANNUAL_WAGE:
		return of_figure(&v->figures->of[MEASURE_ANNUAL_MEDIAN]);
	case SORT_MEDIAN_HOURLY_WAGE:
		return of_figure(&v->figures->of[MEASURE_HOURLY_MEDIAN]);
	case SORT_DATA_YEAR:
		return of_number(v->job->data_year);
	case SORT_SCORE:
		return of_number(v->facts->score_tenths);
	case SORT_SPREAD:
		return (struct key){ .nothing = !score->has_spread,
				     .number = job_tenths(score->spread) };
	case SORT_RISK:
		return of_number(score->risk);
	case SORT_IMPACT_TYPE:
		return of_number(score->type);
	case SORT_CONFIDENCE: /* CONFIDENCE_HIGH is 0; low sorts first */
		return of_number(-(int64_t)score->confidence);
	case SORT_PROJECTED_CHANGE:
		return of_projected(p, p ? &p->change_percent : NULL);
	case SORT_ANNUAL_OPENINGS:
		return of_projected(p, p ? &p->annual_openings : NULL);
	case SORT_EDUCATION:
		return (struct key){ .nothing = v->facts->education < 0,
				     .number = v->facts->education };
	case SORT_UPDATED_AT:
		return of_text(v->job->updated_at);
	case SORT_CODE:
	case SORT__MAX:
	case SORT_LOCATION_QUOTIENT:
	case SORT__ALL:
		break;
	}
	return of_text(v->job->code);
}

static int compare(const void *left, const void *right, void *context)
{
	const struct key *a = left;
	const struct key *b = right;
	int sign = *(const bool *)context ? -1 : 1;
	int order;

	if (a->nothing != b->nothing)
		return a->nothing ? 1 : -1;
	if (a->nothing)
		order = 0;
	else if (a->text)
		order = strcasecmp(a->text, b->text);
	else
		order = (a->number > b->number) - (a->number < b->number);
	if (order)
		return order * sign;
	return (a->job > b->job) - (a->job < b->job);
}

uint16_t *snapshot_order(const struct snapshot_input *in, enum sort_field field,
			 bool descending)
{
	struct key *keys = xcalloc(in->count + 1, sizeof *keys);
	uint16_t *order = xcalloc(in->count + 1, sizeof *order);
	size_t i;

	for (i = 0; i < in->count; i++) {
		keys[i] = key_of(&in->views[i], field);
		keys[i].job = (uint16_t)i;
	}
	qsort_r(keys, in->count, sizeof *keys, compare, &descending);
	for (i = 0; i < in->count; i++)
		order[i] = keys[i].job;
	free(keys);
	return order;
}
