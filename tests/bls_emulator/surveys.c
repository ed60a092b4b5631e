#include "surveys.h"

#include <string.h>

struct survey {
	char abbreviation[3];
	const char *name;
};

/* A selection of the list; the emulator has data of OE only. */
static const struct survey SURVEYS[] = {
	{ "AP", "Consumer Price Index - Average Price Data" },
	{ "BD", "Business Employment Dynamics" },
	{ "CE", "Employment, Hours, and Earnings from the Current Employment "
		"Statistics survey (National)" },
	{ "CI", "Employment Cost Index" },
	{ "CM", "Employer Costs for Employee Compensation" },
	{ "CU", "Consumer Price Index - All Urban Consumers" },
	{ "CW",
	  "Consumer Price Index - Urban Wage Earners and Clerical Workers" },
	{ "CX", "Consumer Expenditure Survey" },
	{ "EI", "Import/Export Price Indexes" },
	{ "EN", "Quarterly Census of Employment and Wages" },
	{ "IP", "Industry Productivity" },
	{ "JT", "Job Openings and Labor Turnover Survey" },
	{ "LA", "Local Area Unemployment Statistics" },
	{ "LE",
	  "Weekly and hourly earnings from the Current Population Survey" },
	{ "LN",
	  "Labor Force Statistics from the Current Population Survey (NAICS)" },
	{ "MP", "Major Sector Multifactor Productivity" },
	{ "OE", "Occupational Employment and Wage Statistics" },
	{ "PC", "Producer Price Index Industry Data" },
	{ "PR", "Major Sector Productivity and Costs" },
	{ "SM", "State and Area Employment, Hours, and Earnings" },
	{ "TU", "American Time Use" },
	{ "WM", "Wage Modeling Series" },
	{ "WP", "Producer Price Index-Commodities" },
};

#define SURVEY_COUNT (sizeof SURVEYS / sizeof *SURVEYS)

static const struct survey *find(const char *abbreviation)
{
	size_t i;

	for (i = 0; i < SURVEY_COUNT; i++)
		if (strncmp(SURVEYS[i].abbreviation, abbreviation, 2) == 0)
			return &SURVEYS[i];
	return NULL;
}

bool survey_of_series(const char *id)
{
	return find(id) != NULL;
}

static void write_survey(struct text *out, const struct survey *s, bool details)
{
	text_str(out, out->len ? ",{" : "{");
	text_str(out, "\"survey_abbreviation\":");
	text_json(out, s->abbreviation);
	text_str(out, ",\"survey_name\":");
	text_json(out, s->name);
	/* What the others allow is no business of this emulator. */
	if (details && strcmp(s->abbreviation, "OE") == 0)
		text_str(out, ",\"allowsNetChange\":\"false\","
			      "\"allowsPercentChange\":\"false\","
			      "\"hasAnnualAverages\":\"false\"");
	text_str(out, "}");
}

bool surveys_write(struct reply *reply, const struct fault *fault,
		   const char *rest)
{
	const struct text no_messages = { 0 };
	struct text members = { 0 };
	const struct survey *one = NULL;
	size_t i;

	if (rest[0] && rest[1]) {
		one = strlen(rest + 1) == 2 ? find(rest + 1) : NULL;
		if (!one)
			return false;
		write_survey(&members, one, true);
	}
	for (i = 0; !one && i < SURVEY_COUNT; i++)
		write_survey(&members, &SURVEYS[i], false);
	envelope_success(reply, fault, "survey", &no_messages, &members);
	text_free(&members);
	return true;
}
