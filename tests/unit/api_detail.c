/* One job in full, from a catalog of which every part is known. */
#include "api_t.h"

#include <stdio.h>

static struct snapshot *snapshot;
static struct response rs;

static const struct dataset_study studies[] = {
	{ "eloundou", "GPTs", NULL, "Tasks", "E. (2024)", "https://e", "MIT" },
	{ "microsoft", "Working", "2025", "Use", "T. (2025)", NULL, "CC" },
	{ "oews", "Wages", NULL, "Wages", "BLS", NULL, "Public domain" },
};

static const struct dataset_source sources[] = {
	{ "15-1252", 0, 0.65789, 0.8806 },
	{ "15-1252", 1, 0.28, 0.5 },
};

/* Core tasks first, as the table is read. */
static const struct dataset_task tasks[] = {
	{ "15-1252", "Plan.", "Core", "E0", "E0", "T1", 1 },
	{ "15-1252", "Code.", "Core", "E1", "E1", "T2", 2 },
	{ "15-1252", "Test.", "Core", "E2", "E0", "T3", 3 },
	{ "15-1252", "Meet.", "Supplemental", NULL, NULL, NULL, 4 },
	{ "15-1252", "Note.", "Supplemental", "E1", "E1", "T2", 5 },
	{ "15-1252", "Sort.", NULL, "E2", NULL, "T0", 6 },
};

/* Six jobs as in api_t.h; both lists of the related ones in one order. */
static const struct dataset_related related[] = {
	{ "15-1251", "15-1252", "Primary-Short" },
	{ "15-1251", "15-1253", "Primary-Short" },
	{ "15-1251", "29-1141", "Primary-Long" },
	{ "15-1251", "29-1151", "Supplemental" },
	{ "15-1251", "29-1215", "Supplemental" },
	{ "15-1251", "11-3021", "Primary-Short" }, /* not published here */
	{ "29-1151", "29-1215", "Primary-Short" },
};

static struct dataset *full_dataset(void)
{
	struct dataset *d = api_dataset();

	d->studies = api_copy(studies, sizeof studies);
	d->study_count = COUNT_OF(studies);
	d->sources = api_copy(sources, sizeof sources);
	d->source_count = COUNT_OF(sources);
	d->tasks = api_copy(tasks, sizeof tasks);
	d->task_count = COUNT_OF(tasks);
	free(d->related);
	d->related = api_copy(related, sizeof related);
	d->related_count = COUNT_OF(related);
	return d;
}

static struct occupation_figures *figures(struct dataset *d, const char *code,
					  int year)
{
	size_t i;

	for (i = 0; i < d->year_count; i++)
		if (d->years[i].year == year &&
		    strcmp(d->years[i].code, code) == 0)
			break;
	assert_true(i < d->year_count);
	return &d->years[i].figures;
}

static struct dataset_job *find_job(struct dataset *d, const char *code)
{
	size_t i;

	for (i = 0; i < d->job_count; i++)
		if (strcmp(d->jobs[i].code, code) == 0)
			break;
	assert_true(i < d->job_count);
	return &d->jobs[i];
}

static void make(struct dataset *d)
{
	snapshot_free(snapshot);
	snapshot = api_snapshot_of(d);
	dataset_free(d);
}

static int set_up(void **state)
{
	(void)state;
	crypto_init();
	rs = RESPONSE_INIT;
	make(full_dataset());
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	snapshot_free(snapshot);
	response_release(&rs);
	return 0;
}

static void get(const char *target)
{
	char line[300];

	(void)snprintf(line, sizeof line, "GET %s", target);
	api_answer(snapshot, line, &rs);
}

static void has(const char *part)
{
	if (!strstr(rs.body.data, part))
		fail_msg("no %s in %s", part, rs.body.data);
}

static void lacks(const char *part)
{
	if (strstr(rs.body.data, part))
		fail_msg("%s in %s", part, rs.body.data);
}

static void test_place(void **state)
{
	(void)state;
	get("/api/jobs/15-1252");
	has("\"hierarchy\":[{\"code\":\"00-0000\",\"title\":\"All "
	    "Occupations\",\"level\":\"total\"},{\"code\":\"15-0000\"");
	has("{\"code\":\"15-1252\",\"title\":\"Software Developers\","
	    "\"level\":\"detailed\"}],\"siblings\":[{\"code\":\"15-1251\","
	    "\"title\":\"Computer Programmers\"},{\"code\":\"15-1253\","
	    "\"title\":\"Software Testers\"}]");
}

