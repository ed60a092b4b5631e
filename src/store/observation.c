#include "store/observation.h"

bool observation_read(const struct db_rows *rows, unsigned column,
		      struct figure *f)
{
	const char *value = db_get_text(rows, column);
	const char *cap = db_get_text(rows, column + 3);
	struct figure parsed;

	*f = (struct figure){ 0 };
	if (value) {
		if (!figure_parse(value, f))
			return false;
		f->decimals = (uint8_t)db_get_int(rows, column + 1);
		return true;
	}
	f->reason = (uint8_t)reason_parse(db_get_text(rows, column + 2));
	if (cap && figure_parse(cap, &parsed))
		f->cap_milli = parsed.milli;
	return f->reason != REASON_NONE;
}

void observation_add(struct db_bulk *bulk, const struct figure *f)
{
	char text[FIGURE_TEXT_BYTES];

	db_bulk_text(bulk, f->reason
				   ? NULL
				   : figure_text(f->milli, f->decimals, text));
	db_bulk_int(bulk, f->decimals);
	db_bulk_text(bulk, reason_name((enum reason)f->reason));
	db_bulk_text(bulk,
		     f->cap_milli ? figure_text(f->cap_milli, 2, text) : NULL);
}
