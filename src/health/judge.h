/*
 * From facts to a judgment: pure functions, so that every rule has a test with
 * facts made by hand.  How the facts are found is health/monitor's business.
 *
 * The rules: what stops readers or imports fails; what may do so, or makes the
 * data old, warns.  Old data is never a failure: it is shown as what it is.
 */
#ifndef HEALTH_JUDGE_H
#define HEALTH_JUDGE_H

#include "base/retry.h"
#include "model/area_standing.h"
#include "model/check.h"
#include "model/run.h"

enum {
	HEALTH_SLOW_MS = 250, /* of the database's round trip */
	HEALTH_STALE_H = 26,  /* a sync a day, and two hours to spare */
	HEALTH_PROBE_OLD_S = 3600,
	HEALTH_ALERT_LATE_S = 900, /* a message still not delivered */
	HEALTH_ALERT_LOST_S = 86400,
	HEALTH_TEXT_BYTES = 200,
};

struct database_facts {
	bool reachable;
	bool refuses; /* it answers, but not what is asked of it */
	int64_t round_trip_ms;
	enum breaker_state breaker; /* of the process that looks */
	/* Numbers of store/schema.h; `tables` < 0: not known. */
	int64_t tables;
	int64_t program;
};

struct bls_facts {
	enum breaker_state breaker; /* as the last run left it */
	bool probed;                /* somebody looked */
	bool probe_ok;              /* an HTTP answer came */
	int64_t probe_age_s;        /* how long ago */
	int64_t probe_ms;
	char probe_message[HEALTH_TEXT_BYTES];
	int64_t requests; /* of the last run that sent any */
	int64_t retries;
};

struct keys_facts {
	int configured; /* keys in the configuration of this program */
	int keys;       /* named keys the last run had */
	int invalid;    /* refused by BLS */
	int used_up;    /* of today's quota */
	int ignored;    /* BLS answers as if they were not sent */
	int64_t quota;
	int64_t remaining;
	bool needed; /* source = api: without a key it takes nights */
};

struct sync_facts {
	bool ever;               /* there was a run */
	bool succeeded;          /* there was one that did */
	int64_t success_age_s;   /* how long ago it ended */
	enum run_state state;    /* of the newest that is not just requested */
	int64_t heartbeat_age_s; /* while it runs */
	char last_error[HEALTH_TEXT_BYTES];
	int64_t failed; /* occupations of the newest round */
	int64_t permanent;
	int64_t pending;
	struct area_standing areas;
	int64_t request_age_s; /* oldest waiting request; -1 = none */
};

struct alert_facts {
	bool configured;              /* there is a channel */
	int64_t waiting;              /* messages not delivered yet */
	int64_t oldest_age_s;         /* of those tried in vain; -1 = none */
	int64_t given_up;             /* in the last seven days */
	char note[HEALTH_TEXT_BYTES]; /* why the oldest waits */
};

struct disk_facts {
	bool known;
	int64_t free_bytes;
	int64_t total_bytes;
};

struct health_facts {
	struct database_facts database;
	/* The next three are known only while the database is. */
	struct bls_facts bls;
	struct keys_facts keys;
	struct sync_facts sync;
	struct alert_facts alerts;
	struct disk_facts disk;
};

void judge_database(const struct database_facts *f, struct check *c);
void judge_bls(const struct bls_facts *f, struct check *c);
void judge_keys(const struct keys_facts *f, struct check *c);
void judge_sync(const struct sync_facts *f, struct check *c);
void judge_alerts(const struct alert_facts *f, struct check *c);
void judge_disk(const struct disk_facts *f, struct check *c);

/* All of them; `since_ms` is left alone. */
void judge(const struct health_facts *f, struct health *h);

#endif
