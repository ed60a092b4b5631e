/* What a run asks for: the plan of a round. */
#include "sync_t.h"

static void test_plan(void **state)
{
	struct series_ref refs[50];
	struct work w;
	size_t i;

	(void)state;
	store_reset(7);
	store.items[1].state = ITEM_DONE;
	store.items[2].state = ITEM_SKIPPED;
	store.items[3].state = ITEM_FAILED;
	store.items[4].state = ITEM_FAILED;
	store.items[4].transient = true;
	w = work_of(3, NULL);
	assert_int_equal(w.counters.total, 7);
	assert_int_equal(w.counters.successful, 1);
	assert_int_equal(w.counters.skipped, 1);
	assert_int_equal(w.counters.failed, 1);
	assert_int_equal(w.counters.settled_before, 3);
	assert_int_equal(w.counters.total_batches, 3);
	assert_int_equal(w.counters.current_batch, 1);
	assert_int_equal(w.queue_length, 4 * 15);
	assert_false(work_done(&w));

	/* packed without gaps: 50 are three occupations and a third */
	assert_int_equal(work_take(&w, refs, 50), 50);
	for (i = 0; i < 50; i++) {
		static const uint16_t planned[] = { 0, 4, 5, 6 };

		assert_int_equal(refs[i].item, planned[i / 15]);
		assert_int_equal(refs[i].datatype, i % 15 + 1);
		assert_int_equal(refs[i].tries, 0);
	}
	assert_int_equal(work_take(&w, refs, 50), 10);
	assert_int_equal(work_take(&w, refs, 50), 0);
	work_release(&w);
}

static void test_selection(void **state)
{
	static const char *const only[] = { "11-0002", "11-0004" };
	struct work_selection selection = { .only = only, .only_count = 2 };
	struct work w;

	(void)state;
	store_reset(5);
	store.items[1].state = ITEM_FAILED; /* asked for by name: again */
	store.items[3].state = ITEM_DONE;
	w = work_of(2, &selection);
	assert_int_equal(w.queue_length, 15);
	assert_int_equal(w.queue[0].item, 1);
	deliver_all(&w, &value);
	commit(&w);
	assert_true(work_done(&w));
	assert_false(work_round_settled(&w));   /* the others are pending */
	assert_int_equal(store.batch_count, 0); /* and no batch is complete */
	assert_int_equal(w.counters.successful, 2);
	work_release(&w);

	selection.again = true;
	w = work_of(2, &selection);
	assert_int_equal(w.queue_length, 30);
	work_release(&w);
}

static void test_unknown_code(void **state)
{
	static const char *const only[] = { "11-0001", "99-9999" };
	const struct work_selection selection = { .only = only,
						  .only_count = 2 };
	struct release release;
	struct error e;
	struct work w;

	(void)state;
	store_reset(2);
	release_of_year(2025, &release);
	assert_int_equal(work_load(&w, NULL, &release, 50, &selection, &e),
			 ERR_ARG);
	assert_non_null(strstr(e.msg, "99-9999"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plan),
		cmocka_unit_test(test_selection),
		cmocka_unit_test(test_unknown_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
