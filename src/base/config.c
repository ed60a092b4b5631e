#include "base/config.h"

#include "base/config_complete.h"
#include "base/config_value.h"
#include "base/environment.h"
#include "base/file.h"
#include "base/nearest.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef PREFIX
#define PREFIX "/usr/local"
#endif

/* Of a longer line libinih would take the rest for the next one. */
enum {
	FILE_MAX_BYTES = 64 * 1024,
	LINE_MAX_BYTES = INI_MAX_LINE - 2,
	NAME_BYTES = 64, /* of a key */
};

#define AT_TEXT(field) \
	offsetof(struct config, field), sizeof((struct config *)0)->field, 0, 0
#define AT_INT(field, min, max) offsetof(struct config, field), 0, min, max

/* clang-format off */
static const struct config_key keys[] = {
	{ "alert_email_to", CONFIG_TEXT, AT_TEXT(alert_email_to), "" },
	{ "alert_webhook_secret", CONFIG_SECRET, AT_TEXT(alert_webhook_secret), "" },
	{ "alert_webhook_url", CONFIG_SECRET, AT_TEXT(alert_webhook_url), "" },
	{ "api_keys", CONFIG_SECRET, AT_TEXT(api_keys), "" },
	{ "api_url", CONFIG_URL, AT_TEXT(api_url),
	  "https://api.bls.gov/publicAPI/v2/timeseries/data/" },
	{ "api_workers", CONFIG_NUMBER, AT_INT(api_workers, 1, 64), "4" },
	{ "areas", CONFIG_AREAS, AT_INT(areas, 0, 0), "national" },
	{ "base_url", CONFIG_URL, AT_TEXT(base_url), "http://127.0.0.1:8080" },
	{ "batch_size", CONFIG_NUMBER, AT_INT(batch_size, 1, 1000), "50" },
	{ "concurrency", CONFIG_NUMBER, AT_INT(concurrency, 1, 5), "5" },
	{ "contact_email", CONFIG_TEXT, AT_TEXT(contact_email), "" },
	{ "daily_quota", CONFIG_NUMBER, AT_INT(daily_quota, 1, 1000000), "500" },
	{ "db_api_password", CONFIG_SECRET, AT_TEXT(db_api_password), "" },
	{ "db_api_user", CONFIG_TEXT, AT_TEXT(db_api_user), "" },
	{ "db_hosts", CONFIG_HOSTS, AT_TEXT(db_hosts), "" },
	{ "db_migrate_password", CONFIG_SECRET, AT_TEXT(db_migrate_password), "" },
	{ "db_migrate_user", CONFIG_TEXT, AT_TEXT(db_migrate_user), "" },
	{ "db_name", CONFIG_TEXT, AT_TEXT(db_name), "bls_sync" },
	{ "db_password", CONFIG_SECRET, AT_TEXT(db_password), "" },
	{ "db_read_hosts", CONFIG_HOSTS, AT_TEXT(db_read_hosts), "" },
	{ "db_socket", CONFIG_TEXT, AT_TEXT(db_socket), "/run/mysqld/mysqld.sock" },
	{ "db_tls", CONFIG_TLS, AT_INT(db_tls, 0, 0), "auto" },
	{ "db_tls_ca", CONFIG_TEXT, AT_TEXT(db_tls_ca), "" },
	{ "db_user", CONFIG_TEXT, AT_TEXT(db_user), "bls_sync" },
	{ "flat_url", CONFIG_URL, AT_TEXT(flat_url),
	  "https://download.bls.gov/pub/time.series/oe/" },
	{ "host_id", CONFIG_TEXT, AT_TEXT(host_id), "" },
	{ "lock_file", CONFIG_TEXT, AT_TEXT(lock_file), "" },
	{ "log_level", CONFIG_LEVEL, AT_INT(log_level, 0, 0), "info" },
	{ "requests_per_10s", CONFIG_NUMBER, AT_INT(requests_per_10s, 0, 50), "50" },
	{ "session_hours", CONFIG_NUMBER, AT_INT(session_hours, 1, 720), "12" },
	{ "smtp_from", CONFIG_TEXT, AT_TEXT(smtp_from), "" },
	{ "smtp_password", CONFIG_SECRET, AT_TEXT(smtp_password), "" },
	{ "smtp_url", CONFIG_TEXT, AT_TEXT(smtp_url), "" },
	{ "smtp_user", CONFIG_TEXT, AT_TEXT(smtp_user), "" },
	{ "source", CONFIG_SOURCE, AT_INT(source, 0, 0), "auto" },
	{ "source_complete", CONFIG_COMPLETE, AT_INT(source_complete, 0, 0),
	  "auto" },
	{ "sql_dir", CONFIG_TEXT, AT_TEXT(sql_dir), PREFIX "/share/bls-sync/sql" },
	{ "state_dir", CONFIG_TEXT, AT_TEXT(state_dir), "/var/lib/bls-sync" },
	{ "streams_per_account", CONFIG_NUMBER,
	  AT_INT(streams_per_account, 1, 16384), "32" },
	{ "sync_program", CONFIG_TEXT, AT_TEXT(sync_program),
	  PREFIX "/bin/bls-sync" },
};
/* clang-format on */

