#include "impact/percentile.h"

#include <stdlib.h>

struct ranked {
	double value;
	size_t index;
};

static int by_value(const void *left, const void *right)
{
	const struct ranked *a = left;
	const struct ranked *b = right;

	return (a->value > b->value) - (a->value < b->value);
}

/* Sort what is present into `ranked`; returns how many. */
static size_t collect(const struct maybe *in, size_t count,
		      struct ranked *ranked)
{
	size_t present = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		if (in[i].present) {
			ranked[present].value = in[i].value;
			ranked[present].index = i;
			present++;
		}
	}
	if (present > 0)
		qsort(ranked, present, sizeof *ranked, by_value);
	return present;
}

void percentile_rank(const struct maybe *in, size_t count, struct maybe *out)
{
	struct ranked *ranked = xcalloc(count, sizeof *ranked);
	size_t present = collect(in, count, ranked);
	size_t first;
	size_t next;
	size_t i;

	for (i = 0; i < count; i++)
		out[i].present = in[i].present;
	for (first = 0; first < present; first = next) {
		double rank;

		for (next = first + 1; next < present; next++) {
			if (ranked[next].value > ranked[first].value)
				break;
		}
		/* Ranks first + 1 .. next, counted from 1: their mean. */
		rank = (double)(first + 1 + next) / 2;
		for (i = first; i < next; i++)
			out[ranked[i].index].value = rank / (double)present;
	}
	free(ranked);
}
