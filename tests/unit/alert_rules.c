/* Alerts: when which message, and from which facts. */
#include "health/alert_rules.h"

#include "t.h"

#include <string.h>

#define HOUR 3600000LL

static const int64_t NOW = 1767225600000; /* 2026-01-01 */

static void test_state_machine(void **state)
{
	struct alert seen = { .severity = ALERT_WARNING };
	struct alert open = { .severity = ALERT_WARNING, .told_ms = NOW };

	(void)state;
	assert_int_equal(alert_next(NULL, NULL, true, NOW), ALERT_NOTHING);
	assert_int_equal(alert_next(NULL, &seen, true, NOW), ALERT_OPENED);
	assert_int_equal(alert_next(NULL, &seen, false, NOW), ALERT_OPENED);
	assert_int_equal(alert_next(&open, NULL, true, NOW), ALERT_RESOLVED);
	/* quiet for a day, minute after minute */
	assert_int_equal(alert_next(&open, &seen, true, NOW), ALERT_NOTHING);
	assert_int_equal(alert_next(&open, &seen, true, NOW + 24 * HOUR - 1),
			 ALERT_NOTHING);
	assert_int_equal(alert_next(&open, &seen, true, NOW + 24 * HOUR),
			 ALERT_REMINDER);
	assert_int_equal(alert_next(&open, &seen, false, NOW + 24 * HOUR),
			 ALERT_NOTHING);
	/* a clock that was put back does not remind */
	assert_int_equal(alert_next(&open, &seen, true, NOW - 48 * HOUR),
			 ALERT_NOTHING);
	/* worse is told at once, better is not */
	seen.severity = ALERT_CRITICAL;
	assert_int_equal(alert_next(&open, &seen, true, NOW), ALERT_REMINDER);
	open.severity = ALERT_CRITICAL;
	seen.severity = ALERT_WARNING;
	assert_int_equal(alert_next(&open, &seen, true, NOW), ALERT_NOTHING);
	/* nobody was told: the first channel hears it from the beginning */
	open.told_ms = 0;
	assert_int_equal(alert_next(&open, &seen, true, NOW), ALERT_OPENED);
	assert_int_equal(alert_next(&open, &seen, false, NOW), ALERT_NOTHING);
}

static void test_back_off(void **state)
{
	int64_t before = 0;
	int64_t i;

	(void)state;
	assert_int_equal(alert_retry_ms(1), 50000);
	assert_int_equal(alert_retry_ms(2), 100000);
	for (i = 1; i < 200; i++) {
		assert_true(alert_retry_ms(i) >= before);
		before = alert_retry_ms(i);
	}
	assert_int_equal(before, HOUR);
}

static struct health_facts facts;
static struct health health;
static struct alerts_found found;

static void look(void)
{
	int i;

	health.checked_ms = NOW;
	for (i = 0; i < COMPONENT__MAX; i++)
		health.of[i].since_ms = NOW - HOUR;
	judge(&facts, &health);
	alert_rules(&facts, &health, &found);
}

static int all_is_well(void **state)
{
	(void)state;
	facts = (struct health_facts){
		.database = { .reachable = true },
		.bls = { .probed = true, .probe_ok = true },
		.keys = { .keys = 2, .quota = 1000, .remaining = 500 },
		.sync = { .ever = true,
			  .succeeded = true,
			  .state = RUN_SUCCEEDED,
			  .request_age_s = -1 },
		.alerts = { .configured = true, .oldest_age_s = -1 },
		.disk = { .known = true,
			  .free_bytes = 1LL << 39,
			  .total_bytes = 1LL << 40 },
	};
	return 0;
}

#define ASSERT_FOUND(name, level)                                            \
	do {                                                                 \
		look();                                                      \
		assert_int_equal(found.count, 1);                            \
		assert_string_equal(found.list[0].key, name);                \
		assert_int_equal(found.list[0].severity, level);             \
		assert_true(found.list[0].title[0]);                         \
		assert_true(found.list[0].message[0]);                       \
		assert_null(                                                 \
			strstr(found.list[0].message, found.list[0].title)); \
	} while (0)

static void test_rules_of_runs(void **state)
{
	(void)state;
	look();
	assert_int_equal(found.count, 0);
	facts.sync.state = RUN_FAILED;
	copy_text(facts.sync.last_error, sizeof facts.sync.last_error,
		  "M\xFCller\n");
	ASSERT_FOUND("run.failed", ALERT_CRITICAL);
	assert_string_equal(found.list[0].title, "The last run failed");
	assert_string_equal(found.list[0].message, "M\xC3\xBCller ");
	facts.sync.state = RUN_CRASHED;
	ASSERT_FOUND("run.crashed", ALERT_CRITICAL);
	facts.sync.state = RUN_HELD;
	ASSERT_FOUND("run.held", ALERT_WARNING);
	facts.sync.state = RUN_PAUSED;
	ASSERT_FOUND("run.paused", ALERT_WARNING);
	facts.sync.state = RUN_STOPPED;
	ASSERT_FOUND("component.dataSync", ALERT_WARNING);
}

