/*
 * What is told about one job in full, kept small: figures in eight bytes,
 * labels as numbers, each text once.  Answers are written from it when they are
 * asked for (job_detail.h); kept ready-made they would take three times the
 * room.  Never changed after it was built.
 *
 *	struct dossiers *all = dossiers_new(dataset);
 *	const struct dossier *job = &all->jobs[i];
 *	... dossier_text(all, job->description) ...
 *	... dossier_figure(all, i, MEASURE_ANNUAL_MEDIAN) ...
 *	dossiers_free(all);
 *
 * Jobs are numbered by their place in order of code, as in the dataset.
 */
#ifndef CATALOG_DOSSIER_H
#define CATALOG_DOSSIER_H

#include "base/crypto.h"
#include "model/exposure.h"
#include "model/figure.h"
#include "store/dataset.h"

/* Where a text stands; 0: there is none. */
typedef uint32_t text_at;

/* Some neighbors in one of the arrays below. */
struct span {
	uint32_t first;
	uint32_t count;
};

struct dossier_group { /* an occupation of the list, detailed ones too */
	char code[SOC_BYTES];
	text_at title;
	text_at level;
	int32_t parent;       /* its place; -1: none */
	struct span children; /* in `children`: the jobs right below it */
};

struct dossier_year {
	int year;
	uint64_t packed[MEASURE_NATIONAL + 1]; /* figure_pack(), by data type */
};

/* Labels are their digit and one more ("E2" is 3); 0: there is none. */
struct dossier_task {
	text_at text;
	uint8_t type; /* enum task_type */
	uint8_t model;
	uint8_t human;
	uint8_t automation;
};

enum task_type { TASK_UNTYPED, TASK_CORE, TASK_SUPPLEMENTAL, TASK__TYPES };

enum { EXPOSURE_LABELS = 3, AUTOMATION_LABELS = AUTOMATION_LABEL_MAX + 1 };

struct dossier_source {
	uint32_t study;     /* place in `studies` */
	int32_t value;      /* ten-thousandths */
	int32_t percentile; /* thousandths */
};

struct dossier_related {
	uint16_t job;
	uint16_t tier; /* place in `tiers` */
};

struct dossier_study {
	text_at id;
	text_at title;
	text_at version;
	text_at measures;
	text_at citation;
	text_at url;
	text_at licence;
};

enum {
	PROJECTED_BASE,
	PROJECTED_THEN,
	PROJECTED_CHANGE,
	PROJECTED_PERCENT,
	PROJECTED_OPENINGS,
	PROJECTED__FIGURES
};

enum {
	PROJECTED_EDUCATION,
	PROJECTED_EXPERIENCE,
	PROJECTED_TRAINING,
	PROJECTED__TEXTS
};

struct dossier_projection {
	int base_year; /* 0: there is no projection */
	int projected_year;
	uint64_t packed[PROJECTED__FIGURES];
	text_at texts[PROJECTED__TEXTS];
	uint32_t unused; /* else there were bytes of no value */
};

struct dossier {
	text_at description;
	text_at version; /* of the score */
	uint32_t group;  /* place of its occupation in `groups` */
	int data_year;
	struct span years;   /* in order of year */
	struct span tasks;   /* most exposed first, those not rated last */
	struct span related; /* closest first */
	struct span sources;
	struct dossier_projection projection;
	int32_t spread;     /* tenths; -1: none */
	int32_t risk_index; /* tenths */
	int32_t automation; /* thousandths of a percentile */
	int32_t zone;       /* hundredths of a job zone */
	uint8_t basis;      /* enum impact_basis, of the score */
	uint8_t automation_basis;
	uint8_t zone_basis;
};

enum { TIERS_MAX = 8 };

struct dossiers {
	struct dossier *jobs;
	size_t count;
	struct dossier_group *groups; /* in order of code */
	size_t group_count;
	uint16_t *children;
	struct dossier_year *years;
	struct dossier_task *tasks;
	struct dossier_source *sources;
	struct dossier_related *related;
	struct dossier_study *studies;
	size_t study_count;
	text_at tiers[TIERS_MAX];
	size_t tier_count;
	char *text;
	uint8_t digest[CRYPTO_DIGEST_BYTES]; /* of all that is above */
};

/* The dataset is only read. */
struct dossiers *dossiers_new(const struct dataset *d);
void dossiers_free(struct dossiers *all);

/* NULL for 0. */
const char *dossier_text(const struct dossiers *all, text_at at);

/* The figures of the data year; NULL when it has none. */
const struct dossier_year *dossier_current(const struct dossiers *all,
					   size_t job);
/* One of them, "notInThisCopy" when there is none. */
struct figure dossier_figure(const struct dossiers *all, size_t job,
			     int datatype);

/* How exposed a task is rated, in quarters (E0 none, E2 half, E1 full; the mean
 * of both ratings); -1: not rated. */
int dossier_exposure(const struct dossier_task *task);

/* The group with this code; false when the list has none. */
MUST_CHECK bool dossier_group(const struct dossiers *all, const char *code,
			      size_t *out);

#endif
