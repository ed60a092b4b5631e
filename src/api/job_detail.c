#include "api/job_detail.h"

#include "api/job_parts.h"
#include "catalog/snapshot_parts.h"

enum { LEVELS_MAX = 8 };

/* From the total down to the job itself. */
static void write_hierarchy(struct jw *w, const struct dossiers *all,
			    const struct dossier_group *group)
{
	const struct dossier_group *chain[LEVELS_MAX];
	size_t count = 0;

	while (count < LEVELS_MAX) {
		chain[count++] = group;
		if (group->parent < 0)
			break;
		group = &all->groups[group->parent];
	}
	jw_key(w, "hierarchy");
	jw_array(w);
	while (count) {
		group = chain[--count];
		jw_object(w);
		jw_kv_string(w, "code", group->code);
		jw_kv_string(w, "title", dossier_text(all, group->title));
		jw_kv_string(w, "level", dossier_text(all, group->level));
		jw_end(w);
	}
	jw_end(w);
}

/* The other jobs right below the same group. */
static void write_siblings(struct jw *w, const struct snapshot *s, size_t job,
			   int32_t parent)
{
	const struct dossiers *all = s->dossiers;
	struct span children = { 0 };
	size_t i;

	if (parent >= 0)
		children = all->groups[parent].children;
	jw_key(w, "siblings");
	jw_array(w);
	for (i = 0; i < children.count; i++) {
		size_t other = all->children[children.first + i];

		if (other == job)
			continue;
		jw_object(w);
		jw_kv_string(w, "code", s->facts[other].code);
		jw_kv_string(w, "title", s->titles[other]);
		jw_end(w);
	}
	jw_end(w);
}

static void write_projected(struct jw *w, const char *key, uint64_t packed)
{
	struct figure figure = figure_unpack(packed);
	struct cell cell;

	if (figure.reason == REASON_NONE)
		cell_figure(&cell, &figure);
	else
		cell_text(&cell, NULL, JOB_NOT_PROJECTED);
	cell_write(w, key, &cell);
}

static void write_projections(struct jw *w, const struct dossiers *all,
			      const struct dossier_projection *p)
{
	static const char *const names[PROJECTED__TEXTS] = {
		[PROJECTED_EDUCATION] = "typicalEducation",
		[PROJECTED_EXPERIENCE] = "workExperience",
		[PROJECTED_TRAINING] = "onTheJobTraining",
	};
	struct cell cell;
	size_t i;

	jw_key(w, "projections");
	if (!p->base_year) {
		jw_null(w);
		jw_kv_string(w, "projectionsReason", JOB_NOT_PROJECTED);
		return;
	}
	jw_object(w);
	jw_kv_int(w, "baseYear", p->base_year);
	jw_kv_int(w, "projectedYear", p->projected_year);
	write_projected(w, "employmentBase", p->packed[PROJECTED_BASE]);
	write_projected(w, "employmentProjected", p->packed[PROJECTED_THEN]);
	write_projected(w, "changeNumeric", p->packed[PROJECTED_CHANGE]);
	write_projected(w, "changePercent", p->packed[PROJECTED_PERCENT]);
	write_projected(w, "annualOpenings", p->packed[PROJECTED_OPENINGS]);
	jw_kv_string(w, "unit", "persons");
	for (i = 0; i < COUNT_OF(names); i++) {
		cell_text(&cell, dossier_text(all, p->texts[i]),
			  JOB_NOT_PROJECTED);
		cell_write(w, names[i], &cell);
	}
	jw_end(w);
}

void job_detail_write(struct jw *w, const struct snapshot *s, size_t job,
		      const struct code_answer *asked)
{
	const struct dossiers *all = s->dossiers;
	const struct dossier *d = &all->jobs[job];
	const struct dossier_group *group = &all->groups[d->group];
	const struct fragment *row = &s->rows[job];

	jw_object(w);
	jw_members(w, row->json + 1, row->length - 2);
	if (asked) {
		jw_kv_string(w, "matchedCode", asked->code);
		jw_kv_string(w, "matchedTitle", asked->title);
	}
	jw_kv_string(w, "description", dossier_text(all, d->description));
	jw_kv_string(w, "level", dossier_text(all, group->level));
	write_hierarchy(w, all, group);
	write_siblings(w, s, job, group->parent);
	job_measures_write(w, dossier_current(all, job), d->data_year);
	job_history_write(w, all->years + d->years.first, d->years.count);
	write_projections(w, all, &d->projection);
	job_impact_write(w, s, job);
	job_tasks_write(w, all, job);
	neighbors_write(w, s, job);
	jw_end(w);
}
