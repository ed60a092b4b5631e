#include "store/area_round.h"

#include "store/publication.h"

#include <stdlib.h>
#include <string.h>

static const char SQL_ROUNDS[] =
	"SELECT r.areatype_code, r.state, (SELECT COUNT(*) FROM area_item i "
	"WHERE i.release_code = r.release_code AND i.areatype_code = "
	"r.areatype_code AND i.state = 'failed' AND i.attempts < 3) "
	"FROM area_round r WHERE r.release_code = ?";
static const char SQL_AREA[] =
	"INSERT INTO area (state_code, area_code, areatype_code, name) VALUES "
	"(?, ?, ?, ?) ON DUPLICATE KEY UPDATE name = VALUES(name)";
static const char SQL_OPEN[] =
	"INSERT INTO area_round (release_code, areatype_code, state, "
	"opened_at) VALUES (?, ?, 'open', UTC_TIMESTAMP(3)) ON DUPLICATE KEY "
	"UPDATE state = 'open'";
static const char SQL_ITEM[] =
	"INSERT IGNORE INTO area_item (release_code, area_code, "
	"areatype_code, state) VALUES (?, ?, ?, 'pending')";
static const char SQL_AGAIN[] =
	"UPDATE area_item SET state = 'pending' WHERE release_code = ? AND "
	"areatype_code = ? AND ((state = 'failed' AND attempts < 3) OR ?)";
static const char SQL_ITEMS[] =
	"SELECT area_code, areatype_code, state FROM area_item WHERE "
	"release_code = ? ORDER BY area_code";
static const char SQL_READ[] =
	"UPDATE area_round SET state = 'read' WHERE release_code = ? AND "
	"areatype_code = ? AND state = 'open'";
static const char SQL_SKIP[] =
	"UPDATE area_item SET state = 'skipped', run_id = ?, settled_at = "
	"UTC_TIMESTAMP(3) WHERE release_code = ? AND areatype_code = ? AND "
	"state = 'pending'";
/* Assignments are made from left to right: the moment first. */
static const char SQL_SHOW[] =
	"INSERT INTO area_edition (area_code, areatype_code, edition, "
	"release_code, data_year, published_at) SELECT area_code, "
	"areatype_code, edition, release_code, ?, UTC_TIMESTAMP(3) FROM "
	"area_item WHERE release_code = ? AND areatype_code = ? AND state = "
	"'done' ON DUPLICATE KEY UPDATE published_at = "
	"IF(area_edition.edition = VALUES(edition) AND "
	"area_edition.release_code = VALUES(release_code), "
	"area_edition.published_at, VALUES(published_at)), edition = "
	"VALUES(edition), release_code = VALUES(release_code), data_year = "
	"VALUES(data_year)";
static const char SQL_HIDE[] =
	"DELETE e, j FROM area_edition e LEFT JOIN area_job j ON j.area_code = "
	"e.area_code WHERE e.areatype_code = ? AND NOT EXISTS (SELECT 1 FROM "
	"area_item i WHERE i.release_code = ? AND i.area_code = e.area_code "
	"AND i.state IN ('done', 'failed'))";
static const char SQL_COMPLETE[] =
	"UPDATE area_round SET state = 'complete', completed_at = "
	"UTC_TIMESTAMP(3) WHERE release_code = ? AND areatype_code = ?";
static const char SQL_OUTCOME[] =
	"SELECT COALESCE(SUM(state = 'done'), 0), COALESCE(SUM(state = "
	"'failed'), 0), COALESCE(SUM(state = 'skipped'), 0) FROM area_item "
	"WHERE release_code = ? AND areatype_code = ?";
static const char SQL_FORGET_RISK[] = "DELETE FROM area_risk";
static const char SQL_RISK[] =
	"INSERT INTO area_risk (area_code, risk, jobs, employment, "
	"mean_annual_wage, median_annual_wage) SELECT e.area_code, s.risk, "
	"COUNT(*), COALESCE(SUM(j.employment), 0), "
	"ROUND(SUM(j.mean_annual_wage * j.employment) / NULLIF(SUM("
	"IF(j.mean_annual_wage IS NULL, NULL, j.employment)), 0)), "
	"ROUND(SUM(j.median_annual_wage * j.employment) / NULLIF(SUM("
	"IF(j.median_annual_wage IS NULL, NULL, j.employment)), 0)) "
	"FROM area_edition e JOIN area_job j ON j.area_code = e.area_code AND "
	"j.edition = e.edition JOIN job n ON n.code = j.code JOIN job_score s "
	"ON s.code = j.code GROUP BY e.area_code, s.risk";

