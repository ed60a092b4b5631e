#include "sync/area_rows.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum {
	COLLECTED_BYTES = 16 * 1024 * 1024,
	MISSING_SHARE_MAX = 10, /* percent of the areas */
};

static int by_occupation(const void *a, const void *b)
{
	return strcmp(((const struct area_occupation *)a)->code,
		      ((const struct area_occupation *)b)->code);
}

static int by_area(const void *a, const void *b)
{
	return strcmp(((const struct area_slot *)a)->item.code,
		      ((const struct area_slot *)b)->item.code);
}

static int by_cell(const void *a, const void *b)
{
	return strcmp(((const struct area_cell *)a)->code,
		      ((const struct area_cell *)b)->code);
}

void area_rows_init(struct area_rows *r, const struct work *work,
		    const struct footnotes *notes)
{
	size_t i;

	*r = (struct area_rows){ .notes = notes,
				 .cap = work->cap,
				 .year = work->release.year,
				 .occupation_count = work->count,
				 .cells_max = COLLECTED_BYTES /
					      sizeof(struct area_cell) };
	r->occupations = xcalloc(work->count, sizeof *r->occupations);
	for (i = 0; i < work->count; i++) {
		copy_text(r->occupations[i].code, SOC_BYTES,
			  work->items[i].code);
		r->occupations[i].detailed = work->items[i].detailed;
	}
	qsort(r->occupations, work->count, sizeof *r->occupations,
	      by_occupation);
}

static void free_box(struct area_box *box)
{
	if (!box)
		return;
	free(box->cells);
	free(box->place);
	free(box->seen);
	free(box);
}

static void drop_boxes(struct area_rows *r)
{
	size_t i;

	while (r->first) {
		struct area_box *box = r->first;

		r->first = box->next;
		free_box(box);
	}
	r->last = NULL;
	r->waiting = 0;
	for (i = 0; i < r->slot_count; i++) {
		free_box(r->slots[i].box);
		r->slots[i].box = NULL;
	}
	r->cells = 0;
}

void area_rows_plan(struct area_rows *r, struct area_item *items, size_t count)
{
	size_t i;

	drop_boxes(r);
	free(r->slots);
	r->slots = xcalloc(count + 1, sizeof *r->slots);
	r->slot_count = count;
	for (i = 0; i < count; i++)
		r->slots[i].item = items[i];
	qsort(r->slots, count, sizeof *r->slots, by_area);
	free(items);
}

void area_rows_release(struct area_rows *r)
{
	drop_boxes(r);
	free(r->slots);
	free(r->occupations);
	free(r->unlisted);
	*r = (struct area_rows){ 0 };
}

void area_rows_begin(struct area_rows *r)
{
	size_t i;

	for (i = 0; i < r->slot_count; i++) {
		struct area_slot *slot = &r->slots[i];

		free_box(slot->box);
		slot->box = NULL;
		slot->begun = false;
		slot->put_off = false;
	}
	r->cells = 0;
	r->current = NULL;
	r->current_code[0] = '\0';
	r->scattered = false;
	r->more = false;
	r->unknown = 0;
	r->unlisted_count = 0;
}

void area_rows_collect(struct area_rows *r)
{
	r->collecting = true;
}

static struct area_box *open_box(const struct area_rows *r,
				 const struct area_slot *slot)
{
	struct area_box *box = xcalloc(1, sizeof *box);

	box->slot = (size_t)(slot - r->slots);
	box->place = xcalloc(r->occupation_count, sizeof *box->place);
	box->seen = xcalloc(r->occupation_count, sizeof *box->seen);
	return box;
}

/* All rows of it have come. */
static void close_box(struct area_rows *r, struct area_slot *slot)
{
	struct area_box *box = slot->box;

	slot->box = NULL;
	if (!box->count && !box->failure[0]) { /* nothing that is known here */
		free_box(box);
		return;
	}
	slot->item.state = ITEM_DONE; /* not to be read once more */
	r->cells -= box->count;
	free(box->place);
	free(box->seen);
	box->place = NULL;
	box->seen = NULL;
	if (box->count)
		qsort(box->cells, box->count, sizeof *box->cells, by_cell);
	if (r->last)
		r->last->next = box;
	else
		r->first = box;
	r->last = box;
	r->waiting++;
}

/* No room for all: the last ones of the list wait for another reading. */
static void make_room(struct area_rows *r)
{
	size_t i = r->slot_count;

	while (r->cells >= r->cells_max && i-- > 0) {
		struct area_slot *slot = &r->slots[i];

		if (!slot->box)
			continue;
		r->cells -= slot->box->count;
		free_box(slot->box);
		slot->box = NULL;
		slot->put_off = true;
		r->more = true;
	}
}

static struct area_slot *find_slot(struct area_rows *r,
				   const struct series *series)
{
	struct area_slot key = { 0 };
	struct area_slot *slot;

	copy_text(key.item.code, sizeof key.item.code, series->area);
	slot = bsearch(&key, r->slots, r->slot_count, sizeof key, by_area);
	if (!slot || *area_type_code(slot->item.type) != series->area_type)
		return NULL;
	return slot;
}

/* Figures of an area that the list lacks, or has as of another kind. */
static void note_unlisted(struct area_rows *r, const struct series *series)
{
	struct area_fault *fault;
	enum area_type type;
	size_t i;

	if (!area_type_of(series->area_type, &type) ||
	    r->unlisted_count == UNLISTED_MAX)
		return;
	for (i = 0; i < r->unlisted_count; i++)
		if (strcmp(r->unlisted[i].code, series->area) == 0)
			return;
	r->unlisted = xgrow(r->unlisted, r->unlisted_count,
			    &r->unlisted_capacity, sizeof *r->unlisted);
	fault = &r->unlisted[r->unlisted_count++];
	*fault = (struct area_fault){ .type = type };
	copy_text(fault->code, sizeof fault->code, series->area);
	copy_text(fault->message, sizeof fault->message,
		  "oe.data has figures of it, and oe.area does not list it");
}

