/* The dataset's lookups, and that the schema's ENUM columns are in the order
 * of our enums: the store reads them by their index. */
#include "base/str.h"
#include "store/dataset.h"

#include "t.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SCHEMA_MAX = 65536 };

static char *read_schema(void)
{
	FILE *file = fopen("sql/002_figures.sql", "re");
	char *text = xcalloc(1, SCHEMA_MAX);

	assert_non_null(file);
	assert_true(fread(text, 1, SCHEMA_MAX - 1, file) > 0);
	(void)fclose(file);
	return text;
}

static void assert_enum(const char *schema, const char *column,
			const char *const *names, size_t count)
{
	struct str wanted = STR_INIT(1000);
	size_t i;

	str_addf(&wanted, "ENUM(");
	for (i = 0; i < count; i++)
		str_addf(&wanted, "%s'%s'", i ? "," : "", names[i]);
	str_addf(&wanted, ")");
	schema = strstr(schema, column);
	assert_non_null(schema);
	schema = strstr(schema, "ENUM(");
	assert_non_null(schema);
	assert_memory_equal(schema, wanted.data, wanted.length);
	str_release(&wanted);
}

static void test_enums(void **state)
{
	const char *names[8];
	char *schema = read_schema();
	int i;

	(void)state;
	for (i = 0; i < RISK__MAX; i++)
		names[i] = risk_level_name((enum risk_level)i);
	assert_enum(schema, "  risk  ", names, RISK__MAX);
	for (i = 0; i < TYPE__MAX; i++)
		names[i] = impact_type_name((enum impact_type)i);
	assert_enum(schema, "  impact_type  ", names, TYPE__MAX);
	for (i = 0; i < CONFIDENCE__MAX; i++)
		names[i] = confidence_name((enum confidence)i);
	assert_enum(schema, "  confidence  ", names, CONFIDENCE__MAX);
	for (i = 0; i < BASIS__MAX; i++)
		names[i] = impact_basis_name((enum impact_basis)i);
	assert_enum(schema, "  basis  ", names, BASIS__MAX);
	assert_enum(schema, "  automation_basis  ", names, BASIS__MAX);
	assert_enum(schema, "  job_zone_basis  ", names, BASIS__MAX);
	free(schema);
}

static void test_range(void **state)
{
	static const struct dataset_title titles[] = {
		{ "11-1011", "a", TITLE_LAY }, { "11-1021", "b", TITLE_LAY },
		{ "11-1021", "c", TITLE_LAY }, { "11-1021", "d", TITLE_LAY },
		{ "15-1252", "e", TITLE_LAY },
	};
	static const struct {
		const char *code;
		size_t count;
		size_t first;
	} rows[] = {
		{ "11-1011", 1, 0 }, { "11-1021", 3, 1 }, { "15-1252", 1, 4 },
		{ "00-0000", 0, 0 }, { "11-1020", 0, 1 }, { "99-9999", 0, 5 },
	};
	size_t first;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(dataset_range(titles, COUNT_OF(titles),
					       sizeof titles[0], rows[i].code,
					       &first),
				 rows[i].count);
		assert_int_equal(first, rows[i].first);
	}
	assert_int_equal(
		dataset_range(NULL, 0, sizeof titles[0], "11-1011", &first), 0);
}

static void test_texts(void **state)
{
	struct dataset *d = dataset_new();
	char *big = xcalloc(1, 600000);
	const char *first = dataset_text(d, "first");
	const char *kept;
	int i;

	(void)state;
	assert_null(dataset_text(d, NULL));
	memset(big, 'x', 599999);
	kept = dataset_text(d, big);
	for (i = 0; i < 100000; i++)
		(void)dataset_text(d, "and many others");
	assert_string_equal(first, "first");
	assert_string_equal(kept, big);
	free(big);
	dataset_free(d);
	dataset_free(NULL);
}

static void test_no_figures(void **state)
{
	struct occupation_figures none = dataset_no_figures();
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(none.of); i++)
		assert_int_equal(none.of[i].reason, REASON_NOT_IN_THIS_COPY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_enums),
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_no_figures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
