#include "store/grants.h"

#include "base/log.h"

#include <stdio.h>

struct grant {
	const char *table;
	const char *api;  /* privileges of bls_api_role, NULL = none */
	const char *sync; /* privileges of bls_sync_role */
};

#define ALL_ROWS "SELECT, INSERT, UPDATE, DELETE"

static const struct grant grants[] = {
	{ "schema_migration", "SELECT", "SELECT" },
	{ "reference_file", "SELECT", "SELECT" },
	{ "occupation", "SELECT", "SELECT, INSERT, UPDATE" },
	{ "occupation_listed", NULL, ALL_ROWS },
	{ "wage_cap", "SELECT", "SELECT" },
	{ "projection", "SELECT", "SELECT" },
	{ "title", "SELECT", "SELECT" },
	{ "synonym", "SELECT", "SELECT" },
	{ "related_occupation", "SELECT", "SELECT" },
	{ "task", "SELECT", "SELECT" },
	{ "soc_aggregate", "SELECT", "SELECT" },
	{ "soc_retired", "SELECT", "SELECT" },
	{ "job_zone", "SELECT", "SELECT" },
	{ "exposure_source", "SELECT", "SELECT" },
	{ "exposure", "SELECT", "SELECT" },
	{ "observation", "SELECT", "SELECT, INSERT, UPDATE" },
	{ "job", "SELECT", ALL_ROWS },
	{ "area", "SELECT", "SELECT, INSERT, UPDATE" },
	{ "area_round", "SELECT", ALL_ROWS },
	{ "area_item", "SELECT, UPDATE (state, attempts)", ALL_ROWS },
	{ "area_edition", "SELECT", ALL_ROWS },
	{ "area_job", "SELECT", ALL_ROWS },
	{ "area_risk", "SELECT", ALL_ROWS },
	{ "job_score", "SELECT", ALL_ROWS },
	{ "job_score_source", "SELECT", ALL_ROWS },
	{ "data_version", "SELECT", "SELECT, UPDATE" },
	{ "release_round", "SELECT", "SELECT, INSERT, UPDATE" },
	{ "sync_item", "SELECT, UPDATE", ALL_ROWS },
	{ "published_item", NULL, ALL_ROWS },
	{ "staged_observation", NULL, ALL_ROWS },
	{ "staged_area_observation", NULL, ALL_ROWS },
	{ "held_rule", "SELECT", ALL_ROWS },
	{ "held_difference", "SELECT", ALL_ROWS },
	{ "sync_run", "SELECT, INSERT, UPDATE (stop_requested)", ALL_ROWS },
	{ "run_outcome", "SELECT", ALL_ROWS },
	{ "run_key", "SELECT", ALL_ROWS },
	{ "run_message", "SELECT", ALL_ROWS },
	{ "checkpoint", "SELECT", ALL_ROWS },
	{ "lease", "SELECT, UPDATE (name)", "SELECT, UPDATE" },
	{ "api_key", "SELECT", "SELECT, INSERT, UPDATE" },
	{ "api_key_usage", "SELECT", ALL_ROWS },
	{ "request_window", "SELECT", "SELECT, INSERT, UPDATE" },
	{ "breaker", "SELECT", "SELECT, INSERT, UPDATE" },
	{ "account", "SELECT", NULL },
	{ "session", ALL_ROWS, "DELETE, SELECT" },
	{ "api_token", "SELECT, UPDATE (used_at)", NULL },
	{ "device_key", "SELECT, INSERT, DELETE", NULL },
	{ "login_attempt", ALL_ROWS, "DELETE, SELECT" },
	{ "health_state", "SELECT", "SELECT, INSERT, UPDATE" },
	{ "health_probe", "SELECT", "SELECT, INSERT, UPDATE" },
	{ "alert", "SELECT", ALL_ROWS },
	{ "alert_delivery", "SELECT", ALL_ROWS },
	{ "audit", "SELECT, INSERT", "SELECT, INSERT, DELETE" },
};

static const char SQL_ROLES[] =
	"SELECT COUNT(*) FROM information_schema.APPLICABLE_ROLES "
	"WHERE ROLE_NAME IN ('bls_api_role', 'bls_sync_role') "
	"AND IS_GRANTABLE = 'YES'";

static enum err grant(struct db *db, const char *privileges, const char *table,
		      const char *role, struct error *e)
{
	char sql[256];

	if (!privileges)
		return ERR_OK;
	(void)snprintf(sql, sizeof sql, "GRANT %s ON %s TO %s", privileges,
		       table, role);
	return db_exec_script_statement(db, sql, e);
}

enum err grants_apply(struct db *db, struct error *e)
{
	int64_t roles;
	enum err code = db_query_int(db, SQL_ROLES, NO_PARAMS, 0, &roles, e);
	size_t i;

	if (code != ERR_OK)
		return code;
	if (roles < 2) {
		log_info("no roles of setup.sql: grants are left as they are");
		return ERR_OK;
	}
	for (i = 0; code == ERR_OK && i < COUNT_OF(grants); i++) {
		const struct grant *g = &grants[i];

		code = grant(db, g->api, g->table, "bls_api_role", e);
		if (code == ERR_OK)
			code = grant(db, g->sync, g->table, "bls_sync_role", e);
	}
	if (code != ERR_OK)
		err_prefix(e, "grants");
	return code;
}
