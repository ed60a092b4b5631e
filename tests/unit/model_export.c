/* A job's row in JSON and CSV, and the three formats of an export. */
#include "model/export.h"
#include "model/job_row.h"

#include "t.h"

#include <string.h>

static const struct figure withheld = { .reason = REASON_NOT_RELEASED };

static struct job_row row_of(const char *title)
{
	return (struct job_row){
		.code = "15-1252",
		.title = title,
		.major_group = "15-0000",
		.major_group_title = "Computer and Mathematical Occupations",
		.employment = { .milli = 1687890000 },
		.mean_annual_wage = { .milli = 144570000 },
		.median_annual_wage = { .milli = 135980000 },
		.median_hourly_wage = { .milli = 65380, .decimals = 2 },
		.data_year = 2025,
		.score_tenths = 872,
		.has_spread = true,
		.spread_tenths = 30,
		.risk = RISK_VERY_HIGH,
		.type = TYPE_AUGMENTATION,
		.confidence = CONFIDENCE_HIGH,
		.projected_change = { .milli = -9600, .decimals = 1 },
		.annual_openings = { .milli = 115200000 },
		.education = "Bachelor's degree",
		.updated_at = "2026-05-15T14:00:00Z",
	};
}

/* Everything that can be missing is. */
static struct job_row empty_row(void)
{
	struct job_row row = row_of("Actors");

	row.employment = withheld;
	row.mean_annual_wage =
		(struct figure){ .reason = REASON_NOT_PUBLISHED_IN_THIS_FORM };
	row.median_annual_wage = (struct figure){ .reason = REASON_CAPPED,
						  .cap_milli = 239200000 };
	row.median_hourly_wage =
		(struct figure){ .reason = REASON_CAPPED, .cap_milli = 115010 };
	row.has_spread = false;
	row.projected_change = withheld;
	row.annual_openings = withheld;
	row.education = NULL;
	return row;
}

static void assert_csv(const struct job_row *row, const char *expected)
{
	struct str out = STR_INIT(4096);

	job_row_csv(&out, row);
	assert_string_equal(out.data, expected);
	str_release(&out);
}

static void assert_json(const struct job_row *row, const char *expected)
{
	struct str out = STR_INIT(4096);
	struct jw w = JW_INIT(&out);

	jw_object(&w);
	job_row_write(&w, row);
	jw_end(&w);
	assert_true(jw_ok(&w));
	assert_string_equal(out.data, expected);
	str_release(&out);
}

static void test_full_row(void **state)
{
	struct job_row row = row_of("Software Developers");

	(void)state;
	assert_csv(&row,
		   "15-1252,Software Developers,15-0000,"
		   "Computer and Mathematical Occupations,1687890,,144570,,,"
		   "135980,,,65.38,,,2025,87.2,3,,Very High,"
		   "Augmentation-leaning,High,-9.6,,115200,,Bachelor's degree,,"
		   "2026-05-15T14:00:00Z\r\n");
	assert_json(&row,
		    "{\"code\":\"15-1252\",\"title\":\"Software Developers\","
		    "\"majorGroup\":\"15-0000\",\"majorGroupTitle\":"
		    "\"Computer and Mathematical Occupations\","
		    "\"employment\":1687890,\"meanAnnualWage\":144570,"
		    "\"medianAnnualWage\":135980,\"medianHourlyWage\":65.38,"
		    "\"dataYear\":2025,\"aiImpactScore\":87.2,"
		    "\"aiImpactSpread\":3,\"automationRisk\":\"Very High\","
		    "\"impactType\":\"Augmentation-leaning\","
		    "\"confidence\":\"High\",\"projectedChangePercent\":-9.6,"
		    "\"annualOpenings\":115200,"
		    "\"typicalEducation\":\"Bachelor's degree\","
		    "\"updatedAt\":\"2026-05-15T14:00:00Z\"}");
}

static void test_empty_row(void **state)
{
	struct job_row row = empty_row();

	(void)state;
	assert_csv(&row, "15-1252,Actors,15-0000,"
			 "Computer and Mathematical Occupations,,notReleased,,"
			 "notPublishedInThisForm,,,capped,239200,,capped,"
			 "115.01,2025,87.2,,fewerThanTwoSources,Very High,"
			 "Augmentation-leaning,High,,notProjected,,"
			 "notProjected,,notProjected,2026-05-15T14:00:00Z\r\n");
	assert_json(
		&row,
		"{\"code\":\"15-1252\",\"title\":\"Actors\","
		"\"majorGroup\":\"15-0000\",\"majorGroupTitle\":"
		"\"Computer and Mathematical Occupations\",\"employment\":null,"
		"\"employmentReason\":\"notReleased\",\"meanAnnualWage\":null,"
		"\"meanAnnualWageReason\":\"notPublishedInThisForm\","
		"\"medianAnnualWage\":null,\"medianAnnualWageReason\":"
		"\"capped\",\"medianAnnualWageAtLeast\":239200,"
		"\"medianHourlyWage\":null,\"medianHourlyWageReason\":"
		"\"capped\",\"medianHourlyWageAtLeast\":115.01,"
		"\"dataYear\":2025,\"aiImpactScore\":87.2,"
		"\"aiImpactSpread\":null,\"aiImpactSpreadReason\":"
		"\"fewerThanTwoSources\",\"automationRisk\":\"Very High\","
		"\"impactType\":\"Augmentation-leaning\","
		"\"confidence\":\"High\",\"projectedChangePercent\":null,"
		"\"projectedChangePercentReason\":\"notProjected\","
		"\"annualOpenings\":null,\"annualOpeningsReason\":"
		"\"notProjected\",\"typicalEducation\":null,"
		"\"typicalEducationReason\":\"notProjected\","
		"\"updatedAt\":\"2026-05-15T14:00:00Z\"}");
}

