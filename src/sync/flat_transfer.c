/*
 * Figures from the flat files: the small oe.footnote first, for the amount of
 * the caps, then oe.data.0.Current, a third of a gigabyte that is read while
 * it comes and never kept.  When areas are wanted (sync/areas.h), their list
 * comes before it.
 *
 *	NOTES ---> AREAS ---> PLAN ---> DATA ---> PIPELINE_DONE, or another end
 *	 ^  |       ^  |       ^        |  ^ |
 *	 +--+       +--+       |        |  +-+  again, after a pause, three
 *	                       +--------+       times in all
 *	                     areas are not in one piece
 */
#include "sync/flat_internal.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	CONNECT_TIMEOUT_MS = 10000,
	NOTES_TIMEOUT_MS = 30000,
	DATA_BYTES_PER_S_MIN = 4096,
	URL_BYTES = CONFIG_TEXT_BYTES + 32,
};

#define DATA_MAX_BYTES ((size_t)2 << 30) /* six times what it has today */

/* oe.footnote or oe.area: small ones, read when they are whole. */
static void take_small(void *context, const struct http_response *r)
{
	struct flat *f = context;
	enum bls_class outcome = bls_classify_http(r);
	bool notes = f->step == STEP_NOTES;
	struct error e;
	enum err code;

	f->in_flight = false;
	if (outcome != BLS_OK) {
		flat_refuse(f, outcome, r);
		return;
	}
	code = notes ? footnotes_parse(r->body, r->body_length, r->whole,
				       &f->notes, &e)
		     : engine_areas_list(f->engine, r, &e);
	if (code != ERR_OK) {
		flat_unreadable(f, &e, r->retry_after_ms);
		return;
	}
	if (notes)
		engine_tell_notes(&f->notes.passed);
	f->step = !notes ? STEP_PLAN : f->areas ? STEP_AREAS : STEP_DATA;
	f->tries = 0;
}

static bool take_bytes(void *context, const char *bytes, size_t length)
{
	struct flat *f = context;

	return flat_data_feed(&f->data, bytes, length);
}

/* One odd row of an area is that area's; a file that begins with one is of
 * another year, for its areas at least. */
static bool take_other_year(struct flat *f, const struct flat_row *row)
{
	char why[ITEM_MESSAGE_BYTES];

	(void)snprintf(why, sizeof why, "has a row of %d", row->year);
	if (f->area_row_seen)
		return area_rows_refuse(f->areas, row, "other-year", why);
	if (!f->areas_only && row->year < f->engine->work.release.year) {
		flat_give_up_areas(f, "other-year", why);
		return true;
	}
	f->rows.other_year = row->year;
	return false;
}

static bool take_row(void *context, const struct flat_row *row)
{
	struct flat *f = context;

	if (row->series.area_type == 'N' || strcmp(row->period, "A01") != 0)
		return flat_rows_take(&f->rows, row);
	if (!f->areas)
		return true;
	if (row->year != f->engine->work.release.year)
		return take_other_year(f, row);
	f->area_row_seen = true;
	return area_rows_take(f->areas, row);
}

static void lose_row(void *context, const struct labstat_damage *damage)
{
	struct flat *f = context;

	if (f->areas)
		area_rows_lose(f->areas, damage);
}

static void end_by_year(struct flat *f)
{
	char why[ITEM_MESSAGE_BYTES];
	int year = f->rows.other_year;
	int release = f->engine->work.release.year;

	if (year > release && year <= f->rows.year_newest) {
		flat_end(f, PIPELINE_NEW_RELEASE, "is of a newer release");
		return;
	}
	(void)snprintf(why, sizeof why,
		       "has a row of %d, and the release is of %d", year,
		       release);
	/* the nation came from the API, which was earlier: the file follows */
	flat_end(f, f->areas_only ? PIPELINE_PAUSED : PIPELINE_STALE, why);
}

/* Once, however often the file has to be read. */
static void tell_data(struct flat *f)
{
	if (!f->data_told)
		engine_tell_notes(&f->data.file.notes);
	f->data_told = true;
}

/* All of the file has come. */
static void conclude(struct flat *f, bool whole, int64_t retry_after_ms)
{
	enum err code = flat_data_end(&f->data, whole);
	struct error e = f->data.file.error;

	/* the nation does not wait for areas that are missing */
	if (code == ERR_OK)
		code = flat_rows_conclude(&f->rows, f->data.lost_national, &e);
	f->areas_only = f->areas_only || code == ERR_OK;
	if (code == ERR_OK && f->areas)
		code = area_rows_check(f->areas, &e);
	if (code != ERR_OK) {
		flat_unreadable(f, &e, retry_after_ms);
		return;
	}
	tell_data(f);
	if (f->areas)
		area_rows_conclude(f->areas);
	f->tries = 0;
	if (!f->areas || !f->areas->more)
		f->end = PIPELINE_DONE;
}

/* The rows of an area are in several places: begin anew, and keep them. */
static void start_over(struct flat *f)
{
	log_warn("%s is not ordered by area: it is read anew",
		 flat_files[f->step]);
	engine_areas_start_over(f->engine);
	f->step = STEP_PLAN;
}

