/*
 * Everything that public reads are answered from, as one moment of the
 * database: read in a single transaction, so that jobs, scores and figures of
 * it always fit together.
 *
 *	struct dataset *d;
 *	code = dataset_load(db, &d, &e);
 *	... d->jobs[0].score.score ...
 *	dataset_free(d);
 *
 * Arrays are sorted by their `code` (the first member of each record) and hold
 * detailed occupations that are published only, but for `occupations`, which
 * is the whole list with its groups, `studies`, which belong to no job, and
 * `titles` and `synonyms`, which are in no order and may be those of any
 * occupation.  Texts belong to the dataset.
 */
#ifndef STORE_DATASET_H
#define STORE_DATASET_H

#include "base/clock.h"
#include "db/db.h"
#include "model/exposure.h"
#include "model/figure.h"

enum { RELEASE_BYTES = 8, VERSION_BYTES = 17 };

struct dataset_occupation {
	char code[SOC_BYTES];
	char parent[SOC_BYTES]; /* "" above the total */
	const char *level;      /* total, major, minor, broad, detailed */
	const char *title;
	const char *description; /* NULL: none */
};

struct dataset_job {
	char code[SOC_BYTES];
	int data_year;
	char release[RELEASE_BYTES];
	char updated_at[CLOCK_TEXT_BYTES]; /* RFC 3339 */
	char version[VERSION_BYTES];       /* of the score */
	/* Its `parts` are empty: they are dataset_source rows. */
	struct impact_score score;
};

/* A publication that scores are made of, or that is shown beside them. */
struct dataset_study {
	const char *id; /* impact_source_name(), "automation", "oews", ... */
	const char *title;
	const char *version; /* NULL: that of the release */
	const char *measures;
	const char *citation;
	const char *url; /* NULL: none */
	const char *licence;
};

/* What one of them says about one job. */
struct dataset_source {
	char code[SOC_BYTES];
	size_t study; /* its place in `studies` */
	double value;
	double percentile;
};

struct dataset_year {
	char code[SOC_BYTES];
	int year;
	struct occupation_figures figures; /* absent: notInThisCopy */
};

/* Employment and openings in persons; a figure that is not there has a reason
 * other than REASON_NONE. */
struct dataset_projection {
	char code[SOC_BYTES];
	int base_year;
	int projected_year;
	struct figure employment_base;
	struct figure employment_projected;
	struct figure change_numeric;
	struct figure change_percent;
	struct figure annual_openings;
	const char *typical_education; /* NULL: none published */
	const char *work_experience;
	const char *on_the_job_training;
};

/* In the order of the column `kind`. */
enum title_kind { TITLE_ALTERNATE, TITLE_REPORTED, TITLE_LAY, TITLE__MAX };

struct dataset_title {
	char code[SOC_BYTES];
	const char *title;
	enum title_kind kind;
};

/* An everyday word for an occupation (`code`), or for words of titles. */
struct dataset_synonym {
	char code[SOC_BYTES]; /* "": words */
	const char *term;
	const char *words; /* NULL: an occupation */
};

/* A code that is not in the occupation list, and one of those that stand for
 * it. */
struct dataset_alias {
	char code[SOC_BYTES];
	char of[SOC_BYTES];
	const char *title;
	bool retired; /* of the 2010 SOC; else inside an aggregate */
};

struct dataset_task {
	char code[SOC_BYTES];
	const char *task;
	const char *type;           /* Core, Supplemental or NULL */
	const char *exposure_model; /* E0..E2 or NULL */
	const char *exposure_human;
	const char *automation; /* T0..T4 or NULL */
	int place;              /* in the table: keeps equals in order */
};

struct dataset_related {
	char code[SOC_BYTES];
	char related[SOC_BYTES];
	const char *tier;
};

struct dataset_texts; /* the memory of all texts */

struct dataset {
	int64_t version; /* of data_version */
	char release[RELEASE_BYTES];
	char published_at[CLOCK_TEXT_BYTES];
	struct dataset_occupation *occupations;
	size_t occupation_count;
	struct dataset_job *jobs;
	size_t job_count;
	struct dataset_study *studies; /* in the order they are shown in */
	size_t study_count;
	struct dataset_source *sources;
	size_t source_count;
	struct dataset_year *years; /* by code, then year */
	size_t year_count;
	struct dataset_projection *projections;
	size_t projection_count;
	struct dataset_title *titles;
	size_t title_count;
	struct dataset_synonym *synonyms;
	size_t synonym_count;
	struct dataset_alias *aliases;
	size_t alias_count;
	struct dataset_task *tasks; /* by code, core tasks first */
	size_t task_count;
	struct dataset_related *related; /* by code, closest first */
	size_t related_count;
	struct dataset_texts *texts;
};

/* The version that readers look at; ERR_NOT_FOUND before the first migrate. */
MUST_CHECK enum err dataset_version(struct db *db, int64_t *version,
				    struct error *e);

MUST_CHECK enum err dataset_load(struct db *db, struct dataset **out,
				 struct error *e);

/* An empty one, to be filled by hand (tests). */
struct dataset *dataset_new(void);
void dataset_free(struct dataset *d);

/* Keep a text with the dataset; NULL stays NULL. */
const char *dataset_text(struct dataset *d, const char *text);

/*
 * The records of one code in an array that is sorted by it: fills the index of
 * the first and returns how many there are.
 */
size_t dataset_range(const void *array, size_t count, size_t size,
		     const char *code, size_t *first);

/* The place of a study; study_count when there is none of this name. */
size_t dataset_study(const struct dataset *d, const char *id);

/* Figures of which there is no row: every one "notInThisCopy". */
struct occupation_figures dataset_no_figures(void);

#endif
