/*
 * What the database knows about the health of the service, and what `bls-sync
 * watch` found last.
 */
#ifndef STORE_HEALTH_FACTS_H
#define STORE_HEALTH_FACTS_H

#include "base/retry.h"
#include "db/db.h"
#include "model/area_standing.h"
#include "model/check.h"
#include "model/run.h"

enum { HEALTH_ROW_TEXT_BYTES = 256 };

/* Ages are in seconds of the database's clock; -1 = never. */
struct health_rows {
	int64_t now_ms;
	bool any_run;
	enum run_state last_state; /* newest run that was taken up */
	char last_error[HEALTH_ROW_TEXT_BYTES];
	int64_t heartbeat_age_s;
	int64_t success_age_s;
	int64_t request_age_s; /* oldest request nobody took up */
	int64_t requests;      /* of the newest run that sent any */
	int64_t retries;
	int keys;
	int keys_invalid;
	int keys_used_up;
	int keys_ignored;
	int64_t quota;
	int64_t remaining;
	enum breaker_state breaker; /* BLS's, as the last run left it */
	int64_t pending;            /* occupations of the newest round */
	int64_t failed;
	int64_t permanent;
	struct area_standing areas;
	int64_t probe_age_s;
	bool probe_ok;
	int64_t probe_ms;
	char probe_message[HEALTH_ROW_TEXT_BYTES];
	int64_t data_version;
};

MUST_CHECK enum err health_rows_load(struct db *db, struct health_rows *rows,
				     struct error *e);

struct probe_result {
	bool ok;
	int64_t round_trip_ms;
	const char *message;
};

MUST_CHECK enum err health_probe_save(struct db *db, const char *name,
				      const struct probe_result *result,
				      struct error *e);

/* Fills since_ms where the status is the one that was saved; elsewhere it holds
 * since h->checked_ms. */
MUST_CHECK enum err health_since_load(struct db *db, struct health *h,
				      struct error *e);
MUST_CHECK enum err health_save(struct db *db, const struct health *h,
				struct error *e);

/* Runs by state, for counters. */
MUST_CHECK enum err health_count_runs(struct db *db, int64_t count[RUN__MAX],
				      struct error *e);

#endif
