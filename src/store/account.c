#include "store/account.h"

#include "store/audit.h"

#include <stdio.h>
#include <string.h>

#define MS(column) "CAST(ROUND(UNIX_TIMESTAMP(" column ") * 1000) AS SIGNED)"

static const char SQL_ADD[] =
	"INSERT IGNORE INTO account (username, password_hash, role, "
	"created_at, changed_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3), "
	"UTC_TIMESTAMP(3))";
static const char SQL_SET_PASSWORD[] =
	"UPDATE account SET password_hash = ?, changed_at = UTC_TIMESTAMP(3) "
	"WHERE username = ?";
static const char SQL_REMOVE[] = "DELETE FROM account WHERE username = ?";
static const char SQL_END_SESSIONS[] = "DELETE FROM session WHERE username = ?";
static const char SQL_UNLOCK[] =
	"DELETE FROM login_attempt WHERE subject = CONCAT('user:', ?)";
static const char SQL_GET[] =
	"SELECT username, password_hash, role FROM account WHERE username = ?";
static const char SQL_TOKEN_ADD[] =
	"INSERT IGNORE INTO api_token (token_hash, name, role, created_at, "
	"expires_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + "
	"INTERVAL ? DAY)";
#define TOKEN_COLUMNS                                     \
	"name, role, " MS("created_at") ", COALESCE(" MS( \
		"used_at") ", 0), "                       \
			   "COALESCE(" MS("expires_at") ", 0)"
static const char SQL_TOKEN_LIST[] =
	"SELECT " TOKEN_COLUMNS " FROM api_token ORDER BY name";
static const char SQL_TOKEN_REVOKE[] = "DELETE FROM api_token WHERE name = ?";
static const char SQL_TOKEN_FIND[] =
	"SELECT " TOKEN_COLUMNS " FROM api_token WHERE token_hash = ? AND "
	"(expires_at IS NULL OR expires_at > UTC_TIMESTAMP(3))";
/* A minute's grain: not a write per request. */
static const char SQL_TOKEN_USED[] =
	"UPDATE api_token SET used_at = UTC_TIMESTAMP(3) WHERE token_hash = ? "
	"AND (used_at IS NULL OR used_at < UTC_TIMESTAMP(3) - INTERVAL 60 "
	"SECOND)";

const char *const role_names[ROLE__MAX + 1] = {
	[ROLE_READER] = "reader",
	[ROLE_ADMIN] = "admin",
};

const char *role_name(enum role role)
{
	return role < ROLE__MAX ? role_names[role] : "unknown";
}

bool role_parse(const char *name, enum role *role)
{
	int i = name ? word_index(name, role_names) : -1;

	if (i >= 0)
		*role = (enum role)i;
	return i >= 0;
}

bool username_valid(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._@-";
	size_t length = strlen(name);

	return length >= 1 && length < USERNAME_BYTES && name[0] != '-' &&
	       strspn(name, allowed) == length;
}

static enum err check_name(const char *name, struct error *e)
{
	if (username_valid(name))
		return ERR_OK;
	return err_set(e, ERR_ARG,
		       "a name has 1 to %d of a-z A-Z 0-9 . _ @ - and does not "
		       "start with a dash",
		       USERNAME_BYTES - 1);
}

static enum err hash(const char *name, const char *password, const char *site,
		     char out[CRYPTO_PASSWORD_TEXT], struct error *e)
{
	size_t length = strlen(password);
	const char *weakness;

	if (length < PASSWORD_MIN || length > PASSWORD_MAX)
		return err_set(e, ERR_ARG,
			       "a password has %d to %d bytes; this one has "
			       "%zu",
			       PASSWORD_MIN, PASSWORD_MAX, length);
	weakness = password_weakness(password, name, site);
	if (weakness)
		return err_set(e, ERR_ARG, "this password would be guessed: %s",
			       weakness);
	return crypto_password_hash(password, out, e);
}

/* A change and what is told of it: all or nothing. */
struct change {
	const struct actor *by;
	const char *action;
	const char *name; /* of the account or token */
	const char *more; /* "" or what else is to be told */
	const char *sql;
	struct db_params params;
	bool ends_sessions; /* of the account, and lifts its lock */
	enum err unchanged; /* when no row was */
	const char *why;    /* and what is said then, with the name behind */
};

static enum err write_audit(struct db *db, const struct change *c,
			    struct error *e)
{
	char detail[2 * USERNAME_BYTES];
	struct audit_entry entry = { .username = c->by->name,
				     .address = "",
				     .action = c->action,
				     .detail = detail };

	(void)snprintf(detail, sizeof detail, "%s%s%s", c->name,
		       *c->more ? ", " : "", c->more);
	return audit_write(db, &entry, e);
}

static enum err end_sessions(struct db *db, const char *name, struct error *e)
{
	enum err code =
		db_exec(db, SQL_END_SESSIONS, PARAMS(db_text(name)), NULL, e);

	if (code == ERR_OK)
		code = db_exec(db, SQL_UNLOCK, PARAMS(db_text(name)), NULL, e);
	return code;
}

static enum err apply(struct db *db, const struct change *c, struct error *e)
{
	int64_t changed = 0;
	enum err code = db_begin(db, e);

	if (code == ERR_OK)
		code = db_exec(db, c->sql, c->params, &changed, e);
	if (code == ERR_OK && !changed)
		code = err_set(e, c->unchanged, "%s %s", c->why, c->name);
	if (code == ERR_OK && c->ends_sessions)
		code = end_sessions(db, c->name, e);
	if (code == ERR_OK)
		code = write_audit(db, c, e);
	return db_end(db, code, e);
}

