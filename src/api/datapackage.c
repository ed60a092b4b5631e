#include "api/export.h"
#include "catalog/snapshot.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { NAME_BYTES = 64, VERSION_TEXT_BYTES = 48 };

/* What a column means.  Its name, and whether it may be empty, stand in
 * job_columns. */
struct field {
	const char *type; /* of Table Schema */
	const char *title;
	const char *description;
	const char *unit;          /* NULL: none */
	const char *pattern;       /* NULL: any */
	const char *const *values; /* all there are; NULL: any */
	bool ordered;              /* `values` go from low to high */
	bool not_negative;
	int maximum;                /* 0: none */
	const char *const *reasons; /* of its nameReason */
};

static const char *const confidence_names[] = { "Low", "Medium", "High", NULL };
static const char *const figure_reasons[] = {
	"capped",       "notReleased",   "notPublishedInThisForm",
	"noSuchSeries", "notInThisCopy", NULL
};
static const char *const match_qualities[] = { "full", "partial", NULL };
static const char *const projected_reasons[] = { JOB_NOT_PROJECTED, NULL };
static const char *const spread_reasons[] = { JOB_FEW_SOURCES, NULL };

/* clang-format off */
#define SOC_PATTERN "[0-9]{2}-[0-9]{4}"
#define ABOUT(of_type, of_title, text) \
	.type = (of_type), .title = (of_title), .description = (text)
#define WAGE(of_title, per) \
	{ ABOUT("number", of_title, \
		"As published; null with its reason when withheld."), \
	  .unit = "dollars per " per, .not_negative = true, \
	  .reasons = figure_reasons }

static const struct field fields[JOB__ALL] = {
	[JOB_CODE] = { ABOUT("string", "Occupation code",
		"Code of the detailed occupation: SOC 2018, or an aggregate of "
		"OEWS of the same form."),
		.pattern = SOC_PATTERN },
	[JOB_TITLE] = { ABOUT("string", "Occupation",
		"Title in the occupation list of OEWS.") },
	[JOB_MAJOR_GROUP] = { ABOUT("string", "Code of the major group",
		"The first two digits of the code."),
		.pattern = SOC_PATTERN },
	[JOB_MAJOR_GROUP_TITLE] = { ABOUT("string", "Major group",
		"Title of the major group.") },
	[JOB_EMPLOYMENT] = { ABOUT("integer", "Employment",
		"Estimated jobs of wage and salary workers."),
		.unit = "jobs", .not_negative = true,
		.reasons = figure_reasons },
	[JOB_MEAN_ANNUAL_WAGE] = WAGE("Mean annual wage", "year"),
	[JOB_MEDIAN_ANNUAL_WAGE] = WAGE("Median annual wage", "year"),
	[JOB_MEDIAN_HOURLY_WAGE] = WAGE("Median hourly wage", "hour"),
	[JOB_DATA_YEAR] = { ABOUT("year", "Year of employment and wages",
		"They are those of May of this year.") },
	[JOB_SCORE] = { ABOUT("number", "AI-impact score",
		"100 times the mean of the percentile ranks in three published "
		"measurements of exposure to AI. " IMPACT_CAVEAT),
		.unit = "percentile points", .not_negative = true,
		.maximum = 100 },
	[JOB_SPREAD] = { ABOUT("number", "Spread of the score",
		"Standard deviation of the percentile ranks: how far the "
		"sources differ."),
		.unit = "percentile points", .not_negative = true,
		.maximum = 100, .reasons = spread_reasons },
	[JOB_RISK] = { ABOUT("string", "Automation risk",
		"Level from score, automation labels and job zone."),
		.values = risk_names, .ordered = true },
	[JOB_IMPACT_TYPE] = { ABOUT("string", "Kind of impact",
		"Exposed or not; where it is, whether rather augmented or "
		"automated."),
		.values = impact_type_names },
	[JOB_CONFIDENCE] = { ABOUT("string", "Confidence",
		"How far the sources agree."),
		.values = confidence_names, .ordered = true },
	[JOB_PROJECTED_CHANGE] = { ABOUT("number",
		"Projected change of employment",
		"Employment Projections of BLS, over ten years."),
		.unit = "percent", .reasons = projected_reasons },
	[JOB_ANNUAL_OPENINGS] = { ABOUT("integer", "Openings a year",
		"Employment Projections of BLS, mean of ten years; rounded to "
		"a hundred, so 0 is fewer than 50."),
		.unit = "jobs", .not_negative = true,
		.reasons = projected_reasons },
	[JOB_EDUCATION] = { ABOUT("string", "Typical education",
		"What is usually needed for entry, as BLS assigns it."),
		.values = education_names, .ordered = true,
		.reasons = projected_reasons },
	[JOB_UPDATED_AT] = { ABOUT("datetime", "Last change",
		"When the row was written last, UTC.") },
	[JOB_JOBS_PER_1000] = { ABOUT("number", "Jobs per 1,000",
		"Of all jobs in the area."),
		.unit = "jobs per 1,000", .not_negative = true,
		.reasons = figure_reasons },
	[JOB_LOCATION_QUOTIENT] = { ABOUT("number", "Location quotient",
		"Share of the area's jobs over share of the nation's."),
		.unit = "ratio", .not_negative = true,
		.reasons = figure_reasons },
	[JOB_MATCHED_TITLE] = { ABOUT("string", "Title that was found",
		"The other title that answers the search; empty when the "
		"occupation's own does.") },
	[JOB_MATCH_QUALITY] = { ABOUT("string", "Quality of the match",
		"full: a title answers all of the search and names what it "
		"asks for; partial: none does, and these come near."),
		.values = match_qualities },
};

