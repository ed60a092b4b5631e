#include "api/methodology.h"

#include "api/job_parts.h"
#include "api/public.h"

#include <stdio.h>
#include <string.h>

enum { YEARS_MAX = 32, TEXT_BYTES = 400 };

/* What the numbers below mean, in the order in which they are used. */
static const char *const steps[] = {
	"Each source gives a raw value per occupation. Values of O*NET-SOC "
	"codes are averaged to their SOC code; an occupation that stands for "
	"several SOC codes takes the mean of those that have a value.",
	"The percentile of a source is the average rank of the occupation "
	"among all that the source rates, divided by their number. Of the two "
	"ratings of 'eloundou' the percentiles are averaged and ranked again.",
	"The score is 100 times the mean of the percentiles, the spread 100 "
	"times their population standard deviation, where there are at least "
	"as many sources as scoreNeeds says.",
	"Where there are fewer, the employment-weighted mean of the direct "
	"scores of the broad group stands in, else of the minor group, else "
	"of the major group: 'basis' says which. The same goes, separately, "
	"for the automation percentile and the job zone.",
	"The automation percentile ranks the mean of the automation labels of "
	"the tasks, where supplemental tasks weigh less than core tasks.",
	"The risk index is the mean of score and 100 times the automation "
	"percentile; riskLevels divides it. From preparedJobZone on the level "
	"is one lower, but never below Low.",
};

static const char *const disclaimers[] = {
	"It is no forecast: it ranks how exposed work is to AI, not how many "
	"jobs will be lost. Indexes of this kind do not predict projected "
	"changes of employment.",
	"It is no measure of a single job: occupations are averages of many "
	"different jobs.",
	"Small differences within a major group are noise: see the spread.",
	"Indexes of automation from before 2020 are not part of it: they are "
	"negatively related to exposure to generative AI.",
	"It is no assessment by the U.S. Bureau of Labor Statistics, the U.S. "
	"Department of Labor or the authors of the sources.",
};

static const char withheld_pay[] =
	"Pay is compared by the first of payMeasures that is published for "
	"both. Where the neighbor's is capped it is at least the cap, and "
	"the ratio is given as at least that of the cap. Where there is no "
	"such measure the neighbor is not counted as safer.";

static const struct {
	const char *name;
	const char *means;
} reasons[] = {
	{ "capped", "At or above the highest wage that BLS published in that "
		    "year; ...AtLeast is that amount." },
	{ "notReleased", "BLS did not release the estimate." },
	{ "notPublishedInThisForm", "BLS publishes only annual or only hourly "
				    "wages of this occupation." },
	{ "noSuchSeries", "BLS has no such series." },
	{ "notInThisCopy", "The copy of BLS's data that was read here lacks "
			   "it; BLS may publish it." },
	{ JOB_NOT_PROJECTED, "The Employment Projections do not say." },
	{ JOB_FEW_SOURCES, "Fewer sources than a score of its own needs." },
	{ CHANGE_CAP_ENDED, "The earlier wage was capped, the later one is "
			    "published: their difference is no growth." },
	{ CHANGE_CAP_BEGAN, "The earlier wage was published, the later one is "
			    "capped: their difference is no growth." },
	{ CHANGE_FROM_NOTHING, "The earlier figure is 0." },
	{ "firstYear", "There is no earlier year to compare with." },
	{ "yearMissing", "There is nothing of the year before, of BLS or in "
			 "this copy." },
	{ "fewerThanTwoYears", "There is nothing to compare." },
};

static void write_texts(struct jw *w, const char *key, const char *const *texts,
			size_t count)
{
	size_t i;

	jw_key(w, key);
	jw_array(w);
	for (i = 0; i < count; i++)
		jw_string(w, texts[i]);
	jw_end(w);
}

static void write_study(struct jw *w, const struct snapshot *s,
			const struct dossier_study *study)
{
	const struct dossiers *all = s->dossiers;
	const char *version = dossier_text(all, study->version);

	jw_object(w);
	jw_kv_string(w, "id", dossier_text(all, study->id));
	jw_kv_string(w, "title", dossier_text(all, study->title));
	if (!version && *s->release)
		version = s->release;
	jw_kv_string(w, "version", version);
	jw_kv_string(w, "measures", dossier_text(all, study->measures));
	jw_kv_string(w, "citation", dossier_text(all, study->citation));
	jw_kv_string(w, "url", dossier_text(all, study->url));
	jw_kv_string(w, "licence", dossier_text(all, study->licence));
	jw_end(w);
}

static void write_sources(struct jw *w, const struct snapshot *s)
{
	size_t i;

	jw_key(w, "sources");
	jw_array(w);
	for (i = 0; i < s->dossiers->study_count; i++)
		write_study(w, s, &s->dossiers->studies[i]);
	jw_end(w);
}