static enum area_progress parse_progress(const char *state)
{
	if (strcmp(state, "complete") == 0)
		return AREA_COMPLETE;
	return strcmp(state, "read") == 0 ? AREA_READ : AREA_OPEN;
}

static enum item_state parse_state(const char *state)
{
	switch (state[0]) {
	case 'd':
		return ITEM_DONE;
	case 's':
		return ITEM_SKIPPED;
	case 'f':
		return ITEM_FAILED;
	default:
		return ITEM_PENDING;
	}
}

/* The letter of a type as a parameter. */
static const char *letter_of(enum area_type type)
{
	static const char *const letters[] = {
		[AREA_TYPE_STATE] = "S", [AREA_TYPE_METRO] = "M"
	};

	return letters[type];
}

enum err area_rounds_load(struct db *db, const struct release *release,
			  struct area_rounds *out, struct error *e)
{
	struct db_rows *rows;
	enum area_type type;
	enum err code = db_query(db, SQL_ROUNDS, PARAMS(db_text(release->code)),
				 &rows, e);

	*out = (struct area_rounds){ 0 };
	if (code != ERR_OK)
		return code;
	while (db_next(rows)) {
		if (!area_type_of(*db_get_text(rows, 0), &type))
			continue;
		out->of[type] = parse_progress(db_get_text(rows, 1));
		out->failed[type] = (int)db_get_int(rows, 2);
	}
	db_rows_free(rows);
	return ERR_OK;
}

static enum err write_list(struct db *db, const struct area_opening *o,
			   struct error *e)
{
	enum { AREA_COLUMNS = 4, ITEM_COLUMNS = 3 };
	struct db_bulk *areas = db_bulk_new(AREA_COLUMNS);
	struct db_bulk *items = db_bulk_new(ITEM_COLUMNS);
	enum err code;
	size_t i;

	for (i = 0; i < o->count; i++) {
		const struct area_entry *area = &o->list[i];

		db_bulk_text(areas, area->state);
		db_bulk_text(areas, area->code);
		db_bulk_text(areas, letter_of(area->type));
		db_bulk_text(areas, area->name);
		if (!o->kinds.of[area->type])
			continue;
		db_bulk_text(items, o->release->code);
		db_bulk_text(items, area->code);
		db_bulk_text(items, letter_of(area->type));
	}
	code = db_bulk_exec(db, SQL_AREA, areas, NULL, e);
	if (code == ERR_OK)
		code = db_bulk_exec(db, SQL_ITEM, items, NULL, e);
	db_bulk_free(areas);
	db_bulk_free(items);
	return code;
}

static enum err open_kind(struct db *db, const struct area_opening *o,
			  enum area_type type, struct error *e)
{
	enum err code = db_exec(db, SQL_OPEN,
				PARAMS(db_text(o->release->code),
				       db_text(letter_of(type))),
				NULL, e);

	if (code == ERR_OK)
		code = db_exec(db, SQL_AGAIN,
			       PARAMS(db_text(o->release->code),
				      db_text(letter_of(type)),
				      db_int(o->restart)),
			       NULL, e);
	return code;
}

static enum err write_opening(struct db *db, void *context, struct error *e)
{
	const struct area_opening *o = context;
	enum err code = write_list(db, o, e);
	int type;

	for (type = 0; code == ERR_OK && type < AREA_TYPE__MAX; type++)
		if (o->kinds.of[type])
			code = open_kind(db, o, (enum area_type)type, e);
	return code;
}

enum err area_round_open(struct db *db, struct lease *lease,
			 const struct area_opening *opening, struct error *e)
{
	struct area_opening copy = *opening;
	const struct lease_work work = { write_opening, &copy, false };

	return lease_write(db, lease, &work, e);
}

