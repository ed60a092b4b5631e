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
	struct flat_areas list;
	struct error e;

	(void)state;
	assert_int_equal(flat_areas_parse(file, sizeof file - 1, true, &list,
					  &e),
			 ERR_OK);
	assert_int_equal(list.count, 3);
	assert_string_equal(list.of[0].code, "0100000");
	assert_int_equal(list.of[0].type, AREA_TYPE_STATE);
	assert_string_equal(list.of[1].state, "01");
	assert_string_equal(list.of[1].code, "0011500");
	assert_int_equal(list.of[1].type, AREA_TYPE_METRO);
	assert_string_equal(list.of[1].name, "Anniston-Oxford, AL");
	assert_string_equal(list.of[2].code, "7200006");
	assert_int_equal(list.of[2].type, AREA_TYPE_METRO);
	assert_int_equal(list.notes.damaged, 0);
	flat_areas_release(&list);
}

/* Cut anywhere but after a line, it is not used. */
static void test_cuts(void **state)
{
	struct flat_areas list;
	struct error e;
	char how[32];
	size_t cut;

	(void)state;
	for (cut = 0; cut < sizeof file - 1; cut++) {
		/* with one line of a state or area at least */
		bool whole = cut > sizeof HEADER + 30 && file[cut - 1] == '\n';
		enum err code = flat_areas_parse(file, cut, false, &list, &e);

		(void)snprintf(how, sizeof how, "cut at %zu", cut);
		row_int(how, code, whole ? ERR_OK : ERR_REMOTE);
		row_true(how, whole == (list.of != NULL));
		flat_areas_release(&list);
	}
}

#define VIRGINIA "51\t5100000\tS\tVirginia\r\n"
#define LONG16   "Long name of an "
#define LONG64   LONG16 LONG16 LONG16 LONG16

static const struct {
	const char *comment;
	const char *text;
	enum err code;
	int64_t damaged;
	const char *note; /* in what is said of the first damaged line */
} texts[] = {
	{ "empty", "", ERR_REMOTE, 0, NULL },
	{ "HTML", "<!DOCTYPE html>\n<html>\n", ERR_FORMAT, 0, NULL },
	{ "header alone", HEADER, ERR_REMOTE, 0, NULL },
	{ "the nation alone", HEADER "00\t0000000\tN\tNational\r\n", ERR_REMOTE,
	  0, NULL },
	{ "bare line ends",
	  "state_code\tarea_code\tareatype_code\tarea_name\n"
	  "51\t5100000\tS\tVirginia\n",
	  ERR_OK, 0, NULL },
	{ "blank lines", HEADER VIRGINIA "\r\n\n", ERR_OK, 0, NULL },
	{ "a type nobody knows",
	  HEADER VIRGINIA "51\t5100001\tX\tA\r\n51\t1\t\tB\r\n", ERR_OK, 0,
	  "lines with an unknown kind of area: 2, the first is line 3 "
	  "(\"X\")" },
	{ "other columns, another order",
	  "area_name\tx\tareatype_code\tarea_code\tstate_code\r\n"
	  "Virginia\tx\tS\t5100000\t51\r\n",
	  ERR_OK, 0, NULL },
	{ "a tab more", HEADER "51\t5100000\tS\tVirginia\t\r\n", ERR_OK, 0,
	  NULL },
	{ "three cells", HEADER VIRGINIA "51\t5100001\tS\r\n", ERR_OK, 1,
	  "oe.area: line 3 cannot be read and is passed over: it has no name" },
	{ "five cells", HEADER VIRGINIA "51\t5100001\tS\tA\tx\r\n", ERR_OK, 1,
	  "line 3 cannot be read and is passed over: it has more cells" },
	{ "short code", HEADER "51\t510000\tS\tA\r\n" VIRGINIA, ERR_OK, 1,
	  "line 2 cannot be read and is passed over: the area code is not "
	  "seven digits: area \"510000\"" },
	{ "letters in the code", HEADER "51\t51000x0\tS\tA\r\n" VIRGINIA,
	  ERR_OK, 1, "seven digits" },
	{ "long code", HEADER "51\t51000000\tS\tA\r\n" VIRGINIA, ERR_OK, 1,
	  "seven digits" },
	{ "no name", HEADER "51\t5100001\tS\t \r\n" VIRGINIA, ERR_OK, 1,
	  "no name: area \"5100001\"" },
	{ "a name of 256 bytes",
	  HEADER "51\t5100001\tS\t" LONG64 LONG64 LONG64 LONG64
		 "x\r\n" VIRGINIA,
	  ERR_OK, 1, "too long" },
	{ "a long type", HEADER VIRGINIA "51\t5100001\tSM\tA\r\n", ERR_OK, 0,
	  "(\"SM\")" },
	{ "a bad state", HEADER VIRGINIA "VA\t5100001\tS\tA\r\n", ERR_OK, 1,
	  "two digits" },
	{ "HTML behind rows", HEADER VIRGINIA "<html>\r\n</html>\r\n", ERR_OK,
	  0, "unknown kind of area: 2" },
};

static void test_texts(void **state)
{
	char note[LABSTAT_NOTE_BYTES];
	struct flat_areas list;
	struct error e;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(texts); i++) {
		const char *comment = texts[i].comment;

		row_int(comment,
			flat_areas_parse(texts[i].text, strlen(texts[i].text),
					 true, &list, &e),
			texts[i].code);
		row_int(comment, (int64_t)list.count, texts[i].code == ERR_OK);
		row_int(comment, list.notes.damaged, texts[i].damaged);
		if (labstat_note(&list.notes, 0, note) != !!texts[i].note ||
		    (texts[i].note && !strstr(note, texts[i].note)))
			fail_msg("%s: %s", comment, note);
		flat_areas_release(&list);
	}
}

/* A name is stored as its reader meant it. */
static void test_bytes(void **state)
{
	static const char text[] =
		HEADER "72\t0032420\tM\tMayag\xFC"
		       "ez, PR\r\n"
		       "72\t0032421\tM\tMayag\xC3\xBC"
		       "ez, PR\r\n"
		       "72\t0032422\tM\tA\0B\x81\x1b[31m \x96 C\r\n";
	struct flat_areas list;
	struct error e;

	(void)state;
	assert_int_equal(flat_areas_parse(text, sizeof text - 1, true, &list,
					  &e),
			 ERR_OK);
	assert_int_equal(list.count, 3);
	assert_string_equal(list.of[0].name, "Mayag\xC3\xBC"
					     "ez, PR");
	assert_string_equal(list.of[1].name, "Mayag\xC3\xBC"
					     "ez, PR");
	assert_string_equal(list.of[2].name,
			    "A B\xEF\xBF\xBD [31m \xE2\x80\x93 C");
	flat_areas_release(&list);
}

static void test_too_many(void **state)
{
	struct str text = STR_INIT(FLAT_AREA_MAX_BYTES);
	struct flat_areas list;
	struct error e;
	int i;

	(void)state;
	str_adds(&text, HEADER);
	for (i = 0; i < FLAT_AREAS_MAX + 2; i++)
		str_addf(&text, "01\t%07d\tM\tx\r\n", i + 1);
	assert_int_equal(flat_areas_parse(text.data, text.length, true, &list,
					  &e),
			 ERR_OK);
	assert_int_equal(list.count, FLAT_AREAS_MAX);
	assert_int_equal(list.notes.damaged, 2);
	flat_areas_release(&list);
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
	assert_string_equal(area_type_code(type), "M");
	assert_false(area_type_of('N', &type));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole), cmocka_unit_test(test_cuts),
		cmocka_unit_test(test_texts), cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_bytes), cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
