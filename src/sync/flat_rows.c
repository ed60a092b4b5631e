#include "sync/flat_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PORTION = 64, MISSING_SHARE_MAX = 10 /* percent of the list */ };

static const char TOTAL[] = "00-0000";

static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct flat_entry *)a)->code,
		      ((const struct flat_entry *)b)->code);
}

static struct flat_entry *find(const struct flat_rows *r, const char *code)
{
	struct flat_entry key = { 0 };

	copy_text(key.code, sizeof key.code, code);
	return bsearch(&key, r->entries, r->work->count, sizeof key, by_code);
}

void flat_rows_init(struct flat_rows *r, struct work *work,
		    const struct footnotes *notes, int year_newest)
{
	struct series_ref refs[PORTION];
	size_t n;
	size_t i;

	*r = (struct flat_rows){ .work = work,
				 .notes = notes,
				 .year_newest = year_newest };
	r->entries = xcalloc(work->count, sizeof *r->entries);
	for (i = 0; i < work->count; i++) {
		copy_text(r->entries[i].code, SOC_BYTES, work->items[i].code);
		r->entries[i].item = (uint16_t)i;
	}
	qsort(r->entries, work->count, sizeof *r->entries, by_code);
	while ((n = work_take(work, refs, PORTION)))
		for (i = 0; i < n; i++)
			find(r, work->items[refs[i].item].code)->open |=
				1U << refs[i].datatype;
}

void flat_rows_release(struct flat_rows *r)
{
	free(r->entries);
	*r = (struct flat_rows){ 0 };
}

void flat_rows_begin(struct flat_rows *r)
{
	size_t i;

	r->total_seen = false;
	r->other_year = 0;
	for (i = 0; i < r->work->count; i++)
		r->entries[i].seen = false;
}

static void deliver(struct flat_rows *r, struct flat_entry *entry, int datatype,
		    const struct series_result *result)
{
	struct series_ref ref = { .item = entry->item,
				  .datatype = (uint8_t)datatype };

	entry->open &= ~(1U << datatype);
	entry->wrong &= ~(1U << datatype);
	work_deliver(r->work, &ref, result);
	r->taken++;
}

bool flat_rows_take(void *context, const struct flat_row *row)
{
	struct flat_rows *r = context;
	struct series_result result = { .verdict = SERIES_FIGURE,
					.year = row->year };
	int datatype = row->series.datatype;
	struct flat_entry *entry;

	if (strcmp(row->period, "A01") != 0)
		return true;
	if (row->year != r->work->release.year) {
		r->other_year = row->year;
		return false;
	}
	if (strcmp(row->series.occupation, TOTAL) == 0 &&
	    datatype == MEASURE_EMPLOYMENT)
		r->total_seen = true;
	entry = find(r, row->series.occupation);
	if (!entry)
		return true;
	entry->seen = true;
	if (!(entry->open & 1U << datatype))
		return true;
	if (flat_row_figure(row, r->notes, &result.figure))
		deliver(r, entry, datatype, &result);
	else
		entry->wrong |= 1U << datatype;
	return true;
}

/* A file that was cut between two lines has everything up to there. */
static enum err check_whole(const struct flat_rows *r, struct error *e)
{
	size_t missing = 0;
	size_t i;

	if (!r->total_seen)
		return err_set(e, ERR_REMOTE,
			       "has no total employment of the nation");
	for (i = 0; i < r->work->count; i++)
		missing += !r->entries[i].seen;
	if (missing * 100 > r->work->count * MISSING_SHARE_MAX)
		return err_set(e, ERR_REMOTE,
			       "lacks %zu of %zu occupations: it looks cut",
			       missing, r->work->count);
	return ERR_OK;
}

static void give_up(struct flat_rows *r, const struct series_ref *ref,
		    bool wrong)
{
	char message[ITEM_MESSAGE_BYTES];

	(void)snprintf(message, sizeof message,
		       wrong ? "data type %02d: malformed-value in the flat "
			       "file"
			     : "data type %02d: missing in the flat file, "
			       "which has lines that cannot be read",
		       ref->datatype);
	work_give_up(r->work, ref, wrong ? "malformed-value" : "malformed-line",
		     message, true);
}

static void settle(struct flat_rows *r, struct flat_entry *entry, int64_t lost)
{
	static const struct series_result none = {
		.verdict = SERIES_DOES_NOT_EXIST
	};
	/* one that has no row at all lost more than a line or two */
	bool doubt = entry->seen ? lost > 0 : lost >= MEASURE_NATIONAL;
	int datatype;

	for (datatype = 1; datatype <= MEASURE_NATIONAL; datatype++) {
		struct series_ref ref = { .item = entry->item,
					  .datatype = (uint8_t)datatype };

		if (!(entry->open & 1U << datatype))
			continue;
		if (!doubt && !(entry->wrong & 1U << datatype)) {
			deliver(r, entry, datatype, &none);
			continue;
		}
		entry->open &= ~(1U << datatype);
		give_up(r, &ref, entry->wrong & 1U << datatype);
	}
}

enum err flat_rows_conclude(struct flat_rows *r, int64_t lost, struct error *e)
{
	enum err code = check_whole(r, e);
	size_t i;

	for (i = 0; code == ERR_OK && i < r->work->count; i++)
		settle(r, &r->entries[i], lost);
	return code;
}