static const struct {
	const char *title;
	const char *path;
} sources[] = {
	{ "U.S. Bureau of Labor Statistics, Occupational Employment and Wage "
	  "Statistics", "https://www.bls.gov/oes/" },
	{ "U.S. Bureau of Labor Statistics, Employment Projections",
	  "https://www.bls.gov/emp/" },
	{ "Eloundou, Manning, Mishkin, Rock (2024). GPTs are GPTs: Labor "
	  "market impact potential of LLMs. Science 384(6702), 1306-1308",
	  "https://arxiv.org/abs/2303.10130" },
	{ "Tomlinson, Jaffe, Wang, Counts, Suri (2025). Working with AI: "
	  "Measuring the Applicability of Generative AI to Occupations",
	  "https://arxiv.org/abs/2507.07935" },
	{ "Massenkoff, McCrory (2026). Labor market impacts of AI: A new "
	  "measure and early evidence. Data: Anthropic Economic Index",
	  "https://www.anthropic.com/research/labor-market-impacts" },
	{ "O*NET 30.1 Database, U.S. Department of Labor, Employment and "
	  "Training Administration; modified, not endorsed",
	  "https://www.onetcenter.org/database.html" },
};

static const struct {
	const char *name;
	const char *title;
	const char *path;
} licences[] = {
	{ "CC-BY-4.0", "Creative Commons Attribution 4.0: scores and ranks",
	  "https://creativecommons.org/licenses/by/4.0/" },
	{ "MIT", "MIT: ratings of Eloundou et al. within the scores",
	  "https://opensource.org/license/mit" },
	{ "other-pd", "Public domain: figures and titles of BLS",
	  "https://www.bls.gov/opub/copyright-information.htm" },
};
/* clang-format on */

static void write_strings(struct jw *w, const char *key,
			  const char *const *values)
{
	jw_key(w, key);
	jw_array(w);
	for (; *values; values++)
		jw_string(w, *values);
	jw_end(w);
}

