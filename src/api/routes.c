#include "api/routes.h"

#include "api/probes.h"

#define NO_PARAMETERS NULL, 0
#define TAKES(specs)  specs, COUNT_OF(specs)

/* clang-format off */
const struct route routes[] = {
	{ "GET", "/livez", probes_livez, ACCESS_OPEN, NO_PARAMETERS,
	  "The process answers." },
	{ "GET", "/readyz", probes_readyz, ACCESS_OPEN, NO_PARAMETERS,
	  "Public reads can be answered from data." },
};
/* clang-format on */

const size_t route_count = COUNT_OF(routes);
