/* The JSON writer: what it writes, and that misuse is noticed. */
#include "base/jw.h"

#include "table.h"

#include <cjson/cJSON.h>
#include <math.h>

static struct str out;

static struct jw begin(void)
{
	str_reset(&out);
	return JW_INIT(&out);
}

static void test_document(void **state)
{
	struct jw w = begin();

	(void)state;
	jw_object(&w);
	jw_kv_string(&w, "text", "a");
	jw_kv_string(&w, "absent", NULL);
	jw_kv_int(&w, "number", -12);
	jw_kv_bool(&w, "yes", true);
	jw_kv_null(&w, "none");
	jw_kv_double(&w, "real", 2.50, 3);
	jw_key(&w, "list");
	jw_array(&w);
	jw_int(&w, 1);
	jw_object(&w);
	jw_end(&w);
	jw_array(&w);
	jw_end(&w);
	jw_number_text(&w, "65.38");
	jw_raw(&w, "{\"r\":1}", 7);
	jw_end(&w);
	jw_kv_bool(&w, "no", false);
	jw_end(&w);
	assert_true(jw_ok(&w));
	assert_string_equal(
		out.data,
		"{\"text\":\"a\",\"absent\":null,\"number\":-12,\"yes\":true,"
		"\"none\":null,\"real\":2.5,\"list\":[1,{},[],65.38,"
		"{\"r\":1}],\"no\":false}");
}

static void play(struct jw *w, const char *steps)
{
	for (; *steps; steps++) {
		switch (*steps) {
		case 'k':
			jw_key(w, "k");
			break;
		case 'v':
			jw_int(w, 1);
			break;
		case '{':
			jw_object(w);
			break;
		case '[':
			jw_array(w);
			break;
		case '.':
			jw_end(w);
			break;
		case 'n':
			jw_number_text(w, "1,2");
			break;
		default:
			fail_msg("unknown step %c", *steps);
		}
	}
}

