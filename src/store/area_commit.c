/* One area: figures, rows of its jobs, its item (area_round.h). */
#include "store/area_round.h"

#include "store/area.h"
#include "store/area_staging.h"
#include "store/observation.h"

#include <stdlib.h>
#include <string.h>

static const char SQL_STORED[] =
	"SELECT occupation_code, datatype, value, decimals, reason, at_least, "
	"observed_at FROM observation WHERE area_code = ? AND year = ?";
#define INSERT_INTO(table)                                                 \
	"INSERT INTO " table " (area_code, occupation_code, year, "        \
	"datatype, value, decimals, reason, at_least, release_code, "      \
	"source, run_id, observed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, " \
	"'flat', ?, UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE value = "    \
	"VALUES(value), decimals = VALUES(decimals), reason = "            \
	"VALUES(reason), at_least = VALUES(at_least), release_code = "     \
	"VALUES(release_code), source = VALUES(source), run_id = "         \
	"VALUES(run_id), observed_at = VALUES(observed_at)"
static const char SQL_OBSERVATION[] = INSERT_INTO("observation");
static const char SQL_STAGED[] = INSERT_INTO("staged_area_observation");
/* Readers see the one; the other is written.  And whether what they see is of
 * this release. */
static const char SQL_EDITION[] =
	"SELECT 1 - edition, release_code = ? FROM area_edition WHERE "
	"area_code = ?";
static const char SQL_FORGET[] =
	"DELETE FROM area_job WHERE area_code = ? AND edition = ?";
static const char SQL_JOB[] =
	"INSERT INTO area_job (area_code, edition, code, employment, "
	"employment_reason, mean_annual_wage, mean_annual_reason, "
	"median_annual_wage, median_annual_reason, median_hourly_wage, "
	"median_hourly_reason, jobs_per_1000, jobs_per_1000_reason, "
	"location_quotient, location_quotient_reason, annual_cap, hourly_cap, "
	"updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
	"?, COALESCE(?, UTC_TIMESTAMP(3)))";
static const char SQL_DONE[] =
	"UPDATE area_item SET state = 'done', reason = NULL, message = NULL, "
	"attempts = 0, first_failed_at = NULL, last_failed_at = NULL, edition "
	"= ?, run_id = ?, settled_at = UTC_TIMESTAMP(3) WHERE release_code = ? "
	"AND area_code = ?";
static const char SQL_FAILED[] =
	"UPDATE area_item SET state = 'failed', reason = ?, message = ?, "
	"attempts = attempts + 1, first_failed_at = COALESCE(first_failed_at, "
	"UTC_TIMESTAMP(3)), last_failed_at = UTC_TIMESTAMP(3), run_id = ?, "
	"settled_at = UTC_TIMESTAMP(3) WHERE release_code = ? AND area_code = "
	"?";

enum { OBSERVATION_COLUMNS = 10, JOB_COLUMNS = 18 };

static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct area_cell *)a)->code,
		      ((const struct area_cell *)b)->code);
}

static void add_observation(struct db_bulk *bulk, const struct area_commit *c,
			    const char *code, int64_t datatype,
			    const struct figure *f)
{
	db_bulk_text(bulk, c->area);
	db_bulk_text(bulk, code);
	db_bulk_int(bulk, c->release->year);
	db_bulk_int(bulk, datatype);
	observation_add(bulk, f);
	db_bulk_text(bulk, c->release->code);
	db_bulk_int(bulk, c->run_id);
}

/* An occupation that the area has no row of any more; a copy says nothing. */
static void add_gone(struct db_bulk *bulk, const struct area_commit *c,
		     const char *code, int64_t datatype,
		     const struct figure *stored)
{
	const struct figure none = { .reason = REASON_NO_SUCH_SERIES };

	if (!c->partial && stored->reason != REASON_NO_SUCH_SERIES)
		add_observation(bulk, c, code, datatype, &none);
}

