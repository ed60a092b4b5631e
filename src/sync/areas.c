#include "sync/areas.h"

#include "base/clock.h"
#include "base/log.h"
#include "bls/origin.h"
#include "store/area_round.h"
#include "sync/engine.h"

#include <poll.h>
#include <stdlib.h>

enum {
	WAITING_MAX = 4, /* areas to be stored before more is read */
	GATHER_MS = 500,
	TELL_EVERY = 50,
};

static struct area_kinds configured(const struct config *config)
{
	struct area_kinds kinds = { { false } };

	kinds.of[AREA_TYPE_STATE] = (config->areas & AREA_STATE) != 0;
	kinds.of[AREA_TYPE_METRO] = (config->areas & AREA_METRO) != 0;
	return kinds;
}

enum err engine_areas_begin(struct engine *s, const struct release *release,
			    struct error *e)
{
	struct area_kinds wanted = configured(s->config);
	struct areas *a = &s->areas;
	struct area_rounds rounds;
	enum err code;
	int i;

	engine_areas_release(s);
	if (!area_kinds_any(&wanted) || s->options->only)
		return ERR_OK;
	a->finishing = wanted; /* what is lost when they cannot be looked up */
	code = area_rounds_load(s->db, release, &rounds, e);
	a->restart = s->force;
	for (i = 0; code == ERR_OK && i < AREA_TYPE__MAX; i++) {
		enum area_progress progress = rounds.of[i];
		bool accepted = s->accept && progress == AREA_HELD;

		a->reading.of[i] =
			wanted.of[i] && !accepted &&
			(s->force || rounds.again[i] || progress == AREA_NEW ||
			 progress == AREA_OPEN);
		a->finishing.of[i] = wanted.of[i] && (a->reading.of[i] ||
						      progress == AREA_READ ||
						      progress == AREA_HELD);
	}
	return code;
}

void engine_areas_release(struct engine *s)
{
	area_rows_release(&s->areas.rows);
	flat_areas_release(&s->areas.list);
	s->areas = (struct areas){ 0 };
}

bool engine_areas_to_read(const struct engine *s)
{
	return area_kinds_any(&s->areas.reading);
}

/* Each line loses an area: beyond the first, too. */
static void name_damaged(const struct labstat_notes *notes)
{
	int64_t i;

	for (i = 1; i < notes->damaged && i < LABSTAT_DAMAGED_KEPT; i++)
		log_warn("%s: line %lld cannot be read: %s", notes->file,
			 (long long)notes->damage[i].line,
			 notes->damage[i].reason);
}

enum err engine_areas_list(struct engine *s, const struct http_response *r,
			   struct error *e)
{
	enum err code;

	flat_areas_release(&s->areas.list);
	code = flat_areas_parse(r->body, r->body_length, r->whole,
				&s->areas.list, e);
	engine_tell_notes(&s->areas.list.notes);
	name_damaged(&s->areas.list.notes);
	return code;
}

/* Only what is read now; the caller frees. */
static enum err load_items(struct engine *s, struct area_item **items,
			   size_t *count, struct error *e)
{
	enum err code =
		area_items_load(s->db, &s->work.release, items, count, e);
	size_t kept = 0;
	size_t i;

	for (i = 0; code == ERR_OK && i < *count; i++)
		if (s->areas.reading.of[(*items)[i].type])
			(*items)[kept++] = (*items)[i];
	*count = kept;
	return code;
}

enum err engine_areas_plan(struct engine *s, struct error *e)
{
	struct areas *a = &s->areas;
	struct area_opening opening = {
		.release = &s->work.release,
		.kinds = a->reading,
		.list = a->list.of,
		.count = a->list.count,
		.faults = a->list.faults,
		.fault_count = a->list.fault_count,
		.run_id = s->run_id,
		.restart = a->restart,
	};
	struct area_item *items;
	size_t count;
	size_t i;
	enum err code = area_round_open(s->db, &s->guard.lease, &opening, e);

	if (code == ERR_OK)
		code = load_items(s, &items, &count, e);
	if (code != ERR_OK)
		return code;
	a->restart = false;
	a->rows.partial = !origin_complete(s->config, true);
	a->total = (int)count;
	a->settled = 0;
	for (i = 0; i < count; i++)
		a->settled += items[i].state != ITEM_PENDING;
	log_info("areas: %d to look for in the flat file, %d of %d are done",
		 a->total - a->settled, a->settled, a->total);
	area_rows_plan(&a->rows, items, count);
	return ERR_OK;
}

