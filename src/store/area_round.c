#include "store/area_round.h"

#include <stdlib.h>
#include <string.h>

static const char SQL_ROUNDS[] =
	"SELECT r.areatype_code, r.state, (SELECT COUNT(*) FROM area_item i "
	"WHERE i.release_code = r.release_code AND i.areatype_code = "
	"r.areatype_code AND (i.state = 'pending' OR (i.state = 'failed' AND "
	"i.attempts < 3))) FROM area_round r WHERE r.release_code = ?";
static const char SQL_AREA[] =
	"INSERT INTO area (state_code, area_code, areatype_code, name) VALUES "
	"(?, ?, ?, ?) ON DUPLICATE KEY UPDATE name = VALUES(name)";
static const char SQL_OPEN[] =
	"INSERT INTO area_round (release_code, areatype_code, state, "
	"opened_at) VALUES (?, ?, 'open', UTC_TIMESTAMP(3)) ON DUPLICATE KEY "
	"UPDATE state = 'open', held_reason = NULL, completed_at = IF(?, NULL, "
	"completed_at)";
static const char SQL_ITEM[] =
	"INSERT IGNORE INTO area_item (release_code, area_code, "
	"areatype_code, state) VALUES (?, ?, ?, 'pending')";
static const char SQL_AGAIN[] =
	"UPDATE area_item SET state = 'pending' WHERE release_code = ? AND "
	"areatype_code = ? AND ((state = 'failed' AND attempts < 3) OR ?)";
/* A line or a row of it is of no use.  What was done stays done. */
static const char SQL_FAULT[] =
	"INSERT INTO area_item (release_code, area_code, areatype_code, state, "
	"reason, message, attempts, first_failed_at, last_failed_at, "
	"settled_at, run_id) VALUES (?, ?, ?, 'failed', ?, ?, 1, "
	"UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), ?) ON "
	"DUPLICATE KEY UPDATE reason = IF(state = 'pending', VALUES(reason), "
	"reason), message = IF(state = 'pending', VALUES(message), message), "
	"attempts = attempts + (state = 'pending'), first_failed_at = IF(state "
	"= 'pending', COALESCE(first_failed_at, VALUES(first_failed_at)), "
	"first_failed_at), last_failed_at = IF(state = 'pending', "
	"VALUES(last_failed_at), last_failed_at), state = IF(state = "
	"'pending', 'failed', state)";
static const char SQL_ITEMS[] =
	"SELECT area_code, areatype_code, state FROM area_item WHERE "
	"release_code = ? ORDER BY area_code";
static const char SQL_READ[] =
	"UPDATE area_round SET state = 'read', failed_reason = NULL, "
	"failed_message = NULL, attempts = 0, first_failed_at = NULL, "
	"last_failed_at = NULL WHERE release_code = ? AND areatype_code = ? "
	"AND state = 'open'";
static const char SQL_SKIP[] =
	"UPDATE area_item SET state = 'skipped', reason = NULL, message = "
	"NULL, run_id = ?, settled_at = UTC_TIMESTAMP(3) WHERE release_code = "
	"? AND areatype_code = ? AND state = 'pending'";

/* Classes of failures; others are those of bls/outcome.h. */
static const char BAD_LINE[] = "malformed-line";
static const char NOT_LISTED[] = "not-listed";

static enum area_progress parse_progress(const char *state)
{
	/* of what was rejected nothing is left to do either */
	if (strcmp(state, "complete") == 0 || strcmp(state, "rejected") == 0)
		return AREA_COMPLETE;
	if (strcmp(state, "held") == 0)
		return AREA_HELD;
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

bool area_kinds_any(const struct area_kinds *kinds)
{
	int i;

	for (i = 0; i < AREA_TYPE__MAX; i++)
		if (kinds->of[i])
			return true;
	return false;
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
		out->again[type] = (int)db_get_int(rows, 2);
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
		db_bulk_text(areas, area_type_code(area->type));
		db_bulk_text(areas, area->name);
		if (!o->kinds.of[area->type])
			continue;
		db_bulk_text(items, o->release->code);
		db_bulk_text(items, area->code);
		db_bulk_text(items, area_type_code(area->type));
	}
	code = db_bulk_exec(db, SQL_AREA, areas, NULL, e);
	if (code == ERR_OK)
		code = db_bulk_exec(db, SQL_ITEM, items, NULL, e);
	db_bulk_free(areas);
	db_bulk_free(items);
	return code;
}

/* Those of the kinds that are read. */
struct faulty {
	const struct release *release;
	const struct area_kinds *kinds;
	const struct area_fault *faults;
	size_t count;
	const char *reason;
	int64_t run_id;
};

static enum err write_faults(struct db *db, const struct faulty *f,
			     struct error *e)
{
	enum { FAULT_COLUMNS = 6 };
	struct db_bulk *bulk = db_bulk_new(FAULT_COLUMNS);
	enum err code;
	size_t i;

	for (i = 0; i < f->count; i++) {
		const struct area_fault *fault = &f->faults[i];

		if (!f->kinds->of[fault->type])
			continue;
		db_bulk_text(bulk, f->release->code);
		db_bulk_text(bulk, fault->code);
		db_bulk_text(bulk, area_type_code(fault->type));
		db_bulk_text(bulk, f->reason);
		db_bulk_text(bulk, fault->message);
		db_bulk_int(bulk, f->run_id);
	}
	code = db_bulk_exec(db, SQL_FAULT, bulk, NULL, e);
	db_bulk_free(bulk);
	return code;
}

static enum err open_kind(struct db *db, const struct area_opening *o,
			  enum area_type type, struct error *e)
{
	enum err code = db_exec(db, SQL_OPEN,
				PARAMS(db_text(o->release->code),
				       db_text(area_type_code(type)),
				       db_int(o->restart)),
				NULL, e);

	if (code == ERR_OK)
		code = db_exec(db, SQL_AGAIN,
			       PARAMS(db_text(o->release->code),
				      db_text(area_type_code(type)),
				      db_int(o->restart)),
			       NULL, e);
	return code;
}

static enum err write_opening(struct db *db, void *context, struct error *e)
{
	const struct area_opening *o = context;
	const struct faulty faulty = { o->release,     &o->kinds, o->faults,
				       o->fault_count, BAD_LINE,  o->run_id };
	enum err code = write_list(db, o, e);
	int type;

	for (type = 0; code == ERR_OK && type < AREA_TYPE__MAX; type++)
		if (o->kinds.of[type])
			code = open_kind(db, o, (enum area_type)type, e);
	return code == ERR_OK ? write_faults(db, &faulty, e) : code;
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
	const struct faulty faulty = { r->release,     &r->kinds,  r->faults,
				       r->fault_count, NOT_LISTED, r->run_id };
	enum err code = write_faults(db, &faulty, e);
	int type;

	for (type = 0; code == ERR_OK && type < AREA_TYPE__MAX; type++) {
		struct db_param release = db_text(r->release->code);
		struct db_param letter =
			db_text(area_type_code((enum area_type)type));

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