static void test_quotes(void **state)
{
	static const struct {
		const char *title;
		const char *cell;
	} rows[] = {
		{ "Actors", "Actors" },
		{ "Lawyers, Judges", "\"Lawyers, Judges\"" },
		{ "The \"Best\"", "\"The \"\"Best\"\"\"" },
		{ "\"", "\"\"\"\"" },
		{ "two\nlines", "\"two\nlines\"" },
		{ "two\rlines", "\"two\rlines\"" },
		{ " blank before", "\" blank before\"" },
		{ "blank after ", "\"blank after \"" },
		{ "Caf\xc3\xa9; owner's", "Caf\xc3\xa9; owner's" },
		{ "", "" },
	};
	struct str out = STR_INIT(4096);
	struct str start = STR_INIT(4096);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct job_row row = row_of(rows[i].title);

		str_reset(&out);
		str_reset(&start);
		job_row_csv(&out, &row);
		str_addf(&start, "15-1252,%s,15-0000,", rows[i].cell);
		assert_memory_equal(out.data, start.data, start.length);
	}
	str_release(&out);
	str_release(&start);
}

static size_t count_of(const char *text, char c)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == c;
	return n;
}

static void test_header(void **state)
{
	struct job_row rows[] = { row_of("Actors"), empty_row() };
	struct str out = STR_INIT(4096);
	size_t commas;
	size_t i;

	(void)state;
	job_row_csv_header(&out, false, false);
	assert_string_equal(
		out.data,
		"code,title,majorGroup,majorGroupTitle,employment,"
		"employmentReason,meanAnnualWage,meanAnnualWageReason,"
		"meanAnnualWageAtLeast,medianAnnualWage,medianAnnualWageReason,"
		"medianAnnualWageAtLeast,medianHourlyWage,"
		"medianHourlyWageReason,medianHourlyWageAtLeast,dataYear,"
		"aiImpactScore,aiImpactSpread,aiImpactSpreadReason,"
		"automationRisk,impactType,confidence,projectedChangePercent,"
		"projectedChangePercentReason,annualOpenings,"
		"annualOpeningsReason,typicalEducation,typicalEducationReason,"
		"updatedAt\r\n");
	commas = count_of(out.data, ',');
	for (i = 0; i < COUNT_OF(rows); i++) {
		str_reset(&out);
		job_row_csv(&out, &rows[i]);
		assert_int_equal(count_of(out.data, ','), commas);
	}
	str_release(&out);
}

/* A row of an area has its own columns behind the others. */
static void test_area_row(void **state)
{
	struct job_row row = row_of("Actors");
	struct str out = STR_INIT(4096);
	struct jw w = JW_INIT(&out);

	(void)state;
	row.of_area = true;
	row.jobs_per_1000 = (struct figure){ .milli = 12345, .decimals = 3 };
	row.location_quotient = withheld;
	job_row_csv_header(&out, true, false);
	assert_non_null(strstr(out.data,
			       ",updatedAt,jobsPer1000,jobsPer1000Reason,"
			       "locationQuotient,locationQuotientReason\r\n"));
	str_reset(&out);
	job_row_csv(&out, &row);
	assert_non_null(strstr(out.data, "00Z,12.345,,,notReleased\r\n"));
	str_reset(&out);
	jw_object(&w);
	job_row_write(&w, &row);
	jw_end(&w);
	assert_non_null(strstr(out.data,
			       "00Z\",\"jobsPer1000\":12.345,"
			       "\"locationQuotient\":null,"
			       "\"locationQuotientReason\":\"notReleased\"}"));
	str_release(&out);
}

/* Rows of 100 digits, so that there are pieces. */
static void add_row(const void *context, size_t i, struct str *out)
{
	(void)context;
	str_addf(out, "%0100zu", i);
}

static struct exporter exporter_of(enum export_format format, size_t count)
{
	return (struct exporter){
		.format = format,
		.about = { .version = 7,
			   .data_year = 2025,
			   .release = "2025A01",
			   .published_at = "2026-05-15T14:00:00Z",
			   .filters = "{\"risk\":[\"High\"]}" },
		.count = count,
		.row = add_row,
	};
}

