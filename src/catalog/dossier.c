#include "catalog/dossier.h"

#include <stdlib.h>

void dossiers_free(struct dossiers *all)
{
	if (!all)
		return;
	free(all->jobs);
	free(all->groups);
	free(all->children);
	free(all->years);
	free(all->tasks);
	free(all->sources);
	free(all->related);
	free(all->studies);
	free(all->text);
	free(all);
}

const char *dossier_text(const struct dossiers *all, text_at at)
{
	return at ? all->text + at : NULL;
}

const struct dossier_year *dossier_current(const struct dossiers *all,
					   size_t job)
{
	const struct dossier *j = &all->jobs[job];
	size_t i;

	for (i = j->years.count; i-- > 0;)
		if (all->years[j->years.first + i].year == j->data_year)
			return &all->years[j->years.first + i];
	return NULL;
}

struct figure dossier_figure(const struct dossiers *all, size_t job,
			     int datatype)
{
	const struct dossier_year *year = dossier_current(all, job);

	if (!year)
		return (struct figure){ .reason = REASON_NOT_IN_THIS_COPY };
	return figure_unpack(year->packed[datatype]);
}

bool dossier_group(const struct dossiers *all, const char *code, size_t *out)
{
	return dataset_range(all->groups, all->group_count, sizeof *all->groups,
			     code, out) > 0;
}

int dossier_exposure(const struct dossier_task *task)
{
	static const int halves[EXPOSURE_LABELS + 1] = { -1, 0, 2, 1 };
	int model = halves[task->model];
	int human = halves[task->human];

	if (model < 0)
		model = human;
	return human < 0 ? model * 2 : model + human;
}
