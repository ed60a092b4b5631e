/* The occupation list of BLS: its form, and the place of each in it, held
 * against the list that comes with the project. */
#include "base/file.h"
#include "base/tsv.h"
#include "bls/occupation_list.h"

#include "table.h"

#include <stdlib.h>

enum { BYTES_MAX = 4 * 1024 * 1024 };

static struct str reference;
static struct str body;
static struct str copy;

static const char HEADER[] =
	"occupation_code\toccupation_name\toccupation_description\t"
	"display_level\tselectable\tsort_sequence\r\n";

static struct tsv open_reference(void)
{
	struct tsv t;

	str_reset(&copy);
	str_add(&copy, reference.data, reference.length);
	assert_true(tsv_open(&t, copy.data));
	assert_string_equal(t.names[0], "code");
	return t;
}

/* The project's list in BLS's form; `dash`: with one in the code. */
static void make_body(bool dash)
{
	struct tsv t = open_reference();
	bool bad = false;

	str_reset(&body);
	str_adds(&body, HEADER);
	while (tsv_next(&t, &bad)) {
		const char *code = t.cells[0];

		str_addf(&body, "%.2s%s%s    \t%s\t%s\t%s\tT\t%s\r\n", code,
			 dash ? "-" : "", code + 3, t.cells[5],
			 t.cells[6] ? t.cells[6] : "", t.cells[2], t.cells[3]);
	}
	assert_false(bad);
}

static void test_places(void **state)
{
	struct occupation_list list;
	struct error e;
	int dash;

	(void)state;
	for (dash = 0; dash < 2; dash++) {
		struct tsv t = open_reference();
		bool bad = false;
		size_t i = 0;

		make_body(dash);
		if (occupation_list_parse(body.data, &list, &e) != ERR_OK)
			fail_msg("%s", e.msg);
		assert_int_equal(list.count, 1105);
		for (; tsv_next(&t, &bad); i++) {
			const struct occupation *o = &list.of[i];

			row_text(t.cells[0], o->code, t.cells[0]);
			row_text(t.cells[0], o->level, t.cells[1]);
			row_text(t.cells[0], o->parent,
				 t.cells[4] ? t.cells[4] : "");
			row_text(t.cells[0], o->title, t.cells[5]);
			row_int(t.cells[0], o->description != NULL,
				t.cells[6] != NULL);
			row_int(t.cells[0], o->sort_sequence,
				(int64_t)strtol(t.cells[3], NULL, 10));
		}
		occupation_list_release(&list);
	}
}

static void expect_refusal(const char *what, const char *why)
{
	struct occupation_list list;
	struct error e = { .msg = "" };

	row_int(what, occupation_list_parse(body.data, &list, &e), ERR_REMOTE);
	if (!strstr(e.msg, why))
		fail_msg("%s: %s", what, e.msg);
}

static void test_refused(void **state)
{
	size_t whole;
	char *cell;

	(void)state;
	str_reset(&body);
	expect_refusal("nothing", "header");
	str_adds(&body, "<!DOCTYPE html>\n<html></html>\n");
	expect_refusal("a page", "header");
	str_reset(&body);
	str_adds(&body, HEADER);
	expect_refusal("no rows", "only 0 rows");
	make_body(false);
	whole = body.length;
	body.data[whole - 5] = '\0';
	expect_refusal("cut in a row", "is cut");
	body.data[whole / 4] = '\0';
	*(strrchr(body.data, '\n') + 1) = '\0';
	expect_refusal("cut between rows", "only");
	make_body(false);
	cell = strstr(body.data, "\n151252");
	assert_non_null(cell);
	cell[3] = 'x';
	expect_refusal("a bad code", "cannot be understood");
}

/* What is not UTF-8 could not be stored. */
static void test_bytes(void **state)
{
	struct occupation_list list;
	struct error e;
	char *cell;
	size_t i;

	(void)state;
	make_body(false);
	cell = strstr(body.data, "Software Developers");
	assert_non_null(cell);
	cell[8] = (char)0xe9;
	assert_int_equal(occupation_list_parse(body.data, &list, &e), ERR_OK);
	for (i = 0; strcmp(list.of[i].code, "15-1252") != 0; i++)
		;
	assert_string_equal(list.of[i].title, "Software?Developers");
	occupation_list_release(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_bytes),
	};
	struct error e;
	int failed;

	reference = STR_INIT(BYTES_MAX);
	body = STR_INIT(BYTES_MAX);
	copy = STR_INIT(BYTES_MAX);
	if (file_read("sql/reference/occupation.tsv", &reference, &e) != ERR_OK)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	str_release(&copy);
	str_release(&body);
	str_release(&reference);
	return failed;
}
