/* Rows of areas put together: whole areas, in order or not, within bounds. */
#include "sync/area_rows.h"

#include "sync_t.h"

static struct footnotes notes;
static struct work work;
static struct area_rows rows;

static struct area_item *items_of(size_t count)
{
	struct area_item *items = xcalloc(count + 1, sizeof *items);
	size_t i;

	for (i = 0; i < count; i++) {
		(void)snprintf(items[i].code, sizeof items[i].code, "00%05u",
			       (unsigned)(i + 1) % 100000);
		items[i].type = AREA_TYPE_METRO;
	}
	return items;
}

/* Three areas, of which the second is done; five occupations. */
static int begin(void **state)
{
	struct area_item *items = items_of(3);

	(void)state;
	store_reset(5);
	work = work_of(50, NULL);
	items[1].state = ITEM_DONE;
	area_rows_init(&rows, &work, &notes);
	area_rows_plan(&rows, items, 3);
	area_rows_begin(&rows);
	return 0;
}

static int end(void **state)
{
	(void)state;
	area_rows_release(&rows);
	work_release(&work);
	return 0;
}

static bool give_value(const char *area, const char *code, int datatype,
		       const char *text)
{
	struct flat_row row = { .year = 2025,
				.period = "A01",
				.footnotes = "",
				.series = { .area_type = 'M',
					    .industry = "000000",
					    .datatype = datatype } };

	copy_text(row.series.area, sizeof row.series.area, area);
	copy_text(row.series.occupation, SOC_BYTES, code);
	row.value = text;
	return area_rows_take(&rows, &row);
}

static bool give(const char *area, const char *code, int datatype)
{
	return give_value(area, code, datatype, "100");
}

static void give_cell(const char *area, const char *code)
{
	int datatype;

	for (datatype = 1; datatype <= MEASURE__MAX; datatype++)
		assert_true(give(area, code, datatype));
}

static const char *waiting(void)
{
	struct area_box *box = area_rows_next(&rows);

	return box ? area_rows_slot(&rows, box)->item.code : NULL;
}

static void test_ordered(void **state)
{
	struct area_box *box;
	struct error e;

	(void)state;
	give_cell("0000001", "11-0002");
	give_cell("0000001", "11-0001"); /* any order within the area */
	assert_true(give("0000001", "11-0004", 16));
	assert_null(waiting()); /* more may come */
	give_cell("0000002", "11-0001");
	assert_string_equal(waiting(), "0000001");
	give_cell("0000003", "11-0001");
	assert_int_equal(rows.waiting, 1); /* what is done is passed over */
	assert_int_equal(area_rows_check(&rows, &e), ERR_OK);
	area_rows_conclude(&rows);
	assert_int_equal(rows.waiting, 2);

	box = area_rows_next(&rows);
	assert_int_equal(box->count, 3);
	assert_string_equal(box->cells[0].code, "11-0001");
	assert_string_equal(box->cells[2].code, "11-0004");
	assert_int_equal(box->cells[0].figures.of[17].milli, 100000);
	assert_int_equal(box->cells[2].figures.of[16].milli, 100000);
	assert_int_equal(box->cells[2].figures.of[1].reason,
			 REASON_NO_SUCH_SERIES);
	assert_true(box->cells[0].detailed);
	area_rows_drop(&rows, ITEM_DONE);
	assert_string_equal(waiting(), "0000003");
	area_rows_drop(&rows, ITEM_FAILED);
	assert_null(waiting());
	assert_int_equal(rows.slots[2].item.state, ITEM_FAILED);
}

/* What a copy lacks is not said not to exist. */
static void test_gap_of_a_copy(void **state)
{
	(void)state;
	rows.partial = true;
	assert_true(give("0000001", "11-0001", 16));
	area_rows_conclude(&rows);
	assert_int_equal(area_rows_next(&rows)->cells[0].figures.of[16].reason,
			 REASON_NONE);
	assert_int_equal(area_rows_next(&rows)->cells[0].figures.of[17].reason,
			 REASON_NOT_IN_THIS_COPY);
}

/* A line among the rows of an area that could not be read: that area is not
 * whole, the others are. */
static void test_lost_line(void **state)
{
	const struct labstat_damage damage = { 7, "it is odd" };

	(void)state;
	area_rows_lose(&rows, &damage); /* before the first one */
	give_cell("0000001", "11-0001");
	area_rows_lose(&rows, &damage);
	give_cell("0000003", "11-0001");
	area_rows_conclude(&rows);
	assert_string_equal(waiting(), "0000001");
	assert_string_equal(area_rows_next(&rows)->failure,
			    "line 7 cannot be read: it is odd");
	area_rows_drop(&rows, ITEM_FAILED);
	assert_string_equal(waiting(), "0000003");
	assert_string_equal(area_rows_next(&rows)->failure, "");
}