static void test_errors_of_figures(void **state)
{
	struct dataset *d = full_dataset();
	struct figure *of = figures(d, "15-1252", 2025)->of;

	(void)state;
	of[MEASURE_EMPLOYMENT_ERROR] =
		(struct figure){ .milli = 600, .decimals = 1 };
	of[MEASURE_ANNUAL_MEAN] = (struct figure){ .milli = 148100000 };
	make(d);
	get("/api/jobs/15-1252");
	has("{\"measure\":\"employment\",\"datatype\":1,\"value\":5000,"
	    "\"unit\":\"jobs\",\"year\":2025,\"reason\":null,"
	    "\"atLeast\":null,\"relativeStandardError\":0.6}");
	has("\"value\":148100,\"unit\":\"dollars per year\",\"year\":2025,"
	    "\"reason\":null,\"atLeast\":null,"
	    "\"relativeStandardError\":null,"
	    "\"relativeStandardErrorReason\":\"notInThisCopy\"}");
	/* of a median BLS publishes none */
	has("\"datatype\":13,\"value\":135980,\"unit\":\"dollars per year\","
	    "\"year\":2025,\"reason\":null,\"atLeast\":null}");
}

static void test_projections(void **state)
{
	(void)state;
	make(full_dataset());
	get("/api/jobs/15-1252");
	has("\"projections\":{\"baseYear\":2024,\"projectedYear\":2034,"
	    "\"employmentBase\":121200,");
	has("\"annualOpenings\":5500,\"unit\":\"persons\",");
	has("\"workExperience\":null,\"workExperienceReason\":"
	    "\"notProjected\"");
	get("/api/jobs/29-1151");
	has("\"projections\":null,\"projectionsReason\":\"notProjected\"");
}

static void test_impact(void **state)
{
	struct dataset *d = full_dataset();
	struct dataset_job *job = find_job(d, "15-1253");

	(void)state;
	job->score.has_spread = false;
	job->score.basis = BASIS_BROAD;
	job->score.job_zone_basis = BASIS_MINOR;
	find_job(d, "15-1251")->score.job_zone_basis = BASIS_MINOR;
	make(d);
	get("/api/jobs/15-1252");
	has("\"sources\":[{\"id\":\"eloundou\",\"title\":\"GPTs\","
	    "\"measures\":\"Tasks\",\"value\":0.6579,\"percentile\":0.881,"
	    "\"citation\":\"E. (2024)\",\"url\":\"https://e\","
	    "\"licence\":\"MIT\"},{\"id\":\"microsoft\"");
	has("\"value\":0.28,\"percentile\":0.5,");
	has("\"basis\":\"direct\",\"basisFrom\":null");
	get("/api/jobs/15-1253");
	has("\"spread\":null,\"spreadReason\":\"fewerThanTwoSources\"");
	has("\"basis\":\"broad\",\"basisFrom\":{\"level\":\"broad\","
	    "\"codesBeginWith\":\"15-125\",\"group\":{\"code\":\"15-1250\","
	    "\"title\":\"Software \\u003cand> \\\"Web\\\"\"},"
	    "\"weightedBy\":\"employment\","
	    "\"occupations\":[\"15-1251\",\"15-1252\"]}");
	has("\"automationBasis\":\"direct\",\"automationBasisFrom\":null,");
	/* the list has no 15-1000; 15-1251 has no zone of its own either */
	has("\"jobZoneBasis\":\"minor\",\"jobZoneBasisFrom\":{"
	    "\"level\":\"minor\",\"codesBeginWith\":\"15-1\",\"group\":null,"
	    "\"weightedBy\":\"employment\",\"occupations\":[\"15-1252\"]}");
}

static void test_tasks(void **state)
{
	(void)state;
	make(full_dataset());
	get("/api/jobs/15-1252");
	has("\"tasks\":[{\"task\":\"Code.\",\"type\":\"Core\","
	    "\"exposureModel\":\"E1\",\"exposureHuman\":\"E1\","
	    "\"exposure\":1,\"automation\":\"T2\"},"
	    "{\"task\":\"Note.\",\"type\":\"Supplemental\"");
	has("{\"task\":\"Sort.\",\"type\":null,\"exposureModel\":\"E2\","
	    "\"exposureHuman\":null,\"exposure\":0.5,\"automation\":\"T0\"},"
	    "{\"task\":\"Test.\",\"type\":\"Core\",\"exposureModel\":\"E2\","
	    "\"exposureHuman\":\"E0\",\"exposure\":0.25,"
	    "\"automation\":\"T3\"},{\"task\":\"Plan.\"");
	has("{\"task\":\"Meet.\",\"type\":\"Supplemental\","
	    "\"exposureModel\":null,\"exposureHuman\":null,"
	    "\"exposure\":null,\"automation\":null}],"
	    "\"mostExposedTasks\":[0,1,2],\"leastExposedTasks\":[4,3],"
	    "\"taskLabels\":{\"tasks\":6,\"exposureModel\":{\"E0\":1,"
	    "\"E1\":2,\"E2\":2,\"none\":1},\"exposureHuman\":{\"E0\":2,"
	    "\"E1\":2,\"E2\":0,\"none\":2},\"automation\":{\"T0\":1,"
	    "\"T1\":1,\"T2\":2,\"T3\":1,\"T4\":0,\"none\":1}}");
	get("/api/jobs/29-1141");
	has("\"tasks\":[],\"mostExposedTasks\":[],\"leastExposedTasks\":[],"
	    "\"taskLabels\":{\"tasks\":0,");
}

