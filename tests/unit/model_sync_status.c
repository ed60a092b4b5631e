/* The JSON of sync-status and what always holds in it. */
#include "model/sync_status.h"

#include "table.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#define NOW_MS INT64_C(1779976800000) /* 2026-05-28T14:00:00Z */

static struct str out;

static cJSON *written(const struct sync_status *s)
{
	struct jw w = JW_INIT(&out);
	cJSON *read;

	str_reset(&out);
	sync_status_write(&w, s);
	assert_true(jw_ok(&w));
	read = cJSON_Parse(out.data);
	assert_non_null(read);
	return read;
}

static const cJSON *at(const cJSON *object, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	if (!item)
		fail_msg("%s is not there", name);
	return item;
}

static int64_t number(const cJSON *object, const char *name)
{
	return (int64_t)cJSON_GetNumberValue(at(object, name));
}

static const char *text(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(at(object, name));
}

static void test_never_ran(void **state)
{
	struct sync_status s = { .now_ms = NOW_MS };
	cJSON *json = written(&s);

	(void)state;
	assert_true(cJSON_IsFalse(at(json, "isRunning")));
	assert_string_equal(text(json, "state"), "idle");
	assert_true(cJSON_IsNull(at(json, "runId")));
	assert_true(cJSON_IsNull(at(json, "trigger")));
	assert_true(cJSON_IsNull(at(json, "startTime")));
	assert_true(cJSON_IsNull(at(json, "endTime")));
	assert_true(cJSON_IsNull(at(json, "lastError")));
	assert_true(cJSON_IsNull(at(json, "currentJob")));
	assert_true(cJSON_IsNull(at(json, "estimatedTimeRemaining")));
	assert_true(cJSON_IsNull(at(json, "release")));
	assert_int_equal(number(json, "throughputPerMinute"), 0);
	assert_int_equal(cJSON_GetArraySize(at(json, "checkpoints")), 0);
	assert_int_equal(number(at(json, "apiKeysStatus"), "totalKeys"), 0);
	cJSON_Delete(json);
}

static struct sync_status running(void)
{
	struct sync_status s = {
		.run_id = 17,
		.state = RUN_RUNNING,
		.origin = RUN_ADMIN,
		.counters = { .total = 1105,
			      .successful = 100,
			      .failed = 3,
			      .skipped = 2,
			      .current_batch = 3,
			      .total_batches = 23,
			      .current_code = "15-1252",
			      .requests = 34 },
		.current_title = "Software \"Developers\"",
		.release_code = "2025A01",
		.started_ms = NOW_MS - 60000,
		.updated_ms = NOW_MS - 250,
		.now_ms = NOW_MS,
		.checkpoint_count = 1,
		.checkpoints = { { 1, 48, 1, 1, NOW_MS - 1000 } },
	};

	return s;
}

static void test_running(void **state)
{
	struct sync_status s = running();
	cJSON *json = written(&s);
	const cJSON *checkpoint =
		cJSON_GetArrayItem(at(json, "checkpoints"), 0);

	(void)state;
	assert_true(cJSON_IsTrue(at(json, "isRunning")));
	assert_string_equal(text(json, "state"), "running");
	assert_int_equal(number(json, "runId"), 17);
	assert_string_equal(text(json, "trigger"), "admin");
	assert_string_equal(text(json, "currentJob"),
			    "15-1252 Software \"Developers\"");
	assert_string_equal(text(json, "startTime"),
			    "2026-05-28T13:59:00.000Z");
	assert_string_equal(text(json, "lastUpdated"),
			    "2026-05-28T13:59:59.750Z");
	assert_true(cJSON_IsNull(at(json, "endTime")));
	assert_string_equal(text(json, "release"), "2025A01");
	assert_int_equal(number(json, "currentBatch"), 3);
	assert_int_equal(number(json, "totalBatches"), 23);
	assert_int_equal(number(json, "requestsUsed"), 34);
	assert_int_equal(number(json, "throughputPerMinute"), 105);
	assert_int_equal(number(json, "estimatedTimeRemaining"), 571);
	assert_int_equal(number(checkpoint, "batch"), 1);
	assert_int_equal(number(checkpoint, "successful"), 48);
	assert_int_equal(number(checkpoint, "failed"), 1);
	assert_int_equal(number(checkpoint, "skipped"), 1);
	assert_string_equal(text(checkpoint, "settledAt"),
			    "2026-05-28T13:59:59.000Z");
	cJSON_Delete(json);
}

static void test_names(void **state)
{
	struct sync_status s = running();

	(void)state;
	s.stopping = true;
	assert_string_equal(sync_status_name(&s), "stopping");
	assert_true(sync_status_is_running(&s));
	s.state = RUN_PAUSED; /* the wish to stop outlives the run */
	assert_string_equal(sync_status_name(&s), "paused");
	assert_false(sync_status_is_running(&s));
	s.run_id = 0;
	s.state = RUN_RUNNING;
	assert_string_equal(sync_status_name(&s), "idle");
	assert_false(sync_status_is_running(&s));
}

