/* `bls-sync status`: where the import stands, and what failed. */
#include "commands.h"

#include "command_held.h"

#include "base/clock.h"
#include "base/log.h"
#include "model/sync_status.h"
#include "store/failure.h"
#include "store/sync_status.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	STATUS_MAX_BYTES = 256 * 1024,
	STATUS_FAILURES = 10, /* named, of all that failed */
};

static void print_time(const char *label, int64_t epoch_ms)
{
	char text[CLOCK_TEXT_BYTES];

	if (epoch_ms)
		printf("%-11s %s\n", label,
		       clock_format(epoch_ms, false, text));
}

static void print_areas(const struct area_standing *a)
{
	if (a->total)
		printf("%-11s %lld of %lld loaded, %lld failed, %lld without "
		       "figures%s\n",
		       "areas", (long long)a->loaded, (long long)a->total,
		       (long long)a->failed, (long long)a->skipped,
		       a->held ? ", held back" : "");
	if (a->trouble[0])
		printf("%-11s %s\n", a->total ? "" : "areas", a->trouble);
}

/* The first ones by name: `/api/admin/failures` has them all. */
static enum err print_failures(struct db *db, struct error *e)
{
	struct failure *list;
	size_t count;
	size_t i;
	enum err code = failure_list(db, &list, &count, e);

	for (i = 0; code == ERR_OK && i < count && i < STATUS_FAILURES; i++)
		printf("%-11s %s %s: %s (%s)\n", i ? "" : "failed",
		       list[i].code, list[i].title, list[i].message,
		       list[i].reason);
	if (code == ERR_OK && count > STATUS_FAILURES)
		printf("%-11s and %zu more\n", "", count - STATUS_FAILURES);
	if (code == ERR_OK)
		free(list);
	return code;
}

static void print_held(struct db *db, const struct sync_status *s)
{
	struct round_standing round;
	struct error e;

	if (!s->held_round[0])
		return;
	if (round_find(db, s->held_round, &round, &e) != ERR_OK)
		log_warn("%s", e.msg);
	else
		held_print(db, &round);
}

static void print_status(const struct sync_status *s)
{
	const struct run_counters *c = &s->counters;
	char words[FORECAST_WORDS_BYTES];
	struct forecast forecast;

	printf("%-11s %s\n", "state", sync_status_name(s));
	if (s->run_id) {
		printf("%-11s %lld (%s)\n", "run", (long long)s->run_id,
		       run_origin_name(s->origin));
		printf("%-11s %s\n", "release",
		       s->release_code[0] ? s->release_code : "-");
		printf("%-11s %d of %d: %d successful, %d failed, %d skipped\n",
		       "processed", run_processed(c), c->total, c->successful,
		       c->failed, c->skipped);
		printf("%-11s %d of %d\n", "batch", c->current_batch,
		       c->total_batches);
		printf("%-11s %d\n", "requests", c->requests);
		print_time("started", s->started_ms);
		print_time("ended", s->ended_ms);
	}
	if (s->last_error[0])
		printf("%-11s %s\n", "error", s->last_error);
	if (s->message[0])
		printf("%-11s %s\n", "message", s->message);
	print_areas(&s->areas);
	printf("%-11s %d requests left today over %zu keys\n", "keys",
	       sync_status_remaining_requests(s), s->key_count);
	if (sync_status_forecast(s, &forecast))
		printf("%-11s %s\n", "forecast",
		       forecast_words(&forecast, words));
}

static void print_status_json(const struct sync_status *s)
{
	struct str out = STR_INIT(STATUS_MAX_BYTES);
	struct jw w = JW_INIT(&out);

	sync_status_write(&w, s);
	if (jw_ok(&w))
		printf("%s\n", out.data);
	str_release(&out);
}

int command_status(const struct config *config, const struct options *o)
{
	bool json = options_given(o, "json");
	struct sync_status *status;
	int exit = SYNC_DONE;
	struct db *db;
	struct error e;

	db = db_new(config, DB_USER_SYNC);
	db_only_reads(db);
	status = xcalloc(1, sizeof *status);
	if (sync_status_load(db, status, &e) != ERR_OK)
		exit = command_failed(&e);
	else if (json)
		print_status_json(status);
	else
		print_status(status);
	if (exit == SYNC_DONE && !json)
		print_held(db, status);
	if (exit == SYNC_DONE && !json && print_failures(db, &e) != ERR_OK)
		exit = command_failed(&e);
	free(status);
	db_free(db);
	return exit;
}