/* Rows that nobody asked for: other areas, other occupations, twice. */
static void test_other_rows(void **state)
{
	struct flat_row row = { .year = 2025, .period = "A01", .value = "1" };

	(void)state;
	give_cell("0000009", "11-0001");
	assert_int_equal(rows.unknown, MEASURE__MAX);
	give_cell("0000001", "99-9999");
	assert_true(give("0000001", "11-0001", 1));
	assert_true(give_value("0000001", "11-0001", 1, "200"));
	row.series = (struct series){ .area_type = 'S', .datatype = 1 };
	copy_text(row.series.area, sizeof row.series.area, "0000001");
	copy_text(row.series.occupation, SOC_BYTES, "11-0001");
	assert_true(area_rows_take(&rows, &row)); /* a state of that code */
	assert_int_equal(rows.unknown, MEASURE__MAX + 1);
	/* both are areas that failed: one not listed, one of another kind */
	assert_int_equal(rows.unlisted_count, 2);
	assert_string_equal(rows.unlisted[0].code, "0000009");
	assert_string_equal(rows.unlisted[1].code, "0000001");
	assert_int_equal(rows.unlisted[1].type, AREA_TYPE_STATE);
	assert_string_equal(waiting(), "0000001");
	assert_int_equal(area_rows_next(&rows)->count, 1);
	assert_int_equal(area_rows_next(&rows)->cells[0].figures.of[1].milli,
			 100000);
}

/* Nothing of the list in it: as if it had not come. */
static void test_empty(void **state)
{
	(void)state;
	give_cell("0000001", "99-9999");
	give_cell("0000003", "11-0001");
	area_rows_conclude(&rows);
	assert_string_equal(waiting(), "0000003");
	assert_int_equal(rows.waiting, 1);
	assert_int_equal(rows.slots[0].item.state, ITEM_PENDING);
}

static void test_wrong_value(void **state)
{
	(void)state;
	assert_true(give_value("0000001", "11-0001", 13, "1,234"));
	give_cell("0000001", "11-0002");
	give_cell("0000003", "11-0002");
	area_rows_conclude(&rows);
	assert_string_equal(area_rows_next(&rows)->failure,
			    "data type 13 of 11-0001: malformed value");
	area_rows_drop(&rows, ITEM_FAILED);
	assert_string_equal(area_rows_next(&rows)->failure, "");
}

/* A file that breaks off: what was whole stays, what was not is read anew. */
static void test_again(void **state)
{
	struct error e;

	(void)state;
	give_cell("0000001", "11-0001");
	give_cell("0000003", "11-0001");
	area_rows_drop(&rows, ITEM_DONE);
	area_rows_begin(&rows);
	give_cell("0000001", "11-0001");
	assert_null(waiting());
	assert_int_equal(area_rows_check(&rows, &e), ERR_REMOTE);
	assert_non_null(strstr(e.msg, "lacks 2 of 3 areas"));
	give_cell("0000002", "11-0001");
	give_cell("0000003", "11-0002");
	assert_int_equal(area_rows_check(&rows, &e), ERR_OK);
	area_rows_conclude(&rows);
	assert_string_equal(waiting(), "0000003");
	assert_int_equal(area_rows_next(&rows)->count, 1);
	assert_string_equal(area_rows_next(&rows)->cells[0].code, "11-0002");
}

/* An area comes back, be it planned or done: then all is collected. */
static void test_scattered(void **state)
{
	struct error e;

	(void)state;
	give_cell("0000002", "11-0001");
	give_cell("0000003", "11-0001");
	assert_false(give("0000002", "11-0002", 1));
	assert_true(rows.scattered);

	area_rows_plan(&rows, items_of(3), 3);
	area_rows_collect(&rows);
	area_rows_begin(&rows);
	assert_false(rows.scattered);
	give_cell("0000002", "11-0001");
	give_cell("0000003", "11-0001");
	give_cell("0000002", "11-0002");
	give_cell("0000001", "11-0003");
	assert_null(waiting());
	assert_int_equal(area_rows_check(&rows, &e), ERR_OK);
	area_rows_conclude(&rows);
	assert_false(rows.more);
	assert_int_equal(rows.waiting, 3);
	area_rows_drop(&rows, ITEM_DONE);
	assert_string_equal(waiting(), "0000002");
	assert_int_equal(area_rows_next(&rows)->count, 2);
}

/* No room for all of them: as many readings as it takes, each area once. */
static void test_bounded(void **state)
{
	enum { AREAS = 10 };
	int seen[AREAS] = { 0 };
	int readings = 0;
	char code[AREA_BYTES];
	int i;
	int k;

	(void)state;
	area_rows_plan(&rows, items_of(AREAS), AREAS);
	area_rows_collect(&rows);
	rows.cells_max = 7;
	do {
		area_rows_begin(&rows);
		for (k = 1; k <= 3; k++) {
			for (i = 1; i <= AREAS; i++) {
				(void)snprintf(code, sizeof code, "%07d",
					       i % 100);
				assert_true(give(code, store.items[k].code, 1));
				assert_true(rows.cells <= 8);
			}
		}
		area_rows_conclude(&rows);
		while (area_rows_next(&rows)) {
			struct area_box *box = area_rows_next(&rows);

			seen[box->slot]++;
			assert_int_equal(box->count, 3);
			area_rows_drop(&rows, ITEM_DONE);
		}
		assert_true(++readings < 20);
	} while (rows.more);
	assert_true(readings > 1);
	for (i = 0; i < AREAS; i++)
		assert_int_equal(seen[i], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_ordered, begin, end),
		cmocka_unit_test_setup_teardown(test_gap_of_a_copy, begin, end),
		cmocka_unit_test_setup_teardown(test_lost_line, begin, end),
		cmocka_unit_test_setup_teardown(test_other_rows, begin, end),
		cmocka_unit_test_setup_teardown(test_empty, begin, end),
		cmocka_unit_test_setup_teardown(test_wrong_value, begin, end),
		cmocka_unit_test_setup_teardown(test_again, begin, end),
		cmocka_unit_test_setup_teardown(test_scattered, begin, end),
		cmocka_unit_test_setup_teardown(test_bounded, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