/* An ended run shows no job, no time left, and the rate it had. */
static void test_ended(void **state)
{
	struct sync_status s = running();
	cJSON *json;

	(void)state;
	s.state = RUN_FAILED;
	s.ended_ms = s.started_ms + 30000;
	(void)snprintf(s.last_error, sizeof s.last_error, "it <broke>");
	json = written(&s);
	assert_true(cJSON_IsNull(at(json, "currentJob")));
	assert_true(cJSON_IsNull(at(json, "estimatedTimeRemaining")));
	assert_int_equal(number(json, "throughputPerMinute"), 210);
	assert_string_equal(text(json, "lastError"), "it <broke>");
	assert_string_equal(text(json, "endTime"), "2026-05-28T13:59:30.000Z");
	cJSON_Delete(json);
}

/* successful + failed + skipped = processed, whatever the counters are. */
static void test_sum(void **state)
{
	struct sync_status s = running();
	uint32_t seed = 1;
	int i;

	(void)state;
	for (i = 0; i < 200; i++) {
		cJSON *json;

		seed = seed * 1664525 + 1013904223;
		s.counters.successful = (int)(seed >> 8 & 511);
		s.counters.failed = (int)(seed >> 17 & 255);
		s.counters.skipped = (int)(seed >> 25 & 127);
		json = written(&s);
		assert_int_equal(number(json, "processedJobs"),
				 number(json, "successfulJobs") +
					 number(json, "failedJobs") +
					 number(json, "skippedJobs"));
		assert_true(number(json, "processedJobs") <=
			    number(json, "totalJobs"));
		cJSON_Delete(json);
	}
}

static const struct {
	struct key_status key;
	const char *name;
	int left;
	bool blocked;
	const char *comment;
} key_rows[] = {
	{ { "cdef", .used = 120, .quota = 500 },
	  "...cdef",
	  380,
	  false,
	  "in use" },
	{ { "0001", .quota = 500, .blocked_until_ms = NOW_MS + 1 },
	  "...0001",
	  0,
	  true,
	  "blocked" },
	{ { "0002", .used = 499, .quota = 500, .blocked_until_ms = NOW_MS },
	  "...0002",
	  1,
	  false,
	  "its block is over" },
	{ { "0003", .used = 500, .quota = 500 },
	  "...0003",
	  0,
	  false,
	  "used up" },
	{ { "0004", .used = 510, .quota = 500 },
	  "...0004",
	  0,
	  false,
	  "more than used up" },
	{ { "", .used = 5, .quota = 25 }, "none", 20, false, "without a key" },
};

static void test_keys(void **state)
{
	struct sync_status s = running();
	const cJSON *all;
	const cJSON *list;
	cJSON *json;
	int64_t left = 0;
	size_t i;

	(void)state;
	s.key_count = COUNT_OF(key_rows);
	for (i = 0; i < COUNT_OF(key_rows); i++)
		s.keys[i] = key_rows[i].key;
	json = written(&s);
	all = at(json, "apiKeysStatus");
	list = at(all, "keyStatuses");
	assert_int_equal(cJSON_GetArraySize(list), COUNT_OF(key_rows));
	for (i = 0; i < COUNT_OF(key_rows); i++) {
		const cJSON *key = cJSON_GetArrayItem(list, (int)i);
		const char *row = key_rows[i].comment;

		row_text(row, text(key, "key"), key_rows[i].name);
		row_int(row, number(key, "requestsUsed"), key_rows[i].key.used);
		row_int(row, number(key, "requestsRemaining"),
			key_rows[i].left);
		row_int(row, cJSON_IsTrue(at(key, "isBlocked")),
			key_rows[i].blocked);
		row_int(row, cJSON_IsNull(at(key, "blockedUntil")),
			!key_rows[i].blocked);
		left += key_rows[i].left;
	}
	assert_int_equal(number(all, "totalKeys"), COUNT_OF(key_rows) - 1);
	assert_int_equal(number(all, "totalDailyLimit"), 2525);
	assert_int_equal(number(all, "totalRemainingRequests"), left);
	assert_int_equal(sync_status_remaining_requests(&s), left);
	cJSON_Delete(json);
}

static void test_forecast_written(void **state)
{
	struct sync_status s = { .now_ms = NOW_MS, .open_occupations = 1105 };
	const cJSON *forecast;
	cJSON *json = written(&s);

	(void)state;
	assert_true(cJSON_IsNull(at(json, "quotaForecast")));
	cJSON_Delete(json);
	s.keys[s.key_count++] = (struct key_status){ .quota = 25 };
	json = written(&s);
	forecast = at(json, "quotaForecast");
	assert_int_equal(number(forecast, "requestsNeeded"), 663);
	assert_int_equal(number(forecast, "requestsRemaining"), 25);
	assert_true(cJSON_IsFalse(at(forecast, "enough")));
	assert_int_equal(number(forecast, "days"), 27);
	cJSON_Delete(json);
}

/* As much of everything as fits. */
static void test_full(void **state)
{
	struct sync_status s = running();
	size_t i;

	(void)state;
	s.key_count = STATUS_KEYS_MAX;
	s.checkpoint_count = STATUS_CHECKPOINTS_MAX;
	for (i = 0; i < STATUS_CHECKPOINTS_MAX; i++)
		s.checkpoints[i] = (struct checkpoint_status){ (int)i + 1, 50,
							       0, 0, NOW_MS };
	memset(s.last_error, '"', sizeof s.last_error - 1);
	cJSON_Delete(written(&s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_never_ran),
		cmocka_unit_test(test_running),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_ended),
		cmocka_unit_test(test_sum),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_forecast_written),
		cmocka_unit_test(test_full),
	};
	int failed;

	out = STR_INIT(1048576);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	str_release(&out);
	return failed;
}