static void test_misuse(void **state)
{
	static const struct {
		const char *steps; /* see play() */
		bool ok;
		const char *comment;
	} rows[] = {
		{ "{kv.", true, "an object" },
		{ "[vv.", true, "an array" },
		{ "v", true, "a value alone" },
		{ "{k{k[...", true, "nested" },
		{ "[kv.", false, "a key in an array" },
		{ "kv", false, "a key at the root" },
		{ "{v.", false, "a value without key" },
		{ "{kvv.", false, "two values for a key" },
		{ "{kk.", false, "two keys in a row" },
		{ "{k.", false, "a key without value" },
		{ "{kv", false, "an object left open" },
		{ "[", false, "an array left open" },
		{ "{k", false, "a key left open" },
		{ "{kv..", false, "one end too many" },
		{ ".", false, "an end without beginning" },
		{ "vv", false, "two roots" },
		{ "{kv.{kv.", false, "two objects at the root" },
		{ "[.v", false, "a value after the root" },
		{ "[n.", false, "not a number" },
		{ "[kv.vvv", false, "misuse stays noticed" },
		{ "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
		  "................................",
		  true, "32 levels" },
		{ "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
		  ".................................",
		  false, "33 levels" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct jw w = begin();

		play(&w, rows[i].steps);
		row_int(rows[i].comment, jw_ok(&w), rows[i].ok);
	}
}

static void test_ceiling(void **state)
{
	struct str small = STR_INIT(8);
	struct jw w = JW_INIT(&small);

	(void)state;
	jw_array(&w);
	jw_string(&w, "too long for it");
	jw_end(&w);
	assert_false(jw_ok(&w));
	str_release(&small);
}

static void test_escapes(void **state)
{
	static const struct {
		const char *text;
		const char *json;
		const char *comment;
	} rows[] = {
		{ "", "\"\"", "empty" },
		{ "a\"b", "\"a\\\"b\"", "a quote" },
		{ "a\\b", "\"a\\\\b\"", "a backslash" },
		{ "a\nb\tc", "\"a\\u000ab\\u0009c\"", "control characters" },
		{ "\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\"", "all of them" },
		{ "</script>", "\"\\u003c/script>\"", "a tag" },
		{ "\"", "\"\\\"\"", "only a quote" },
		{ "Z\xc3\xbcrich \xe2\x80\x93 \xf0\x9f\x99\x82",
		  "\"Z\xc3\xbcrich \xe2\x80\x93 \xf0\x9f\x99\x82\"",
		  "UTF-8 stays" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct jw w = begin();
		cJSON *read;

		jw_string(&w, rows[i].text);
		row_true(rows[i].comment, jw_ok(&w));
		row_text(rows[i].comment, out.data, rows[i].json);
		read = cJSON_Parse(out.data);
		row_text(rows[i].comment, cJSON_GetStringValue(read),
			 rows[i].text);
		cJSON_Delete(read);
	}
}

/* Texts are looked at eight bytes at a time: each byte at each place counts. */
static void test_escapes_at_every_place(void **state)
{
	static const char special[] = "\x01\x1f\"\\<\x7f";
	char text[32];
	size_t length;
	size_t at;
	size_t i;

	(void)state;
	for (length = 1; length < 20; length++) {
		for (at = 0; at < length; at++) {
			for (i = 0; i < sizeof special - 1; i++) {
				struct jw w = begin();
				cJSON *read;

				memset(text, 'x', length);
				text[length] = '\0';
				text[at] = special[i];
				jw_string(&w, text);
				assert_null(strchr(out.data, '<'));
				read = cJSON_Parse(out.data);
				assert_non_null(read);
				assert_string_equal(cJSON_GetStringValue(read),
						    text);
				assert_true(out.length > length + 2);
				cJSON_Delete(read);
			}
		}
	}
}

static void test_fixed(void **state)
{
	static const struct {
		int64_t number;
		int places;
		const char *json;
	} rows[] = {
		{ 0, 0, "0" },
		{ 0, 3, "0" },
		{ 2500, 3, "2.5" },
		{ 2000, 3, "2" },
		{ -120, 3, "-0.12" },
		{ 5, 3, "0.005" },
		{ 872, 1, "87.2" },
		{ 1000, 0, "1000" },
		{ INT64_MIN, 0, "-9223372036854775808" },
		{ INT64_MAX, 9, "9223372036.854775807" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct jw w = begin();

		jw_fixed(&w, rows[i].number, rows[i].places);
		assert_true(jw_ok(&w));
		assert_string_equal(out.data, rows[i].json);
	}
}

static void test_members(void **state)
{
	struct jw w = begin();

	(void)state;
	jw_object(&w);
	jw_members(&w, "", 0);
	jw_members(&w, "\"a\":1", 5);
	jw_members(&w, "\"b\":2,\"c\":3", 11);
	jw_kv_int(&w, "d", 4);
	jw_end(&w);
	assert_true(jw_ok(&w));
	assert_string_equal(out.data, "{\"a\":1,\"b\":2,\"c\":3,\"d\":4}");
	w = begin();
	jw_array(&w);
	jw_members(&w, "\"a\":1", 5);
	jw_end(&w);
	assert_false(jw_ok(&w));
}

static void test_key_is_escaped(void **state)
{
	struct jw w = begin();

	(void)state;
	jw_object(&w);
	jw_kv_int(&w, "a\"b", 1);
	jw_end(&w);
	assert_string_equal(out.data, "{\"a\\\"b\":1}");
}

static void test_doubles(void **state)
{
	static const struct {
		double number;
		int decimals;
		const char *json;
		const char *comment;
	} rows[] = {
		{ 0, 2, "0", "zero" },
		{ -0.0, 2, "0", "negative zero" },
		{ -0.004, 2, "0", "rounded to negative zero" },
		{ 1.005, 1, "1", "trailing zeros go" },
		{ 12.50, 2, "12.5", "one of them" },
		{ 100, 0, "100", "zeros before the point stay" },
		{ -3.14159, 3, "-3.142", "rounded" },
		{ 1e17, 1, "100000000000000000", "large" },
		{ (double)NAN, 2, "null", "not a number" },
		{ (double)INFINITY, 2, "null", "infinite" },
		{ -(double)INFINITY, 2, "null", "infinite, negative" },
		{ 1e300, 2, "null", "beyond any use" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct jw w = begin();

		jw_double(&w, rows[i].number, rows[i].decimals);
		row_text(rows[i].comment, out.data, rows[i].json);
		row_true(rows[i].comment, jw_ok(&w));
	}
}

static void test_number_texts(void **state)
{
	static const struct {
		const char *digits;
		bool ok;
	} rows[] = {
		{ "0", true },      { "65.38", true }, { "-12.5", true },
		{ "22.020", true }, { "0.0", true },   { "", false },
		{ "-", false },     { ".5", false },   { "5.", false },
		{ "05", false },    { "-05", false },  { "1,234", false },
		{ "+5", false },    { "1e5", false },  { "NaN", false },
		{ "5 ", false },    { "0x10", false }, { "1.2.3", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct jw w = begin();

		jw_number_text(&w, rows[i].digits);
		row_int(rows[i].digits, jw_ok(&w), rows[i].ok);
		row_text(rows[i].digits, out.data,
			 rows[i].ok ? rows[i].digits : "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_document),
		cmocka_unit_test(test_misuse),
		cmocka_unit_test(test_ceiling),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_escapes_at_every_place),
		cmocka_unit_test(test_fixed),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_key_is_escaped),
		cmocka_unit_test(test_doubles),
		cmocka_unit_test(test_number_texts),
	};
	int failed;

	out = STR_INIT(4096);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	str_release(&out);
	return failed;
}