static void write_constraints(struct jw *w, const struct field *field,
			      enum job_column column)
{
	jw_key(w, "constraints");
	jw_object(w);
	jw_kv_bool(w, "required",
		   !job_columns[column].has_reason &&
			   !job_columns[column].may_be_empty);
	if (column == JOB_CODE)
		jw_kv_bool(w, "unique", true);
	if (field->pattern)
		jw_kv_string(w, "pattern", field->pattern);
	if (field->values)
		write_strings(w, "enum", field->values);
	if (field->not_negative)
		jw_kv_int(w, "minimum", 0);
	if (field->maximum)
		jw_kv_int(w, "maximum", field->maximum);
	jw_end(w);
}

static void write_field(struct jw *w, enum job_column column)
{
	const struct field *field = &fields[column];

	jw_object(w);
	jw_kv_string(w, "name", job_columns[column].name);
	jw_kv_string(w, "type", field->type);
	jw_kv_string(w, "title", field->title);
	jw_kv_string(w, "description", field->description);
	if (field->unit)
		jw_kv_string(w, "unit", field->unit);
	write_constraints(w, field, column);
	if (field->values) {
		write_strings(w, "categories", field->values);
		jw_kv_bool(w, "categoriesOrdered", field->ordered);
	}
	jw_end(w);
}

/* name, type, title and description of nameReason or nameAtLeast */
static void begin_sibling(struct jw *w, enum job_column column,
			  const char *tail, const char *type)
{
	char text[NAME_BYTES];

	(void)snprintf(text, sizeof text, "%s%s", job_columns[column].name,
		       tail);
	jw_object(w);
	jw_kv_string(w, "name", text);
	jw_kv_string(w, "type", type);
}

static void write_reason(struct jw *w, enum job_column column)
{
	char text[NAME_BYTES];

	begin_sibling(w, column, "Reason", "string");
	(void)snprintf(text, sizeof text, "%s: why there is none",
		       fields[column].title);
	jw_kv_string(w, "title", text);
	jw_kv_string(w, "description", "Empty when there is a value.");
	jw_key(w, "constraints");
	jw_object(w);
	jw_kv_bool(w, "required", false);
	write_strings(w, "enum", fields[column].reasons);
	jw_end(w);
	jw_end(w);
}

static void write_at_least(struct jw *w, enum job_column column)
{
	char text[NAME_BYTES];

	begin_sibling(w, column, "AtLeast", fields[column].type);
	(void)snprintf(text, sizeof text, "%s: at least", fields[column].title);
	jw_kv_string(w, "title", text);
	jw_kv_string(w, "description",
		     "The cap at or above which BLS withholds a wage.");
	jw_kv_string(w, "unit", fields[column].unit);
	jw_key(w, "constraints");
	jw_object(w);
	jw_kv_bool(w, "required", false);
	jw_kv_int(w, "minimum", 0);
	jw_end(w);
	jw_end(w);
}

static void write_schema(struct jw *w, const struct exporter *x)
{
	int i;

	jw_key(w, "schema");
	jw_object(w);
	/* A JSON row has reasons where there are some, a CSV row always. */
	if (x->format != EXPORT_CSV)
		jw_kv_string(w, "fieldsMatch", "superset");
	jw_key(w, "fields");
	jw_array(w);
	for (i = 0; i < JOB__ALL; i++) {
		enum job_column column = (enum job_column)i;

		if (!job_column_shown(column, x->about.area != NULL,
				      x->about.of_search))
			continue;
		write_field(w, column);
		if (job_columns[i].has_reason)
			write_reason(w, column);
		if (job_columns[i].has_at_least)
			write_at_least(w, column);
	}
	jw_end(w);
	write_strings(w, "missingValues", (const char *const[]){ "", NULL });
	write_strings(w, "primaryKey", (const char *const[]){ "code", NULL });
	jw_end(w);
}

