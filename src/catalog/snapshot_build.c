/* A snapshot in the making: rows, orders, dossiers and the index of what the
 * database holds. */
#include "catalog/snapshot.h"

#include "catalog/snapshot_parts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 256 * 1024 * 1024 };

const char *const risk_names[RISK__MAX + 1] = { "Low", "Medium", "High",
						"Very High" };
const char *const impact_type_names[TYPE__MAX + 1] = {
	"Low exposure",
	"Augmentation-leaning",
	"Automation-leaning",
};

/* A piece of the text, before the text has its final address. */
struct piece {
	size_t start;
	size_t length;
};

/* While it is built. */
struct builder {
	struct snapshot *s;
	struct snapshot_input in;
	struct job_view *views;
	struct dataset_job_parts *parts;
	struct piece *rows;
	struct piece *cards;
};

/* At least what a capped wage is; -1 when withheld. */
static int64_t wage_of(const struct figure *figure)
{
	if (figure->reason == REASON_NONE)
		return figure->milli;
	if (figure->reason == REASON_CAPPED && figure->cap_milli)
		return figure->cap_milli;
	return -1;
}

/* What was published, or -1. */
static int64_t published(const struct figure *figure)
{
	return figure->reason == REASON_NONE ? figure->milli : -1;
}

static void fill_facts(const struct snapshot *s, struct job_facts *facts,
		       const struct job_view *view)
{
	const struct figure *of = view->figures->of;
	const struct impact_score *score = &view->job->score;

	(void)copy_text(facts->code, sizeof facts->code, view->job->code);
	soc_major_group(view->job->code, facts->group);
	facts->employment = of[MEASURE_EMPLOYMENT].reason == REASON_NONE
				    ? of[MEASURE_EMPLOYMENT].milli / 1000
				    : -1;
	facts->wage_milli = wage_of(&of[MEASURE_ANNUAL_MEDIAN]);
	facts->median_milli = published(&of[MEASURE_ANNUAL_MEDIAN]);
	facts->mean_milli = published(&of[MEASURE_ANNUAL_MEAN]);
	facts->data_year = view->job->data_year;
	facts->group_index = (uint8_t)snapshot_group(s, facts->group);
	facts->score_tenths = job_tenths(score->score);
	facts->risk = (uint8_t)score->risk;
	facts->type = (uint8_t)score->type;
	facts->confidence = (uint8_t)score->confidence;
	facts->education = (int8_t)job_education(view->projection);
}

/* A row that outlives the dataset. */
static void keep_record(struct snapshot *s, size_t i,
			const struct job_view *view,
			const struct dataset_job_parts *parts)
{
	struct job_row *row = &s->records[i];

	dataset_job_row(view->job, parts, row);
	row->title = s->titles[i];
	row->major_group_title =
		arena_strdup(&s->texts, row->major_group_title);
	if (row->education)
		row->education = arena_strdup(&s->texts, row->education);
}

static void make_views(struct builder *b, const struct dataset *d)
{
	struct snapshot *s = b->s;
	size_t i;

	b->views = xcalloc(s->count + 1, sizeof *b->views);
	b->parts = xcalloc(s->count + 1, sizeof *b->parts);
	s->facts = xcalloc(s->count + 1, sizeof *s->facts);
	s->titles = xcalloc(s->count + 1, sizeof *s->titles);
	s->records = xcalloc(s->count + 1, sizeof *s->records);
	for (i = 0; i < s->count; i++) {
		struct dataset_job_parts *parts = &b->parts[i];
		struct job_view *view = &b->views[i];

		view->job = &d->jobs[i];
		dataset_job_parts(d, view->job, parts);
		view->occupation = parts->occupation;
		view->group = parts->group;
		view->projection = parts->projection;
		view->figures = &parts->figures;
		view->facts = &s->facts[i];
		view->row = &s->records[i];
		fill_facts(s, &s->facts[i], view);
		s->titles[i] = xstrdup(view->occupation->title);
		keep_record(s, i, view, parts);
	}
	b->in = (struct snapshot_input){ d, b->views, s->count };
}

static struct piece write_row(struct builder *b, size_t i)
{
	struct str *text = &b->s->text;
	struct piece piece = { .start = text->length };
	struct jw w = JW_INIT(text);

	jw_object(&w);
	job_row_write(&w, &b->s->records[i]);
	jw_end(&w);
	assert(jw_ok(&w));
	piece.length = text->length - piece.start;
	return piece;
}

/* What stands between the braces. */
static struct piece write_card(struct builder *b, size_t i)
{
	struct str *text = &b->s->text;
	struct piece piece = { .start = text->length + 1 };
	struct jw w = JW_INIT(text);

	jw_object(&w);
	job_card_write(&w, &b->s->records[i]);
	jw_end(&w);
	assert(jw_ok(&w));
	piece.length = text->length - 1 - piece.start;
	return piece;
}

static void write_texts(struct builder *b)
{
	size_t i;

	b->rows = xcalloc(b->s->count + 1, sizeof *b->rows);
	b->cards = xcalloc(b->s->count + 1, sizeof *b->cards);
	for (i = 0; i < b->s->count; i++)
		b->rows[i] = write_row(b, i);
	for (i = 0; i < b->s->count; i++)
		b->cards[i] = write_card(b, i);
}

static struct fragment fragment_of(const struct snapshot *s, struct piece piece)
{
	return (struct fragment){ s->text.data + piece.start, piece.length };
}

/* Now that the text stays where it is. */
static void point_fragments(struct builder *b)
{
	struct snapshot *s = b->s;
	size_t i;

	s->rows = xcalloc(s->count + 1, sizeof *s->rows);
	s->cards = xcalloc(s->count + 1, sizeof *s->cards);
	for (i = 0; i < s->count; i++) {
		s->rows[i] = fragment_of(s, b->rows[i]);
		s->cards[i] = fragment_of(s, b->cards[i]);
	}
}

static void make_orders(struct builder *b)
{
	int field;

	for (field = 0; field < SORT__MAX; field++) {
		b->s->order[field][false] =
			snapshot_order(&b->in, (enum sort_field)field, false);
		b->s->order[field][true] =
			snapshot_order(&b->in, (enum sort_field)field, true);
	}
}

static void keep_groups(struct snapshot *s, const struct dataset *d)
{
	size_t i;

	s->groups = xcalloc(d->occupation_count + 1, sizeof *s->groups);
	for (i = 0; i < d->occupation_count; i++) {
		const struct dataset_occupation *o = &d->occupations[i];

		if (strcmp(o->level, "major") != 0)
			continue;
		memcpy(s->groups[s->group_count].code, o->code, SOC_BYTES);
		s->groups[s->group_count++].title = xstrdup(o->title);
	}
	assert(s->group_count < GROUPS_MAX);
}

struct snapshot *snapshot_new(const struct dataset *d)
{
	struct snapshot *s = xcalloc(1, sizeof *s);
	struct builder b = { .s = s };

	assert(d->job_count <= UINT16_MAX);
	s->version = d->version;
	(void)copy_text(s->release, sizeof s->release, d->release);
	(void)copy_text(s->published_at, sizeof s->published_at,
			d->published_at);
	s->data_year = dataset_year(d);
	s->count = d->job_count;
	s->text = STR_INIT(TEXT_MAX);
	keep_groups(s, d);
	make_views(&b, d);
	make_orders(&b);
	s->dossiers = dossiers_new(d);
	write_texts(&b);
	point_fragments(&b);
	s->search = snapshot_search(s, d);
	free(b.views);
	free(b.parts);
	free(b.rows);
	free(b.cards);
	return s;
}