/* Every year that any job has figures of, in order. */
static size_t list_years(const struct snapshot *s, int years[YEARS_MAX])
{
	const struct dossiers *all = s->dossiers;
	size_t count = 0;
	size_t i;
	size_t k;

	for (i = 0; i < all->count; i++) {
		const struct span *span = &all->jobs[i].years;

		for (k = 0; k < span->count; k++) {
			int year = all->years[span->first + k].year;
			size_t at = 0;

			while (at < count && years[at] < year)
				at++;
			if (at < count ? years[at] == year : at == YEARS_MAX)
				continue;
			if (count == YEARS_MAX)
				continue;
			memmove(years + at + 1, years + at,
				(count - at) * sizeof *years);
			years[at] = year;
			count++;
		}
	}
	return count;
}

static void write_data(struct jw *w, const struct snapshot *s)
{
	const struct dossier_projection *p;
	int years[YEARS_MAX];
	size_t count = list_years(s, years);
	size_t i;

	jw_kv_string(w, "release", *s->release ? s->release : NULL);
	jw_kv_string(w, "updatedAt", s->published_at);
	jw_kv_int(w, "jobs", (int64_t)s->count);
	jw_key(w, "dataYears");
	jw_array(w);
	for (i = 0; i < count; i++)
		jw_int(w, years[i]);
	jw_end(w);
	jw_kv_string(w, "dollars", "nominal");
	jw_kv_string(w, "historyNote", HISTORY_NOTE);
	jw_key(w, "projections");
	for (i = 0; i < s->count && !s->dossiers->jobs[i].projection.base_year;)
		i++;
	if (i == s->count) {
		jw_null(w);
		return;
	}
	p = &s->dossiers->jobs[i].projection;
	jw_object(w);
	jw_kv_int(w, "baseYear", p->base_year);
	jw_kv_int(w, "projectedYear", p->projected_year);
	jw_end(w);
}

/* A bound that may not be there. */
static void write_bound(struct jw *w, const char *key, bool there, int bound)
{
	if (there)
		jw_kv_int(w, key, bound);
	else
		jw_kv_null(w, key);
}

static void write_levels(struct jw *w, const struct snapshot *s)
{
	static const int from[RISK__MAX + 1] = { 0, RISK_MEDIUM_FROM,
						 RISK_HIGH_FROM,
						 RISK_VERY_HIGH_FROM, 0 };
	int64_t jobs[RISK__MAX] = { 0 };
	size_t i;

	for (i = 0; i < s->count; i++)
		jobs[s->facts[i].risk]++;
	jw_key(w, "riskLevels");
	jw_array(w);
	for (i = 0; i < RISK__MAX; i++) {
		jw_object(w);
		jw_kv_string(w, "risk", risk_names[i]);
		jw_kv_int(w, "from", from[i]);
		write_bound(w, "below", i + 1 < RISK__MAX, from[i + 1]);
		jw_kv_int(w, "jobs", jobs[i]);
		jw_end(w);
	}
	jw_end(w);
	jw_kv_int(w, "preparedJobZone", PREPARED_ZONE);
}

static void write_types(struct jw *w, const struct snapshot *s)
{
	int64_t jobs[TYPE__MAX] = { 0 };
	size_t i;

	for (i = 0; i < s->count; i++)
		jobs[s->facts[i].type]++;
	jw_key(w, "impactTypes");
	jw_array(w);
	for (i = 0; i < TYPE__MAX; i++) {
		jw_object(w);
		jw_kv_string(w, "impactType", impact_type_names[i]);
		write_bound(w, "scoreFrom", i != TYPE_LOW_EXPOSURE,
			    IMPACT_EXPOSED_FROM);
		write_bound(w, "scoreBelow", i == TYPE_LOW_EXPOSURE,
			    IMPACT_EXPOSED_FROM);
		write_bound(w, "jobZoneFrom", i == TYPE_AUGMENTATION,
			    PREPARED_ZONE);
		write_bound(w, "jobZoneBelow", i == TYPE_AUTOMATION,
			    PREPARED_ZONE);
		jw_kv_int(w, "jobs", jobs[i]);
		jw_end(w);
	}
	jw_end(w);
}