static void test_neighbors(void **state)
{
	struct dataset *d = full_dataset();
	struct dataset_job *job = find_job(d, "15-1251");

	(void)state;
	job->score.risk_index = 84.64;
	job->score.job_zone = 4;
	find_job(d, "15-1252")->score.risk_index = 61;
	find_job(d, "15-1252")->score.job_zone = 3.5;
	find_job(d, "29-1215")->score.job_zone = 5;
	make(d);
	get("/api/jobs/15-1251");
	has("\"similar\":[{\"code\":\"15-1252\","
	    "\"title\":\"Software Developers\",\"aiImpactScore\":87.2,"
	    "\"automationRisk\":\"High\",\"medianAnnualWage\":135980,"
	    "\"relatedness\":\"Primary-Short\",\"safer\":true,"
	    "\"notSaferBecause\":[]}");
	/* no pay in any form is published of the testers */
	has("\"relatedness\":\"Primary-Short\",\"safer\":false,"
	    "\"notSaferBecause\":[\"payNotComparable\"]}");
	has("\"medianAnnualWage\":239200,\"relatedness\":\"Supplemental\","
	    "\"safer\":false,\"notSaferBecause\":[\"jobZone\"]}");
	lacks("11-3021");
	/* 135980 / 98670 = 1.378 */
	has("\"saferNeighbours\":[{\"code\":\"15-1252\"");
	has("\"reasons\":{\"riskLevelDifference\":-1,"
	    "\"riskIndexDifference\":-23.6,\"scoreDifference\":-4.2,"
	    "\"payRatio\":1.378,\"payMeasure\":\"medianAnnualWage\","
	    "\"jobZoneDifference\":-0.5}}");
	/* 93600 / 98670 = 0.9486: kept */
	has("\"payRatio\":0.948,");
	/* capped: at least 239200 / 98670 = 2.424 */
	has("\"payRatio\":null,\"payRatioReason\":\"capped\","
	    "\"payRatioAtLeast\":2.424,\"payMeasure\":\"medianAnnualWage\"");
	/* ours is capped: nothing can be said, and risk is not lower either */
	get("/api/jobs/29-1151");
	has("\"notSaferBecause\":[\"risk\",\"payNotComparable\","
	    "\"jobZone\"]}],"
	    "\"saferNeighbours\":[]");
}

static void test_pay_of_the_neighbor(void **state)
{
	static const struct {
		int64_t median;
		const char *reason;
	} rows[] = {
		{ 88803, "\"notSaferBecause\":[]" }, /* 90 % of 98670 */
		{ 88802, "\"notSaferBecause\":[\"pay\"]" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		struct dataset *d = full_dataset();

		figures(d, "15-1252", 2025)->of[MEASURE_ANNUAL_MEDIAN] =
			api_figure(rows[i].median);
		make(d);
		get("/api/jobs/15-1251");
		has(rows[i].reason);
	}
}

static void test_pay_by_the_hour(void **state)
{
	struct dataset *d = full_dataset();

	(void)state;
	figures(d, "15-1252", 2025)->of[MEASURE_ANNUAL_MEDIAN] =
		(struct figure){ .reason = REASON_NOT_PUBLISHED_IN_THIS_FORM };
	make(d);
	get("/api/jobs/15-1251");
	has("\"payRatio\":1,\"payMeasure\":\"medianHourlyWage\"");
}

/* Whatever is told may be cached until something of it changes. */
static void test_tag(void **state)
{
	char tag[SNAPSHOT_TAG_BYTES];
	struct dataset *d;
	int change;

	(void)state;
	make(full_dataset());
	memcpy(tag, snapshot->tag, sizeof tag);
	make(full_dataset());
	assert_string_equal(tag, snapshot->tag);
	for (change = 0; change < 7; change++) {
		d = full_dataset();
		switch (change) {
		case 0:
			d->tasks[3].task = "Greet.";
			break;
		case 1:
			d->tasks[3].automation = "T4";
			break;
		case 2: /* of a year before */
			d->years[0].figures.of[MEASURE_ANNUAL_10TH].milli++;
			break;
		case 3:
			d->related[0].tier = "Another";
			break;
		case 4:
			d->sources[0].value += 0.01;
			break;
		case 5:
			d->studies[0].citation = "Another";
			break;
		default:
			d->projections[0].change_numeric.milli += 100;
			break;
		}
		make(d);
		assert_string_not_equal(tag, snapshot->tag);
	}
}

int main(void)
{
	const struct CMUnitTest units[] = {
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_errors_of_figures),
		cmocka_unit_test(test_projections),
		cmocka_unit_test(test_impact),
		cmocka_unit_test(test_tasks),
		cmocka_unit_test(test_neighbors),
		cmocka_unit_test(test_pay_of_the_neighbor),
		cmocka_unit_test(test_pay_by_the_hour),
		cmocka_unit_test(test_tag),
	};

	return cmocka_run_group_tests(units, set_up, tear_down);
}
