/*
 * A round without a database: the functions of store/round.h that sync/work.c
 * calls are defined here, so that the linker does not take the real ones.
 */
#ifndef UNIT_SYNC_T_H
#define UNIT_SYNC_T_H

#include "store/wage_cap.h"
#include "sync/work.h"

#include "table.h"

#include <stdio.h>
#include <stdlib.h>

enum { FAKE_ITEMS_MAX = 1200, FAKE_COMMITS_MAX = 1200 };

/* What the store holds, and what it was told. */
static struct {
	size_t count;
	struct round_item items[FAKE_ITEMS_MAX];
	struct occupation_figures figures[FAKE_ITEMS_MAX];
	bool present[FAKE_ITEMS_MAX];
	enum err commit_result;
	int commits;
	size_t settlement_count;
	struct settlement settlements[FAKE_ITEMS_MAX];
	bool written[FAKE_ITEMS_MAX][MEASURE__MAX + 1];
	char reasons[FAKE_ITEMS_MAX][ITEM_REASON_BYTES];
	size_t batch_count;
	struct batch_done batches[FAKE_COMMITS_MAX];
} store;

static const struct series_result value = {
	.verdict = SERIES_FIGURE,
	.year = 2025,
	.figure = { .milli = 1000 },
};

static inline void store_reset(size_t count)
{
	size_t i;

	memset(&store, 0, sizeof store);
	store.count = count;
	for (i = 0; i < count; i++) {
		struct round_item *item = &store.items[i];

		(void)snprintf(item->code, sizeof item->code, "%02u-%04u",
			       (unsigned)(11 + i / 1000) % 100,
			       (unsigned)(i % 1000 + 1) % 10000);
		item->detailed = true;
	}
}

enum err round_items(struct db *db, const struct release *release,
		     struct round_item **items, size_t *count, struct error *e)
{
	(void)db;
	(void)release;
	(void)e;
	*items = xcalloc(store.count, sizeof **items);
	memcpy(*items, store.items, store.count * sizeof **items);
	*count = store.count;
	return ERR_OK;
}

enum err wage_cap_load(struct db *db, int year, struct wage_cap *cap,
		       struct error *e)
{
	(void)db;
	(void)year;
	(void)e;
	*cap = (struct wage_cap){ 115000, 239200000 };
	return ERR_OK;
}

enum err round_figures(struct db *db, const struct release *release,
		       const struct round_stored *stored, struct error *e)
{
	(void)db;
	(void)release;
	(void)e;
	memcpy(stored->figures, store.figures,
	       stored->count * sizeof *stored->figures);
	memcpy(stored->present, store.present,
	       stored->count * sizeof *stored->present);
	return ERR_OK;
}

enum err round_commit(struct db *db, struct lease *lease,
		      const struct round_commit *commit, struct error *e)
{
	size_t i;

	(void)db;
	(void)lease;
	if (store.commit_result != ERR_OK)
		return err_set(e, store.commit_result, "as the test wants it");
	store.commits++;
	for (i = 0; i < commit->settlement_count; i++) {
		const struct settlement *s = &commit->settlements[i];
		size_t at = store.settlement_count++;

		store.settlements[at] = *s;
		if (s->write)
			memcpy(store.written[at], s->write,
			       sizeof store.written[at]);
		if (s->reason)
			copy_text(store.reasons[at], ITEM_REASON_BYTES,
				  s->reason);
	}
	for (i = 0; i < commit->batch_count; i++)
		store.batches[store.batch_count++] = commit->batches[i];
	return ERR_OK;
}

static inline const struct settlement *settlement_of(const char *code)
{
	size_t found = store.settlement_count;
	size_t i;

	for (i = 0; i < store.settlement_count; i++) {
		if (strcmp(store.settlements[i].code, code) != 0)
			continue;
		if (found < store.settlement_count)
			fail_msg("%s was settled twice", code);
		found = i;
	}
	if (found == store.settlement_count)
		fail_msg("%s was not settled", code);
	return &store.settlements[found];
}

static inline void deliver_all(struct work *w,
			       const struct series_result *result)
{
	struct series_ref refs[50];
	size_t n;
	size_t i;

	while ((n = work_take(w, refs, 50)))
		for (i = 0; i < n; i++)
			work_deliver(w, &refs[i], result);
}

static inline void commit(struct work *w)
{
	struct error e;

	assert_int_equal(work_commit(w, NULL, NULL, 1, &e), ERR_OK);
}

static inline struct work work_of(int batch_size,
				  const struct work_selection *selection)
{
	static const struct work_selection all;
	struct release release;
	struct work w;
	struct error e;

	release_of_year(2025, &release);
	if (work_load(&w, NULL, &release, batch_size,
		      selection ? selection : &all, &e) != ERR_OK)
		fail_msg("%s", e.msg);
	return w;
}

#endif