enum err area_items_load(struct db *db, const struct release *release,
			 struct area_item **items, size_t *count,
			 struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_ITEMS, PARAMS(db_text(release->code)),
				 &rows, e);

	*items = NULL;
	*count = 0;
	if (code != ERR_OK)
		return code;
	*items = xcalloc(db_row_count(rows) + 1, sizeof **items);
	while (db_next(rows)) {
		struct area_item *item = &(*items)[*count];

		db_copy_text(rows, 0, item->code, sizeof item->code);
		item->state = parse_state(db_get_text(rows, 2));
		*count += area_type_of(*db_get_text(rows, 1), &item->type);
	}
	db_rows_free(rows);
	return ERR_OK;
}

static enum err write_reading(struct db *db, void *context, struct error *e)
{
	const struct area_reading *r = context;
	enum err code = ERR_OK;
	int type;

	for (type = 0; code == ERR_OK && type < AREA_TYPE__MAX; type++) {
		struct db_param release = db_text(r->release->code);
		struct db_param letter =
			db_text(letter_of((enum area_type)type));

		if (!r->kinds.of[type])
			continue;
		code = db_exec(db, SQL_SKIP,
			       PARAMS(db_int(r->run_id), release, letter), NULL,
			       e);
		if (code == ERR_OK)
			code = db_exec(db, SQL_READ, PARAMS(release, letter),
				       NULL, e);
	}
	return code;
}

enum err area_round_read(struct db *db, struct lease *lease,
			 const struct area_reading *reading, struct error *e)
{
	struct area_reading copy = *reading;
	const struct lease_work work = { write_reading, &copy, false };

	return lease_write(db, lease, &work, e);
}

enum err area_summarize(struct db *db, struct error *e)
{
	enum err code = db_exec(db, SQL_FORGET_RISK, NO_PARAMS, NULL, e);

	if (code == ERR_OK)
		code = db_exec(db, SQL_RISK, NO_PARAMS, NULL, e);
	return code;
}

static enum err count_outcome(struct db *db, const struct release *release,
			      const char *letter, struct area_outcome *out,
			      struct error *e)
{
	struct db_rows *rows;
	enum err code =
		db_query(db, SQL_OUTCOME,
			 PARAMS(db_text(release->code), db_text(letter)), &rows,
			 e);

	if (code != ERR_OK)
		return code;
	if (db_next(rows)) {
		out->done += db_get_int(rows, 0);
		out->failed += db_get_int(rows, 1);
		out->skipped += db_get_int(rows, 2);
	}
	db_rows_free(rows);
	return ERR_OK;
}

static enum err publish_kind(struct db *db, const struct release *release,
			     const char *letter, struct area_outcome *out,
			     struct error *e)
{
	enum err code = db_exec(db, SQL_SHOW,
				PARAMS(db_int(release->year),
				       db_text(release->code), db_text(letter)),
				NULL, e);

	if (code == ERR_OK)
		code = db_exec(db, SQL_HIDE,
			       PARAMS(db_text(letter), db_text(release->code)),
			       NULL, e);
	if (code == ERR_OK)
		code = db_exec(db, SQL_COMPLETE,
			       PARAMS(db_text(release->code), db_text(letter)),
			       NULL, e);
	return code == ERR_OK ? count_outcome(db, release, letter, out, e)
			      : code;
}

struct publishing {
	struct area_reading what;
	struct area_outcome *out;
};

static enum err write_editions(struct db *db, void *context, struct error *e)
{
	const struct publishing *p = context;
	enum err code = ERR_OK;
	int type;

	*p->out = (struct area_outcome){ 0 };
	for (type = 0; code == ERR_OK && type < AREA_TYPE__MAX; type++)
		if (p->what.kinds.of[type])
			code = publish_kind(db, p->what.release,
					    letter_of((enum area_type)type),
					    p->out, e);
	if (code == ERR_OK)
		code = area_summarize(db, e);
	if (code == ERR_OK)
		code = publication_bump_version(db, NULL, e);
	return code;
}

enum err area_round_publish(struct db *db, struct lease *lease,
			    const struct area_reading *reading,
			    struct area_outcome *out, struct error *e)
{
	struct publishing publishing = { *reading, out };
	const struct lease_work work = { write_editions, &publishing, false };

	return lease_write(db, lease, &work, e);
}
