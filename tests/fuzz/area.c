/* oe.area, and rows of oe.data put together area by area. */
#include "bls/flat_area.h"
#include "sync/area_rows.h"

#include "fuzz.h"

#include <string.h>

static struct area_rows rows;
static bool collect;

static bool take(void *context, const struct flat_row *row)
{
	(void)context;
	if (row->series.area_type == 'N')
		return true;
	if (area_rows_take(&rows, row)) {
		HOLDS(rows.cells <= rows.cells_max + 1);
		return true;
	}
	HOLDS(rows.scattered && !collect);
	return false;
}

static void drain(void)
{
	while (area_rows_next(&rows)) {
		const struct area_box *box = area_rows_next(&rows);
		size_t i;

		HOLDS(area_rows_slot(&rows, box)->item.code[0]);
		for (i = 1; i < box->count; i++)
			HOLDS(strcmp(box->cells[i - 1].code,
				     box->cells[i].code) < 0);
		area_rows_drop(&rows, ITEM_DONE);
	}
	HOLDS(!rows.waiting);
}

static void plan(void)
{
	static const char *const codes[] = { "0010180", "0010420", "0100000" };
	struct area_item *items = xcalloc(COUNT_OF(codes), sizeof *items);
	size_t i;

	for (i = 0; i < COUNT_OF(codes); i++) {
		copy_text(items[i].code, sizeof items[i].code, codes[i]);
		items[i].type =
			codes[i][1] == '1' ? AREA_TYPE_STATE : AREA_TYPE_METRO;
	}
	area_rows_plan(&rows, items, COUNT_OF(codes));
}

static void read_file(const char *text, size_t length, size_t cut)
{
	struct flat_data d = FLAT_DATA_INIT(take, NULL);
	struct error e;

	d.states = true;
	d.metros = true;
	area_rows_begin(&rows);
	if (flat_data_feed(&d, text, cut) &&
	    flat_data_feed(&d, text + cut, length - cut) &&
	    flat_data_end(&d, length % 2) == ERR_OK &&
	    area_rows_check(&rows, &e) == ERR_OK)
		area_rows_conclude(&rows);
	drain();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct round_item items[] = { { .code = "00-0000" },
					     { .code = "11-1011" },
					     { .code = "15-1252" } };
	static const struct footnotes notes;
	struct work work = { .items = items, .count = COUNT_OF(items) };
	struct flat_areas list;
	char *text = fuzz_text(data, size);
	size_t length = strlen(text);
	struct error e;

	if (flat_areas_parse(text, length, length % 2, &list, &e) == ERR_OK)
		HOLDS(list.count && list.count <= FLAT_AREAS_MAX &&
		      area_valid(list.of->code));
	flat_areas_release(&list);
	area_rows_init(&rows, &work, &notes);
	plan();
	collect = false;
	read_file(text, length, length / 3);
	plan();
	collect = true;
	rows.cells_max = 2;
	area_rows_collect(&rows);
	read_file(text, length, length / 2);
	area_rows_release(&rows);
	free(text);
	return 0;
}
