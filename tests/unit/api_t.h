/*
 * A small catalog for tests of the API: six jobs in two groups, with capped
 * and withheld wages, and a call through the real route table.
 *
 *	code     title                     jobs  median  score  risk
 *	15-1251  Computer Programmers      1000   98670   91.4  Very High
 *	15-1252  Software Developers       5000  135980   87.2  High
 *	15-1253  Software Testers          2000  (none)   87.2  High
 *	29-1141  Registered Nurses         9000   93600   55.3  Medium
 *	29-1151  Nurse Anesthetists        (none) capped  20.0  Low
 *	29-1215  Family Doctors            3000  239200   20.0  Low
 */
#ifndef UNIT_API_T_H
#define UNIT_API_T_H

#include "t.h"

#include "api/ready.h"
#include "base/crypto.h"
#include "catalog/snapshot.h"
#include "serve/routes.h"
#include "store/dataset.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *code;
	const char *title;
	int64_t employment; /* 0: not released */
	int64_t median;     /* 0: not released; -1: capped at 239200 */
	double score;
	double spread; /* < 0: none */
	enum risk_level risk;
	enum impact_type type;
	enum confidence confidence;
	const char *education; /* NULL: no projection */
} api_jobs[] = {
	{ "15-1251", "Computer Programmers", 1000, 98670, 91.44, 3.0,
	  RISK_VERY_HIGH, TYPE_AUTOMATION, CONFIDENCE_HIGH,
	  "Bachelor's degree" },
	{ "15-1252", "Software Developers", 5000, 135980, 87.24, 2.96,
	  RISK_HIGH, TYPE_AUGMENTATION, CONFIDENCE_HIGH, "Bachelor's degree" },
	{ "15-1253", "Software Testers", 2000, 0, 87.16, 12.0, RISK_HIGH,
	  TYPE_AUGMENTATION, CONFIDENCE_MEDIUM, "Associate's degree" },
	{ "29-1141", "Registered Nurses", 9000, 93600, 55.3, 30.0, RISK_MEDIUM,
	  TYPE_AUGMENTATION, CONFIDENCE_LOW, "Bachelor's degree" },
	{ "29-1151", "Nurse Anesthetists", 0, -1, 20.0, -1.0, RISK_LOW,
	  TYPE_LOW_EXPOSURE, CONFIDENCE_LOW, NULL },
	{ "29-1215", "Family Doctors", 3000, 239200, 20.0, 1.0, RISK_LOW,
	  TYPE_LOW_EXPOSURE, CONFIDENCE_HIGH,
	  "Doctoral or professional degree" },
};

static const struct dataset_occupation api_occupations[] = {
	{ "00-0000", "", "total", "All Occupations", NULL },
	{ "15-0000", "00-0000", "major", "Computer Occupations", NULL },
	{ "15-1250", "15-0000", "broad", "Software <and> \"Web\"", NULL },
	{ "15-1251", "15-1250", "detailed", "Computer Programmers", "Code." },
	{ "15-1252", "15-1250", "detailed", "Software Developers", "Develop." },
	{ "15-1253", "15-1250", "detailed", "Software Testers", NULL },
	{ "29-0000", "00-0000", "major", "Healthcare Occupations", NULL },
	{ "29-1141", "29-0000", "detailed", "Registered Nurses", "Care." },
	{ "29-1151", "29-0000", "detailed", "Nurse Anesthetists", NULL },
	{ "29-1215", "29-0000", "detailed", "Family Doctors", NULL },
};

static const struct dataset_title api_titles[] = {
	{ "15-1251", "Coder", TITLE_ALTERNATE },
	{ "15-1251", "Software Developer, Junior", TITLE_ALTERNATE },
	{ "15-1252", "Software Engineer", TITLE_REPORTED },
	{ "15-1252", "Applications Programmer", TITLE_ALTERNATE },
	{ "29-1141", "R.N.", TITLE_ALTERNATE },
	{ "29-1215", "Country Doctor's Physician", TITLE_LAY },
};

static const struct dataset_synonym api_synonyms[] = {
	{ "29-1215", "medic", NULL },
	{ "15-1252", "geek", NULL },
	{ "", "dev", "developer" },
	{ "15-1251", "applications programmer", NULL },
	{ "", "bug", "software" },
	{ "", "wiz", "developer" },
};

static const struct dataset_alias api_aliases[] = {
	{ "15-1131", "15-1251", "Programmers of Old", true },
	{ "15-1132", "15-1252", "Developers, Applications", true },
	{ "15-1132", "15-1253", "Developers, Applications", true },
	{ "15-1258", "15-1253", "Bug Hunters", false },
	{ "19-1111", "19-2222", "Not Published", true },
};

static const struct dataset_related api_related[] = {
	{ "15-1252", "15-1253", "Primary-Short" },
	{ "15-1252", "11-3021", "Primary-Short" }, /* not published here */
	{ "15-1252", "15-1251", "Supplemental" },
};

static inline struct figure api_figure(int64_t value)
{
	if (value < 0)
		return (struct figure){ .reason = REASON_CAPPED,
					.cap_milli = 239200000 };
	if (!value)
		return (struct figure){ .reason = REASON_NOT_RELEASED };
	return (struct figure){ .milli = value * 1000 };
}

