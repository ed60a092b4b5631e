#include "store/round.h"

#include "store/observation.h"
#include "store/staging.h"

#include <stdlib.h>
#include <string.h>

static const char SQL_OPEN[] =
	"INSERT INTO release_round (release_code, year, description, state, "
	"opened_at) VALUES (?, ?, ?, 'open', UTC_TIMESTAMP(3)) "
	"ON DUPLICATE KEY UPDATE description = VALUES(description)";
/* What rejecting goes back to, if the round is published. */
static const char SQL_KEEP_ITEMS[] =
	"INSERT IGNORE INTO published_item SELECT i.release_code, "
	"i.occupation_code, i.state, i.reason, i.message, i.transient, "
	"i.attempts, i.first_failed_at, i.last_failed_at, i.settled_at, "
	"i.run_id FROM sync_item i JOIN release_round r ON r.release_code = "
	"i.release_code AND r.state = 'complete' WHERE i.release_code = ?";
static const char SQL_REOPEN[] =
	"UPDATE release_round SET state = 'open', completed_at = NULL, "
	"held_reason = NULL, held_at = NULL WHERE release_code = ?";
static const char SQL_RESET[] =
	"UPDATE sync_item SET state = 'pending', reason = NULL, message = "
	"NULL, transient = FALSE, attempts = 0, first_failed_at = NULL, "
	"last_failed_at = NULL, settled_at = NULL, run_id = NULL "
	"WHERE release_code = ?";
static const char SQL_UNSTAGE[] =
	"DELETE FROM staged_observation WHERE release_code = ?";
static const char SQL_FORGET_RULES[] =
	"DELETE FROM held_rule WHERE release_code = ?";
static const char SQL_FORGET_DIFFERENCES[] =
	"DELETE FROM held_difference WHERE release_code = ?";
/* BLS's list is read again, too. */
static const char SQL_RELIST[] =
	"UPDATE release_round SET listed_at = NULL WHERE release_code = ?";
static const char SQL_RESET_CHECKPOINTS[] =
	"DELETE FROM checkpoint WHERE release_code = ?";
static const char SQL_ADD_ITEMS[] =
	"INSERT IGNORE INTO sync_item (release_code, occupation_code, state) "
	"SELECT ?, code, 'pending' FROM occupation";
/* A round that was not opened yet (a dry run) is all pending. */
static const char SQL_ITEMS[] =
	"SELECT o.code, COALESCE(l.level, o.level) = 'detailed' AS detailed, "
	"COALESCE(i.state, 'pending'), COALESCE(i.transient, 0), "
	"COALESCE(i.attempts, 0) FROM occupation o LEFT JOIN occupation_listed "
	"l ON l.code = o.code AND l.release_code = ? LEFT JOIN sync_item i ON "
	"i.release_code = ? AND i.occupation_code = o.code ORDER BY detailed "
	"DESC, COALESCE(l.sort_sequence, o.sort_sequence), o.code";
static const char SQL_FIGURES[] =
	"SELECT occupation_code, datatype, value, decimals, reason, at_least "
	"FROM observation WHERE area_code = '0000000' AND year = ? ORDER BY "
	"occupation_code, datatype";
static const char SQL_SETTLE[] =
	"UPDATE sync_item SET state = ?, reason = ?, message = ?, transient = "
	"?, attempts = ?, run_id = ?, settled_at = UTC_TIMESTAMP(3), "
	"first_failed_at = IF(?, COALESCE(first_failed_at, UTC_TIMESTAMP(3)), "
	"NULL), last_failed_at = IF(?, UTC_TIMESTAMP(3), NULL) "
	"WHERE release_code = ? AND occupation_code = ?";
static const char SQL_CHECKPOINT[] =
	"INSERT INTO checkpoint (release_code, batch, run_id, successful, "
	"failed, skipped, settled_at) VALUES (?, ?, ?, ?, ?, ?, "
	"UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE run_id = VALUES(run_id), "
	"successful = VALUES(successful), failed = VALUES(failed), skipped = "
	"VALUES(skipped), settled_at = VALUES(settled_at)";

enum { SETTLE_COLUMNS = 10 };

static const char *const state_names[] = {
	[ITEM_PENDING] = "pending",
	[ITEM_DONE] = "done",
	[ITEM_SKIPPED] = "skipped",
	[ITEM_FAILED] = "failed",
};

static enum item_state parse_state(const char *name)
{
	size_t i;

	for (i = 0; i < COUNT_OF(state_names); i++)
		if (strcmp(name, state_names[i]) == 0)
			return (enum item_state)i;
	return ITEM_PENDING;
}

struct statement {
	const char *sql;
	struct db_params params;
};

struct statements {
	const struct statement *list;
	size_t count;
};

static enum err write_statements(struct db *db, void *context, struct error *e)
{
	const struct statements *s = context;
	enum err code = ERR_OK;
	size_t i;

	for (i = 0; code == ERR_OK && i < s->count; i++)
		code = db_exec(db, s->list[i].sql, s->list[i].params, NULL, e);
	return code;
}

