/*
 * What the AI-impact score is made of and what it says: the rows that the
 * store reads for src/impact, and the result that src/impact hands back.  All
 * records are flat; nothing in them has to be freed.
 *
 * Codes: an occupation code ("15-1252") has seven characters; a published code
 * is either that or an O*NET-SOC code ("15-1252.00") of ten.
 */
#ifndef MODEL_EXPOSURE_H
#define MODEL_EXPOSURE_H

#include "base/base.h"
#include "model/soc.h"

/* Changes with every change of a source or a rule; stored with each row. */
#define IMPACT_VERSION "ai-1"

/* Shown wherever a score is shown in full. */
#define IMPACT_CAVEAT                                                         \
	"The score ranks how exposed the work of an occupation is to AI; it " \
	"does not forecast job losses. Small differences within a major "     \
	"group are noise: see the spread."

enum { ONET_BYTES = 11 }; /* "15-1252.00" and NUL */

/* The numbers of the rules: src/impact computes by them, and what is told about
 * the method is written from them. */
enum {
	IMPACT_SOURCES_NEEDED = 2, /* for a score of its own */
	IMPACT_EXPOSED_FROM = 50,  /* score: below it, low exposure */
	RISK_MEDIUM_FROM = 30,     /* risk index */
	RISK_HIGH_FROM = 50,
	RISK_VERY_HIGH_FROM = 70,
	PREPARED_ZONE = 4, /* job zone: one level lower from it on */
	SPREAD_OF_HIGH_CONFIDENCE = 10, /* at most */
	SPREAD_OF_MEDIUM_CONFIDENCE = 20,
	AUTOMATION_LABEL_MAX = 4,  /* T0 to T4: 0 to 1 in equal steps */
	SUPPLEMENTAL_PER_CORE = 2, /* so many weigh as one core task */
};

/* A column of published ratings; eloundou has two that become one part. */
enum exposure_source {
	EXPOSURE_ELOUNDOU_MODEL,
	EXPOSURE_ELOUNDOU_HUMAN,
	EXPOSURE_MICROSOFT,
	EXPOSURE_ANTHROPIC,
	EXPOSURE__MAX
};

struct exposure_rating {
	enum exposure_source source;
	char code[ONET_BYTES]; /* as published: O*NET-SOC or SOC */
	double value;
};

/* One task with its automation label T0..T4. */
struct exposure_task {
	char onet_code[ONET_BYTES];
	bool core;      /* task_type is Core; anything else counts half */
	int automation; /* 0 none .. 4 full */
};

struct exposure_zone {
	char onet_code[ONET_BYTES];
	int zone; /* 1 little preparation .. 5 extensive */
};

/* An OEWS occupation that stands for several SOC occupations. */
struct exposure_aggregate {
	char occupation_code[SOC_BYTES];
	char soc_code[SOC_BYTES];
};

/* A detailed occupation of the newest release. */
struct exposure_occupation {
	char code[SOC_BYTES];
	bool has_employment; /* false: withheld, weighs nothing */
	int64_t employment;
};

/* Everything a computation needs; borrowed, in any order. */
struct exposure_input {
	const struct exposure_occupation *occupations;
	size_t occupation_count;
	const struct exposure_rating *ratings;
	size_t rating_count;
	const struct exposure_task *tasks;
	size_t task_count;
	const struct exposure_zone *zones;
	size_t zone_count;
	const struct exposure_aggregate *aggregates;
	size_t aggregate_count;
};

/* The sources whose percentiles make the score. */
enum impact_source {
	IMPACT_ELOUNDOU,
	IMPACT_MICROSOFT,
	IMPACT_ANTHROPIC,
	IMPACT__SOURCES
};

struct impact_part {
	bool present;
	/* As published, averaged to the occupation.  For eloundou the mean of
	 * the two ratings: to be shown; the ranking takes each by itself. */
	double value;
	double percentile; /* (0, 1] */
};

/* Where a value comes from: the occupation itself or a group it is in. */
enum impact_basis {
	BASIS_DIRECT,
	BASIS_BROAD,
	BASIS_MINOR,
	BASIS_MAJOR,
	BASIS__MAX
};

enum risk_level { RISK_LOW, RISK_MEDIUM, RISK_HIGH, RISK_VERY_HIGH, RISK__MAX };

enum impact_type {
	TYPE_LOW_EXPOSURE,
	TYPE_AUGMENTATION,
	TYPE_AUTOMATION,
	TYPE__MAX
};

enum confidence {
	CONFIDENCE_HIGH,
	CONFIDENCE_MEDIUM,
	CONFIDENCE_LOW,
	CONFIDENCE__MAX
};

struct impact_score {
	char code[SOC_BYTES];
	double score;    /* (0, 100] */
	bool has_spread; /* false unless basis is direct */
	double spread;   /* same scale; 0 without has_spread */
	int sources;     /* parts that are present, 0..3 */
	struct impact_part parts[IMPACT__SOURCES];
	enum impact_basis basis;
	double automation_percentile; /* (0, 1] */
	enum impact_basis automation_basis;
	/* A mean, so not always whole: 3.5 is below 4, only 4.0 reaches it. */
	double job_zone;
	enum impact_basis job_zone_basis;
	double risk_index; /* (0, 100] */
	enum risk_level risk;
	enum impact_type type;
	enum confidence confidence;
};

/* The names that database, API and pages use ("eloundou_model", "eloundou",
 * "direct", "Very High", "Automation-leaning", "High"). */
const char *exposure_source_name(enum exposure_source source);
const char *impact_source_name(enum impact_source source);
const char *impact_basis_name(enum impact_basis basis);
/* How many characters of its code the members of such a group share. */
size_t impact_basis_width(enum impact_basis basis);
const char *risk_level_name(enum risk_level level);
const char *impact_type_name(enum impact_type type);
const char *confidence_name(enum confidence confidence);

/* The column of ratings that `name` names; false when there is none. */
MUST_CHECK bool exposure_source_parse(const char *name,
				      enum exposure_source *out);

#endif
