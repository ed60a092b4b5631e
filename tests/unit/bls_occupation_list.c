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
		if (occupation_list_parse(body.data, body.length, true, &list,
					  &e) != ERR_OK)
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

static void expect_refusal(const char *what, size_t length, enum err code,
			   const char *why)
{
	struct occupation_list list;
	struct error e = { .msg = "" };

	row_int(what, occupation_list_parse(body.data, length, true, &list, &e),
		code);
	occupation_list_release(&list);
	if (!strstr(e.msg, why))
		fail_msg("%s: %s", what, e.msg);
}

static void test_refused(void **state)
{
	const char *half;

	(void)state;
	str_reset(&body);
	expect_refusal("nothing", 0, ERR_REMOTE, "is empty");
	str_adds(&body, "<!DOCTYPE html>\n<html></html>\n");
	expect_refusal("a page", body.length, ERR_FORMAT, "line 1 is not the");
	str_reset(&body);
	str_adds(&body, "occupation_code\toccupation_name\tsort_sequence\n");
	expect_refusal("no levels", body.length, ERR_FORMAT,
		       "no column \"display_level\"");
	str_reset(&body);
	str_adds(&body, HEADER);
	expect_refusal("no rows", body.length, ERR_REMOTE, "only 0 rows");
	make_body(false);
	expect_refusal("cut in a row", body.length - 12, ERR_REMOTE, "is cut");
	half = memchr(body.data + body.length / 4, '\n', body.length);
	expect_refusal("cut between rows", (size_t)(half + 1 - body.data),
		       ERR_REMOTE, "only");
}

static const char *title_of(const struct occupation_list *list,
			    const char *code)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(list->of[i].code, code) == 0)
			return list->of[i].title;
	return "(not listed)";
}

/* One odd line is one occupation less. */
static void test_odd_lines(void **state)
{
	struct occupation_list list;
	struct error e;
	char *cell;

	(void)state;
	make_body(false);
	cell = strstr(body.data, "\n151252");
	assert_non_null(cell);
	cell[3] = 'x';
	str_adds(&body, "999999\t\t\t3\tT\t1\r\n"
			"999998\tX\t\t?\tT\t1\r\n"
			"999997\tX\t\t3\tT\t-1\r\n"
			"111011\tTwice\t\t3\tT\t1\r\n"
			"999996\tLast, with a tab more\t\t3\tT\t1\t\r\n\x1A");
	assert_int_equal(occupation_list_parse(body.data, body.length, true,
					       &list, &e),
			 ERR_OK);
	assert_int_equal(list.count, 1105);
	assert_int_equal(list.notes.damaged, 5);
	assert_non_null(strstr(list.notes.damage[0].reason, "\"15x252\""));
	assert_string_equal(title_of(&list, "11-1011"), "Chief Executives");
	assert_string_equal(title_of(&list, "99-9996"),
			    "Last, with a tab more");
	occupation_list_release(&list);
}

/* What is not UTF-8 could not be stored. */
static void test_bytes(void **state)
{
	struct occupation_list list;
	struct error e;
	char *cell;

	(void)state;
	make_body(false);
	cell = strstr(body.data, "Software Developers");
	assert_non_null(cell);
	cell[8] = (char)0x96;
	assert_int_equal(occupation_list_parse(body.data, body.length, true,
					       &list, &e),
			 ERR_OK);
	assert_string_equal(title_of(&list, "15-1252"), "Software\xE2\x80\x93"
							"Developers");
	occupation_list_release(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_odd_lines),
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