static void write_confidence(struct jw *w, const struct snapshot *s)
{
	static const int sources[CONFIDENCE__MAX] = {
		[CONFIDENCE_HIGH] = IMPACT__SOURCES,
		[CONFIDENCE_MEDIUM] = IMPACT_SOURCES_NEEDED,
	};
	static const int spread[CONFIDENCE__MAX] = {
		[CONFIDENCE_HIGH] = SPREAD_OF_HIGH_CONFIDENCE,
		[CONFIDENCE_MEDIUM] = SPREAD_OF_MEDIUM_CONFIDENCE,
	};
	int64_t jobs[CONFIDENCE__MAX] = { 0 };
	size_t i;

	for (i = 0; i < s->count; i++)
		jobs[s->facts[i].confidence]++;
	jw_key(w, "confidence");
	jw_array(w);
	for (i = 0; i < CONFIDENCE__MAX; i++) {
		jw_object(w);
		jw_kv_string(w, "confidence",
			     confidence_name((enum confidence)i));
		write_bound(w, "sourcesAtLeast", sources[i], sources[i]);
		write_bound(w, "spreadAtMost", spread[i], spread[i]);
		jw_kv_int(w, "jobs", jobs[i]);
		jw_end(w);
	}
	jw_end(w);
}

static void write_basis(struct jw *w, const struct snapshot *s)
{
	int64_t jobs[BASIS__MAX] = { 0 };
	size_t i;

	for (i = 0; i < s->count; i++)
		jobs[s->dossiers->jobs[i].basis]++;
	jw_key(w, "basis");
	jw_array(w);
	for (i = 0; i < BASIS__MAX; i++) {
		jw_object(w);
		jw_kv_string(w, "basis",
			     impact_basis_name((enum impact_basis)i));
		jw_kv_int(w, "sharedCharactersOfCode",
			  (int64_t)impact_basis_width((enum impact_basis)i));
		jw_kv_int(w, "jobs", jobs[i]);
		jw_end(w);
	}
	jw_end(w);
}

static void write_score(struct jw *w, const struct snapshot *s)
{
	jw_key(w, "score");
	jw_object(w);
	jw_kv_string(w, "version", IMPACT_VERSION);
	write_texts(w, "steps", steps, COUNT_OF(steps));
	jw_kv_int(w, "scoreNeeds", IMPACT_SOURCES_NEEDED);
	write_levels(w, s);
	write_types(w, s);
	write_confidence(w, s);
	write_basis(w, s);
	jw_end(w);
}

static void write_labels(struct jw *w)
{
	char name[] = "T0";
	int i;

	jw_key(w, "taskLabels");
	jw_object(w);
	jw_key(w, "exposure");
	jw_object(w);
	for (i = 1; i <= EXPOSURE_LABELS; i++) {
		struct dossier_task task = { .model = (uint8_t)i };

		(void)snprintf(name, sizeof name, "E%c", '0' + i - 1);
		jw_kv_fixed(w, name, (int64_t)dossier_exposure(&task) * 25, 2);
	}
	jw_end(w);
	jw_key(w, "automation");
	jw_object(w);
	for (i = 0; i <= AUTOMATION_LABEL_MAX; i++) {
		(void)snprintf(name, sizeof name, "T%c", '0' + i);
		jw_kv_fixed(w, name, INT64_C(100) * i / AUTOMATION_LABEL_MAX,
			    2);
	}
	jw_end(w);
	jw_kv_fixed(w, "weightOfSupplementalTask", 100 / SUPPLEMENTAL_PER_CORE,
		    2);
	jw_end(w);
}

static void write_neighbors(struct jw *w)
{
	size_t i;

	jw_key(w, "saferNeighbours");
	jw_object(w);
	jw_kv_string(w, "among", "occupations that O*NET relates");
	jw_kv_string(w, "riskLevel", "lower");
	jw_kv_fixed(w, "payRatioFrom", PAY_KEPT_PERCENT, 2);
	jw_key(w, "payMeasures");
	jw_array(w);
	for (i = 0; i < COUNT_OF(neighbor_pay); i++)
		jw_string(w, measure_of(neighbor_pay[i])->name);
	jw_end(w);
	jw_kv_string(w, "withheldPay", withheld_pay);
	jw_kv_string(w, "jobZone", "the same or lower");
	jw_end(w);
}

static void write_reasons(struct jw *w)
{
	size_t i;

	jw_key(w, "reasons");
	jw_array(w);
	for (i = 0; i < COUNT_OF(reasons); i++) {
		jw_object(w);
		jw_kv_string(w, "reason", reasons[i].name);
		jw_kv_string(w, "means", reasons[i].means);
		jw_end(w);
	}
	jw_end(w);
}

void methodology_write(struct jw *w, const struct snapshot *s)
{
	jw_object(w);
	write_data(w, s);
	write_score(w, s);
	jw_kv_string(w, "caveat", IMPACT_CAVEAT);
	write_texts(w, "whatItIsNot", disclaimers, COUNT_OF(disclaimers));
	write_labels(w);
	write_neighbors(w);
	write_reasons(w);
	write_sources(w, s);
	jw_end(w);
}

void methodology_show(struct call *call)
{
	const struct snapshot *s = public_begin(call);
	struct jw w;

	if (!s)
		return;
	w = response_json(call->rs);
	jw_raw(&w, s->methodology.json, s->methodology.length);
}