enum err round_open(struct db *db, struct lease *lease,
		    const struct release *release, bool restart,
		    struct error *e)
{
	struct db_params round = PARAMS(db_text(release->code));
	const struct statement list[] = {
		{ SQL_OPEN,
		  PARAMS(db_text(release->code), db_int(release->year),
			 db_text(release->description)) },
		{ SQL_ADD_ITEMS, round },
		{ SQL_KEEP_ITEMS, round },
		{ SQL_REOPEN, round },
		{ SQL_UNSTAGE, round },
		{ SQL_FORGET_RULES, round },
		{ SQL_FORGET_DIFFERENCES, round },
		{ SQL_RESET, round },
		{ SQL_RESET_CHECKPOINTS, round },
		{ SQL_RELIST, round },
	};
	struct statements all = { list, restart ? COUNT_OF(list) : 2 };
	const struct lease_work work = { write_statements, &all, false };

	return lease_write(db, lease, &work, e);
}

enum err round_reopen(struct db *db, struct lease *lease,
		      const struct release *release, struct error *e)
{
	struct db_params round = PARAMS(db_text(release->code));
	const struct statement list[] = {
		{ SQL_KEEP_ITEMS, round },
		{ SQL_REOPEN, round },
	};
	struct statements all = { list, COUNT_OF(list) };
	const struct lease_work work = { write_statements, &all, false };

	return lease_write(db, lease, &work, e);
}

enum err round_items(struct db *db, const struct release *release,
		     struct round_item **items, size_t *count, struct error *e)
{
	struct db_rows *rows;
	enum err code =
		db_query(db, SQL_ITEMS,
			 PARAMS(db_text(release->code), db_text(release->code)),
			 &rows, e);

	*items = NULL;
	*count = 0;
	if (code != ERR_OK)
		return code;
	*items = xcalloc(db_row_count(rows), sizeof **items);
	while (db_next(rows)) {
		struct round_item *item = &(*items)[(*count)++];

		copy_text(item->code, sizeof item->code, db_get_text(rows, 0));
		item->detailed = db_get_int(rows, 1) != 0;
		item->state = parse_state(db_get_text(rows, 2));
		item->transient = db_get_int(rows, 3) != 0;
		item->attempts = (int)db_get_int(rows, 4);
	}
	db_rows_free(rows);
	return ERR_OK;
}

/* Positions of items by code, for looking them up. */
struct place {
	const char *code;
	size_t index;
};

static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct place *)a)->code,
		      ((const struct place *)b)->code);
}

static void place_figure(const struct db_rows *rows, const struct place *places,
			 const struct round_stored *stored)
{
	struct place key = { .code = db_get_text(rows, 0) };
	int64_t datatype = db_get_int(rows, 1);
	const struct place *place =
		bsearch(&key, places, stored->count, sizeof *places, by_code);

	if (!place || datatype < 1 || datatype > MEASURE__MAX)
		return;
	if (observation_read(rows, 2,
			     &stored->figures[place->index].of[datatype]))
		stored->present[place->index] = true;
}

enum err round_figures(struct db *db, const struct release *release,
		       const struct round_stored *stored, struct error *e)
{
	struct place *places;
	struct db_rows *rows;
	size_t i;
	enum err code = db_query(db, SQL_FIGURES, PARAMS(db_int(release->year)),
				 &rows, e);

	if (code != ERR_OK)
		return code;
	places = xcalloc(stored->count, sizeof *places);
	for (i = 0; i < stored->count; i++)
		places[i] = (struct place){ stored->items[i].code, i };
	qsort(places, stored->count, sizeof *places, by_code);
	while (db_next(rows))
		place_figure(rows, places, stored);
	db_rows_free(rows);
	free(places);
	return ERR_OK;
}

static enum err write_items(struct db *db, const struct round_commit *commit,
			    struct error *e)
{
	struct db_bulk *bulk = db_bulk_new(SETTLE_COLUMNS);
	enum err code;
	size_t i;

	for (i = 0; i < commit->settlement_count; i++) {
		const struct settlement *s = &commit->settlements[i];

		db_bulk_text(bulk, state_names[s->state]);
		db_bulk_text(bulk, s->reason);
		db_bulk_text(bulk, s->message);
		db_bulk_int(bulk, s->transient);
		db_bulk_int(bulk, s->attempts);
		db_bulk_int(bulk, commit->run_id);
		db_bulk_int(bulk, s->state == ITEM_FAILED);
		db_bulk_int(bulk, s->state == ITEM_FAILED);
		db_bulk_text(bulk, commit->release->code);
		db_bulk_text(bulk, s->code);
	}
	code = db_bulk_exec(db, SQL_SETTLE, bulk, NULL, e);
	db_bulk_free(bulk);
	return code;
}

static enum err write_checkpoints(struct db *db,
				  const struct round_commit *commit,
				  struct error *e)
{
	enum err code = ERR_OK;
	size_t i;

	for (i = 0; code == ERR_OK && i < commit->batch_count; i++) {
		const struct batch_done *b = &commit->batches[i];

		code = db_exec(db, SQL_CHECKPOINT,
			       PARAMS(db_text(commit->release->code),
				      db_int(b->batch), db_int(commit->run_id),
				      db_int(b->successful), db_int(b->failed),
				      db_int(b->skipped)),
			       NULL, e);
	}
	return code;
}

static enum err write_commit(struct db *db, void *context, struct error *e)
{
	const struct round_commit *const *commit = context;
	enum err code = staging_write(db, *commit, e);

	if (code == ERR_OK)
		code = write_items(db, *commit, e);
	if (code == ERR_OK)
		code = write_checkpoints(db, *commit, e);
	return code;
}

enum err round_commit(struct db *db, struct lease *lease,
		      const struct round_commit *commit, struct error *e)
{
	const struct lease_work work = { write_commit, &commit, false };

	return lease_write(db, lease, &work, e);
}