static void write_dialect(struct jw *w, enum export_format format)
{
	if (format == EXPORT_NDJSON)
		return;
	jw_key(w, "dialect");
	jw_object(w);
	if (format == EXPORT_CSV) {
		jw_kv_string(w, "delimiter", ",");
		jw_kv_string(w, "lineTerminator", "\r\n");
		jw_kv_string(w, "quoteChar", "\"");
		jw_kv_bool(w, "doubleQuote", true);
		jw_kv_bool(w, "header", true);
	} else {
		jw_kv_string(w, "property", "jobs");
		jw_kv_string(w, "itemType", "object");
	}
	jw_end(w);
}

static void write_resource(struct jw *w, const struct exporter *x,
			   const char *path)
{
	char hash[sizeof "sha256:" + CRYPTO_DIGEST_HEX];
	struct export_sum sum;

	exporter_sum(x, &sum);
	(void)snprintf(hash, sizeof hash, "sha256:%s", sum.sha256);
	jw_object(w);
	jw_kv_string(w, "name", "jobs");
	jw_kv_string(w, "type", "table");
	/* The first version of the standard knows no other tables than CSV. */
	if (x->format == EXPORT_CSV)
		jw_kv_string(w, "profile", "tabular-data-resource");
	jw_kv_string(w, "title", "Detailed occupations, one row each");
	if (x->about.area)
		jw_kv_string(w, "area", x->about.area);
	jw_kv_string(w, "path", path);
	jw_kv_string(w, "format", export_format_names[x->format]);
	jw_kv_string(w, "mediatype", export_media_type(x->format));
	jw_kv_string(w, "encoding", "utf-8");
	jw_kv_int(w, "bytes", (int64_t)sum.bytes);
	jw_kv_string(w, "hash", hash);
	jw_kv_int(w, "rowcount", (int64_t)x->count);
	write_dialect(w, x->format);
	write_schema(w, x);
	jw_end(w);
}

static void write_origin(struct jw *w)
{
	size_t i;

	jw_key(w, "sources");
	jw_array(w);
	for (i = 0; i < COUNT_OF(sources); i++) {
		jw_object(w);
		jw_kv_string(w, "title", sources[i].title);
		jw_kv_string(w, "path", sources[i].path);
		jw_end(w);
	}
	jw_end(w);
	jw_key(w, "licenses");
	jw_array(w);
	for (i = 0; i < COUNT_OF(licences); i++) {
		jw_object(w);
		jw_kv_string(w, "name", licences[i].name);
		jw_kv_string(w, "title", licences[i].title);
		jw_kv_string(w, "path", licences[i].path);
		jw_end(w);
	}
	jw_end(w);
}

void datapackage_write(struct jw *w, const struct exporter *x, const char *home,
		       const char *path)
{
	char version[VERSION_TEXT_BYTES];
	char name[EXPORT_NAME_BYTES];

	(void)snprintf(version, sizeof version, "%d.%" PRId64 ".0",
		       x->about.data_year, x->about.version);
	jw_object(w);
	jw_kv_string(w, "$schema",
		     "https://datapackage.org/profiles/2.0/datapackage.json");
	if (x->format == EXPORT_CSV)
		jw_kv_string(w, "profile", "tabular-data-package");
	jw_kv_string(w, "name", exporter_set_name(x, name));
	jw_kv_string(w, "title",
		     "Occupations of the United States: employment, wages, "
		     "outlook and AI impact");
	jw_kv_string(w, "description",
		     "Estimates of May of the data year. BLS does not endorse "
		     "this project. " IMPACT_CAVEAT);
	jw_kv_string(w, "version", version);
	jw_kv_string(w, "created", x->about.published_at);
	if (*home)
		jw_kv_string(w, "homepage", home);
	write_strings(w, "keywords",
		      (const char *const[]){ "occupations", "wages",
					     "employment", "AI exposure",
					     "OEWS", NULL });
	write_origin(w);
	jw_key(w, "resources");
	jw_array(w);
	write_resource(w, x, path);
	jw_end(w);
	jw_end(w);
}