static void take_end(void *context, const struct http_response *r)
{
	struct flat *f = context;
	/* what is kept of the body is how it begins; that the reader wanted no
	 * more of it is no failure of the transfer */
	struct http_response judged = *r;
	enum bls_class outcome;

	f->in_flight = false;
	if (f->rows.other_year) {
		end_by_year(f);
		return;
	}
	if (f->areas && f->areas->scattered) {
		start_over(f);
		return;
	}
	if (r->code == ERR_ABORTED)
		judged.code = ERR_OK;
	judged.body = f->data.head;
	judged.body_length = strlen(f->data.head);
	outcome = bls_classify_http(&judged);
	if (outcome != BLS_OK)
		flat_refuse(f, outcome, &judged);
	else
		conclude(f, r->whole, r->retry_after_ms);
}

static void begin_data(struct flat *f)
{
	f->data = FLAT_DATA_INIT(take_row, f);
	f->data.lost = lose_row;
	f->data.notes = &f->notes;
	flat_rows_begin(&f->rows);
	f->area_row_seen = false;
	if (!f->areas)
		return;
	f->data.states = f->engine->areas.reading.of[AREA_TYPE_STATE];
	f->data.metros = f->engine->areas.reading.of[AREA_TYPE_METRO];
	area_rows_begin(f->areas);
}

static void submit(struct flat *f)
{
	static const size_t most_bytes[] = {
		[STEP_NOTES] = FOOTNOTE_FILE_MAX_BYTES,
		[STEP_AREAS] = FLAT_AREA_MAX_BYTES,
		[STEP_DATA] = DATA_MAX_BYTES,
	};
	static const http_done_fn done[] = {
		[STEP_NOTES] = take_small,
		[STEP_AREAS] = take_small,
		[STEP_DATA] = take_end,
	};
	bool small = f->step != STEP_DATA;
	char url[URL_BYTES];
	struct http_request request = {
		.url = url,
		.connect_timeout_ms = CONNECT_TIMEOUT_MS,
		.timeout_ms = small ? NOTES_TIMEOUT_MS : 0,
		.bytes_per_s_min = small ? 0 : DATA_BYTES_PER_S_MIN,
		.body_max = most_bytes[f->step],
		.chunk = small ? NULL : take_bytes,
	};

	(void)labstat_url(f->engine->config->flat_url, flat_files[f->step], url,
			  sizeof url);
	if (!small)
		begin_data(f);
	f->in_flight = true;
	(void)http_submit(f->engine->pool, &request, done[f->step], f);
}

/* The list becomes the plan, in the database first. */
static bool plan_areas(struct flat *f)
{
	struct error e;

	enum err code = engine_areas_plan(f->engine, &e);

	if (code != ERR_OK && code != ERR_FENCED && !err_transient(code)) {
		err_prefix(&e, "could not be stored");
		flat_give_up_areas(f, err_name(code), e.msg);
		return !f->areas_only;
	}
	if (code != ERR_OK) {
		(void)engine_database_failed(f->engine, &e);
		return false;
	}
	engine_database_works(f->engine);
	f->step = STEP_DATA;
	return true;
}

static void tell_lost(struct flat *f)
{
	if (f->lost_reason)
		engine_areas_lost(f->engine, f->lost_reason, f->lost_why);
	f->lost_reason = NULL;
}

static enum pipeline_state pump(void *context)
{
	struct flat *f = context;

	tell_lost(f);
	if (f->engine->flat_refused && f->end == PIPELINE_WORKING)
		flat_end_refused(f,
				 "is not asked for: another one was refused");
	if (f->end != PIPELINE_WORKING || f->in_flight ||
	    clock_monotonic_ms() < f->not_before_ms)
		return f->end;
	if (f->step != STEP_PLAN || plan_areas(f))
		submit(f);
	return f->end;
}

static int wait_ms(const void *context, int most_ms)
{
	const struct flat *f = context;
	int64_t left_ms = f->not_before_ms - clock_monotonic_ms();

	if (f->in_flight || f->end != PIPELINE_WORKING || left_ms <= 0 ||
	    left_ms > most_ms)
		return most_ms;
	return (int)left_ms;
}

static const char *message_of(const void *context)
{
	return ((const struct flat *)context)->message;
}

static int new_year(const void *context)
{
	return ((const struct flat *)context)->rows.other_year;
}

enum transfer_end engine_flat_transfer(struct engine *s)
{
	struct flat *f = xcalloc(1, sizeof *f);
	const struct feed feed = {
		.context = f,
		.pump = pump,
		.wait_ms = wait_ms,
		.message = message_of,
		.new_year = new_year,
	};
	enum transfer_end how;

	f->engine = s;
	f->end = PIPELINE_WORKING;
	f->areas_only = !s->work.queue_length;
	if (engine_areas_to_read(s)) {
		f->areas = &s->areas.rows;
		area_rows_init(f->areas, &s->work, &f->notes);
	}
	flat_rows_init(&f->rows, &s->work, &f->notes,
		       clock_year(clock_now_ms()));
	how = engine_transfer_from(s, &feed);
	http_pool_cancel(s->pool);
	flat_rows_release(&f->rows);
	engine_areas_passed(s, how);
	free(f);
	return how;
}