static const char environment_prefix[] = "BLS_SYNC_";

/* Of the environment only: where the file is, and the time of tests. */
static const char *const no_keys[] = { "CONFIG", "CLOCK_OFFSET_S" };

static const struct config_key *find_key(const char *name)
{
	size_t i;

	for (i = 0; i < COUNT_OF(keys); i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

/* For "did you mean": the key that is most like an unknown one, or NULL. */
static const struct config_key *nearest_key(const char *name)
{
	struct nearest n = NEAREST_TO(name);
	size_t i;

	for (i = 0; i < COUNT_OF(keys); i++)
		nearest_offer(&n, keys[i].name);
	return n.name ? find_key(n.name) : NULL;
}

struct reading {
	struct config *config;
	struct error *e;
	bool migrate; /* the file beside, which has two keys */
	bool seen[COUNT_OF(keys)];
};

/* libinih calls again with the same key when a line is indented; for the list
 * of keys, which may be long, that is meant. */
static enum err set_again(struct reading *r, const struct config_key *key,
			  const char *value)
{
	char list[sizeof r->config->api_keys + INI_MAX_LINE];

	if (key->offset != offsetof(struct config, api_keys))
		return err_set(r->e, ERR_ARG,
			       "%s stands there twice, or its value goes on in "
			       "an indented line",
			       key->name);
	(void)snprintf(list, sizeof list, "%s,%s", r->config->api_keys, value);
	return config_value_set(r->config, key, list, r->e);
}

/* libinih's callback: 0 stops at this line. */
static int on_pair(void *user, const char *section, const char *name,
		   const char *value)
{
	struct reading *r = user;
	const struct config_key *key;

	if (section[0] && strcmp(section, "bls-sync") != 0) {
		(void)err_set(r->e, ERR_ARG,
			      "unknown section [%.40s]; only [bls-sync] or "
			      "none is known",
			      section);
		return 0;
	}
	key = find_key(name);
	if (!key) {
		key = nearest_key(name);
		(void)err_set(r->e, ERR_ARG, "unknown key \"%.40s\"%s%s", name,
			      key ? "; did you mean " : "",
			      key ? key->name : "");
		return 0;
	}
	if (r->migrate && strncmp(key->name, "db_migrate_", 11) != 0) {
		(void)err_set(r->e, ERR_ARG,
			      "%s belongs in the configuration beside this "
			      "file; here are db_migrate_user and "
			      "db_migrate_password",
			      key->name);
		return 0;
	}
	if (r->seen[key - keys])
		return set_again(r, key, value) == ERR_OK;
	r->seen[key - keys] = true;
	return config_value_set(r->config, key, value, r->e) == ERR_OK;
}

static enum err read_pairs(struct config *c, const char *path, bool migrate,
			   struct error *e)
{
	struct reading reading = { .config = c, .e = e, .migrate = migrate };
	char reason[sizeof e->msg];
	struct str text = STR_INIT(FILE_MAX_BYTES);
	int line;
	enum err code;

	code = file_read_lines(path, LINE_MAX_BYTES, &text, e);
	if (code != ERR_OK) {
		str_release(&text);
		e->code = ERR_ARG; /* a folder, or no text that can be one */
		return ERR_ARG;
	}
	e->msg[0] = '\0';
	line = ini_parse_string(text.data, on_pair, &reading);
	str_release(&text);
	if (line > 0) {
		copy_text(reason, sizeof reason,
			  e->msg[0] ? e->msg : "not \"key = value\"");
		return err_set(e, ERR_ARG, "%s:%d: %s", path, line, reason);
	}
	return ERR_OK;
}

/* Of the file `name` beside the one that was read. */
static void path_beside(const struct config *c, const char *name, char *out,
			size_t size)
{
	int folder = (int)(strrchr(c->file, '/') - c->file);

	(void)snprintf(out, size, "%.*s/%s", folder, c->file, name);
}

/* Who may change the schema stands in a file of its own, which the services
 * and cron need not, and so must not, be able to read. */
static enum err read_migrate_file(struct config *c, struct error *e)
{
	static const char name[] = "migrate.ini";
	char path[sizeof c->file + sizeof name];

	path_beside(c, name, path, sizeof path);
	if (access(path, F_OK) != 0)
		return ERR_OK;
	if (access(path, R_OK) != 0) {
		copy_text(c->migrate_hidden, sizeof c->migrate_hidden, path);
		return ERR_OK;
	}
	return read_pairs(c, path, true, e);
}

static enum err read_file(struct config *c, const char *path, struct error *e)
{
	char absolute[PATH_MAX];
	enum err code;

	if (!realpath(path, absolute))
		return err_set(e, ERR_ARG, "%s: %s", path,
			       strerrordesc_np(errno));
	if (!copy_text(c->file, sizeof c->file, absolute))
		return err_set(e, ERR_ARG, "%s: path too long", path);
	code = read_pairs(c, path, false, e);
	return code == ERR_OK ? read_migrate_file(c, e) : code;
}

static void environment_name(const char *key, char out[NAME_BYTES])
{
	size_t i;

	(void)snprintf(out, NAME_BYTES, "%s%s", environment_prefix, key);
	for (i = 0; out[i]; i++)
		out[i] = (char)toupper((unsigned char)out[i]);
}

/* BLS_SYNC_FOO=1 is a mistake like `foo = 1` in the file. */
static enum err check_environment_name(const char *variable, struct error *e)
{
	const char *key = variable + strlen(environment_prefix);
	int length = (int)strcspn(key, "=");
	char said[NAME_BYTES];
	char name[NAME_BYTES];
	const struct config_key *near;
	size_t i;

	(void)snprintf(said, sizeof said, "%.*s", length, key);
	for (i = 0; i < COUNT_OF(no_keys); i++)
		if (strcmp(said, no_keys[i]) == 0)
			return ERR_OK;
	for (i = 0; i < COUNT_OF(keys); i++) {
		environment_name(keys[i].name, name);
		if (strcmp(said, name + strlen(environment_prefix)) == 0)
			return ERR_OK;
	}
	near = nearest_key(said);
	if (near)
		environment_name(near->name, name);
	return err_set(e, ERR_ARG, "environment %s%s: no such key%s%s",
		       environment_prefix, said, near ? "; did you mean " : "",
		       near ? name : "");
}

/* Services may have been given it by systemd, which can read it as root. */
static enum err read_environment_file(const struct config *c, struct error *e)
{
	static const char name[] = "environment";
	char path[sizeof c->file + sizeof name];
	enum err code;

	if (!c->file[0])
		return ERR_OK;
	path_beside(c, name, path, sizeof path);
	code = environment_read(path, e);
	if (code != ERR_IO)
		return code;
	log_warn("%s; what it sets is not known here", e->msg);
	return ERR_OK;
}

static enum err read_environment(struct config *c, struct error *e)
{
	char name[NAME_BYTES];
	const char *value;
	char **variable;
	size_t i;

	for (variable = environ; *variable; variable++)
		if (strncmp(*variable, environment_prefix,
			    strlen(environment_prefix)) == 0 &&
		    check_environment_name(*variable, e) != ERR_OK)
			return ERR_ARG;
	for (i = 0; i < COUNT_OF(keys); i++) {
		environment_name(keys[i].name, name);
		value = secure_getenv(name);
		if (value && config_value_set(c, &keys[i], value, e)) {
			err_prefix(e, "environment %s", name);
			return ERR_ARG;
		}
	}
	return ERR_OK;
}

enum err config_load(struct config *c, const char *path, struct error *e)
{
	static const char standard_path[] = "/etc/bls-sync/bls-sync.ini";
	enum err code;
	size_t i;

	*c = (struct config){ 0 };
	for (i = 0; i < COUNT_OF(keys); i++) {
		code = config_value_set(c, &keys[i], keys[i].standard, e);
		if (code != ERR_OK)
			return code;
	}
	if (!path)
		path = secure_getenv("BLS_SYNC_CONFIG");
	if (!path && access(standard_path, F_OK) == 0)
		path = standard_path;
	if (path) {
		code = read_file(c, path, e);
		if (code != ERR_OK)
			return code;
	}
	code = read_environment_file(c, e);
	if (code == ERR_OK)
		code = read_environment(c, e);
	if (code != ERR_OK)
		return code;
	return config_complete(c, e);
}

void config_print(const struct config *c)
{
	size_t i;

	for (i = 0; i < COUNT_OF(keys); i++)
		config_value_print(c, &keys[i]);
}