enum err account_add(struct db *db, const struct actor *by, const char *name,
		     const char *password, enum role role, struct error *e)
{
	char stored[CRYPTO_PASSWORD_TEXT];
	enum err code = check_name(name, e);

	if (code == ERR_OK)
		code = hash(name, password, by->site, stored, e);
	if (code != ERR_OK)
		return code;
	return apply(db,
		     &(struct change){
			     .by = by,
			     .action = "account-add",
			     .name = name,
			     .more = role_name(role),
			     .sql = SQL_ADD,
			     .params = PARAMS(db_text(name), db_text(stored),
					      db_text(role_name(role))),
			     .unchanged = ERR_CONFLICT,
			     .why = "there is an account",
		     },
		     e);
}

enum err account_set_password(struct db *db, const struct actor *by,
			      const char *name, const char *password,
			      struct error *e)
{
	char stored[CRYPTO_PASSWORD_TEXT];
	enum err code = check_name(name, e);

	if (code == ERR_OK)
		code = hash(name, password, by->site, stored, e);
	if (code != ERR_OK)
		return code;
	return apply(db,
		     &(struct change){
			     .by = by,
			     .action = "account-password",
			     .name = name,
			     .more = "",
			     .sql = SQL_SET_PASSWORD,
			     .params = PARAMS(db_text(stored), db_text(name)),
			     .ends_sessions = true,
			     .unchanged = ERR_NOT_FOUND,
			     .why = "there is no account",
		     },
		     e);
}

enum err account_remove(struct db *db, const struct actor *by, const char *name,
			struct error *e)
{
	enum err code = check_name(name, e);

	if (code != ERR_OK)
		return code;
	return apply(db,
		     &(struct change){
			     .by = by,
			     .action = "account-remove",
			     .name = name,
			     .more = "",
			     .sql = SQL_REMOVE,
			     .params = PARAMS(db_text(name)),
			     .ends_sessions = true,
			     .unchanged = ERR_NOT_FOUND,
			     .why = "there is no account",
		     },
		     e);
}

enum err account_get(struct db *db, const char *name, struct account *account,
		     struct error *e)
{
	struct db_rows *rows;
	enum err code;

	/* The column takes ASCII: the database would not even compare others.
	 */
	if (!username_valid(name))
		return err_set(e, ERR_NOT_FOUND, "there is no such account");
	code = db_query(db, SQL_GET, PARAMS(db_text(name)), &rows, e);
	if (code != ERR_OK)
		return code;
	if (!db_next(rows)) {
		code = err_set(e, ERR_NOT_FOUND, "there is no such account");
	} else if (!role_parse(db_get_text(rows, 2), &account->role)) {
		code = err_set(e, ERR_DB, "account with an unknown role");
	} else {
		copy_text(account->username, sizeof account->username,
			  db_get_text(rows, 0));
		copy_text(account->password_hash, sizeof account->password_hash,
			  db_get_text(rows, 1));
	}
	db_rows_free(rows);
	return code;
}

enum err token_create(struct db *db, const struct actor *by,
		      const struct token_order *order,
		      char text[CRYPTO_TOKEN_TEXT], struct error *e)
{
	const char *role = role_name(order->role);
	char digest[CRYPTO_DIGEST_HEX];
	char more[32];
	enum err code = check_name(order->name, e);

	if (code != ERR_OK)
		return code;
	crypto_token(text);
	crypto_digest_hex(text, strlen(text), digest);
	(void)snprintf(more, sizeof more, "%s, %d days", role, order->days);
	return apply(
		db,
		&(struct change){
			.by = by,
			.action = "token-create",
			.name = order->name,
			.more = more,
			.sql = SQL_TOKEN_ADD,
			.params = PARAMS(db_text(digest), db_text(order->name),
					 db_text(role), db_int(order->days)),
			.unchanged = ERR_CONFLICT,
			.why = "there is a token",
		},
		e);
}

static void read_token(const struct db_rows *rows, struct token *token)
{
	*token = (struct token){ .created_ms = db_get_int(rows, 2),
				 .used_ms = db_get_int(rows, 3),
				 .expires_ms = db_get_int(rows, 4) };
	copy_text(token->name, sizeof token->name, db_get_text(rows, 0));
	if (!role_parse(db_get_text(rows, 1), &token->role))
		token->role = ROLE_READER;
}

enum err token_list(struct db *db, struct token **tokens, size_t *count,
		    struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_TOKEN_LIST, NO_PARAMS, &rows, e);

	*tokens = NULL;
	*count = 0;
	if (code != ERR_OK)
		return code;
	*tokens = xcalloc(db_row_count(rows) + 1, sizeof **tokens);
	while (db_next(rows))
		read_token(rows, &(*tokens)[(*count)++]);
	db_rows_free(rows);
	return ERR_OK;
}

enum err token_revoke(struct db *db, const struct actor *by, const char *name,
		      struct error *e)
{
	return apply(db,
		     &(struct change){
			     .by = by,
			     .action = "token-revoke",
			     .name = name,
			     .more = "",
			     .sql = SQL_TOKEN_REVOKE,
			     .params = PARAMS(db_text(name)),
			     .unchanged = ERR_NOT_FOUND,
			     .why = "there is no token",
		     },
		     e);
}

enum err token_find(struct db *db, const char *token_hash, bool touch,
		    struct token *token, struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_TOKEN_FIND,
				 PARAMS(db_text(token_hash)), &rows, e);

	if (code != ERR_OK)
		return code;
	if (db_next(rows))
		read_token(rows, token);
	else
		code = err_set(e, ERR_NOT_FOUND, "there is no such token");
	db_rows_free(rows);
	if (code != ERR_OK || !touch)
		return code;
	return db_exec(db, SQL_TOKEN_USED, PARAMS(db_text(token_hash)), NULL,
		       e);
}
