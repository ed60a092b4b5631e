#include "api/routes.h"

#include "api/jobs.h"
#include "api/jobs_filter.h"
#include "api/probes.h"

#define NO_PARAMETERS NULL, 0
#define TAKES(specs)  specs, COUNT_OF(specs)

/* clang-format off */
const struct route routes[] = {
	{ "GET", "/api/jobs", jobs_list, ACCESS_PUBLIC, TAKES(jobs_params),
	  "Jobs: filtered, sorted, page by page." },
	{ "GET", "/api/jobs/suggestions", jobs_suggestions, ACCESS_PUBLIC,
	  TAKES(suggestions_params), "Jobs by what people call them." },
	{ "GET", "/api/jobs/stats", jobs_stats, ACCESS_PUBLIC, NO_PARAMETERS,
	  "Totals and averages." },
	{ "GET", "/api/jobs/{code}", jobs_one, ACCESS_PUBLIC, NO_PARAMETERS,
	  "One job in full." },
	{ "GET", "/livez", probes_livez, ACCESS_OPEN, NO_PARAMETERS,
	  "The process answers." },
	{ "GET", "/readyz", probes_readyz, ACCESS_OPEN, NO_PARAMETERS,
	  "Public reads can be answered from data." },
};
/* clang-format on */

const size_t route_count = COUNT_OF(routes);
