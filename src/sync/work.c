#include "sync/work.h"

#include "base/text.h"
#include "store/wage_cap.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { COMMIT_ITEMS_MAX = 64, COMMIT_BATCHES_MAX = 64 };

static void count_state(struct run_counters *c, enum item_state state, int by)
{
	switch (state) {
	case ITEM_DONE:
		c->successful += by;
		break;
	case ITEM_SKIPPED:
		c->skipped += by;
		break;
	case ITEM_FAILED:
		c->failed += by;
		break;
	case ITEM_PENDING:
		break;
	}
}

static void plan_item(struct work *w, size_t index)
{
	struct work_item *state = &w->states[index];
	int datatype;

	state->planned = true;
	state->open = MEASURE_NATIONAL;
	w->batch_open[index / (size_t)w->batch_size]++;
	for (datatype = 1; datatype <= MEASURE_NATIONAL; datatype++)
		w->queue[w->queue_length++] = (struct series_ref){
			.item = (uint16_t)index,
			.datatype = (uint8_t)datatype,
		};
}

/* The first batch that has open work, from 1; the last when none has. */
static int current_batch(const struct work *w)
{
	int i;

	for (i = 0; i < w->batch_count; i++)
		if (w->batch_open[i])
			return i + 1;
	return w->batch_count;
}

static void make_plan(struct work *w, const struct work_selection *selection)
{
	size_t per_batch = (size_t)w->batch_size;
	size_t i;

	w->batch_count = (int)((w->count + per_batch - 1) / per_batch);
	w->batch_open = xcalloc((size_t)w->batch_count, sizeof *w->batch_open);
	w->states = xcalloc(w->count, sizeof *w->states);
	w->settled = xcalloc(w->count, sizeof *w->settled);
	w->queue = xcalloc(w->count * MEASURE_NATIONAL, sizeof *w->queue);
	w->counters.total = (int)w->count;
	w->counters.total_batches = w->batch_count;
	for (i = 0; i < w->count; i++) {
		if (selection_wants(selection, &w->items[i])) {
			plan_item(w, i);
			continue;
		}
		count_state(&w->counters, w->items[i].state, 1);
		w->batch_open[i / per_batch] +=
			w->items[i].state == ITEM_PENDING;
	}
	w->counters.settled_before = run_processed(&w->counters);
	w->counters.current_batch = current_batch(w);
}

enum err work_load(struct work *w, struct db *db, const struct release *release,
		   int batch_size, const struct work_selection *selection,
		   struct error *e)
{
	struct round_stored stored;
	enum err code;

	*w = (struct work){ .release = *release,
			    .source = "api",
			    .batch_size = batch_size };
	code = round_items(db, release, &w->items, &w->count, e);
	if (code == ERR_OK)
		code = selection_check(selection, w->items, w->count, e);
	if (code == ERR_OK && w->count > UINT16_MAX)
		code = err_set(e, ERR_TOO_BIG, "more than %d occupations",
			       UINT16_MAX);
	if (code != ERR_OK)
		goto out;
	w->stored = xcalloc(w->count, sizeof *w->stored);
	w->has_stored = xcalloc(w->count, sizeof *w->has_stored);
	stored = (struct round_stored){ w->items, w->count, w->stored,
					w->has_stored };
	code = round_figures(db, release, &stored, e);
	if (code == ERR_OK)
		code = wage_cap_load(db, release->year, &w->cap, e);
	if (code == ERR_OK)
		make_plan(w, selection);
out:
	if (code != ERR_OK)
		work_release(w);
	return code;
}

void work_release(struct work *w)
{
	free(w->items);
	free(w->states);
	free(w->stored);
	free(w->has_stored);
	free(w->queue);
	free(w->settled);
	free(w->batch_open);
	*w = (struct work){ 0 };
}

size_t work_take(struct work *w, struct series_ref *refs, size_t max)
{
	size_t left = w->queue_length - w->queue_head;
	size_t n = left < max ? left : max;

	memcpy(refs, w->queue + w->queue_head, n * sizeof *refs);
	w->queue_head += n;
	return n;
}

static void close_series(struct work *w, const struct series_ref *ref)
{
	struct work_item *state = &w->states[ref->item];

	assert(state->open > 0);
	if (--state->open)
		return;
	state->settled = true;
	w->settled[w->settled_count++] = ref->item;
	copy_text(w->counters.current_code, SOC_BYTES,
		  w->items[ref->item].code);
}

void work_deliver(struct work *w, const struct series_ref *ref,
		  const struct series_result *result)
{
	struct work_item *state = &w->states[ref->item];
	struct figure *figure = &state->figures.of[ref->datatype];

	if (result->verdict == SERIES_FIGURE) {
		*figure = result->figure;
		wage_cap_fill(&w->cap, ref->datatype, figure);
		state->with_figure++;
	} else if (w->partial) { /* a gap of the copy is none of BLS's */
		*figure = (struct figure){ .reason = REASON_NOT_IN_THIS_COPY };
		state->not_in_copy++;
	} else if (result->verdict == SERIES_DOES_NOT_EXIST) {
		*figure = (struct figure){ .reason = REASON_NO_SUCH_SERIES };
		state->without_series++;
	} else { /* the series exists, this release has nothing for it */
		*figure = (struct figure){ .reason = REASON_NOT_RELEASED };
	}
	close_series(w, ref);
}

void work_give_up(struct work *w, const struct series_ref *ref,
		  const char *reason, const char *message, bool transient)
{
	struct work_item *state = &w->states[ref->item];

	if (!state->failed) {
		copy_text(state->reason, sizeof state->reason, reason);
		(void)text_format(state->message, sizeof state->message, "%s",
				  message);
		state->transient = true;
	}
	state->failed = true;
	state->transient = state->transient && transient;
	close_series(w, ref);
}

