#include "db/connect.h"

#include "base/config.h"
#include "base/host.h"
#include "base/log.h"
#include "base/text.h"

#include <errmsg.h>
#include <stdlib.h>
#include <string.h>

enum {
	CONNECT_TIMEOUT_S = 2,
	IO_TIMEOUT_S = 20, /* shorter than a lease, longer than a publication */
	MIGRATE_IO_TIMEOUT_S = 600,
	PORT_STANDARD = 3306,
	NAMES_MAX = 2 * CONFIG_HOSTS_MAX, /* db_hosts, then db_read_hosts */
};

/* The rest of the ways send the password as it is, or encrypted for whoever
 * gives a key. */
static const char ways_to_sign_in[] = "mysql_native_password,client_ed25519";

/* A client that is gone without a word (its host lost power, it is frozen) must
 * not hold the row locks of a transaction it had begun. */
static void set_options(MYSQL *mysql, unsigned io_s)
{
	static const char init_command[] =
		"SET time_zone = '+00:00', sql_mode = "
		"'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,"
		"ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE', "
		"innodb_lock_wait_timeout = 5, "
		"idle_write_transaction_timeout = 5, "
		"tx_isolation = 'READ-COMMITTED'";
	unsigned connect_s = CONNECT_TIMEOUT_S;
	unsigned no = 0;
	my_bool yes = 1;

	(void)mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect_s);
	(void)mysql_options(mysql, MYSQL_OPT_READ_TIMEOUT, &io_s);
	(void)mysql_options(mysql, MYSQL_OPT_WRITE_TIMEOUT, &io_s);
	(void)mysql_options(mysql, MYSQL_OPT_LOCAL_INFILE, &no);
	(void)mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	(void)mysql_options(mysql, MYSQL_INIT_COMMAND, init_command);
	(void)mysql_options(mysql, MYSQL_REPORT_DATA_TRUNCATION, &yes);
	(void)mysql_options(mysql, MARIADB_OPT_RESTRICTED_AUTH,
			    ways_to_sign_in);
}

bool db_needs_tls(const struct config *config, const struct host *host)
{
	return host && (!host->here || config->db_tls == DB_TLS_REQUIRED);
}

/* "Enforce" alone would go on in the clear with a server that has no TLS; only
 * both together refuse it. */
