/* What becomes of each occupation of a round. */
#include "sync_t.h"

static const struct series_result gone = { .verdict = SERIES_DOES_NOT_EXIST };
static const struct series_result no_data = { .verdict = SERIES_NO_DATA };

/* An occupation in two requests is settled with the second, not before. */
static void test_straddling(void **state)
{
	struct series_ref first[50];
	struct series_ref second[50];
	struct work w;
	size_t n;
	size_t i;

	(void)state;
	store_reset(4);
	w = work_of(50, NULL);
	assert_int_equal(work_take(&w, first, 50), 50);
	n = work_take(&w, second, 50);
	for (i = 0; i < n; i++) /* answers come in any order */
		work_deliver(&w, &second[i], &value);
	assert_int_equal(w.settled_count, 0);
	for (i = 0; i < 50; i++) {
		work_deliver(&w, &first[i], &value);
		assert_int_equal(w.settled_count, i == 49 ? 4 : (i + 1) / 15);
	}
	assert_false(work_done(&w)); /* nothing is committed */
	assert_int_equal(w.counters.successful, 0);
	commit(&w);
	assert_true(work_done(&w));
	assert_true(work_round_settled(&w));
	assert_int_equal(w.counters.successful, 4);
	assert_int_equal(store.settlement_count, 4);
	work_release(&w);
}

static void test_give_up(void **state)
{
	struct series_ref refs[45];
	const struct settlement *s;
	struct work w;
	size_t i;

	(void)state;
	store_reset(3);
	store.items[1].attempts = 4;
	w = work_of(50, NULL);
	assert_int_equal(work_take(&w, refs, 45), 45);
	for (i = 0; i < 45; i++) {
		if (i == 20)
			work_give_up(&w, &refs[i], "malformed-value", "first",
				     true);
		else if (i == 25)
			work_give_up(&w, &refs[i], "refused", "second", false);
		else
			work_deliver(&w, &refs[i], &value);
	}
	commit(&w);
	assert_int_equal(w.counters.successful, 2);
	assert_int_equal(w.counters.failed, 1);
	assert_true(work_done(&w));
	s = settlement_of("11-0002");
	assert_int_equal(s->state, ITEM_FAILED);
	assert_null(s->figures); /* no half of an occupation is stored */
	assert_string_equal(s->reason, "malformed-value");
	assert_string_equal(s->message, "first");
	assert_int_equal(s->attempts, 5);
	assert_false(s->transient); /* one lasting reason is enough */
	assert_int_equal(settlement_of("11-0001")->state, ITEM_DONE);
	assert_int_equal(settlement_of("11-0003")->state, ITEM_DONE);
	work_release(&w);
}

static void test_transient(void **state)
{
	struct series_ref refs[15];
	struct work w;
	size_t i;

	(void)state;
	store_reset(1);
	w = work_of(50, NULL);
	assert_int_equal(work_take(&w, refs, 15), 15);
	for (i = 0; i < 15; i++)
		work_give_up(&w, &refs[i], "timeout", "slow", true);
	commit(&w);
	assert_true(settlement_of("11-0001")->transient);
	work_release(&w);
}

static const struct {
	int figures;
	int gone;
	enum item_state state;
	const char *reason;
	const char *comment;
} outcomes[] = {
	{ 15, 0, ITEM_DONE, "", "all there" },
	{ 1, 14, ITEM_DONE, "", "one figure is enough" },
	{ 1, 0, ITEM_DONE, "", "one figure, the rest without data" },
	{ 0, 15, ITEM_SKIPPED, "noSuchSeries", "no series at all" },
	{ 0, 0, ITEM_SKIPPED, "noData", "series, but nothing in them" },
	{ 0, 14, ITEM_SKIPPED, "noData", "one series, nothing in it" },
};

static void test_outcomes(void **state)
{
	size_t i;
	int k;

	(void)state;
	for (i = 0; i < COUNT_OF(outcomes); i++) {
		const char *row = outcomes[i].comment;
		struct series_ref refs[15];
		struct work w;

		store_reset(1);
		w = work_of(50, NULL);
		assert_int_equal(work_take(&w, refs, 15), 15);
		for (k = 0; k < 15; k++)
			work_deliver(&w, &refs[k],
				     k < outcomes[i].figures ? &value
				     : k < outcomes[i].figures +
							     outcomes[i].gone
					     ? &gone
					     : &no_data);
		commit(&w);
		row_int(row, store.settlements[0].state, outcomes[i].state);
		row_text(row, store.reasons[0], outcomes[i].reason);
		row_int(row, store.settlements[0].figures != NULL,
			outcomes[i].state == ITEM_DONE);
		work_release(&w);
	}
}

