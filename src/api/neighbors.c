#include "api/job_parts.h"

enum { SIMILAR_MAX = 20, PERCENT = 100, PER_MILLE = 1000 };

const int neighbor_pay[NEIGHBOR_PAY] = {
	MEASURE_ANNUAL_MEDIAN,
	MEASURE_HOURLY_MEDIAN,
	MEASURE_ANNUAL_MEAN,
	MEASURE_HOURLY_MEAN,
};

/* How the neighbor's pay stands to that of the occupation. */
struct pay {
	int datatype;      /* by which it is compared; 0: cannot be */
	bool at_least;     /* the neighbor's is capped */
	bool kept;         /* enough of it */
	int64_t per_mille; /* theirs of ours */
};

struct verdict {
	bool lower_risk;
	bool zone_kept;
	struct pay pay;
};

static struct pay compare_pay(const struct dossiers *all, size_t job,
			      size_t other)
{
	size_t i;

	for (i = 0; i < COUNT_OF(neighbor_pay); i++) {
		int datatype = neighbor_pay[i];
		struct figure ours = dossier_figure(all, job, datatype);
		struct figure theirs = dossier_figure(all, other, datatype);
		bool capped = theirs.reason == REASON_CAPPED;
		int64_t amount = capped ? theirs.cap_milli : theirs.milli;

		if (ours.reason != REASON_NONE || ours.milli <= 0)
			continue;
		if ((theirs.reason != REASON_NONE && !capped) || amount <= 0)
			continue;
		return (struct pay){
			.datatype = datatype,
			.at_least = capped,
			.kept = amount * PERCENT >=
				ours.milli * PAY_KEPT_PERCENT,
			.per_mille = amount * PER_MILLE / ours.milli,
		};
	}
	return (struct pay){ 0 };
}

static struct verdict judge(const struct snapshot *s, size_t job, size_t other)
{
	const struct dossier *jobs = s->dossiers->jobs;

	return (struct verdict){
		.lower_risk = s->facts[other].risk < s->facts[job].risk,
		.zone_kept = jobs[other].zone <= jobs[job].zone,
		.pay = compare_pay(s->dossiers, job, other),
	};
}

static bool is_safer(const struct verdict *v)
{
	return v->lower_risk && v->zone_kept && v->pay.kept;
}

/* What both lists say of an occupation. */
static void write_card(struct jw *w, const struct snapshot *s,
		       const struct dossier_related *related)
{
	const struct fragment *card = &s->cards[related->job];
	const struct dossiers *all = s->dossiers;

	jw_members(w, card->json, card->length);
	jw_kv_string(w, "relatedness",
		     dossier_text(all, all->tiers[related->tier]));
}

static void write_objections(struct jw *w, const struct verdict *v)
{
	jw_key(w, "notSaferBecause");
	jw_array(w);
	if (!v->lower_risk)
		jw_string(w, "risk");
	if (!v->pay.datatype)
		jw_string(w, "payNotComparable");
	else if (!v->pay.kept)
		jw_string(w, "pay");
	if (!v->zone_kept)
		jw_string(w, "jobZone");
	jw_end(w);
}

static void write_pay(struct jw *w, const struct pay *pay)
{
	jw_key(w, "payRatio");
	if (pay->at_least) {
		jw_null(w);
		jw_kv_string(w, "payRatioReason", reason_name(REASON_CAPPED));
		jw_kv_fixed(w, "payRatioAtLeast", pay->per_mille, 3);
	} else {
		jw_fixed(w, pay->per_mille, 3);
	}
	jw_kv_string(w, "payMeasure", measure_of(pay->datatype)->name);
}

/* Each difference is theirs less ours. */
static void write_reasons(struct jw *w, const struct snapshot *s, size_t job,
			  size_t other, const struct pay *pay)
{
	const struct dossier *ours = &s->dossiers->jobs[job];
	const struct dossier *theirs = &s->dossiers->jobs[other];

	jw_key(w, "reasons");
	jw_object(w);
	jw_kv_int(w, "riskLevelDifference",
		  s->facts[other].risk - s->facts[job].risk);
	jw_kv_fixed(w, "riskIndexDifference",
		    theirs->risk_index - ours->risk_index, 1);
	jw_kv_fixed(w, "scoreDifference",
		    s->facts[other].score_tenths - s->facts[job].score_tenths,
		    1);
	write_pay(w, pay);
	jw_kv_fixed(w, "jobZoneDifference", theirs->zone - ours->zone, 2);
	jw_end(w);
}

void neighbors_write(struct jw *w, const struct snapshot *s, size_t job)
{
	const struct dossiers *all = s->dossiers;
	const struct span *span = &all->jobs[job].related;
	const struct dossier_related *related = all->related + span->first;
	size_t i;

	jw_key(w, "similar");
	jw_array(w);
	for (i = 0; i < span->count && i < SIMILAR_MAX; i++) {
		struct verdict v = judge(s, job, related[i].job);

		jw_object(w);
		write_card(w, s, &related[i]);
		jw_kv_bool(w, "safer", is_safer(&v));
		write_objections(w, &v);
		jw_end(w);
	}
	jw_end(w);
	jw_key(w, "saferNeighbours");
	jw_array(w);
	for (i = 0; i < span->count; i++) {
		struct verdict v = judge(s, job, related[i].job);

		if (!is_safer(&v))
			continue;
		jw_object(w);
		write_card(w, s, &related[i]);
		write_reasons(w, s, job, related[i].job, &v.pay);
		jw_end(w);
	}
	jw_end(w);
}
