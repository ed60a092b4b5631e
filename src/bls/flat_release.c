#include "bls/flat_release.h"

#include "bls/labstat.h"

#include <string.h>

enum column { CODE, DESCRIPTION, COLUMNS };

static const struct labstat_column columns[COLUMNS] = {
	[CODE] = { .names = "release_date" },
	[DESCRIPTION] = { .names = "description", .optional = true },
};

static const struct labstat_file file = { "oe.release", columns, COLUMNS };

static bool take_row(void *context, struct labstat *l, const char *const *cells)
{
	struct release *newest = context;
	struct release release;

	if (!release_from_code(cells[CODE], &release)) {
		labstat_damaged(l, "\"%s\" is no release of a year",
				cells[CODE]);
		return true;
	}
	if (cells[DESCRIPTION][0])
		copy_text(release.description, sizeof release.description,
			  cells[DESCRIPTION]);
	if (release.year > newest->year)
		*newest = release;
	return true;
}

enum err flat_release_parse(const char *body, size_t length, bool whole,
			    struct release *out, struct error *e)
{
	struct labstat l = LABSTAT_INIT(&file, take_row, out);
	enum err code;

	*out = (struct release){ 0 };
	code = labstat_read(&l, body, length, whole);
	if (code != ERR_OK)
		return err_set(e, code, "oe.release %s", l.error.msg);
	if (!out->year && l.notes.damaged)
		return err_set(e, ERR_FORMAT, "oe.release line %lld: %s",
			       (long long)l.notes.damage[0].line,
			       l.notes.damage[0].reason);
	return out->year ? ERR_OK
			 : err_set(e, ERR_REMOTE, "oe.release has no row");
}
