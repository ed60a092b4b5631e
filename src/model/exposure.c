#include "model/exposure.h"

#include <assert.h>
#include <string.h>

static const char *const exposure_sources[] = {
	[EXPOSURE_ELOUNDOU_MODEL] = "eloundou_model",
	[EXPOSURE_ELOUNDOU_HUMAN] = "eloundou_human",
	[EXPOSURE_MICROSOFT] = "microsoft",
	[EXPOSURE_ANTHROPIC] = "anthropic",
};
_Static_assert(COUNT_OF(exposure_sources) == EXPOSURE__MAX, "a name each");

static const char *const impact_sources[] = {
	[IMPACT_ELOUNDOU] = "eloundou",
	[IMPACT_MICROSOFT] = "microsoft",
	[IMPACT_ANTHROPIC] = "anthropic",
};
_Static_assert(COUNT_OF(impact_sources) == IMPACT__SOURCES, "a name each");

static const char *const bases[] = {
	[BASIS_DIRECT] = "direct",
	[BASIS_BROAD] = "broad",
	[BASIS_MINOR] = "minor",
	[BASIS_MAJOR] = "major",
};
_Static_assert(COUNT_OF(bases) == BASIS__MAX, "a name each");

static const size_t basis_widths[] = {
	[BASIS_DIRECT] = 7,
	[BASIS_BROAD] = 6,
	[BASIS_MINOR] = 4,
	[BASIS_MAJOR] = 2,
};
_Static_assert(COUNT_OF(basis_widths) == BASIS__MAX, "a width each");

static const char *const risk_levels[] = {
	[RISK_LOW] = "Low",
	[RISK_MEDIUM] = "Medium",
	[RISK_HIGH] = "High",
	[RISK_VERY_HIGH] = "Very High",
};
_Static_assert(COUNT_OF(risk_levels) == RISK__MAX, "a name each");

static const char *const types[] = {
	[TYPE_LOW_EXPOSURE] = "Low exposure",
	[TYPE_AUGMENTATION] = "Augmentation-leaning",
	[TYPE_AUTOMATION] = "Automation-leaning",
};
_Static_assert(COUNT_OF(types) == TYPE__MAX, "a name each");

static const char *const confidences[] = {
	[CONFIDENCE_HIGH] = "High",
	[CONFIDENCE_MEDIUM] = "Medium",
	[CONFIDENCE_LOW] = "Low",
};
_Static_assert(COUNT_OF(confidences) == CONFIDENCE__MAX, "a name each");

const char *exposure_source_name(enum exposure_source source)
{
	assert(source < EXPOSURE__MAX);
	return exposure_sources[source];
}

const char *impact_source_name(enum impact_source source)
{
	assert(source < IMPACT__SOURCES);
	return impact_sources[source];
}

const char *impact_basis_name(enum impact_basis basis)
{
	assert(basis < BASIS__MAX);
	return bases[basis];
}

size_t impact_basis_width(enum impact_basis basis)
{
	assert(basis < BASIS__MAX);
	return basis_widths[basis];
}

const char *risk_level_name(enum risk_level level)
{
	assert(level < RISK__MAX);
	return risk_levels[level];
}

const char *impact_type_name(enum impact_type type)
{
	assert(type < TYPE__MAX);
	return types[type];
}

const char *confidence_name(enum confidence confidence)
{
	assert(confidence < CONFIDENCE__MAX);
	return confidences[confidence];
}

bool exposure_source_parse(const char *name, enum exposure_source *out)
{
	size_t i;

	for (i = 0; i < EXPOSURE__MAX; i++) {
		if (strcmp(name, exposure_sources[i]) == 0) {
			*out = (enum exposure_source)i;
			return true;
		}
	}
	return false;
}