static inline void *api_copy(const void *from, size_t size)
{
	void *to = xcalloc(1, size);

	memcpy(to, from, size);
	return to;
}

static inline void api_add_year(struct dataset *d, size_t i, int year)
{
	struct dataset_year *y = &d->years[d->year_count++];

	(void)copy_text(y->code, SOC_BYTES, api_jobs[i].code);
	y->year = year;
	y->figures = dataset_no_figures();
	y->figures.of[MEASURE_EMPLOYMENT] = api_figure(api_jobs[i].employment);
	y->figures.of[MEASURE_ANNUAL_MEDIAN] = api_figure(api_jobs[i].median);
	if (api_jobs[i].median > 0)
		y->figures.of[MEASURE_HOURLY_MEDIAN] =
			(struct figure){ .milli = 65380, .decimals = 2 };
}

static inline void api_add_projection(struct dataset *d, size_t i)
{
	struct dataset_projection *p = &d->projections[d->projection_count++];

	*p = (struct dataset_projection){
		.base_year = 2024,
		.projected_year = 2034,
		.change_percent = { .milli = -9600, .decimals = 1 },
		.annual_openings = { .milli = 5500000 },
		.employment_base = { .milli = 121200000 },
		.employment_projected = { .milli = 109600000 },
		.change_numeric = { .milli = -11600000 },
		.typical_education = api_jobs[i].education,
	};
	(void)copy_text(p->code, SOC_BYTES, api_jobs[i].code);
}

static inline struct dataset *api_dataset(void)
{
	struct dataset *d = dataset_new();
	size_t i;

	d->version = 7;
	(void)copy_text(d->release, sizeof d->release, "2025A01");
	(void)copy_text(d->published_at, sizeof d->published_at,
			"2026-05-15T14:00:00Z");
	d->occupations = api_copy(api_occupations, sizeof api_occupations);
	d->occupation_count = COUNT_OF(api_occupations);
	d->titles = api_copy(api_titles, sizeof api_titles);
	d->title_count = COUNT_OF(api_titles);
	d->synonyms = api_copy(api_synonyms, sizeof api_synonyms);
	d->synonym_count = COUNT_OF(api_synonyms);
	d->aliases = api_copy(api_aliases, sizeof api_aliases);
	d->alias_count = COUNT_OF(api_aliases);
	d->related = api_copy(api_related, sizeof api_related);
	d->related_count = COUNT_OF(api_related);
	d->jobs = xcalloc(COUNT_OF(api_jobs), sizeof *d->jobs);
	d->years = xcalloc(2 * COUNT_OF(api_jobs), sizeof *d->years);
	d->projections = xcalloc(COUNT_OF(api_jobs), sizeof *d->projections);
	for (i = 0; i < COUNT_OF(api_jobs); i++) {
		struct dataset_job *job = &d->jobs[d->job_count++];

		*job = (struct dataset_job){ .data_year = 2025 };
		(void)copy_text(job->code, SOC_BYTES, api_jobs[i].code);
		(void)copy_text(job->release, sizeof job->release, "2025A01");
		(void)copy_text(job->updated_at, sizeof job->updated_at,
				"2026-05-15T14:00:00Z");
		(void)copy_text(job->version, sizeof job->version, "ai-1");
		job->score.score = api_jobs[i].score;
		job->score.has_spread = api_jobs[i].spread >= 0;
		job->score.spread = api_jobs[i].spread;
		job->score.risk = api_jobs[i].risk;
		job->score.type = api_jobs[i].type;
		job->score.confidence = api_jobs[i].confidence;
		api_add_year(d, i, 2024);
		api_add_year(d, i, 2025);
		if (api_jobs[i].education)
			api_add_projection(d, i);
	}
	return d;
}

static inline struct snapshot *api_snapshot_of(const struct dataset *d)
{
	struct snapshot *s = snapshot_new(d);

	ready_make(s);
	return s;
}

static inline struct snapshot *api_snapshot(void)
{
	struct dataset *d = api_dataset();
	struct snapshot *s;

	crypto_init();
	s = api_snapshot_of(d);
	dataset_free(d);
	return s;
}

/* Answer "GET /api/jobs" from the small catalog. */
static inline void api_answer(struct snapshot *s, const char *line,
			      struct response *rs)
{
	struct app one = { .snapshot = s };
	struct str space = STR_INIT(REQUEST_QUERY_MAX + REQUEST_PATH_MAX);
	struct request rq;
	struct error e;

	assert_int_equal(request_line(&rq, line, &space, &e), ERR_OK);
	routes_dispatch(&one, &rq, rs);
	str_release(&space);
}

/* The codes of a list, in order: "15-1251 15-1252". */
static inline void api_codes(const char *body, char *out, size_t size)
{
	static const char mark[] = "{\"code\":\"";
	size_t used = 0;
	const char *p = body;

	out[0] = '\0';
	while ((p = strstr(p, mark)) && used + SOC_BYTES + 1 < size) {
		p += sizeof mark - 1;
		if (used)
			out[used++] = ' ';
		memcpy(out + used, p, SOC_BYTES - 1);
		used += SOC_BYTES - 1;
		out[used] = '\0';
	}
}

#endif
