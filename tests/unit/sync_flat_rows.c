/* Rows of the flat file against the plan: settled once, whole, or not. */
#include "sync/flat_rows.h"

#include "sync_t.h"

static struct footnotes notes;
static struct work work;
static struct flat_rows rows;

static struct flat_row row_of(const char *code, int datatype, int year)
{
	struct flat_row row = { .year = year,
				.period = "A01",
				.value = "100",
				.footnotes = "",
				.series.datatype = datatype };

	copy_text(row.series.occupation, SOC_BYTES, code);
	return row;
}

static bool give(const char *code, int datatype)
{
	struct flat_row row = row_of(code, datatype, 2025);

	return flat_rows_take(&rows, &row);
}

static void give_all(const char *code)
{
	int datatype;

	for (datatype = MEASURE_NATIONAL; datatype >= 1; datatype--)
		assert_true(give(code, datatype));
}

/* 20 occupations in the list; the second is done before. */
static int begin(void **state)
{
	(void)state;
	store_reset(20);
	copy_text(store.items[19].code, SOC_BYTES, "00-0000");
	store.items[1].state = ITEM_DONE;
	work = work_of(50, NULL);
	flat_rows_init(&rows, &work, &notes, 2026);
	flat_rows_begin(&rows);
	return 0;
}

static int end(void **state)
{
	(void)state;
	flat_rows_release(&rows);
	work_release(&work);
	return 0;
}

static void give_list(size_t from, size_t to)
{
	size_t i;

	for (i = from; i < to; i++)
		give_all(store.items[i].code);
}

static void test_whole(void **state)
{
	struct error e;

	(void)state;
	give_all("11-0003");
	commit(&work); /* it came whole, in any order */
	assert_int_equal(store.settlement_count, 1);
	assert_int_equal(settlement_of("11-0003")->state, ITEM_DONE);
	give_list(0, 20); /* 11-0003 again: nothing happens */
	give_all("99-9999");
	assert_int_equal(rows.taken, 19 * MEASURE_NATIONAL);
	assert_int_equal(flat_rows_conclude(&rows, 0, &e), ERR_OK);
	commit(&work);
	assert_true(work_done(&work));
	assert_int_equal(store.settlement_count, 19);
	assert_int_equal(work.counters.successful, 20);
}

static void test_missing(void **state)
{
	struct error e;

	(void)state;
	give_list(0, 4);
	give_list(6, 20);
	assert_true(give("11-0005", MEASURE_ANNUAL_MEDIAN)); /* no more of it */
	commit(&work);
	assert_int_equal(store.settlement_count, 17);
	assert_int_equal(flat_rows_conclude(&rows, 0, &e), ERR_OK);
	commit(&work);
	assert_int_equal(settlement_of("11-0006")->state, ITEM_SKIPPED);
	assert_int_equal(settlement_of("11-0005")->state, ITEM_DONE);
	assert_int_equal(settlement_of("11-0005")->figures->of[1].reason,
			 REASON_NO_SUCH_SERIES);
	assert_true(work_done(&work));
}

/* Too little of the list: a cut file, and nothing of it is missing. */
static void test_cut(void **state)
{
	struct error e;

	(void)state;
	give_list(3, 20);
	assert_int_equal(flat_rows_conclude(&rows, 0, &e), ERR_REMOTE);
	assert_non_null(strstr(e.msg, "lacks 3 of 20"));
	commit(&work);
	assert_int_equal(store.settlement_count, 17);
	assert_false(work_done(&work));

	/* the next file counts for itself, and goes on */
	flat_rows_begin(&rows);
	give_list(0, 19);
	assert_int_equal(flat_rows_conclude(&rows, 0, &e), ERR_REMOTE);
	assert_non_null(strstr(e.msg, "no total"));
	flat_rows_begin(&rows);
	give_list(0, 20);
	assert_int_equal(flat_rows_conclude(&rows, 0, &e), ERR_OK);
	commit(&work);
	assert_true(work_done(&work));
	assert_int_equal(store.settlement_count, 19);
}

static void test_wrong_value(void **state)
{
	struct flat_row row = row_of("11-0001", 1, 2025);
	struct error e;

	(void)state;
	row.value = "1,234";
	assert_true(flat_rows_take(&rows, &row));
	give_list(1, 20);
	give_all("11-0003");
	assert_true(give("11-0001", 2));
	assert_int_equal(flat_rows_conclude(&rows, 0, &e), ERR_OK);
	commit(&work);
	assert_int_equal(settlement_of("11-0001")->state, ITEM_FAILED);
	assert_true(settlement_of("11-0001")->transient);
	assert_string_equal(settlement_of("11-0001")->reason,
			    "malformed-value");
}

/* What is missing beside lines that could not be read may have been in them;
 * an occupation without any row lost more than these few. */
static void test_lost_lines(void **state)
{
	struct error e;
	int datatype;

	(void)state;
	give_list(1, 2);
	give_list(3, 20);
	for (datatype = 2; datatype <= MEASURE_NATIONAL; datatype++)
		assert_true(give("11-0003", datatype));
	assert_int_equal(flat_rows_conclude(&rows, 3, &e), ERR_OK);
	commit(&work);
	assert_int_equal(settlement_of("11-0001")->state, ITEM_SKIPPED);
	assert_int_equal(settlement_of("11-0003")->state, ITEM_FAILED);
	assert_true(settlement_of("11-0003")->transient);
	assert_string_equal(settlement_of("11-0003")->reason, "malformed-line");
	assert_int_equal(settlement_of("11-0004")->state, ITEM_DONE);
}

static void test_many_lost_lines(void **state)
{
	struct error e;

	(void)state;
	give_list(1, 20);
	assert_int_equal(flat_rows_conclude(&rows, MEASURE_NATIONAL, &e),
			 ERR_OK);
	commit(&work);
	assert_int_equal(settlement_of("11-0001")->state, ITEM_FAILED);
	assert_string_equal(settlement_of("11-0001")->reason, "malformed-line");
}

static void test_other_rows(void **state)
{
	struct flat_row row = row_of("11-0001", 1, 2024);

	(void)state;
	row.period = "S01";
	assert_true(flat_rows_take(&rows, &row));
	assert_int_equal(rows.other_year, 0);
	row.period = "A01";
	assert_false(flat_rows_take(&rows, &row));
	assert_int_equal(rows.other_year, 2024);
	assert_int_equal(rows.taken, 0);
	assert_true(give("11-0001", 16)); /* not of the nation's plan */
	assert_int_equal(rows.taken, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_whole, begin, end),
		cmocka_unit_test_setup_teardown(test_missing, begin, end),
		cmocka_unit_test_setup_teardown(test_cut, begin, end),
		cmocka_unit_test_setup_teardown(test_wrong_value, begin, end),
		cmocka_unit_test_setup_teardown(test_lost_lines, begin, end),
		cmocka_unit_test_setup_teardown(test_many_lost_lines, begin,
						end),
		cmocka_unit_test_setup_teardown(test_other_rows, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
