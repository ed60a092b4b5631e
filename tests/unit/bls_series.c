/* Series ids and the bodies of requests. */
#include "bls/request.h"
#include "bls/series.h"
#include "model/measure.h"

#include "table.h"

#include <cjson/cJSON.h>
#include <stdio.h>

static void test_national(void **state)
{
	static const struct {
		const char *occupation;
		int datatype;
		const char *id;
	} rows[] = {
		{ "15-1252", 4, "OEUN000000000000015125204" },
		{ "15-1252", 17, "OEUN000000000000015125217" },
		{ "53-2011", 3, "OEUN000000000000053201103" },
		{ "29-1023", 13, "OEUN000000000000029102313" },
		{ "99-9999", 4, "OEUN000000000000099999904" },
		{ "00-0000", 1, "OEUN000000000000000000001" },
	};
	struct series_id id;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		series_national(rows[i].occupation, rows[i].datatype, &id);
		row_text(rows[i].id, id.text, rows[i].id);
	}
}

/* All 15 measures of the nation: 25 characters, and they read back. */
static void test_all_measures(void **state)
{
	struct series_id id;
	struct series s;
	char expected[32];
	int datatype;

	(void)state;
	for (datatype = 1; datatype <= MEASURE_NATIONAL; datatype++) {
		series_national("15-1252", datatype, &id);
		(void)snprintf(expected, sizeof expected,
			       "OEUN0000000000000151252%02d", datatype % 100);
		assert_int_equal(strlen(id.text), 25);
		assert_string_equal(id.text, expected);
		assert_true(series_parse(id.text, &s));
		assert_int_equal(s.datatype, datatype);
		assert_string_equal(s.occupation, "15-1252");
	}
}

static void test_parse(void **state)
{
	static const struct {
		const char *id;
		struct series parts;
		const char *comment;
	} rows[] = {
		{ "OEUM001018000000015125404",
		  { 'M', "0010180", "000000", "15-1254", 4 },
		  "withheld in Abilene" },
		{ "OEUM001054000000029121515",
		  { 'M', "0010540", "000000", "29-1215", 15 },
		  "capped in Albany, Oregon" },
		{ "OEUN000000000000053201103",
		  { 'N', "0000000", "000000", "53-2011", 3 },
		  "pilots by the hour" },
		{ "OEUM004790000000015125217",
		  { 'M', "0047900", "000000", "15-1252", 17 },
		  "the capital's location quotient" },
		{ "OEUS060000000000011101101",
		  { 'S', "0600000", "000000", "11-1011", 1 },
		  "a state" },
		{ "OEUM720000600000000000001",
		  { 'M', "7200006", "000000", "00-0000", 1 },
		  "a nonmetropolitan area" },
		{ "OEUN000000031--3300000001",
		  { 'N', "0000000", "31--33", "00-0000", 1 },
		  "a sector with dashes" },
		{ "OEUN000000011--1215125204",
		  { 'N', "0000000", "11--12", "15-1252", 4 },
		  "another one" },
		{ "OEUN00000003250A115125204",
		  { 'N', "0000000", "3250A1", "15-1252", 4 },
		  "an industry with a letter" },
		{ "OEUN000000000000115125204",
		  { 'N', "0000000", "000001", "15-1252", 4 },
		  "private ownership only" },
	};
	struct series s;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		row_true(rows[i].comment, series_parse(rows[i].id, &s));
		row_int(rows[i].comment, s.area_type, rows[i].parts.area_type);
		row_text(rows[i].comment, s.area, rows[i].parts.area);
		row_text(rows[i].comment, s.industry, rows[i].parts.industry);
		row_text(rows[i].comment, s.occupation,
			 rows[i].parts.occupation);
		row_int(rows[i].comment, s.datatype, rows[i].parts.datatype);
	}
}

static void test_refused(void **state)
{
	static const struct {
		const char *id;
		const char *comment;
	} rows[] = {
		{ "", "empty" },
		{ "OEUN00000000000001512520", "24 characters" },
		{ "OEUN0000000000000151252041", "26 characters" },
		{ "OEUS00000000000015125201", "24, with area type S" },
		{ "oeun000000000000015125204", "lower case" },
		{ "OESN000000000000015125204", "seasonally adjusted" },
		{ "LAUN000000000000015125204", "another survey" },
		{ "OEUX000000000000015125204", "unknown area type" },
		{ "OEUN00000000000001512520x", "a letter in the data type" },
		{ "OEUN000000000000015125200", "data type 0" },
		{ "OEUN000000000000015125218", "data type 18" },
		{ "OEUN000000000000015-12524", "a dash in the occupation" },
		{ "OEUN000000000000015125 04", "white space" },
		{ "OEUN00000A000000015125204", "a letter in the area" },
		{ "OEUN00000003250a115125204", "industry in lower case" },
		{ "LNS14000000", "not of OEWS" },
	};
	struct series s;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++)
		row_true(rows[i].comment, !series_parse(rows[i].id, &s));
}

static void test_body(void **state)
{
	struct str body = STR_INIT(8192);
	struct series_id ids[3];

	(void)state;
	series_national("15-1252", 1, &ids[0]);
	series_national("15-1252", 4, &ids[1]);
	series_national("15-1252", 13, &ids[2]);
	bls_request_write(&body, ids, 3, "0123456789abcdef0123456789abcdef");
	assert_string_equal(
		body.data,
		"{\"seriesid\":[\"OEUN000000000000015125201\","
		"\"OEUN000000000000015125204\",\"OEUN000000000000015125213\"],"
		"\"latest\":\"true\","
		"\"registrationkey\":\"0123456789abcdef0123456789abcdef\"}");
	str_release(&body);
}

static void test_body_without_key(void **state)
{
	struct str body = STR_INIT(8192);
	struct series_id id;

	(void)state;
	series_national("15-1252", 1, &id);
	bls_request_write(&body, &id, 1, "");
	assert_string_equal(body.data,
			    "{\"seriesid\":[\"OEUN000000000000015125201\"],"
			    "\"latest\":\"true\"}");
	str_release(&body);
}

/* A full one fits, in order; and what must never be asked is not in it. */
static void test_full_body(void **state)
{
	static const char *const never[] = { "startyear",     "endyear",
					     "catalog",       "calculations",
					     "annualaverage", "aspects" };
	struct str body = STR_INIT(8192);
	struct series_id ids[BLS_SERIES_WITH_KEY];
	const cJSON *list;
	cJSON *root;
	int i;

	(void)state;
	for (i = 0; i < BLS_SERIES_WITH_KEY; i++)
		series_national(i < 25 ? "15-1252" : "29-1023", i % 15 + 1,
				&ids[i]);
	bls_request_write(&body, ids, BLS_SERIES_WITH_KEY, "abcdefgh12345678");
	assert_false(body.full);
	root = cJSON_Parse(body.data);
	list = cJSON_GetObjectItemCaseSensitive(root, "seriesid");
	assert_int_equal(cJSON_GetArraySize(list), BLS_SERIES_WITH_KEY);
	for (i = 0; i < BLS_SERIES_WITH_KEY; i++)
		assert_string_equal(
			cJSON_GetStringValue(cJSON_GetArrayItem(list, i)),
			ids[i].text);
	assert_int_equal(cJSON_GetArraySize(root), 3);
	for (i = 0; i < (int)COUNT_OF(never); i++)
		row_true(never[i], !cJSON_HasObjectItem(root, never[i]));
	cJSON_Delete(root);
	str_release(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_national),
		cmocka_unit_test(test_all_measures),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_body),
		cmocka_unit_test(test_body_without_key),
		cmocka_unit_test(test_full_body),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