static size_t run(struct exporter x, struct str *all)
{
	struct str piece = STR_INIT(EXPORT_PIECE_MAX);
	size_t pieces = 0;

	while (exporter_next(&x, &piece)) {
		assert_false(piece.full);
		assert_true(piece.length < EXPORT_PIECE_BYTES + 1000);
		str_add(all, piece.data, piece.length);
		str_reset(&piece);
		pieces++;
	}
	assert_false(exporter_next(&x, &piece));
	str_release(&piece);
	return pieces;
}

static void test_formats(void **state)
{
	struct str all = STR_INIT(100000);
	struct str expected = STR_INIT(100000);

	(void)state;
	assert_int_equal(run(exporter_of(EXPORT_NDJSON, 2), &all), 1);
	str_addf(&expected, "%0100d\n%0100d\n", 0, 1);
	assert_string_equal(all.data, expected.data);

	str_reset(&all);
	str_reset(&expected);
	assert_int_equal(run(exporter_of(EXPORT_JSON, 2), &all), 1);
	str_addf(&expected,
		 "{\"total\":2,\"dataYear\":2025,\"release\":\"2025A01\","
		 "\"version\":7,\"publishedAt\":\"2026-05-15T14:00:00Z\","
		 "\"filters\":{\"risk\":[\"High\"]},"
		 "\"matchQuality\":null,\"jobs\":[\n"
		 "%0100d,\n%0100d\n]}\n",
		 0, 1);
	assert_string_equal(all.data, expected.data);

	str_reset(&all);
	str_reset(&expected);
	assert_int_equal(run(exporter_of(EXPORT_CSV, 1), &all), 1);
	job_row_csv_header(&expected, false, false);
	str_addf(&expected, "%0100d", 0);
	assert_string_equal(all.data, expected.data);
	str_release(&all);
	str_release(&expected);
}

static void test_no_rows(void **state)
{
	struct str all = STR_INIT(100000);

	(void)state;
	assert_int_equal(run(exporter_of(EXPORT_NDJSON, 0), &all), 0);
	assert_int_equal(run(exporter_of(EXPORT_CSV, 0), &all), 1);
	assert_memory_equal(all.data, "code,title,", 11);
	assert_string_equal(all.data + all.length - 11, "updatedAt\r\n");
	str_reset(&all);
	assert_int_equal(run(exporter_of(EXPORT_JSON, 0), &all), 1);
	assert_string_equal(strstr(all.data, "\"jobs\""), "\"jobs\":[\n]}\n");
	str_release(&all);
}

static void test_pieces(void **state)
{
	struct exporter x = exporter_of(EXPORT_JSON, 5000);
	struct str all = STR_INIT(10000000);
	char digest[CRYPTO_DIGEST_HEX];
	struct crypto_sha256 hash;
	struct export_sum sum;

	(void)state;
	assert_true(run(x, &all) > 10);
	assert_int_equal(exporter_length(&x), all.length);
	exporter_sum(&x, &sum);
	assert_int_equal(sum.bytes, all.length);
	crypto_sha256_begin(&hash);
	crypto_sha256_add(&hash, all.data, all.length);
	crypto_sha256_end(&hash, digest);
	assert_string_equal(sum.sha256, digest);
	str_release(&all);
}

/* The examples of FIPS 180-2. */
static void test_sha256(void **state)
{
	char digest[CRYPTO_DIGEST_HEX];
	struct crypto_sha256 hash;

	(void)state;
	crypto_sha256_begin(&hash);
	crypto_sha256_add(&hash, "a", 1);
	crypto_sha256_add(&hash, "", 0);
	crypto_sha256_add(&hash, "bc", 2);
	crypto_sha256_end(&hash, digest);
	assert_string_equal(digest, "ba7816bf8f01cfea414140de5dae2223"
				    "b00361a396177a9cb410ff61f20015ad");
}

static void test_names(void **state)
{
	struct exporter x = exporter_of(EXPORT_NDJSON, 0);
	char name[EXPORT_NAME_BYTES];

	(void)state;
	assert_string_equal(exporter_file_name(&x, name),
			    "bls-jobs-2025-v7.ndjson");
	x.about.filters = "{\"risk\":[\"High\"]}";
	x.about.area = "5100000";
	export_about_part(&x.about);
	assert_string_equal(
		exporter_file_name(&x, name),
		"bls-jobs-5100000-filtered-5321c5f1-2025-v7.ndjson");
	assert_string_equal(export_content_type(EXPORT_CSV),
			    "text/csv; charset=utf-8; header=present");
	assert_string_equal(export_media_type(EXPORT_CSV), "text/csv");
	assert_string_equal(export_content_type(EXPORT_NDJSON),
			    "application/x-ndjson");
	assert_string_equal(export_media_type(EXPORT_JSON), "application/json");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_full_row),
		cmocka_unit_test(test_empty_row),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_area_row),
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_no_rows),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_sha256),
		cmocka_unit_test(test_names),
	};

	crypto_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
