/* oe.area: whole, trimmed, cut, and what is not such a file. */
#include "bls/flat_area.h"

#include "base/str.h"
#include "model/area.h"

#include "table.h"

#include <stdio.h>
#include <stdlib.h>

#define HEADER "state_code\tarea_code\tareatype_code\tarea_name\r\n"

static const char file[] =
	HEADER "00\t0000000\tN\tNational\r\n"
	       "01\t0100000\tS\tAlabama\r\n"
	       "01 \t0011500 \tM\t Anniston-Oxford, AL \r\n"
	       "72\t7200006\tM\tPuerto Rico nonmetropolitan area\r\n";

static void test_whole(void **state)
{
	struct area_entry *list;
	size_t count;
	struct error e;

	(void)state;
	assert_int_equal(flat_area_parse(file, &list, &count, &e), ERR_OK);
	assert_int_equal(count, 3);
	assert_string_equal(list[0].code, "0100000");
	assert_int_equal(list[0].type, AREA_TYPE_STATE);
	assert_string_equal(list[1].state, "01");
	assert_string_equal(list[1].code, "0011500");
	assert_int_equal(list[1].type, AREA_TYPE_METRO);
	assert_string_equal(list[1].name, "Anniston-Oxford, AL");
	assert_string_equal(list[2].code, "7200006");
	assert_int_equal(list[2].type, AREA_TYPE_METRO);
	free(list);
}

/* Cut anywhere but after a line, it is not used. */
static void test_cuts(void **state)
{
	struct area_entry *list;
	struct error e;
	char text[sizeof file];
	char how[32];
	size_t count;
	size_t cut;

	(void)state;
	for (cut = 0; cut < sizeof file - 1; cut++) {
		bool whole;

		memcpy(text, file, cut);
		text[cut] = '\0';
		(void)snprintf(how, sizeof how, "cut at %zu", cut);
		/* with one line of a state or area at least */
		whole = cut > sizeof HEADER + 30 && text[cut - 1] == '\n';
		row_int(how, flat_area_parse(text, &list, &count, &e),
			whole ? ERR_OK : ERR_REMOTE);
		row_true(how, whole == (list != NULL));
		free(list);
	}
}

static const struct {
	const char *comment;
	const char *text;
	enum err code;
} texts[] = {
	{ "empty", "", ERR_REMOTE },
	{ "HTML", "<!DOCTYPE html>\n<html>\n", ERR_REMOTE },
	{ "header alone", HEADER, ERR_REMOTE },
	{ "the nation alone", HEADER "00\t0000000\tN\tNational\r\n",
	  ERR_REMOTE },
	{ "bare line ends",
	  "state_code\tarea_code\tareatype_code\tarea_name\n"
	  "51\t5100000\tS\tVirginia\n",
	  ERR_OK },
	{ "blank lines", HEADER "51\t5100000\tS\tVirginia\r\n\r\n\n", ERR_OK },
	{ "a type nobody knows",
	  HEADER "51\t5100000\tS\tVirginia\r\n51\t5100001\tX\tA\r\n", ERR_OK },
	{ "three cells", HEADER "51\t5100000\tS\r\n", ERR_REMOTE },
	{ "five cells", HEADER "51\t5100000\tS\tVirginia\tx\r\n", ERR_REMOTE },
	{ "short code", HEADER "51\t510000\tS\tVirginia\r\n", ERR_REMOTE },
	{ "letters in the code", HEADER "51\t51000x0\tS\tVirginia\r\n",
	  ERR_REMOTE },
	{ "long code", HEADER "51\t51000000\tS\tVirginia\r\n", ERR_REMOTE },
	{ "no name", HEADER "51\t5100000\tS\t \r\n", ERR_REMOTE },
	{ "a long type", HEADER "51\t5100000\tSM\tVirginia\r\n", ERR_REMOTE },
	{ "HTML behind rows", HEADER "51\t5100000\tS\tVirginia\r\n<html>\r\n",
	  ERR_REMOTE },
};

static void test_texts(void **state)
{
	struct area_entry *list;
	struct error e;
	size_t count;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(texts); i++) {
		row_int(texts[i].comment,
			flat_area_parse(texts[i].text, &list, &count, &e),
			texts[i].code);
		row_int(texts[i].comment, (int64_t)count,
			texts[i].code == ERR_OK);
		free(list);
	}
}

static void test_too_many(void **state)
{
	struct str text = STR_INIT(FLAT_AREA_MAX_BYTES);
	struct area_entry *list;
	struct error e;
	size_t count;
	int i;

	(void)state;
	str_adds(&text, HEADER);
	for (i = 0; i < FLAT_AREAS_MAX; i++)
		str_addf(&text, "01\t%07d\tM\tx\r\n", i + 1);
	assert_int_equal(flat_area_parse(text.data, &list, &count, &e), ERR_OK);
	assert_int_equal(count, FLAT_AREAS_MAX);
	free(list);
	str_adds(&text, "01\t0100000\tS\tx\r\n");
	assert_int_equal(flat_area_parse(text.data, &list, &count, &e),
			 ERR_REMOTE);
	str_release(&text);
}

static void test_names(void **state)
{
	char code[AREA_BYTES];
	enum area_type type;

	(void)state;
	assert_true(area_of_postal("VA", code));
	assert_string_equal(code, "5100000");
	assert_true(area_of_postal("VI", code));
	assert_string_equal(code, "7800000");
	assert_false(area_of_postal("va", code));
	assert_false(area_of_postal("V", code));
	assert_false(area_of_postal("", code));
	assert_string_equal(area_postal("11"), "DC");
	assert_null(area_postal("03"));
	assert_true(area_valid("0047900"));
	assert_false(area_valid("047900"));
	assert_false(area_valid("00479000"));
	assert_false(area_valid("00479-0"));
	assert_true(area_type_of('M', &type));
	assert_int_equal(area_type_letter(type), 'M');
	assert_false(area_type_of('N', &type));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole), cmocka_unit_test(test_cuts),
		cmocka_unit_test(test_texts), cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