static void compare_row(struct area_commit *c, const struct db_rows *rows,
			struct db_bulk *bulk)
{
	struct area_cell key = { 0 };
	struct area_cell *cell;
	struct figure stored;
	int64_t datatype = db_get_int(rows, 1);

	db_copy_text(rows, 0, key.code, sizeof key.code);
	cell = bsearch(&key, c->cells, c->cell_count, sizeof key, by_code);
	if (datatype < 1 || datatype > MEASURE__MAX ||
	    !observation_read(rows, 2, &stored))
		return;
	if (!cell) {
		add_gone(bulk, c, key.code, datatype, &stored);
		return;
	}
	if (cell->figures.of[datatype].reason == REASON_NOT_IN_THIS_COPY)
		cell->figures.of[datatype] = stored;
	if (!figure_equal(&stored, &cell->figures.of[datatype]))
		return;
	cell->same |= UINT32_C(1) << datatype;
	if (strcmp(cell->since, db_get_text(rows, 6)) < 0)
		db_copy_text(rows, 6, cell->since, sizeof cell->since);
}

/* What is stored already, by an earlier run of the release; `bulk` gets what
 * does not stay so. */
static enum err compare_stored(struct db *db, struct area_commit *c,
			       struct db_bulk *bulk, struct error *e)
{
	struct db_rows *rows;
	size_t i;
	enum err code =
		db_query(db, SQL_STORED,
			 PARAMS(db_text(c->area), db_int(c->release->year)),
			 &rows, e);

	if (code != ERR_OK)
		return code;
	for (i = 0; i < c->cell_count; i++) {
		c->cells[i].same = 0;
		c->cells[i].since[0] = '\0';
	}
	while (db_next(rows))
		compare_row(c, rows, bulk);
	db_rows_free(rows);
	return ERR_OK;
}

static void add_changed(struct db_bulk *bulk, struct area_commit *c)
{
	size_t i;
	int datatype;

	for (i = 0; i < c->cell_count; i++) {
		struct area_cell *cell = &c->cells[i];

		for (datatype = 1; datatype <= MEASURE__MAX; datatype++) {
			if (cell->same & UINT32_C(1) << datatype ||
			    cell->figures.of[datatype].reason ==
				    REASON_NOT_IN_THIS_COPY)
				continue;
			add_observation(bulk, c, cell->code, datatype,
					&cell->figures.of[datatype]);
			cell->since[0] = '\0';
		}
	}
}

/* What readers see of the area. */
struct shown {
	int64_t next_edition;
	bool of_release; /* the one that is written */
};

static enum err find_shown(struct db *db, const struct area_commit *c,
			   struct shown *out, struct error *e)
{
	struct db_rows *rows;
	enum err code =
		db_query(db, SQL_EDITION,
			 PARAMS(db_text(c->release->code), db_text(c->area)),
			 &rows, e);

	*out = (struct shown){ 0 };
	if (code != ERR_OK)
		return code;
	if (db_next(rows)) {
		out->next_edition = db_get_int(rows, 0);
		out->of_release = db_get_int(rows, 1) != 0;
	}
	db_rows_free(rows);
	return ERR_OK;
}

static enum err write_figures(struct db *db, struct area_commit *c,
			      const struct shown *shown, struct error *e)
{
	const char *sql = shown->of_release ? SQL_STAGED : SQL_OBSERVATION;
	struct db_bulk *bulk = db_bulk_new(OBSERVATION_COLUMNS);
	enum err code = ERR_OK;

	if (shown->of_release)
		code = area_staging_forget(db, c->release, c->area, e);
	if (code == ERR_OK)
		code = compare_stored(db, c, bulk, e);
	if (code == ERR_OK) {
		add_changed(bulk, c);
		c->written = (int64_t)db_bulk_rows(bulk);
		code = db_bulk_exec(db, sql, bulk, NULL, e);
	}
	db_bulk_free(bulk);
	return code;
}

