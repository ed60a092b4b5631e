#include "store/session.h"

#define MS(column) "CAST(ROUND(UNIX_TIMESTAMP(" column ") * 1000) AS SIGNED)"

static const char SQL_CREATE[] =
	"INSERT INTO session (token_hash, username, created_at, seen_at, "
	"expires_at) VALUES (?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), "
	"UTC_TIMESTAMP(3) + INTERVAL ? HOUR)";
#define ALIVE                                  \
	"s.expires_at > UTC_TIMESTAMP(3) AND " \
	"s.seen_at > UTC_TIMESTAMP(3) - INTERVAL 3600 SECOND"
#define EXPIRES_MS MS("s.expires_at")
_Static_assert(SESSION_IDLE_S == 3600, "ALIVE says 3600");
static const char SQL_FIND[] =
	"SELECT a.username, a.role, " EXPIRES_MS " FROM session s JOIN account "
	"a ON a.username = s.username WHERE s.token_hash = ? AND " ALIVE;
/* A minute's grain: not a write per request. */
static const char SQL_TOUCH[] =
	"UPDATE session SET seen_at = UTC_TIMESTAMP(3) WHERE token_hash = ? "
	"AND seen_at < UTC_TIMESTAMP(3) - INTERVAL 60 SECOND";
static const char SQL_END[] = "DELETE FROM session WHERE token_hash = ?";
static const char SQL_PURGE_SESSIONS[] =
	"DELETE s FROM session s WHERE NOT (" ALIVE ")";
static const char SQL_PURGE_ATTEMPTS[] =
	"DELETE FROM login_attempt WHERE at < UTC_TIMESTAMP(3) - INTERVAL ? "
	"SECOND";

static const char SQL_ATTEMPT[] =
	"INSERT INTO login_attempt (subject, at) VALUES (LEFT(?, 80), "
	"UTC_TIMESTAMP(3))";
/* Those that came before this one, by id: of tries side by side each sees the
 * ones before it.  The age is that of the fifth newest, 0 if there are less. */
static const char SQL_BEFORE[] =
	"SELECT COUNT(*), COALESCE(MAX(age), 0) FROM (SELECT "
	"TIMESTAMPDIFF(MICROSECOND, at, UTC_TIMESTAMP(3)) DIV 1000 AS age "
	"FROM login_attempt WHERE subject = LEFT(?, 80) AND id < ? AND "
	"at > UTC_TIMESTAMP(3) - INTERVAL ? SECOND ORDER BY id DESC LIMIT ?) "
	"AS newest";
static const char SQL_FORGET[] = "DELETE FROM login_attempt WHERE id = ?";
static const char SQL_CLEAR[] = "DELETE FROM login_attempt WHERE subject = ?";

enum err session_create(struct db *db, const char *token_hash,
			const char *username, int hours, int64_t *expires_ms,
			struct error *e)
{
	struct session session;
	enum err code = db_exec(db, SQL_CREATE,
				PARAMS(db_text(token_hash), db_text(username),
				       db_int(hours)),
				NULL, e);

	if (code == ERR_OK)
		code = session_find(db, token_hash, false, &session, e);
	if (code == ERR_OK)
		*expires_ms = session.expires_ms;
	return code;
}

enum err session_find(struct db *db, const char *token_hash, bool touch,
		      struct session *session, struct error *e)
{
	struct db_rows *rows;
	enum err code =
		db_query(db, SQL_FIND, PARAMS(db_text(token_hash)), &rows, e);

	if (code != ERR_OK)
		return code;
	*session = (struct session){ 0 };
	if (!db_next(rows)) {
		code = err_set(e, ERR_NOT_FOUND, "there is no such session");
	} else if (!role_parse(db_get_text(rows, 1), &session->role)) {
		code = err_set(e, ERR_DB, "account with an unknown role");
	} else {
		copy_text(session->username, sizeof session->username,
			  db_get_text(rows, 0));
		session->expires_ms = db_get_int(rows, 2);
	}
	db_rows_free(rows);
	if (code != ERR_OK || !touch)
		return code;
	return db_exec(db, SQL_TOUCH, PARAMS(db_text(token_hash)), NULL, e);
}

enum err session_end(struct db *db, const char *token_hash, struct error *e)
{
	return db_exec(db, SQL_END, PARAMS(db_text(token_hash)), NULL, e);
}

enum err session_purge(struct db *db, struct error *e)
{
	enum err code = db_exec(db, SQL_PURGE_SESSIONS, NO_PARAMS, NULL, e);

	if (code == ERR_OK)
		code = db_exec(db, SQL_PURGE_ATTEMPTS,
			       PARAMS(db_int(LOGIN_WINDOW_S)), NULL, e);
	return code;
}

int login_wait_s(int64_t before, int64_t age_ms)
{
	int64_t left_ms = (int64_t)LOGIN_WINDOW_S * 1000 - age_ms;

	if (before < LOGIN_FAILURES_MAX || left_ms <= 0)
		return 0;
	return (int)((left_ms + 999) / 1000);
}

enum err login_attempt_begin(struct db *db, const char *subject, int64_t *id,
			     int *wait_s, struct error *e)
{
	struct db_rows *rows;
	enum err code =
		db_exec(db, SQL_ATTEMPT, PARAMS(db_text(subject)), NULL, e);

	*wait_s = 0;
	if (code != ERR_OK)
		return code;
	*id = db_last_insert_id(db);
	code = db_query(db, SQL_BEFORE,
			PARAMS(db_text(subject), db_int(*id),
			       db_int(LOGIN_WINDOW_S),
			       db_int(LOGIN_FAILURES_MAX)),
			&rows, e);
	if (code != ERR_OK)
		return code;
	if (db_next(rows))
		*wait_s =
			login_wait_s(db_get_int(rows, 0), db_get_int(rows, 1));
	db_rows_free(rows);
	return *wait_s ? login_attempt_forget(db, *id, e) : ERR_OK;
}

enum err login_attempt_forget(struct db *db, int64_t id, struct error *e)
{
	return db_exec(db, SQL_FORGET, PARAMS(db_int(id)), NULL, e);
}

enum err login_attempts_clear(struct db *db, const char *subject,
			      struct error *e)
{
	return db_exec(db, SQL_CLEAR, PARAMS(db_text(subject)), NULL, e);
}