/* What is stored: values, and the reason of each one that is missing. */
static void test_reasons(void **state)
{
	struct series_ref refs[15];
	const struct figure *of;
	struct work w;
	int k;

	(void)state;
	store_reset(1);
	w = work_of(50, NULL);
	assert_int_equal(work_take(&w, refs, 15), 15);
	for (k = 0; k < 15; k++)
		work_deliver(&w, &refs[k],
			     k == 0   ? &value
			     : k == 1 ? &gone
				      : &no_data);
	of = w.states[0].figures.of;
	assert_int_equal(of[1].reason, REASON_NONE);
	assert_int_equal(of[1].milli, 1000);
	assert_int_equal(of[2].reason, REASON_NO_SUCH_SERIES);
	assert_int_equal(of[3].reason, REASON_NOT_RELEASED);
	assert_int_equal(of[3].milli, 0);
	commit(&w);
	work_release(&w);
}

/* Of a copy nothing follows from what it lacks, and nothing is stored of it;
 * what is stored from elsewhere stays. */
static void test_gaps_of_a_copy(void **state)
{
	struct series_ref refs[30];
	struct work w;
	int k;

	(void)state;
	store_reset(2);
	store.present[0] = true;
	store.figures[0].of[2] = value.figure;
	w = work_of(50, NULL);
	w.partial = true;
	assert_int_equal(work_take(&w, refs, 30), 30);
	for (k = 0; k < 15; k++)
		work_deliver(&w, &refs[k],
			     k == 0   ? &value
			     : k == 1 ? &gone
				      : &no_data);
	for (; k < 30; k++)
		work_deliver(&w, &refs[k], &gone);
	for (k = 2; k <= 15; k++)
		assert_int_equal(w.states[0].figures.of[k].reason,
				 REASON_NOT_IN_THIS_COPY);
	commit(&w);
	assert_int_equal(w.counters.changed, 1); /* the value itself */
	assert_int_equal(w.counters.added, 0);
	assert_true(w.states[0].write[1]);
	for (k = 2; k <= 15; k++)
		assert_false(w.states[0].write[k]);
	assert_int_equal(settlement_of("11-0001")->state, ITEM_DONE);
	assert_int_equal(settlement_of("11-0002")->state, ITEM_SKIPPED);
	assert_string_equal(settlement_of("11-0002")->reason, "notInThisCopy");
	work_release(&w);
}

/* Only what differs from the stored figures is written. */
static void test_changes(void **state)
{
	struct work w;
	int k;

	(void)state;
	store_reset(3);
	store.present[0] = true; /* the same but for one */
	store.present[1] = true; /* all the same */
	for (k = 1; k <= 15; k++) {
		store.figures[0].of[k] = value.figure;
		store.figures[1].of[k] = value.figure;
	}
	store.figures[0].of[13].decimals = 2;
	w = work_of(50, NULL);
	deliver_all(&w, &value);
	commit(&w);
	assert_int_equal(w.counters.added, 15);
	assert_int_equal(w.counters.changed, 1);
	assert_int_equal(w.counters.unchanged, 29);
	for (k = 1; k <= 15; k++) {
		assert_int_equal(store.written[0][k], k == 13);
		assert_false(store.written[1][k]);
		assert_true(store.written[2][k]);
	}
	work_release(&w);
}

/* A batch is reported once, with all of it: what was settled before too. */
static void test_batches(void **state)
{
	struct work w;
	size_t i;

	(void)state;
	store_reset(7);
	store.items[0].state = ITEM_DONE;
	store.items[1].state = ITEM_FAILED;
	w = work_of(3, NULL);
	deliver_all(&w, &value);
	commit(&w);
	assert_int_equal(store.batch_count, 3);
	for (i = 0; i < 3; i++)
		assert_int_equal(store.batches[i].batch, i + 1);
	assert_int_equal(store.batches[0].successful, 2);
	assert_int_equal(store.batches[0].failed, 1);
	assert_int_equal(store.batches[1].successful, 3);
	assert_int_equal(store.batches[2].successful, 1);
	assert_int_equal(w.counters.current_batch, 3);
	work_release(&w);
}