/* Another area begins.  False when it has been there before. */
static bool change_area(struct area_rows *r, const struct series *series)
{
	struct area_slot *slot = find_slot(r, series);

	if (r->current && r->current->box && !r->collecting)
		close_box(r, r->current);
	copy_text(r->current_code, sizeof r->current_code, series->area);
	r->current_letter = series->area_type;
	r->current = slot;
	if (!slot) {
		note_unlisted(r, series);
		return true;
	}
	if (slot->begun && !r->collecting) {
		r->scattered = true;
		return false;
	}
	if (!slot->begun && slot->item.state == ITEM_PENDING)
		slot->box = open_box(r, slot);
	slot->begun = true;
	return true;
}

static struct area_cell *cell_of(struct area_rows *r, struct area_box *box,
				 size_t occupation)
{
	struct area_cell *cell;
	size_t i;

	if (box->place[occupation])
		return &box->cells[box->place[occupation] - 1];
	box->cells = xgrow(box->cells, box->count, &box->capacity,
			   sizeof *box->cells);
	cell = &box->cells[box->count++];
	box->place[occupation] = (uint16_t)box->count;
	r->cells++;
	*cell = (struct area_cell){
		.detailed = r->occupations[occupation].detailed
	};
	copy_text(cell->code, SOC_BYTES, r->occupations[occupation].code);
	for (i = 0; i < COUNT_OF(cell->figures.of); i++)
		cell->figures.of[i].reason = r->partial
						     ? REASON_NOT_IN_THIS_COPY
						     : REASON_NO_SUCH_SERIES;
	return cell;
}

void area_box_fail(struct area_box *box, const char *reason, const char *why)
{
	if (box->reason)
		return;
	box->reason = reason;
	(void)text_format(box->failure, sizeof box->failure, "%s", why);
}

static void fail_value(struct area_box *box, int datatype, const char *code)
{
	char why[AREA_FAILURE_BYTES];

	(void)text_format(why, sizeof why,
			  "data type %02d of %s: malformed value", datatype,
			  code);
	area_box_fail(box, "malformed-value", why);
}

static void add_row(struct area_rows *r, struct area_box *box,
		    const struct flat_row *row)
{
	struct area_occupation key = { 0 };
	const struct area_occupation *found;
	int datatype = row->series.datatype;
	struct figure figure;
	size_t at;

	copy_text(key.code, sizeof key.code, row->series.occupation);
	found = bsearch(&key, r->occupations, r->occupation_count, sizeof key,
			by_occupation);
	if (!found)
		return;
	at = (size_t)(found - r->occupations);
	if (box->seen[at] & UINT32_C(1) << datatype)
		return;
	box->seen[at] |= UINT32_C(1) << datatype;
	if (flat_row_figure(row, r->notes, &figure)) {
		wage_cap_fill(&r->cap, datatype, &figure);
		cell_of(r, box, at)->figures.of[datatype] = figure;
	} else {
		fail_value(box, datatype, found->code);
	}
}

static bool enter_area(struct area_rows *r, const struct series *series)
{
	if (strcmp(series->area, r->current_code) == 0 &&
	    (!r->current ||
	     *area_type_code(r->current->item.type) == series->area_type))
		return true;
	return change_area(r, series);
}

bool area_rows_take(struct area_rows *r, const struct flat_row *row)
{
	if (!enter_area(r, &row->series))
		return false;
	if (!r->current)
		r->unknown++;
	else if (r->current->box && r->collecting && r->cells >= r->cells_max)
		make_room(r);
	if (r->current && r->current->box)
		add_row(r, r->current->box, row);
	return true;
}

bool area_rows_refuse(struct area_rows *r, const struct flat_row *row,
		      const char *reason, const char *why)
{
	if (!enter_area(r, &row->series))
		return false;
	if (r->current && r->current->box)
		area_box_fail(r->current->box, reason, why);
	return true;
}

void area_rows_lose(struct area_rows *r, const struct labstat_damage *damage)
{
	char why[AREA_FAILURE_BYTES];

	if (!r->current || !r->current->box)
		return;
	(void)text_format(why, sizeof why, "line %lld cannot be read: %s",
			  (long long)damage->line, damage->reason);
	area_box_fail(r->current->box, "malformed-line", why);
}

struct area_box *area_rows_next(const struct area_rows *r)
{
	return r->first;
}

struct area_slot *area_rows_slot(const struct area_rows *r,
				 const struct area_box *box)
{
	return &r->slots[box->slot];
}

void area_rows_drop(struct area_rows *r, enum item_state state)
{
	struct area_box *box = r->first;

	area_rows_slot(r, box)->item.state = state;
	r->first = box->next;
	if (!r->first)
		r->last = NULL;
	r->waiting--;
	free_box(box);
}

enum err area_rows_check(const struct area_rows *r, struct error *e)
{
	size_t missing = 0;
	size_t i;

	for (i = 0; i < r->slot_count; i++)
		missing += !r->slots[i].begun;
	if (missing * 100 > r->slot_count * MISSING_SHARE_MAX)
		return err_set(e, ERR_REMOTE,
			       "lacks %zu of %zu areas: it looks cut", missing,
			       r->slot_count);
	return ERR_OK;
}

void area_rows_conclude(struct area_rows *r)
{
	size_t i;

	for (i = 0; i < r->slot_count; i++)
		if (r->slots[i].box)
			close_box(r, &r->slots[i]);
}
