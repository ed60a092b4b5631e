/* The change-over: what readers see of areas, and what keeps them from it
 * (area_round.h). */
#include "store/area_round.h"

#include "store/area_staging.h"
#include "store/publication.h"

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
	"UPDATE area_round SET state = 'complete', held_reason = NULL, "
	"completed_at = UTC_TIMESTAMP(3) WHERE release_code = ? AND "
	"areatype_code = ?";
static const char SQL_OUTCOME[] =
	"SELECT COALESCE(SUM(state = 'done'), 0), COALESCE(SUM(state = "
	"'failed'), 0), COALESCE(SUM(state = 'skipped'), 0) FROM area_item "
	"WHERE release_code = ? AND areatype_code = ?";
static const char SQL_PUBLISHED[] =
	"SELECT completed_at IS NOT NULL FROM area_round WHERE release_code = "
	"? AND areatype_code = ?";
static const char SQL_SHOWN[] =
	"SELECT COUNT(*), COUNT(*) - COUNT(i.area_code) FROM area_edition e "
	"LEFT JOIN area_item i ON i.release_code = ? AND i.area_code = "
	"e.area_code AND i.state IN ('done', 'failed') WHERE e.areatype_code "
	"= ?";
static const char SQL_HOLD[] =
	"UPDATE area_round SET state = 'held', held_reason = ? WHERE "
	"release_code = ? AND areatype_code = ?";
/* What is complete stays so. */
static const char SQL_FAIL[] =
	"INSERT INTO area_round (release_code, areatype_code, state, "
	"opened_at, failed_reason, failed_message, attempts, first_failed_at, "
	"last_failed_at) VALUES (?, ?, 'open', UTC_TIMESTAMP(3), ?, ?, 1, "
	"UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE "
	"failed_reason = VALUES(failed_reason), failed_message = "
	"VALUES(failed_message), attempts = attempts + 1, first_failed_at = "
	"COALESCE(first_failed_at, VALUES(first_failed_at)), last_failed_at = "
	"VALUES(last_failed_at)";
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

enum err area_summarize(struct db *db, struct error *e)
{
	enum err code = db_exec(db, SQL_FORGET_RISK, NO_PARAMS, NULL, e);

	if (code == ERR_OK)
		code = db_exec(db, SQL_RISK, NO_PARAMS, NULL, e);
	return code;
}

static enum err count_items(struct db *db, const struct release *release,
			    const char *kind, struct area_outcome *out,
			    struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_OUTCOME,
				 PARAMS(db_text(release->code), db_text(kind)),
				 &rows, e);

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

static enum err count_shown(struct db *db, const struct release *release,
			    const char *kind, struct area_outcome *out,
			    struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_SHOWN,
				 PARAMS(db_text(release->code), db_text(kind)),
				 &rows, e);

	if (code != ERR_OK)
		return code;
	if (db_next(rows)) {
		out->shown += db_get_int(rows, 0);
		out->vanished += db_get_int(rows, 1);
	}
	db_rows_free(rows);
	return ERR_OK;
}

/* What is done for each kind of a reading. */
typedef enum err (*kind_fn)(struct db *db, const struct area_reading *reading,
			    const char *kind, void *context, struct error *e);

static enum err for_kinds(struct db *db, const struct area_reading *reading,
			  kind_fn each, void *context, struct error *e)
{
	enum err code = ERR_OK;
	int type;

	for (type = 0; code == ERR_OK && type < AREA_TYPE__MAX; type++)
		if (reading->kinds.of[type])
			code = each(db, reading,
				    area_type_code((enum area_type)type),
				    context, e);
	return code;
}

static enum err count_kind(struct db *db, const struct area_reading *reading,
			   const char *kind, void *context, struct error *e)
{
	const struct release *release = reading->release;
	struct area_verdict *v = context;
	struct area_outcome now = { 0 };
	int64_t published = 0;
	enum err code =
		db_query_int(db, SQL_PUBLISHED,
			     PARAMS(db_text(release->code), db_text(kind)), 0,
			     &published, e);

	if (code == ERR_OK)
		code = count_items(db, release, kind, &now, e);
	if (code == ERR_OK)
		code = count_shown(db, release, kind, &now, e);
	area_outcome_add(&v->all, &now);
	if (!published)
		area_outcome_add(&v->fresh, &now);
	return code;
}

enum err area_round_outcome(struct db *db, const struct area_reading *reading,
			    struct area_verdict *out, struct error *e)
{
	*out = (struct area_verdict){ 0 };
	return for_kinds(db, reading, count_kind, out, e);
}

static enum err publish_kind(struct db *db, const struct area_reading *reading,
			     const char *kind, void *context, struct error *e)
{
	const struct release *release = reading->release;
	enum err code = db_exec(db, SQL_SHOW,
				PARAMS(db_int(release->year),
				       db_text(release->code), db_text(kind)),
				NULL, e);

	(void)context;
	if (code == ERR_OK)
		code = area_staging_publish(db, release, kind, e);
	if (code == ERR_OK)
		code = db_exec(db, SQL_HIDE,
			       PARAMS(db_text(kind), db_text(release->code)),
			       NULL, e);
	if (code == ERR_OK)
		code = db_exec(db, SQL_COMPLETE,
			       PARAMS(db_text(release->code), db_text(kind)),
			       NULL, e);
	return code;
}

static enum err write_editions(struct db *db, void *context, struct error *e)
{
	enum err code = for_kinds(db, context, publish_kind, NULL, e);

	if (code == ERR_OK)
		code = area_summarize(db, e);
	if (code == ERR_OK)
		code = publication_bump_version(db, NULL, e);
	return code;
}

enum err area_round_publish(struct db *db, struct lease *lease,
			    const struct area_reading *reading, struct error *e)
{
	struct area_reading copy = *reading;
	const struct lease_work work = { write_editions, &copy, false };

	return lease_write(db, lease, &work, e);
}

/* Why the kinds of a reading are not shown. */
struct verdict {
	const struct area_reading *reading;
	const char *reason;
	const char *message; /* NULL: held */
};

static enum err write_kind(struct db *db, const struct area_reading *reading,
			   const char *kind, void *context, struct error *e)
{
	const struct verdict *v = context;
	struct db_param release = db_text(reading->release->code);

	if (!v->message)
		return db_exec(db, SQL_HOLD,
			       PARAMS(db_text(v->reason), release,
				      db_text(kind)),
			       NULL, e);
	return db_exec(db, SQL_FAIL,
		       PARAMS(release, db_text(kind), db_text(v->reason),
			      db_text(v->message)),
		       NULL, e);
}

static enum err write_verdict(struct db *db, void *context, struct error *e)
{
	const struct verdict *v = context;

	return for_kinds(db, v->reading, write_kind, context, e);
}

enum err area_round_hold(struct db *db, struct lease *lease,
			 const struct area_reading *reading, const char *reason,
			 struct error *e)
{
	struct verdict verdict = { reading, reason, NULL };
	const struct lease_work work = { write_verdict, &verdict, false };

	return lease_write(db, lease, &work, e);
}

enum err area_round_fail(struct db *db, struct lease *lease,
			 const struct area_reading *reading, const char *reason,
			 const char *message, struct error *e)
{
	struct verdict verdict = { reading, reason, message };
	const struct lease_work work = { write_verdict, &verdict, false };

	return lease_write(db, lease, &work, e);
}
