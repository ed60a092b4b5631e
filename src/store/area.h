/*
 * States and metropolitan areas as readers see them: of each area the edition
 * that was published last (see 008_areas.sql), read by the key.
 *
 *	struct area_jobs jobs;
 *	code = area_jobs_load(db, "0047900", &jobs, &e);
 *	if (code == ERR_NOT_FOUND)	... no such area is loaded
 *	... jobs.list[i].of[AREA_EMPLOYMENT] ...
 *	area_jobs_release(&jobs);
 *
 * Each function is one statement, so what it returns is of one moment.
 */
#ifndef STORE_AREA_H
#define STORE_AREA_H

#include "base/clock.h"
#include "db/db.h"
#include "model/area.h"
#include "model/exposure.h"
#include "model/figure.h"
#include "model/release.h"
#include "model/soc.h"

/* The figures of an area that lists are made of. */
enum area_figure {
	AREA_EMPLOYMENT,
	AREA_MEAN_ANNUAL,
	AREA_MEDIAN_ANNUAL,
	AREA_MEDIAN_HOURLY,
	AREA_JOBS_PER_1000,
	AREA_LOCATION_QUOTIENT,
	AREA__FIGURES
};

/* Their data types, 1..17. */
extern const int area_datatypes[AREA__FIGURES];

struct area_job {
	char code[SOC_BYTES];
	char updated_at[CLOCK_TEXT_BYTES]; /* RFC 3339 */
	struct figure of[AREA__FIGURES];
};

/* One area with its detailed occupations, by code. */
struct area_jobs {
	char area[AREA_BYTES];
	enum area_type type;
	char state[AREA_STATE_BYTES]; /* FIPS */
	char name[AREA_NAME_BYTES];
	char release[RELEASE_CODE_BYTES];
	char published_at[CLOCK_TEXT_BYTES]; /* RFC 3339 */
	int data_year;
	struct area_job *list;
	size_t count;
};

/* ERR_NOT_FOUND when nothing of the area is published. */
MUST_CHECK enum err area_jobs_load(struct db *db, const char *area,
				   struct area_jobs *out, struct error *e);
void area_jobs_release(struct area_jobs *jobs);
/* NULL when there is none. */
const struct area_job *area_jobs_find(const struct area_jobs *jobs,
				      const char *code);

/* Workers and pay at one level of risk; a wage of -1 is not known. */
struct area_risk {
	int64_t jobs;
	int64_t employment;
	int64_t mean_annual; /* dollars, weighted by employment */
	int64_t median_annual;
};

struct area {
	char code[AREA_BYTES];
	enum area_type type;
	char state[AREA_STATE_BYTES]; /* FIPS */
	char name[AREA_NAME_BYTES];
	char release[RELEASE_CODE_BYTES];
	int data_year;
	struct figure employment; /* of all occupations, as published */
	struct area_risk risk[RISK__MAX];
};

struct area_list {
	struct area *list; /* states first, by code */
	size_t count;
};

/* All that is published. */
MUST_CHECK enum err area_list_load(struct db *db, struct area_list *out,
				   struct error *e);
void area_list_release(struct area_list *areas);

/* One year of an occupation in an area. */
struct area_year {
	int year;
	struct occupation_figures figures; /* absent: notInThisCopy */
};

struct area_history {
	struct area_year *years; /* oldest first */
	size_t count;
};

/* Up to the year that `jobs` shows. */
MUST_CHECK enum err area_history_load(struct db *db,
				      const struct area_jobs *jobs,
				      const char *occupation,
				      struct area_history *out,
				      struct error *e);
void area_history_release(struct area_history *history);

#endif
