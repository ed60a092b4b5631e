#include "catalog/dossier.h"

#include "base/str.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 64 * 1024 * 1024, SHARED_MAX = 64 };

/* While it is built. */
struct builder {
	struct dossiers *all;
	const struct dataset *d;
	struct str text;
	text_at shared[SHARED_MAX]; /* texts that come again and again */
	size_t shared_count;
	uint32_t related_count;
};

static text_at keep(struct builder *b, const char *text)
{
	size_t at = b->text.length;

	if (!text)
		return 0;
	str_add(&b->text, text, strlen(text) + 1);
	assert(!b->text.full);
	return (text_at)at;
}

/* The same for one of few texts, which is then kept once. */
static text_at share(struct builder *b, const char *text)
{
	text_at at;
	size_t i;

	for (i = 0; text && i < b->shared_count; i++)
		if (strcmp(b->text.data + b->shared[i], text) == 0)
			return b->shared[i];
	at = keep(b, text);
	if (at && b->shared_count < SHARED_MAX)
		b->shared[b->shared_count++] = at;
	return at;
}

static void keep_groups(struct builder *b)
{
	const struct dataset *d = b->d;
	struct dossiers *all = b->all;
	size_t parent;
	size_t i;

	all->group_count = d->occupation_count;
	all->groups = xcalloc(all->group_count + 1, sizeof *all->groups);
	for (i = 0; i < all->group_count; i++) {
		const struct dataset_occupation *from = &d->occupations[i];
		struct dossier_group *to = &all->groups[i];

		memcpy(to->code, from->code, SOC_BYTES);
		to->title = keep(b, from->title);
		to->level = share(b, from->level);
		to->parent = -1;
		if (dataset_range(d->occupations, d->occupation_count,
				  sizeof *d->occupations, from->parent,
				  &parent))
			to->parent = (int32_t)parent;
	}
}

static void keep_studies(struct builder *b)
{
	const struct dataset *d = b->d;
	struct dossiers *all = b->all;
	size_t i;

	all->study_count = d->study_count;
	all->studies = xcalloc(all->study_count + 1, sizeof *all->studies);
	for (i = 0; i < all->study_count; i++)
		all->studies[i] = (struct dossier_study){
			.id = keep(b, d->studies[i].id),
			.title = keep(b, d->studies[i].title),
			.version = share(b, d->studies[i].version),
			.measures = keep(b, d->studies[i].measures),
			.citation = share(b, d->studies[i].citation),
			.url = share(b, d->studies[i].url),
			.licence = share(b, d->studies[i].licence),
		};
}

static struct span span_of(const void *array, size_t count, size_t size,
			   const char *code)
{
	size_t first;
	size_t found = dataset_range(array, count, size, code, &first);

	return (struct span){ (uint32_t)first, (uint32_t)found };
}

static void keep_years(struct builder *b)
{
	const struct dataset *d = b->d;
	size_t i;
	int k;

	b->all->years = xcalloc(d->year_count + 1, sizeof *b->all->years);
	for (i = 0; i < d->year_count; i++) {
		struct dossier_year *to = &b->all->years[i];

		to->year = d->years[i].year;
		for (k = 1; k <= MEASURE_NATIONAL; k++)
			to->packed[k] = figure_pack(&d->years[i].figures.of[k]);
	}
}

/* "E2" -> 3; 0 for NULL and for what is no label. */
static uint8_t label_of(const char *text, int labels)
{
	if (!text || text[0] == '\0' || text[1] < '0' ||
	    text[1] >= '0' + labels)
		return 0;
	return (uint8_t)(text[1] - '0' + 1);
}

static uint8_t type_of(const char *text)
{
	if (!text)
		return TASK_UNTYPED;
	return strcmp(text, "Core") == 0 ? TASK_CORE : TASK_SUPPLEMENTAL;
}

static int compare_tasks(const void *left, const void *right)
{
	const struct dossier_task *a = left;
	const struct dossier_task *b = right;
	int order = dossier_exposure(b) - dossier_exposure(a);

	if (!order)
		order = b->automation - a->automation;
	if (!order)
		order = (b->type == TASK_CORE) - (a->type == TASK_CORE);
	if (!order) /* kept in the order of the table */
		order = (a->text > b->text) - (a->text < b->text);
	return order;
}

