#include "api/area_read.h"

#include "base/fold.h"
#include "web/problem.h"

#include <string.h>

bool area_code_of(const struct param_value *area, char out[AREA_BYTES])
{
	char text[FOLD_BYTES];

	(void)fold(area->text, FOLD_FORM, text);
	if (!area->count || strcmp(text, "national") == 0)
		return copy_text(out, AREA_BYTES, AREA_NATION);
	if (area_valid(text))
		return copy_text(out, AREA_BYTES, text);
	return area_of_postal(text, out);
}

static void refuse(struct call *call, const char *text)
{
	problem_parameter(call->rs, call->rq, 400, "area",
			  "No area %s is loaded; /api/areas lists what is.",
			  text);
}

enum err area_read(struct call *call, area_read_fn read, void *context,
		   struct error *e)
{
	struct app *app = call->app;
	struct error own;
	enum err code =
		app->db ? read(app->db, context, e)
			: err_set(e, ERR_BUSY, "there is no database here");

	/* the copy's failure says nothing that the other did not */
	if (err_transient(code) && app->reader &&
	    read(app->reader, context, &own) == ERR_OK)
		return ERR_OK;
	return code;
}

static enum err read_jobs(struct db *db, void *context, struct error *e)
{
	return view_read(db, context, e);
}

const struct snapshot *area_scope(struct call *call, const struct snapshot *s,
				  const struct param_value *area)
{
	char name[AREA_BYTES];
	struct error e;
	enum err code;

	if (!s)
		return NULL;
	if (!area_code_of(area, name)) {
		refuse(call, area->text);
		return NULL;
	}
	if (strcmp(name, AREA_NATION) == 0)
		return s;
	code = area_read(call, read_jobs, name, &e);
	if (code == ERR_OK)
		return view_of(s);
	if (code == ERR_NOT_FOUND)
		refuse(call, area->text);
	else
		problem_error(call->rs, call->rq, &e);
	return NULL;
}
