#include "serve/routes.h"

#include "admin/failures.h"
#include "admin/health.h"
#include "admin/rounds.h"
#include "admin/runs.h"
#include "admin/session.h"
#include "admin/sync_control.h"
#include "api/areas.h"
#include "api/compare.h"
#include "api/export.h"
#include "api/jobs.h"
#include "api/jobs_filter.h"
#include "api/methodology.h"
#include "api/stats.h"
#include "serve/metrics.h"
#include "serve/probes.h"
#include "web/dispatch.h"

#define NO_PARAMETERS             NULL, 0, false
#define OWN_BODY                  NULL, 0, true
#define TAKES(specs)              specs, COUNT_OF(specs), false
#define TAKES_FIRST(specs, count) specs, count, false

/* clang-format off */
static const struct route routes[] = {
	{ "GET", "/api/jobs", jobs_list, ACCESS_PUBLIC, TAKES(jobs_params),
	  "Jobs: filtered, sorted, page by page." },
	{ "GET", "/api/jobs/suggestions", jobs_suggestions, ACCESS_PUBLIC,
	  TAKES(suggestions_params), "Jobs by what people call them." },
	{ "GET", "/api/jobs/stats", jobs_stats, ACCESS_PUBLIC,
	  TAKES_FIRST(jobs_params, JOBS__FILTERS),
	  "Totals, means and breakdowns of the filtered jobs." },
	{ "GET", "/api/jobs/export", export_jobs, ACCESS_PUBLIC,
	  TAKES(export_params), "The filtered jobs as a file." },
	{ "GET", "/api/jobs/export/datapackage.json", export_datapackage,
	  ACCESS_PUBLIC, TAKES(export_params),
	  "That file described: fields, licenses, hash." },
	{ "GET", "/api/jobs/compare", compare_show, ACCESS_PUBLIC,
	  TAKES(compare_params), "Two to five jobs side by side." },
	{ "GET", "/api/jobs/{code}", jobs_one, ACCESS_PUBLIC, TAKES(job_params),
	  "One job in full." },
	{ "GET", "/api/areas", areas_list, ACCESS_PUBLIC, TAKES(areas_params),
	  "States and metropolitan areas that are loaded." },
	{ "GET", "/api/methodology", methodology_show, ACCESS_PUBLIC,
	  NO_PARAMETERS, "Sources, rules, numbers and limits." },
	{ "POST", "/api/session", session_sign_in, ACCESS_OPEN, OWN_BODY,
	  "Sign in." },
	{ "GET", "/api/session", session_show, ACCESS_OPEN, NO_PARAMETERS,
	  "Who is signed in." },
	{ "DELETE", "/api/session", session_sign_out, ACCESS_OPEN,
	  NO_PARAMETERS, "Sign out." },
	{ "POST", "/api/admin/start-sync", admin_sync_start, ACCESS_ADMIN,
	  TAKES(admin_sync_start_params), "Request a run and start it." },
	{ "POST", "/api/admin/stop-sync", admin_sync_stop, ACCESS_ADMIN,
	  NO_PARAMETERS, "Ask the run to stop." },
	{ "GET", "/api/admin/sync-status", admin_sync_status, ACCESS_READER,
	  NO_PARAMETERS, "Where the import stands." },
	{ "GET", "/api/admin/runs", admin_runs_list, ACCESS_READER,
	  TAKES(admin_runs_params), "Runs, newest first." },
	{ "GET", "/api/admin/runs/{id}", admin_runs_show, ACCESS_READER,
	  NO_PARAMETERS, "One run with its checkpoints." },
	{ "GET", "/api/admin/rounds", admin_rounds_list, ACCESS_READER,
	  NO_PARAMETERS, "Rounds, newest first." },
	{ "GET", "/api/admin/rounds/{id}", admin_rounds_show, ACCESS_READER,
	  NO_PARAMETERS, "One round, and why it is held back." },
	{ "POST", "/api/admin/rounds/{id}/accept", admin_rounds_accept,
	  ACCESS_ADMIN, NO_PARAMETERS, "Publish a round that is held back." },
	{ "POST", "/api/admin/rounds/{id}/reject", admin_rounds_reject,
	  ACCESS_ADMIN, NO_PARAMETERS, "Drop a round that is held back." },
	{ "GET", "/api/admin/failures", admin_failures_list, ACCESS_READER,
	  NO_PARAMETERS, "Occupations and areas that failed, by reason." },
	{ "POST", "/api/admin/failures/retry", admin_failures_retry,
	  ACCESS_ADMIN, TAKES(admin_failures_retry_params),
	  "Try one of them again, or all." },
	{ "GET", "/api/admin/system-health", admin_health_show, ACCESS_READER,
	  NO_PARAMETERS, "How every part is." },
	{ "GET", "/metrics", metrics_show, ACCESS_OPEN, NO_PARAMETERS,
	  "For Prometheus." },
	{ "GET", "/livez", probes_livez, ACCESS_OPEN, NO_PARAMETERS,
	  "The process answers." },
	{ "GET", "/readyz", probes_readyz, ACCESS_OPEN, NO_PARAMETERS,
	  "Public reads can be answered from data." },
};
/* clang-format on */

const struct route_table route_table = { routes, COUNT_OF(routes) };

void routes_dispatch(struct app *app, const struct request *rq,
		     struct response *rs)
{
	dispatch(&route_table, app, rq, rs);
}
