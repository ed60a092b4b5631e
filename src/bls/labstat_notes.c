/* What a LABSTAT file holds that is passed over, and how it is told. */
#include "bls/labstat.h"

#include "base/text.h"

#include <string.h>

enum {
	DAMAGED_MAX = 100, /* more, and one line in ten: not such a file */
	DAMAGED_SHARE = 10,
};

void labstat_damaged(struct labstat *l, const char *format, ...)
{
	struct labstat_notes *notes = &l->notes;
	struct labstat_damage damage = { .line = l->line };
	va_list args;

	va_start(args, format);
	(void)text_vformat(damage.reason, sizeof damage.reason, format, args);
	va_end(args);
	if (notes->damaged < LABSTAT_DAMAGED_KEPT)
		notes->damage[notes->damaged] = damage;
	notes->damaged++;
	if (l->lost)
		l->lost(l->context, l, &damage);
	if (notes->damaged > DAMAGED_MAX &&
	    notes->damaged * DAMAGED_SHARE > l->line) {
		l->ended = true;
		(void)err_set(&l->error, ERR_FORMAT,
			      "%lld of %lld lines cannot be read, the first is "
			      "line %lld: %s",
			      (long long)notes->damaged, (long long)l->line,
			      (long long)notes->damage[0].line,
			      notes->damage[0].reason);
	}
}

void labstat_unknown(struct labstat *l, enum labstat_code which,
		     const char *code)
{
	struct labstat_unknown *unknown = &l->notes.unknown[which];

	if (unknown->count++)
		return;
	unknown->line = l->line;
	(void)text_copy(unknown->code, sizeof unknown->code, code,
			strlen(code));
}

static bool note_damage(const struct labstat_notes *notes,
			char note[LABSTAT_NOTE_BYTES])
{
	const struct labstat_damage *first = &notes->damage[0];

	if (notes->damaged == 1)
		(void)text_format(note, LABSTAT_NOTE_BYTES,
				  "%s: line %lld cannot be read and is passed "
				  "over: %s",
				  notes->file, (long long)first->line,
				  first->reason);
	else if (notes->damaged)
		(void)text_format(note, LABSTAT_NOTE_BYTES,
				  "%s: %lld lines cannot be read and are "
				  "passed over, the first is line %lld: %s",
				  notes->file, (long long)notes->damaged,
				  (long long)first->line, first->reason);
	return notes->damaged;
}

static bool note_unknown(const struct labstat_notes *notes,
			 enum labstat_code which, char note[LABSTAT_NOTE_BYTES])
{
	static const struct {
		const char *name;
		const char *fate;
	} codes[] = {
		[LABSTAT_DATA_TYPE] = { "data type", "passed over" },
		[LABSTAT_AREA_TYPE] = { "kind of area", "passed over" },
		[LABSTAT_FOOTNOTE] = { "footnote", "read without it" },
	};
	const struct labstat_unknown *unknown = &notes->unknown[which];

	_Static_assert(COUNT_OF(codes) == LABSTAT_CODE__MAX, "all worded");
	if (unknown->count)
		(void)text_format(note, LABSTAT_NOTE_BYTES,
				  "%s: lines with an unknown %s: %lld, the "
				  "first is line %lld (\"%s\"); %s",
				  notes->file, codes[which].name,
				  (long long)unknown->count,
				  (long long)unknown->line, unknown->code,
				  codes[which].fate);
	return unknown->count;
}

bool labstat_note(const struct labstat_notes *notes, size_t i,
		  char note[LABSTAT_NOTE_BYTES])
{
	int code;

	if (note_damage(notes, note) && !i--)
		return true;
	for (code = 0; code < LABSTAT_CODE__MAX; code++)
		if (note_unknown(notes, (enum labstat_code)code, note) && !i--)
			return true;
	return false;
}