/* A commit that failed counts nothing and is made again as it was. */
static void test_commit_again(void **state)
{
	struct run_counters before;
	struct error e;
	struct work w;
	int tries;

	(void)state;
	store_reset(200); /* more than one transaction holds */
	w = work_of(50, NULL);
	deliver_all(&w, &value);
	before = w.counters;
	store.commit_result = ERR_NET;
	for (tries = 0; tries < 3; tries++) {
		assert_int_equal(work_commit(&w, NULL, NULL, 1, &e), ERR_NET);
		assert_memory_equal(&w.counters, &before, sizeof before);
		assert_int_equal(w.settled_count, 200);
		assert_false(work_done(&w));
	}
	store.commit_result = ERR_OK;
	commit(&w);
	assert_int_equal(store.commits, 4);
	assert_int_equal(store.settlement_count, 200);
	assert_int_equal(store.batch_count, 4);
	assert_int_equal(w.counters.successful, 200);
	assert_int_equal(w.counters.added, 200 * 15);
	assert_true(work_round_settled(&w));
	work_release(&w);
}

/* Any mixture of verdicts in any order: the sums hold, everything settles. */
static void test_any_order(void **state)
{
	struct series_ref refs[100 * 15];
	uint64_t seed = 7;
	struct work w;
	size_t i;

	(void)state;
	store_reset(100);
	w = work_of(7, NULL);
	assert_int_equal(work_take(&w, refs, COUNT_OF(refs)), COUNT_OF(refs));
	for (i = COUNT_OF(refs); i > 1; i--) {
		struct series_ref swap = refs[i - 1];
		size_t k;

		seed = seed * 6364136223846793005U + 1442695040888963407U;
		k = (size_t)(seed >> 33) % i;
		refs[i - 1] = refs[k];
		refs[k] = swap;
	}
	for (i = 0; i < COUNT_OF(refs); i++) {
		if (refs[i].item % 10 == 3)
			work_deliver(&w, &refs[i], &gone);
		else if (refs[i].item % 10 == 7 && refs[i].datatype == 9)
			work_give_up(&w, &refs[i], "x", "y", true);
		else
			work_deliver(&w, &refs[i], &value);
		if (i % 40 == 0)
			commit(&w);
		assert_true(run_processed(&w.counters) <= w.counters.total);
	}
	commit(&w);
	assert_int_equal(w.counters.successful, 80);
	assert_int_equal(w.counters.skipped, 10);
	assert_int_equal(w.counters.failed, 10);
	assert_int_equal(store.settlement_count, 100);
	assert_int_equal(store.batch_count, 15);
	assert_true(work_done(&w));
	work_release(&w);
}

/* A capped wage has its cap, also where no words name it. */
static void test_caps(void **state)
{
	static const struct {
		uint8_t datatype;
		int64_t named_milli;
		int64_t cap_milli;
	} caps[] = {
		{ 8, 0, 115000 },       { 3, 0, 115000 },
		{ 13, 0, 239200000 },   { 4, 0, 239200000 },
		{ 10, 120000, 120000 }, { 15, 249600000, 249600000 },
	};
	struct series_result capped = { .verdict = SERIES_FIGURE,
					.figure.reason = REASON_CAPPED };
	struct work w;
	size_t i;

	(void)state;
	store_reset(1);
	w = work_of(50, NULL);
	for (i = 0; i < COUNT_OF(caps); i++) {
		struct series_ref ref = { .datatype = caps[i].datatype };

		capped.figure.cap_milli = caps[i].named_milli;
		work_deliver(&w, &ref, &capped);
		assert_int_equal(w.states[0].figures.of[ref.datatype].cap_milli,
				 caps[i].cap_milli);
	}
	work_release(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_caps),
		cmocka_unit_test(test_straddling),
		cmocka_unit_test(test_give_up),
		cmocka_unit_test(test_transient),
		cmocka_unit_test(test_outcomes),
		cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_gaps_of_a_copy),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_batches),
		cmocka_unit_test(test_commit_again),
		cmocka_unit_test(test_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