static void keep_tasks(struct builder *b)
{
	const struct dataset *d = b->d;
	size_t i;

	b->all->tasks = xcalloc(d->task_count + 1, sizeof *b->all->tasks);
	for (i = 0; i < d->task_count; i++) {
		const struct dataset_task *from = &d->tasks[i];

		b->all->tasks[i] = (struct dossier_task){
			.text = keep(b, from->task),
			.type = type_of(from->type),
			.model =
				label_of(from->exposure_model, EXPOSURE_LABELS),
			.human =
				label_of(from->exposure_human, EXPOSURE_LABELS),
			.automation =
				label_of(from->automation, AUTOMATION_LABELS),
		};
	}
}

static void keep_sources(struct builder *b)
{
	const struct dataset *d = b->d;
	size_t i;

	b->all->sources = xcalloc(d->source_count + 1, sizeof *b->all->sources);
	for (i = 0; i < d->source_count; i++)
		b->all->sources[i] = (struct dossier_source){
			.study = (uint32_t)d->sources[i].study,
			.value = (int32_t)lround(d->sources[i].value * 10000),
			.percentile = (int32_t)lround(d->sources[i].percentile *
						      1000),
		};
}

static uint16_t tier_of(struct builder *b, const char *name)
{
	struct dossiers *all = b->all;
	text_at at = share(b, name);
	size_t i;

	for (i = 0; i < all->tier_count; i++)
		if (all->tiers[i] == at)
			return (uint16_t)i;
	assert(all->tier_count < TIERS_MAX);
	all->tiers[all->tier_count] = at;
	return (uint16_t)all->tier_count++;
}

/* Those related occupations that are jobs themselves. */
static struct span keep_related(struct builder *b, const char *code)
{
	const struct dataset *d = b->d;
	struct span from =
		span_of(d->related, d->related_count, sizeof *d->related, code);
	struct span to = { .first = b->related_count };
	size_t job;
	size_t i;

	for (i = from.first; i < (size_t)from.first + from.count; i++) {
		if (!dataset_range(d->jobs, d->job_count, sizeof *d->jobs,
				   d->related[i].related, &job))
			continue;
		b->all->related[b->related_count++] = (struct dossier_related){
			.job = (uint16_t)job,
			.tier = tier_of(b, d->related[i].tier),
		};
		to.count++;
	}
	return to;
}

static struct dossier_projection keep_projection(struct builder *b,
						 const char *code)
{
	const struct dataset *d = b->d;
	const struct dataset_projection *p;
	size_t first;

	if (!dataset_range(d->projections, d->projection_count,
			   sizeof *d->projections, code, &first))
		return (struct dossier_projection){ 0 };
	p = &d->projections[first];
	return (struct dossier_projection){
		.base_year = p->base_year,
		.projected_year = p->projected_year,
		.packed = {
			[PROJECTED_BASE] = figure_pack(&p->employment_base),
			[PROJECTED_THEN] =
				figure_pack(&p->employment_projected),
			[PROJECTED_CHANGE] = figure_pack(&p->change_numeric),
			[PROJECTED_PERCENT] = figure_pack(&p->change_percent),
			[PROJECTED_OPENINGS] = figure_pack(&p->annual_openings),
		},
		.texts = {
			[PROJECTED_EDUCATION] = share(b, p->typical_education),
			[PROJECTED_EXPERIENCE] = share(b, p->work_experience),
			[PROJECTED_TRAINING] = share(b, p->on_the_job_training),
		},
	};
}

static void keep_impact(struct dossier *to, const struct impact_score *score)
{
	to->spread =
		score->has_spread ? (int32_t)lround(score->spread * 10) : -1;
	to->risk_index = (int32_t)lround(score->risk_index * 10);
	to->automation = (int32_t)lround(score->automation_percentile * 1000);
	to->zone = (int32_t)lround(score->job_zone * 100);
	to->basis = (uint8_t)score->basis;
	to->automation_basis = (uint8_t)score->automation_basis;
	to->zone_basis = (uint8_t)score->job_zone_basis;
}