static void set_tls(MYSQL *mysql, const struct config *config)
{
	my_bool yes = 1;

	(void)mysql_options(mysql, MYSQL_OPT_SSL_ENFORCE, &yes);
	(void)mysql_options(mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
	(void)mysql_options(mysql, MARIADB_OPT_TLS_VERSION, "TLSv1.2,TLSv1.3");
	if (config->db_tls_ca[0])
		(void)mysql_options(mysql, MYSQL_OPT_SSL_CA, config->db_tls_ca);
}

static void credentials(const struct db *db, const char **user,
			const char **password)
{
	const struct config *c = db->config;

	switch (db->user) {
	case DB_USER_API:
	case DB_USER_READER:
		*user = c->db_api_user;
		*password = c->db_api_password;
		return;
	case DB_USER_MIGRATE:
		*user = c->db_migrate_user;
		*password = c->db_migrate_password;
		return;
	case DB_USER_SYNC:
		break;
	}
	*user = c->db_user;
	*password = c->db_password;
}

/* In words of ours where the client's are long or wrong. */
static enum err connect_failed(MYSQL *mysql, const struct host *host,
			       struct error *e)
{
	unsigned number = mysql_errno(mysql);
	enum err code = db_classify(number, mysql_error(mysql));
	char message[MYSQL_ERRMSG_SIZE];

	(void)text_copy(message, sizeof message, mysql_error(mysql),
			strlen(mysql_error(mysql)));
	switch (number) {
	case CR_CONNECTION_ERROR:
	case CR_CONN_HOST_ERROR:
		if (host)
			return err_set(e, code, "cannot be reached");
		break;
	case CR_PLUGIN_NOT_ALLOWED:
		return err_set(e, code,
			       "asks for the password in a way that would "
			       "give it away; allowed are %s",
			       ways_to_sign_in);
	case CR_SSL_CONNECTION_ERROR:
		return err_set(e, code, "%s (see db_tls, db_tls_ca)", message);
	default:
		break;
	}
	return err_set(e, code, "%s", message);
}

/* One attempt at one server; NULL: the Unix socket.  A failed connect frees all
 * options of a handle, so every attempt begins with a fresh one. */
static enum err attempt(const struct db *db, const struct host *host,
			MYSQL **out, struct error *e)
{
	const struct config *config = db->config;
	unsigned tcp = MYSQL_PROTOCOL_TCP;
	const char *user;
	const char *password;
	MYSQL *mysql = mysql_init(NULL);
	enum err code;

	if (!mysql)
		abort();
	set_options(mysql, db->user == DB_USER_MIGRATE ? MIGRATE_IO_TIMEOUT_S
						       : IO_TIMEOUT_S);
	if (db->user == DB_USER_SYNC) /* which has a use for db_meanwhile() */
		(void)mysql_options(mysql, MYSQL_OPT_NONBLOCK, NULL);
	if (host && host->port) /* else "localhost" means its socket */
		(void)mysql_options(mysql, MYSQL_OPT_PROTOCOL, &tcp);
	if (db_needs_tls(config, host))
		set_tls(mysql, config);
	credentials(db, &user, &password);
	if (mysql_real_connect(mysql, host ? host->name : NULL, user,
			       password[0] ? password : NULL, config->db_name,
			       host && host->port ? host->port : PORT_STANDARD,
			       host ? NULL : config->db_socket, 0)) {
		if (!db_needs_tls(config, host) ||
		    mysql_get_ssl_cipher(mysql)) {
			*out = mysql;
			return ERR_OK;
		}
		code = err_set(e, ERR_NET, "is not encrypted");
	} else {
		code = connect_failed(mysql, host, e);
	}
	mysql_close(mysql);
	return code;
}

/* Rows of name and value: SHOW answers also where a SELECT is refused. */
static bool look_up(MYSQL *mysql, const char *sql,
		    void (*take)(struct db_abilities *, const char *name,
				 const char *value),
		    struct db_abilities *a)
{
	MYSQL_RES *result;
	MYSQL_ROW row;

	if (mysql_query(mysql, sql) != 0)
		return false;
	result = mysql_store_result(mysql);
	while (result && (row = mysql_fetch_row(result)))
		if (row[0] && row[1])
			take(a, row[0], row[1]);
	mysql_free_result(result);
	return true;
}

static void take_variable(struct db_abilities *a, const char *name,
			  const char *value)
{
	bool on = strcmp(value, "OFF") != 0 && strcmp(value, "0") != 0;

	if (strcmp(name, "read_only") == 0)
		a->read_only = on;
	else if (strcmp(name, "wsrep_on") == 0)
		a->galera = on;
}

static void take_status(struct db_abilities *a, const char *name,
			const char *value)
{
	if (strcmp(name, "wsrep_ready") == 0)
		a->ready = strcmp(value, "ON") == 0;
	else if (strcmp(name, "wsrep_cluster_status") == 0)
		a->primary = strcmp(value, "Primary") == 0;
}

static bool look_at(MYSQL *mysql, struct db_abilities *a)
{
	*a = (struct db_abilities){ 0 };
	if (!look_up(mysql,
		     "SHOW GLOBAL VARIABLES WHERE Variable_name IN "
		     "('read_only', 'wsrep_on')",
		     take_variable, a))
		return false;
	return !a->galera ||
	       look_up(mysql,
		       "SHOW GLOBAL STATUS WHERE Variable_name IN "
		       "('wsrep_ready', 'wsrep_cluster_status')",
		       take_status, a);
}

const char *db_unfit(const struct db_abilities *a, bool writes)
{
	if (a->galera && !a->primary)
		return "is a Galera node outside the primary component";
	if (a->galera && !a->ready)
		return "is a Galera node that is not ready yet";
	return writes && a->read_only ? "is read-only" : NULL;
}

/* What is known of the hosts while one is looked for. */
struct hunt {
	struct db *db;
	const char *names[NAMES_MAX];
	size_t count;
	MYSQL *spare; /* can only be read */
	const char *spare_name;
	enum err codes[NAMES_MAX];
	struct error troubles[NAMES_MAX];
};

static void look_for_one(struct hunt *h, size_t i)
{
	struct error *e = &h->troubles[i];
	bool only_reads = h->db->only_reads || h->db->user == DB_USER_READER;
	struct db_abilities a;
	const char *unfit;
	struct host host;
	MYSQL *mysql = NULL;

	h->codes[i] = host_parse(h->names[i], &host, e);
	if (h->codes[i] == ERR_OK)
		h->codes[i] = attempt(h->db, &host, &mysql, e);
	if (h->codes[i] != ERR_OK)
		return;
	if (!look_at(mysql, &a)) {
		h->codes[i] = connect_failed(mysql, &host, e);
		mysql_close(mysql);
		return;
	}
	unfit = db_unfit(&a, h->db->user != DB_USER_READER);
	if (!unfit) {
		h->db->mysql = mysql;
		return;
	}
	h->codes[i] = err_set(e, ERR_NET, "%s", unfit);
	if (only_reads && !h->spare && !db_unfit(&a, false)) {
		h->spare = mysql;
		h->spare_name = h->names[i];
		return;
	}
	mysql_close(mysql);
}

/* Of each host what its trouble is, in equal shares of the room there is. */
static enum err tell_all(const struct hunt *h, struct error *e)
{
	char text[sizeof e->msg];
	char one[sizeof e->msg];
	enum err code = h->codes[0];
	size_t room = sizeof text - sizeof "database: ";
	size_t used = 0;
	size_t i;

	for (i = 0; i < h->count; i++) {
		size_t share = (room - used) / (h->count - i);

		(void)text_format(one, share - 1, "%s%s: %s", i ? "; " : "",
				  h->names[i], h->troubles[i].msg);
		copy_text(text + used, sizeof text - used, one);
		used += strlen(one);
		/* what passes by itself decides whether it is tried again */
		if (err_transient(h->codes[i]))
			code = h->codes[i];
	}
	return err_set(e, code, "database: %s", text);
}

static enum err try_socket(struct db *db, struct error *e)
{
	enum err code = attempt(db, NULL, &db->mysql, e);

	if (code != ERR_OK) /* `e` may be NULL, and has no code then */
		err_prefix(e, "database");
	return code;
}

enum err db_find_server(struct db *db, struct error *e)
{
	static bool told; /* by this process */
	const struct config *c = db->config;
	bool reader = db->user == DB_USER_READER;
	char copies[2][CONFIG_TEXT_BYTES];
	struct hunt h = { .db = db };
	struct error ignored;
	size_t own;
	size_t i;

	h.count =
		config_split(reader ? c->db_read_hosts : c->db_hosts, copies[0],
			     sizeof copies[0], h.names, CONFIG_HOSTS_MAX);
	if (!h.count)
		return try_socket(db, e);
	own = h.count;
	if (db->only_reads && !reader)
		h.count += config_split(c->db_read_hosts, copies[1],
					sizeof copies[1], h.names + h.count,
					CONFIG_HOSTS_MAX);
	for (i = 0; i < h.count && !db->mysql; i++) {
		if (h.spare && i >= own) /* before a copy */
			break;
		look_for_one(&h, i);
	}
	if (!db->mysql && h.spare) {
		if (!told)
			log_warn("reading from %s, which cannot be written to",
				 h.spare_name);
		told = true;
		db->mysql = h.spare;
		return ERR_OK;
	}
	if (h.spare)
		mysql_close(h.spare);
	return db->mysql ? ERR_OK : tell_all(&h, e ? e : &ignored);
}
