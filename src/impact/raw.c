#include "impact/raw.h"

#include <stdlib.h>
#include <string.h>

/* By code; equal codes by value and weight, so that sums do not depend on the
 * order in which the database returned the rows. */
static int by_code(const void *left, const void *right)
{
	const struct sample *a = left;
	const struct sample *b = right;
	int order = strcmp(a->code, b->code);

	if (order != 0)
		return order;
	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return (a->weight > b->weight) - (a->weight < b->weight);
}

size_t raw_fold(struct sample *samples, size_t count, size_t width)
{
	size_t kept = 0;
	size_t i;
	size_t next;

	for (i = 0; i < count; i++) {
		if (width < sizeof samples[i].code)
			samples[i].code[width] = '\0';
	}
	if (count > 0)
		qsort(samples, count, sizeof *samples, by_code);
	for (i = 0; i < count; i = next) {
		double sum = 0;
		double weight = 0;

		for (next = i; next < count; next++) {
			if (strcmp(samples[next].code, samples[i].code) != 0)
				break;
			sum += samples[next].weight * samples[next].value;
			weight += samples[next].weight;
		}
		samples[kept] = samples[i];
		if (next - i > 1)
			samples[kept].value = settle(sum / weight);
		samples[kept].weight = 1;
		kept++;
	}
	return kept;
}

static int by_key(const void *key, const void *element)
{
	const struct sample *sample = element;

	return strcmp(key, sample->code);
}

static const struct sample *find(const struct sample *folded, size_t count,
				 const char *code)
{
	if (count == 0)
		return NULL;
	return bsearch(code, folded, count, sizeof *folded, by_key);
}

/* The plain mean of the SOC occupations that `code` stands for, as far as they
 * have a value. */
static struct maybe mean_of_children(const struct exposure_input *in,
				     const struct sample *folded, size_t count,
				     const char *code)
{
	struct maybe mean = { false, 0 };
	double sum = 0;
	size_t found = 0;
	size_t i;

	for (i = 0; i < in->aggregate_count; i++) {
		const struct exposure_aggregate *row = &in->aggregates[i];
		const struct sample *child;

		if (strcmp(row->occupation_code, code) != 0)
			continue;
		child = find(folded, count, row->soc_code);
		if (child) {
			sum += child->value;
			found++;
		}
	}
	mean.present = found > 0;
	if (found == 1)
		mean.value = sum;
	else if (found > 1)
		mean.value = settle(sum / (double)found);
	return mean;
}

void raw_pick(const struct exposure_input *in, const struct sample *folded,
	      size_t count, struct maybe *out)
{
	size_t i;

	for (i = 0; i < in->occupation_count; i++) {
		const char *code = in->occupations[i].code;
		const struct sample *own = find(folded, count, code);

		if (own) {
			out[i].present = true;
			out[i].value = own->value;
		} else {
			out[i] = mean_of_children(in, folded, count, code);
		}
	}
}

static void set_sample(struct sample *sample, const char *code, double value,
		       double weight)
{
	(void)copy_text(sample->code, sizeof sample->code, code);
	sample->value = value;
	sample->weight = weight;
}

void raw_rating(const struct exposure_input *in, enum exposure_source source,
		struct maybe *out)
{
	struct sample *samples = xcalloc(in->rating_count, sizeof *samples);
	size_t count = 0;
	size_t i;

	for (i = 0; i < in->rating_count; i++) {
		const struct exposure_rating *row = &in->ratings[i];

		if (row->source == source)
			set_sample(&samples[count++], row->code, row->value, 1);
	}
	count = raw_fold(samples, count, FOLD_TO_SOC);
	raw_pick(in, samples, count, out);
	free(samples);
}

void raw_automation(const struct exposure_input *in, struct maybe *out)
{
	struct sample *samples = xcalloc(in->task_count, sizeof *samples);
	size_t count;
	size_t i;

	for (i = 0; i < in->task_count; i++) {
		const struct exposure_task *row = &in->tasks[i];

		set_sample(&samples[i], row->onet_code,
			   (double)row->automation / AUTOMATION_LABEL_MAX,
			   row->core ? 1 : 1.0 / SUPPLEMENTAL_PER_CORE);
	}
	/* Twice: an O*NET code with many tasks weighs no more in its SOC code
	 * than one with few. */
	count = raw_fold(samples, in->task_count, FOLD_TO_ONET);
	count = raw_fold(samples, count, FOLD_TO_SOC);
	raw_pick(in, samples, count, out);
	free(samples);
}

void raw_job_zone(const struct exposure_input *in, struct maybe *out)
{
	struct sample *samples = xcalloc(in->zone_count, sizeof *samples);
	size_t count;
	size_t i;

	for (i = 0; i < in->zone_count; i++) {
		const struct exposure_zone *row = &in->zones[i];

		set_sample(&samples[i], row->onet_code, row->zone, 1);
	}
	count = raw_fold(samples, in->zone_count, FOLD_TO_SOC);
	raw_pick(in, samples, count, out);
	free(samples);
}
