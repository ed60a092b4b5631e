#include "bls/flat_area.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum column { CODE, STATE, TYPE, NAME, COLUMNS };

static const struct labstat_column columns[COLUMNS] = {
	[CODE] = { .names = "area_code" },
	[STATE] = { .names = "state_code" },
	[TYPE] = { .names = "areatype_code" },
	[NAME] = { .names = "area_name area_text" },
};

static const struct labstat_file file = { "oe.area", columns, COLUMNS };

static const char NATION = 'N';

static bool is_state(const char *code)
{
	return strspn(code, "0123456789") == AREA_STATE_BYTES - 1 &&
	       !code[AREA_STATE_BYTES - 1];
}

/* What there is to say against the line; NULL: nothing. */
static const char *fault_of(const char *const *cells)
{
	if (!area_valid(cells[CODE]))
		return "the area code is not seven digits";
	if (!is_state(cells[STATE]))
		return "the state code is not two digits";
	if (!*cells[NAME])
		return "it has no name";
	if (strlen(cells[NAME]) >= AREA_NAME_BYTES)
		return "its name is too long";
	return NULL;
}

/* Whose figures are of no use without its line. */
static void note_fault(struct flat_areas *areas, enum area_type type,
		       const char *code, int64_t line, const char *why)
{
	struct area_fault *fault = &areas->faults[areas->fault_count];

	if (!area_valid(code) || areas->fault_count == FLAT_AREAS_MAX)
		return;
	areas->fault_count++;
	fault->type = type;
	copy_text(fault->code, sizeof fault->code, code);
	(void)text_format(fault->message, sizeof fault->message,
			  "oe.area, line %lld: %s", (long long)line, why);
}

static bool take_row(void *context, struct labstat *l, const char *const *cells)
{
	struct flat_areas *areas = context;
	struct area_entry *entry = &areas->of[areas->count];
	const char *type = cells[TYPE];
	const char *fault;

	if (type[0] == NATION && !type[1])
		return true;
	*entry = (struct area_entry){ 0 };
	if (!type[0] || type[1] || !area_type_of(type[0], &entry->type)) {
		labstat_unknown(l, LABSTAT_AREA_TYPE, type);
		return true;
	}
	fault = fault_of(cells);
	if (!fault && areas->count == FLAT_AREAS_MAX)
		fault = "there are too many areas";
	if (fault) {
		labstat_damaged(l, "%s: area \"%s\"", fault, cells[CODE]);
		note_fault(areas, entry->type, cells[CODE], l->line, fault);
		return true;
	}
	copy_text(entry->code, sizeof entry->code, cells[CODE]);
	copy_text(entry->state, sizeof entry->state, cells[STATE]);
	copy_text(entry->name, sizeof entry->name, cells[NAME]);
	areas->count++;
	return true;
}

enum err flat_areas_parse(const char *body, size_t length, bool whole,
			  struct flat_areas *out, struct error *e)
{
	struct labstat l = LABSTAT_INIT(&file, take_row, out);
	enum err code;

	*out = (struct flat_areas){ 0 };
	out->of = xcalloc(FLAT_AREAS_MAX + 1, sizeof *out->of);
	out->faults = xcalloc(FLAT_AREAS_MAX, sizeof *out->faults);
	code = labstat_read(&l, body, length, whole);
	out->notes = l.notes;
	if (code != ERR_OK)
		(void)err_set(e, code, "%s", l.error.msg);
	else if (!out->count)
		code = err_set(e, ERR_REMOTE, "names no state and no area");
	if (code == ERR_OK) {
		out->of = xreallocarray(out->of, out->count, sizeof *out->of);
		return ERR_OK;
	}
	free(out->of);
	free(out->faults);
	out->of = NULL;
	out->faults = NULL;
	out->count = 0;
	out->fault_count = 0;
	return code;
}

void flat_areas_release(struct flat_areas *areas)
{
	free(areas->of);
	free(areas->faults);
	*areas = (struct flat_areas){ 0 };
}
