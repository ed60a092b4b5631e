#include "store/lease.h"

#include "base/config.h"
#include "base/log.h"

#include <stdio.h>
#include <unistd.h>

static const char SQL_TAKE[] =
	"UPDATE lease SET host = ?, owner = ?, token = token + 1, "
	"last_number = 0, beat = UTC_TIMESTAMP(6), "
	"expires = UTC_TIMESTAMP(6) + INTERVAL 30 SECOND "
	"WHERE name = 'sync' AND (expires < UTC_TIMESTAMP(6) OR expires > "
	"UTC_TIMESTAMP(6) + INTERVAL 60 SECOND OR (host = ? AND ?))";
static const char SQL_READ[] =
	"SELECT owner, token FROM lease WHERE name = 'sync'";
static const char SQL_RENEW[] =
	"UPDATE lease SET last_number = ?, beat = UTC_TIMESTAMP(6), "
	"expires = UTC_TIMESTAMP(6) + INTERVAL 30 SECOND "
	"WHERE name = 'sync' AND token = ? AND owner = ?";
static const char SQL_LOOK_UP[] =
	"SELECT last_number FROM lease WHERE name = 'sync' AND token = ? AND "
	"owner = ? FOR UPDATE";
static const char SQL_RELEASE[] =
	"UPDATE lease SET host = '', expires = UTC_TIMESTAMP(6) "
	"WHERE name = 'sync' AND token = ? AND owner = ?";

_Static_assert(LEASE_SECONDS == 30, "the statements say 30 SECOND");
_Static_assert(LEASE_FAR_SECONDS == 60, "the statement says 60 SECOND");

static void name_us(const struct config *config, struct lease *lease)
{
	(void)snprintf(lease->host, sizeof lease->host, "%.40s:%.80s",
		       config->host_id, config->lock_file);
	(void)snprintf(lease->owner, sizeof lease->owner, "%s:%ld", lease->host,
		       (long)getpid());
}

enum err lease_take(struct db *db, const struct config *config, bool locked,
		    struct lease *lease, struct error *e)
{
	struct db_rows *rows;
	int64_t taken = 0;
	enum err code;

	*lease = (struct lease){ 0 };
	name_us(config, lease);
	code = db_exec(db, SQL_TAKE,
		       PARAMS(db_text(lease->host), db_text(lease->owner),
			      db_text(lease->host), db_int(locked)),
		       &taken, e);
	if (code == ERR_OK)
		code = db_query(db, SQL_READ, NO_PARAMS, &rows, e);
	if (code != ERR_OK)
		return code;
	if (!db_next(rows))
		code = err_set(e, ERR_DB,
			       "lease row is missing; run "
			       "bls-sync migrate");
	else if (taken != 1)
		code = err_set(e, ERR_BUSY, "another run holds the lease: %s",
			       db_get_text(rows, 0));
	else
		lease->token = db_get_int(rows, 1);
	db_rows_free(rows);
	return code;
}

static enum err fenced(struct error *e)
{
	return err_set(e, ERR_FENCED,
		       "the lease was taken over by another run");
}

static enum err renew(struct db *db, const struct lease *lease, struct error *e)
{
	int64_t renewed = 0;
	enum err code =
		db_exec(db, SQL_RENEW,
			PARAMS(db_int(lease->number), db_int(lease->token),
			       db_text(lease->owner)),
			&renewed, e);

	return code == ERR_OK && renewed != 1 ? fenced(e) : code;
}

/* Was the transaction of unknown outcome committed? */
static enum err look_up(struct db *db, struct lease *lease, bool *committed,
			struct error *e)
{
	int64_t number = 0;
	enum err code = db_query_int(db, SQL_LOOK_UP,
				     PARAMS(db_int(lease->token),
					    db_text(lease->owner)),
				     -1, &number, e);

	*committed = false;
	if (code != ERR_OK)
		return code;
	if (number < 0)
		return fenced(e);
	*committed = number == lease->unknown;
	log_warn("the answer to a COMMIT was lost; looked up: it was %s",
		 *committed ? "done" : "not done");
	lease->unknown = 0;
	return ERR_OK;
}

static enum err write_rows(struct db *db, struct lease *lease,
			   const struct lease_work *work, struct error *e)
{
	enum err code = db_begin(db, e);

	lease->number++;
	if (code == ERR_OK)
		code = renew(db, lease, e);
	if (code == ERR_OK)
		code = work->write(db, work->context, e);
	return code;
}

enum err lease_write(struct db *db, struct lease *lease,
		     const struct lease_work *work, struct error *e)
{
	bool committed = false;
	bool same = work->once && lease->unknown_write == work->write;
	struct error after;
	enum err code = ERR_OK;

	if (lease->unknown)
		code = look_up(db, lease, &committed, e);
	if (code != ERR_OK || (committed && same))
		return code;
	code = write_rows(db, lease, work, e);
	if (code != ERR_OK) {
		db_rollback(db);
		return code;
	}
	code = db_commit(db, e);
	if (code == ERR_OK)
		return ERR_OK;
	db_rollback(db);
	if (code != ERR_NET)
		return code;
	lease->unknown = lease->number;
	lease->unknown_write = work->write;
	if (look_up(db, lease, &committed, &after) == ERR_OK && committed)
		return ERR_OK;
	return code;
}

struct statement {
	const char *sql;
	struct db_params params;
};

static enum err write_statement(struct db *db, void *context, struct error *e)
{
	const struct statement *s = context;

	return db_exec(db, s->sql, s->params, NULL, e);
}

enum err lease_exec(struct db *db, struct lease *lease, const char *sql,
		    struct db_params params, struct error *e)
{
	struct statement s = { sql, params };
	const struct lease_work work = { write_statement, &s, false };

	return lease_write(db, lease, &work, e);
}

void lease_release(struct db *db, struct lease *lease)
{
	enum err ignored;

	if (!lease->token)
		return;
	ignored = db_exec(db, SQL_RELEASE,
			  PARAMS(db_int(lease->token), db_text(lease->owner)),
			  NULL, NULL);
	(void)ignored;
	lease->token = 0;
}