static enum item_state final_state(const struct work_item *state)
{
	if (state->failed)
		return ITEM_FAILED;
	return state->with_figure ? ITEM_DONE : ITEM_SKIPPED;
}

/* Nothing is known of it. */
static bool is_gap(const struct work_item *state, int datatype)
{
	return state->figures.of[datatype].reason == REASON_NOT_IN_THIS_COPY;
}

/* Which of its figures differ from what is published, to be staged. */
static void mark_changed(const struct work *w, size_t index)
{
	struct work_item *state = &w->states[index];
	int d;

	for (d = 1; d <= MEASURE_NATIONAL; d++)
		state->write[d] = !is_gap(state, d) &&
				  (!w->has_stored[index] ||
				   !figure_equal(&state->figures.of[d],
						 &w->stored[index].of[d]));
}

static void count_changed(const struct work *w, size_t index,
			  struct run_counters *counters)
{
	int d;

	for (d = 1; d <= MEASURE_NATIONAL; d++)
		if (is_gap(&w->states[index], d))
			continue;
		else if (!w->has_stored[index])
			counters->added++;
		else if (w->states[index].write[d])
			counters->changed++;
		else
			counters->unchanged++;
}

/* Without a figure: the class of it. */
static const char *reason_of_skip(const struct work_item *state)
{
	if (state->not_in_copy)
		return reason_name(REASON_NOT_IN_THIS_COPY);
	if (state->without_series == MEASURE_NATIONAL)
		return reason_name(REASON_NO_SUCH_SERIES);
	return "noData";
}

static void describe(struct work *w, size_t index, struct settlement *s,
		     struct run_counters *counters)
{
	struct work_item *state = &w->states[index];

	*s = (struct settlement){
		.code = w->items[index].code,
		.state = final_state(state),
		.attempts = w->items[index].attempts,
	};
	if (s->state == ITEM_FAILED) {
		s->attempts++;
		s->transient = state->transient;
		s->reason = state->reason;
		s->message = state->message;
	} else if (s->state == ITEM_SKIPPED) {
		s->reason = reason_of_skip(state);
		s->message = "the source has no figures of it for this release";
		/* of this year it had some before: they do not stay */
		if (w->has_stored[index]) {
			mark_changed(w, index);
			s->figures = &state->figures;
			s->write = state->write;
		}
	} else {
		s->figures = &state->figures;
		s->write = state->write;
		mark_changed(w, index);
		count_changed(w, index, counters);
	}
	count_state(counters, s->state, 1);
}

struct commit_rows {
	struct settlement settlements[COMMIT_ITEMS_MAX];
	struct batch_done batches[COMMIT_BATCHES_MAX];
	size_t settlement_count;
	size_t batch_count;
	struct run_counters counters; /* after the commit */
};

/* Results of a batch: what was settled before and what this commit adds. */
static void count_batch(const struct work *w, int batch,
			struct batch_done *done)
{
	size_t from = (size_t)batch * (size_t)w->batch_size;
	size_t to = from + (size_t)w->batch_size;
	struct run_counters c = { 0 };
	size_t i;

	for (i = from; i < to && i < w->count; i++)
		count_state(&c,
			    w->states[i].planned ? final_state(&w->states[i])
						 : w->items[i].state,
			    1);
	*done = (struct batch_done){ batch + 1, c.successful, c.failed,
				     c.skipped };
}

static void prepare(struct work *w, struct commit_rows *rows, size_t n)
{
	size_t i;

	*rows = (struct commit_rows){ .counters = w->counters };
	for (i = 0; i < n; i++) {
		size_t index = w->settled[i];
		size_t batch = index / (size_t)w->batch_size;

		describe(w, index, &rows->settlements[i], &rows->counters);
		if (--w->batch_open[batch] == 0)
			count_batch(w, (int)batch,
				    &rows->batches[rows->batch_count++]);
	}
	rows->settlement_count = n;
	rows->counters.current_batch = current_batch(w);
}

static void take_back(struct work *w, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		w->batch_open[w->settled[i] / (size_t)w->batch_size]++;
}

static enum err commit_some(struct work *w, struct db *db, struct lease *lease,
			    int64_t run_id, struct error *e)
{
	struct commit_rows rows;
	struct round_commit commit = {
		.release = &w->release,
		.run_id = run_id,
		.source = w->source,
		.settlements = rows.settlements,
		.batches = rows.batches,
	};
	size_t n = w->settled_count < COMMIT_ITEMS_MAX ? w->settled_count
						       : COMMIT_ITEMS_MAX;
	enum err code;

	prepare(w, &rows, n);
	commit.settlement_count = rows.settlement_count;
	commit.batch_count = rows.batch_count;
	code = round_commit(db, lease, &commit, e);
	if (code != ERR_OK) {
		take_back(w, n);
		return code;
	}
	w->counters = rows.counters;
	w->settled_count -= n;
	memmove(w->settled, w->settled + n,
		w->settled_count * sizeof *w->settled);
	return ERR_OK;
}

enum err work_commit(struct work *w, struct db *db, struct lease *lease,
		     int64_t run_id, struct error *e)
{
	enum err code = ERR_OK;

	while (code == ERR_OK && w->settled_count)
		code = commit_some(w, db, lease, run_id, e);
	return code;
}

bool work_done(const struct work *w)
{
	size_t i;

	if (w->settled_count || w->queue_head < w->queue_length)
		return false;
	for (i = 0; i < w->count; i++)
		if (w->states[i].planned && !w->states[i].settled)
			return false;
	return true;
}

bool work_round_settled(const struct work *w)
{
	return !w->settled_count &&
	       run_processed(&w->counters) == w->counters.total;
}
