#include "api/job_parts.h"

#include <string.h>

/* Which of the three values that may come from a group. */
enum part { PART_SCORE, PART_AUTOMATION, PART_ZONE };

static enum impact_basis basis_of(const struct dossier *job, enum part part)
{
	if (part == PART_AUTOMATION)
		return (enum impact_basis)job->automation_basis;
	if (part == PART_ZONE)
		return (enum impact_basis)job->zone_basis;
	return (enum impact_basis)job->basis;
}

static void write_source(struct jw *w, const struct dossiers *all,
			 const struct dossier_source *source)
{
	const struct dossier_study *study = &all->studies[source->study];

	jw_object(w);
	jw_kv_string(w, "id", dossier_text(all, study->id));
	jw_kv_string(w, "title", dossier_text(all, study->title));
	jw_kv_string(w, "measures", dossier_text(all, study->measures));
	jw_kv_fixed(w, "value", source->value, 4);
	jw_kv_fixed(w, "percentile", source->percentile, 3);
	jw_kv_string(w, "citation", dossier_text(all, study->citation));
	jw_kv_string(w, "url", dossier_text(all, study->url));
	jw_kv_string(w, "licence", dossier_text(all, study->licence));
	jw_end(w);
}

static void write_sources(struct jw *w, const struct dossiers *all,
			  const struct span *sources)
{
	size_t i;

	jw_key(w, "sources");
	jw_array(w);
	for (i = 0; i < sources->count; i++)
		write_source(w, all, &all->sources[sources->first + i]);
	jw_end(w);
}

/* The code of the group itself: "15-1" -> "15-1000". */
static void write_group(struct jw *w, const struct dossiers *all,
			const char *prefix, size_t width)
{
	char code[SOC_BYTES] = "00-0000";
	size_t group;

	memcpy(code, prefix, width);
	jw_key(w, "group");
	if (!dossier_group(all, code, &group)) {
		jw_null(w);
		return;
	}
	jw_object(w);
	jw_kv_string(w, "code", code);
	jw_kv_string(w, "title", dossier_text(all, all->groups[group].title));
	jw_end(w);
}

/* Whose values stand in for those that this occupation does not have. */
static void write_from(struct jw *w, const struct snapshot *s, size_t job,
		       enum part part)
{
	const struct dossier *jobs = s->dossiers->jobs;
	enum impact_basis basis = basis_of(&jobs[job], part);
	size_t width = impact_basis_width(basis);
	char prefix[SOC_BYTES] = "";
	size_t i;

	if (basis == BASIS_DIRECT) {
		jw_null(w);
		return;
	}
	memcpy(prefix, s->facts[job].code, width);
	jw_object(w);
	jw_kv_string(w, "level", impact_basis_name(basis));
	jw_kv_string(w, "codesBeginWith", prefix);
	write_group(w, s->dossiers, prefix, width);
	jw_kv_string(w, "weightedBy", "employment");
	jw_key(w, "occupations");
	jw_array(w);
	for (i = 0; i < s->count; i++)
		if (strncmp(s->facts[i].code, prefix, width) == 0 &&
		    basis_of(&jobs[i], part) == BASIS_DIRECT)
			jw_string(w, s->facts[i].code);
	jw_end(w);
	jw_end(w);
}

static void write_basis(struct jw *w, const struct snapshot *s, size_t job)
{
	static const struct {
		const char *basis;
		const char *from;
	} keys[] = {
		[PART_SCORE] = { "basis", "basisFrom" },
		[PART_AUTOMATION] = { "automationBasis",
				      "automationBasisFrom" },
		[PART_ZONE] = { "jobZoneBasis", "jobZoneBasisFrom" },
	};
	size_t part;

	for (part = 0; part < COUNT_OF(keys); part++) {
		enum impact_basis basis =
			basis_of(&s->dossiers->jobs[job], (enum part)part);

		jw_kv_string(w, keys[part].basis, impact_basis_name(basis));
		jw_key(w, keys[part].from);
		write_from(w, s, job, (enum part)part);
	}
}

void job_impact_write(struct jw *w, const struct snapshot *s, size_t job)
{
	const struct dossiers *all = s->dossiers;
	const struct dossier *d = &all->jobs[job];
	const struct job_facts *facts = &s->facts[job];

	jw_key(w, "aiImpact");
	jw_object(w);
	jw_kv_fixed(w, "score", facts->score_tenths, 1);
	jw_key(w, "spread");
	if (d->spread >= 0) {
		jw_fixed(w, d->spread, 1);
	} else {
		jw_null(w);
		jw_kv_string(w, "spreadReason", JOB_FEW_SOURCES);
	}
	write_sources(w, all, &d->sources);
	write_basis(w, s, job);
	jw_kv_fixed(w, "automationPercentile", d->automation, 3);
	jw_kv_fixed(w, "jobZone", d->zone, 2);
	jw_kv_fixed(w, "riskIndex", d->risk_index, 1);
	jw_kv_string(w, "risk", risk_names[facts->risk]);
	jw_kv_string(w, "type", impact_type_names[facts->type]);
	jw_kv_string(w, "confidence",
		     confidence_name((enum confidence)facts->confidence));
	jw_kv_string(w, "version", dossier_text(all, d->version));
	jw_kv_string(w, "caveat", IMPACT_CAVEAT);
	jw_end(w);
}
