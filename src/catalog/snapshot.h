/*
 * The published data as answers need it, made once per change of the data:
 * every row is ready-made JSON, every sort order is an array, and what is told
 * about one job in full is kept small and written when it is asked for.  It
 * never changes after it was built; the worker processes share it with the
 * master that built it and forked them.
 *
 *	struct snapshot *s = snapshot_new(dataset);
 *	... s->rows[i] ... s->order[SORT_EMPLOYMENT][true] ...
 *	snapshot_free(s);
 *
 * Jobs are numbered by their place in order of code.
 */
#ifndef CATALOG_SNAPSHOT_H
#define CATALOG_SNAPSHOT_H

#include "base/arena.h"
#include "base/str.h"
#include "catalog/dossier.h"
#include "search/search.h"
#include "store/job_rows.h"

enum { EDUCATION_LEVELS = 8, GROUPS_MAX = 100, SNAPSHOT_TAG_BYTES = 17 };

/* The fields of a row, in its order. */
enum sort_field {
	SORT_CODE,
	SORT_TITLE,
	SORT_MAJOR_GROUP,
	SORT_MAJOR_GROUP_TITLE,
	SORT_EMPLOYMENT,
	SORT_MEAN_ANNUAL_WAGE,
	SORT_MEDIAN_ANNUAL_WAGE,
	SORT_MEDIAN_HOURLY_WAGE,
	SORT_DATA_YEAR,
	SORT_SCORE,
	SORT_SPREAD,
	SORT_RISK,
	SORT_IMPACT_TYPE,
	SORT_CONFIDENCE,
	SORT_PROJECTED_CHANGE,
	SORT_ANNUAL_OPENINGS,
	SORT_EDUCATION,
	SORT_UPDATED_AT,
	SORT__MAX,
	/* rows of an area only (catalog/view.h) */
	SORT_JOBS_PER_1000 = SORT__MAX,
	SORT_LOCATION_QUOTIENT,
	SORT__ALL
};

/* Their names, and NULL. */
extern const char *const sort_names[SORT__ALL + 1];
/* What projections name as the usual education, from none to doctorate. */
extern const char *const education_names[EDUCATION_LEVELS + 1];
/* risk_level_name() and impact_type_name() as lists, for parameters. */
extern const char *const risk_names[RISK__MAX + 1];
extern const char *const impact_type_names[TYPE__MAX + 1];

/* What filters look at. */
struct job_facts {
	char code[SOC_BYTES];
	char group[SOC_BYTES];
	int64_t employment; /* -1: withheld */
	/* Annual median in thousandths of a dollar; a capped one counts as its
	 * cap; -1: withheld. */
	int64_t wage_milli;
	int64_t median_milli; /* as published; -1: withheld or capped */
	int64_t mean_milli;   /* the same of the annual mean */
	int score_tenths;     /* as shown: one decimal */
	int data_year;
	uint8_t group_index; /* in groups; UINT8_MAX: a stray code */
	uint8_t risk;
	uint8_t type;
	uint8_t confidence;
	int8_t education; /* index of education_names; -1: not known */
};

/* A major group. */
struct snapshot_group {
	char code[SOC_BYTES];
	char *title;
};

/* Ready-made JSON. */
struct fragment {
	const char *json;
	size_t length;
};

/* Everything about one job in one place, while the snapshot is built. */
struct job_view {
	const struct dataset_job *job;
	const struct dataset_occupation *occupation;
	const struct dataset_occupation *group;      /* major */
	const struct occupation_figures *figures;    /* of the data year */
	const struct dataset_projection *projection; /* NULL: none */
	const struct job_facts *facts;
	const struct job_row *row;
};

struct snapshot {
	int64_t version;
	char release[RELEASE_BYTES]; /* "" before the first import */
	char published_at[CLOCK_TEXT_BYTES];
	int data_year; /* the newest of any job */
	/* Changes when any answer changes; made by api/ready.h. */
	char tag[SNAPSHOT_TAG_BYTES];
	size_t count;
	struct job_facts *facts;
	char **titles;
	struct job_row *records; /* the rows as values, ... */
	struct fragment *rows;   /* ... and as JSON */
	struct fragment *cards;  /* members of an object: job_card_write() */
	struct dossiers *dossiers;
	uint16_t *order[SORT__MAX][2]; /* [field][descending] */
	struct snapshot_group *groups; /* by code */
	size_t group_count;
	/* Answers that api/ready.h keeps here, and their text. */
	struct str ready;
	struct fragment stats; /* the whole answer when nothing is filtered */
	struct fragment methodology; /* the whole answer */
	struct fragment facets;      /* the array when nothing is filtered */
	struct search *search;
	const struct area_scope *area; /* NULL: the nation */
	struct str text;               /* what the fragments point into */
	struct arena texts;
};

/* The dataset is only read; it may be freed afterwards. */
struct snapshot *snapshot_new(const struct dataset *d);
void snapshot_free(struct snapshot *s);

/* The number of a job; false when there is none with this code. */
MUST_CHECK bool snapshot_find(const struct snapshot *s, const char *code,
			      size_t *out);
/* The place of a major group; -1: there is none with this code. */
int snapshot_group(const struct snapshot *s, const char *code);

#endif