void engine_areas_start_over(struct engine *s)
{
	s->areas.restart = true;
	area_rows_collect(&s->areas.rows);
}

static struct area_commit commit_of(struct engine *s, struct area_box *box)
{
	return (struct area_commit){
		.release = &s->work.release,
		.run_id = s->run_id,
		.area = area_rows_slot(&s->areas.rows, box)->item.code,
		.cells = box->cells,
		.cell_count = box->count,
		.partial = s->areas.rows.partial,
		.reason = box->reason,
		.failure = box->reason ? box->failure : NULL,
	};
}

/* What comes while the database works is taken in, up to as much again as is
 * being stored: an import takes as long as its longer half. */
static void read_on(void *context, int fd, int most_ms)
{
	struct engine *s = context;
	struct pollfd answer = { .fd = fd, .events = POLLIN };

	if (engine_areas_full(s))
		(void)poll(&answer, 1, most_ms);
	else
		http_pool_step_until(s->pool, fd, most_ms);
}

/* The oldest that wait, in one transaction. */
static enum err commit_some(struct engine *s, struct error *e)
{
	struct areas *a = &s->areas;
	struct area_commit commits[WAITING_MAX];
	struct area_box *box = area_rows_next(&a->rows);
	size_t most = a->one_by_one ? 1 : WAITING_MAX;
	size_t count = 0;
	size_t i;
	enum err code;

	for (; box && count < most; box = box->next)
		commits[count++] = commit_of(s, box);
	a->storing = count;
	db_meanwhile(s->db, read_on, s);
	code = area_commit(s->db, &s->guard.lease, commits, count, e);
	db_meanwhile(s->db, NULL, NULL);
	a->storing = 0;
	for (i = 0; code == ERR_OK && i < count; i++) {
		if (commits[i].failure)
			log_warn("area %s: %s", commits[i].area,
				 commits[i].failure);
		a->written += commits[i].written;
		area_rows_drop(&a->rows,
			       commits[i].failure ? ITEM_FAILED : ITEM_DONE);
		if (++a->settled % TELL_EVERY == 0)
			log_info("areas: %d of %d are done", a->settled,
				 a->total);
	}
	return code;
}

/* The database does not take one of them: it fails alone, and when not even
 * that can be written none can be read in this run. */
static void refused(struct engine *s, const struct error *e)
{
	struct areas *a = &s->areas;
	struct area_box *box = area_rows_next(&a->rows);

	if (box->reason && a->one_by_one)
		engine_areas_lost(s, err_name(e->code), e->msg);
	else if (a->one_by_one)
		area_box_fail(box, err_name(e->code), e->msg);
	a->one_by_one = true;
}

void engine_areas_commit(struct engine *s)
{
	struct areas *a = &s->areas;
	int64_t now_ms = clock_monotonic_ms();
	struct error e;
	enum err code;

	/* a few go together, but none of them waits for long */
	if (!a->rows.waiting || !engine_database_may_be_tried(s) ||
	    (!engine_areas_full(s) && http_pool_active(s->pool) &&
	     now_ms < a->not_before_ms))
		return;
	a->not_before_ms = a->one_by_one ? 0 : now_ms + GATHER_MS;
	code = commit_some(s, &e);
	if (code == ERR_OK)
		engine_database_works(s);
	else if (code == ERR_FENCED || err_transient(code))
		(void)engine_database_failed(s, &e);
	else
		refused(s, &e);
}

bool engine_areas_full(const struct engine *s)
{
	return s->areas.rows.waiting - s->areas.storing >= WAITING_MAX;
}

void engine_areas_passed(struct engine *s, enum transfer_end how)
{
	struct areas *a = &s->areas;
	struct area_reading reading = {
		.release = &s->work.release,
		.kinds = a->reading,
		.run_id = s->run_id,
		.faults = a->rows.unlisted,
		.fault_count = a->rows.unlisted_count,
	};
	struct error e;
	enum err code;

	if (how == TRANSFER_SETTLED && area_kinds_any(&a->reading)) {
		if (a->rows.unknown)
			log_warn("the flat file has %lld rows of areas that "
				 "oe.area does not list",
				 (long long)a->rows.unknown);
		do
			code = area_round_read(s->db, &s->guard.lease, &reading,
					       &e);
		while (code != ERR_OK && engine_database_again(s, &e));
		if (code == ERR_OK)
			a->reading = (struct area_kinds){ { false } };
		else
			engine_areas_step_failed(s, &e);
	}
	area_rows_release(&a->rows);
}