static void keep_job(struct builder *b, size_t i)
{
	const struct dataset *d = b->d;
	const struct dataset_job *from = &d->jobs[i];
	struct dossiers *all = b->all;
	struct dossier *to = &all->jobs[i];
	size_t group;

	to->group = (uint32_t)all->group_count; /* the nameless one */
	if (dossier_group(all, from->code, &group)) {
		to->group = (uint32_t)group;
		to->description = keep(b, d->occupations[group].description);
	}
	to->version = share(b, from->version);
	to->data_year = from->data_year;
	to->years =
		span_of(d->years, d->year_count, sizeof *d->years, from->code);
	to->tasks =
		span_of(d->tasks, d->task_count, sizeof *d->tasks, from->code);
	to->sources = span_of(d->sources, d->source_count, sizeof *d->sources,
			      from->code);
	to->related = keep_related(b, from->code);
	to->projection = keep_projection(b, from->code);
	keep_impact(to, &from->score);
	if (to->tasks.count)
		qsort(all->tasks + to->tasks.first, to->tasks.count,
		      sizeof *all->tasks, compare_tasks);
}

/* Deal the jobs out to the groups right above them. */
static void keep_children(struct dossiers *all)
{
	uint32_t next = 0;
	size_t i;

	all->children = xcalloc(all->count + 1, sizeof *all->children);
	for (i = 0; i < all->count; i++) {
		int32_t parent = all->groups[all->jobs[i].group].parent;

		if (parent >= 0)
			all->groups[parent].children.count++;
	}
	for (i = 0; i < all->group_count; i++) {
		all->groups[i].children.first = next;
		next += all->groups[i].children.count;
		all->groups[i].children.count = 0;
	}
	for (i = 0; i < all->count; i++) {
		int32_t parent = all->groups[all->jobs[i].group].parent;
		struct span *children;

		if (parent < 0)
			continue;
		children = &all->groups[parent].children;
		all->children[children->first + children->count++] =
			(uint16_t)i;
	}
}

/*
 * Arrays as they lie in memory: what stands between members was zero from the
 * beginning, for they are filled member by member, or has a member of its own.
 */
static void make_digest(struct builder *b)
{
	struct dossiers *all = b->all;
	const struct dataset *d = b->d;
	const struct {
		const void *bytes;
		size_t length;
	} parts[] = {
		{ b->text.data, b->text.length },
		{ all->jobs, all->count * sizeof *all->jobs },
		{ all->groups, all->group_count * sizeof *all->groups },
		{ all->years, d->year_count * sizeof *all->years },
		{ all->tasks, d->task_count * sizeof *all->tasks },
		{ all->sources, d->source_count * sizeof *all->sources },
		{ all->related, b->related_count * sizeof *all->related },
		{ all->studies, all->study_count * sizeof *all->studies },
		{ all->tiers, sizeof all->tiers },
	};
	uint8_t digests[COUNT_OF(parts)][CRYPTO_DIGEST_BYTES];
	size_t i;

	for (i = 0; i < COUNT_OF(parts); i++)
		crypto_digest(parts[i].bytes, parts[i].length, digests[i]);
	crypto_digest(digests, sizeof digests, all->digest);
}

struct dossiers *dossiers_new(const struct dataset *d)
{
	struct dossiers *all = xcalloc(1, sizeof *all);
	struct builder b = { .all = all, .d = d, .text = STR_INIT(TEXT_MAX) };
	size_t size;
	size_t i;

	assert(d->job_count <= UINT16_MAX);
	str_addc(&b.text, '\0'); /* nothing stands at 0 */
	all->count = d->job_count;
	all->jobs = xcalloc(all->count + 1, sizeof *all->jobs);
	all->related = xcalloc(d->related_count + 1, sizeof *all->related);
	keep_groups(&b);
	all->groups[all->group_count] = (struct dossier_group){ .parent = -1 };
	keep_studies(&b);
	keep_years(&b);
	keep_tasks(&b);
	keep_sources(&b);
	for (i = 0; i < all->count; i++)
		keep_job(&b, i);
	keep_children(all);
	make_digest(&b);
	size = b.text.length;
	all->text = xreallocarray(str_take(&b.text), size, 1);
	return all;
}