static int64_t cap_among(const struct figure *of, bool hourly)
{
	int datatype;

	for (datatype = 1; datatype <= MEASURE__MAX; datatype++)
		if (of[datatype].cap_milli &&
		    measure_is_hourly(datatype) == hourly)
			return of[datatype].cap_milli;
	return 0;
}

static void add_cap(struct db_bulk *bulk, int64_t milli)
{
	char text[FIGURE_TEXT_BYTES];

	db_bulk_text(bulk, milli ? figure_text(milli, 2, text) : NULL);
}

static void add_job(struct db_bulk *bulk, const char *area, int64_t edition,
		    const struct area_cell *cell)
{
	char text[FIGURE_TEXT_BYTES];
	size_t i;

	db_bulk_text(bulk, area);
	db_bulk_int(bulk, edition);
	db_bulk_text(bulk, cell->code);
	for (i = 0; i < AREA__FIGURES; i++) {
		const struct figure *f = &cell->figures.of[area_datatypes[i]];

		db_bulk_text(bulk, f->reason ? NULL
					     : figure_text(f->milli,
							   f->decimals, text));
		/* as in observation: neither value nor reason */
		db_bulk_text(bulk,
			     f->reason == REASON_NOT_IN_THIS_COPY
				     ? NULL
				     : reason_name((enum reason)f->reason));
	}
	add_cap(bulk, cap_among(cell->figures.of, false));
	add_cap(bulk, cap_among(cell->figures.of, true));
	db_bulk_text(bulk, cell->since[0] ? cell->since : NULL);
}

static enum err write_jobs(struct db *db, const struct area_commit *c,
			   int64_t edition, struct error *e)
{
	struct db_bulk *bulk = db_bulk_new(JOB_COLUMNS);
	enum err code =
		db_exec(db, SQL_FORGET,
			PARAMS(db_text(c->area), db_int(edition)), NULL, e);
	size_t i;

	for (i = 0; i < c->cell_count; i++)
		if (c->cells[i].detailed)
			add_job(bulk, c->area, edition, &c->cells[i]);
	if (code == ERR_OK)
		code = db_bulk_exec(db, SQL_JOB, bulk, NULL, e);
	db_bulk_free(bulk);
	return code;
}

static enum err write_done(struct db *db, const struct area_commit *c,
			   int64_t edition, struct error *e)
{
	return db_exec(db, SQL_DONE,
		       PARAMS(db_int(edition), db_int(c->run_id),
			      db_text(c->release->code), db_text(c->area)),
		       NULL, e);
}

static enum err write_failed(struct db *db, const struct area_commit *c,
			     struct error *e)
{
	return db_exec(db, SQL_FAILED,
		       PARAMS(db_text(c->reason), db_text(c->failure),
			      db_int(c->run_id), db_text(c->release->code),
			      db_text(c->area)),
		       NULL, e);
}

static enum err write_area(struct db *db, struct area_commit *c,
			   struct error *e)
{
	struct shown shown;
	enum err code;

	c->written = 0;
	if (c->failure)
		return write_failed(db, c, e);
	code = find_shown(db, c, &shown, e);
	if (code == ERR_OK)
		code = write_figures(db, c, &shown, e);
	if (code == ERR_OK)
		code = write_jobs(db, c, shown.next_edition, e);
	return code == ERR_OK ? write_done(db, c, shown.next_edition, e) : code;
}

struct batch {
	struct area_commit *commits;
	size_t count;
};

static enum err write_areas(struct db *db, void *context, struct error *e)
{
	const struct batch *batch = context;
	enum err code = ERR_OK;
	size_t i;

	for (i = 0; code == ERR_OK && i < batch->count; i++)
		code = write_area(db, &batch->commits[i], e);
	return code;
}

enum err area_commit(struct db *db, struct lease *lease,
		     struct area_commit *commits, size_t count, struct error *e)
{
	struct batch batch = { commits, count };
	const struct lease_work work = { write_areas, &batch, false };

	return lease_write(db, lease, &work, e);
}
