#include "api/snapshot.h"

#include "api/facets.h"
#include "api/methodology.h"
#include "api/snapshot_parts.h"
#include "api/stats.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/log.h"

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
	struct piece stats;
	struct piece methodology;
	struct piece facets;
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

/* The answers about all jobs. */
static void write_totals(struct builder *b)
{
	const struct jobs_selection all = {
		.list = b->s->order[SORT_CODE][false],
		.count = b->s->count,
	};
	struct str *text = &b->s->text;
	struct jw stats = JW_INIT(text);
	struct jw facets = JW_INIT(text);
	struct jw method = JW_INIT(text);

	b->stats.start = text->length;
	stats_write(&stats, b->s, &all, NULL);
	b->stats.length = text->length - b->stats.start;
	b->facets.start = text->length;
	facets_write(&facets, b->s, NULL);
	b->facets.length = text->length - b->facets.start;
	b->methodology.start = text->length;
	methodology_write(&method, b->s);
	b->methodology.length = text->length - b->methodology.start;
	assert(jw_ok(&stats) && jw_ok(&facets) && jw_ok(&method));
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
	write_totals(b);
}

static struct fragment fragment_of(const struct snapshot *s, struct piece piece)
{
	return (struct fragment){ s->text.data + piece.start, piece.length };
}

/* The digest of the program: another one may answer otherwise, and the same on
 * another host does not. */
static const char *program_digest(void)
{
	static char digest[CRYPTO_DIGEST_HEX];
	struct str bytes = STR_INIT(TEXT_MAX);
	struct error e;

	if (!*digest) {
		if (file_read("/proc/self/exe", &bytes, &e))
			log_warn("%s", e.msg);
		crypto_digest_hex(bytes.data, bytes.length, digest);
		str_release(&bytes);
	}
	return digest;
}

static void add_digest(struct str *digests, const void *bytes, size_t length)
{
	uint8_t digest[CRYPTO_DIGEST_BYTES];

	crypto_digest(bytes, length, digest);
	str_add(digests, digest, sizeof digest);
}

/* From everything that answers are made of: what is kept ready, what jobs in
 * full are written from, and the program itself. */
static void make_tag(struct snapshot *s)
{
	struct str digests = STR_INIT(TEXT_MAX);
	char digest[CRYPTO_DIGEST_HEX];

	add_digest(&digests, s->text.data, s->text.length);
	str_add(&digests, s->dossiers->digest, sizeof s->dossiers->digest);
	add_digest(&digests, program_digest(), CRYPTO_DIGEST_HEX);
	assert(!digests.full);
	crypto_digest_hex(digests.data, digests.length, digest);
	str_release(&digests);
	(void)copy_text(s->tag, sizeof s->tag, digest);
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
	s->stats = fragment_of(s, b->stats);
	s->facets = fragment_of(s, b->facets);
	s->methodology = fragment_of(s, b->methodology);
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
	make_tag(s);
	s->search = snapshot_search(s, d);
	free(b.views);
	free(b.parts);
	free(b.rows);
	free(b.cards);
	return s;
}

void snapshot_free(struct snapshot *s)
{
	size_t i;

	if (!s)
		return;
	for (i = 0; i < s->count; i++)
		free(s->titles[i]);
	for (i = 0; i < s->group_count; i++)
		free(s->groups[i].title);
	for (i = 0; i < SORT__MAX; i++) {
		free(s->order[i][false]);
		free(s->order[i][true]);
	}
	free(s->titles);
	free(s->facts);
	free(s->records);
	free(s->rows);
	free(s->cards);
	dossiers_free(s->dossiers);
	free(s->groups);
	search_free(s->search);
	str_release(&s->text);
	arena_release(&s->texts);
	free(s);
}

bool snapshot_find(const struct snapshot *s, const char *code, size_t *out)
{
	size_t low = 0;
	size_t high = s->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(s->facts[middle].code, code);

		if (!order) {
			*out = middle;
			return true;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

int snapshot_group(const struct snapshot *s, const char *code)
{
	size_t i;

	for (i = 0; i < s->group_count; i++)
		if (strcmp(s->groups[i].code, code) == 0)
			return (int)i;
	return -1;
}