static void test_rules_of_data_and_keys(void **state)
{
	(void)state;
	facts.sync.success_age_s = 26 * HOUR / 1000;
	look();
	assert_int_equal(found.count, 0);
	facts.sync.success_age_s++;
	ASSERT_FOUND("data.stale", ALERT_WARNING);
	facts.sync.state = RUN_FAILED;
	look();
	assert_int_equal(found.count, 2);
	assert_non_null(alert_find(&found, "run.failed"));
	assert_non_null(alert_find(&found, "data.stale"));
	assert_null(alert_find(&found, "run.held"));
	all_is_well(NULL);
	facts.sync.failed = facts.sync.permanent = 3;
	ASSERT_FOUND("occupations.failed", ALERT_WARNING);
	all_is_well(NULL);
	facts.sync.areas.failed = facts.sync.areas.total = 54;
	look(); /* the next run tries them by itself */
	assert_null(alert_find(&found, "areas.failed"));
	facts.sync.areas.permanent = 43;
	look();
	assert_non_null(alert_find(&found, "areas.failed"));
	assert_non_null(strstr(alert_find(&found, "areas.failed")->message,
			       "43 of 54 areas"));
	all_is_well(NULL);
	facts.keys.invalid = 1;
	ASSERT_FOUND("keys.invalid", ALERT_WARNING);
	facts.keys.invalid = 2;
	ASSERT_FOUND("keys.invalid", ALERT_CRITICAL);
	all_is_well(NULL);
	facts.keys.remaining = 0;
	ASSERT_FOUND("component.apiKeys", ALERT_WARNING);
}

static void test_rules_of_components(void **state)
{
	(void)state;
	facts.disk.free_bytes = 1 << 20;
	ASSERT_FOUND("component.disk", ALERT_CRITICAL);
	all_is_well(NULL);
	facts.alerts.oldest_age_s = HEALTH_ALERT_LATE_S + 1;
	ASSERT_FOUND("component.alerts", ALERT_WARNING);
	facts.alerts.oldest_age_s = HEALTH_ALERT_LOST_S + 1;
	ASSERT_FOUND("component.alerts", ALERT_CRITICAL);
	facts.alerts.oldest_age_s = HEALTH_ALERT_LATE_S;
	facts.alerts.given_up = 1;
	ASSERT_FOUND("component.alerts", ALERT_WARNING);
	/* one slow answer is no news, but neither is it over */
	all_is_well(NULL);
	facts.database.round_trip_ms = HEALTH_SLOW_MS + 1;
	ASSERT_FOUND("component.database", ALERT_WARNING);
	assert_false(alert_undecided("component.database", &facts, &health));
	health.of[COMPONENT_DATABASE].since_ms = NOW - 60000;
	alert_rules(&facts, &health, &found);
	assert_int_equal(found.count, 0);
	assert_true(alert_undecided("component.database", &facts, &health));
}

/* Everything at once fits. */
static void test_rules_all_at_once(void **state)
{
	(void)state;
	facts = (struct health_facts){
		.database = { .reachable = true, .round_trip_ms = 999 },
		.bls = { .breaker = BREAKER_OPEN, .probed = true },
		.keys = { .keys = 1, .invalid = 1 },
		.sync = { .ever = true,
			  .succeeded = true,
			  .state = RUN_FAILED,
			  .success_age_s = 99 * HOUR / 1000,
			  .permanent = 1,
			  .request_age_s = -1 },
		.alerts = { .configured = true, .given_up = 1 },
	};
	look();
	assert_int_equal(found.count, 8);
}

/* Tables of another number: that is told, and nothing of what is not known. */
static void test_rules_of_a_misfit(void **state)
{
	(void)state;
	facts.database.refuses = true;
	facts.database.tables = 11;
	facts.database.program = 12;
	ASSERT_FOUND("component.database", ALERT_CRITICAL);
	assert_false(alert_undecided("component.database", &facts, &health));
	assert_false(alert_undecided("component.disk", &facts, &health));
	assert_true(alert_undecided("component.dataSync", &facts, &health));
	assert_true(alert_undecided("run.failed", &facts, &health));
	assert_true(alert_undecided("data.stale", &facts, &health));
}

static void test_undecided_while_running(void **state)
{
	(void)state;
	look();
	assert_false(alert_undecided("run.failed", &facts, &health));
	facts.sync.state = RUN_RUNNING;
	look();
	assert_true(alert_undecided("run.failed", &facts, &health));
	assert_false(alert_undecided("data.stale", &facts, &health));
	assert_false(alert_undecided("component.disk", &facts, &health));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_state_machine),
		cmocka_unit_test(test_back_off),
		cmocka_unit_test_setup(test_rules_of_runs, all_is_well),
		cmocka_unit_test_setup(test_rules_of_data_and_keys,
				       all_is_well),
		cmocka_unit_test_setup(test_rules_of_components, all_is_well),
		cmocka_unit_test_setup(test_rules_all_at_once, all_is_well),
		cmocka_unit_test_setup(test_rules_of_a_misfit, all_is_well),
		cmocka_unit_test_setup(test_undecided_while_running,
				       all_is_well),
	};

	return cmocka_run_group_tests_name("alert_rules", tests, NULL, NULL);
}
