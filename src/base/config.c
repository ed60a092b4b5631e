#include "base/config.h"

#include "base/config_complete.h"
#include "base/config_words.h"
#include "base/file.h"
#include "base/host.h"

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
enum { FILE_MAX_BYTES = 64 * 1024, LINE_MAX_BYTES = INI_MAX_LINE - 2 };

enum type {
	TEXT,
	SECRET,
	URL,
	HOSTS,
	NUMBER,
	SOURCE_NAME,
	TLS_NAME,
	AREA_LIST,
	LEVEL,
};

struct key {
	const char *name;
	enum type type;
	size_t offset;
	size_t size; /* of a text */
	int min;
	int max;
	const char *standard;
};

#define AT_TEXT(field) \
	offsetof(struct config, field), sizeof((struct config *)0)->field, 0, 0
#define AT_INT(field, min, max) offsetof(struct config, field), 0, min, max

/* clang-format off */
static const struct key keys[] = {
	{ "alert_email_to", TEXT, AT_TEXT(alert_email_to), "" },
	{ "alert_webhook_secret", SECRET, AT_TEXT(alert_webhook_secret), "" },
	{ "alert_webhook_url", SECRET, AT_TEXT(alert_webhook_url), "" },
	{ "api_keys", SECRET, AT_TEXT(api_keys), "" },
	{ "api_url", URL, AT_TEXT(api_url),
	  "https://api.bls.gov/publicAPI/v2/timeseries/data/" },
	{ "api_workers", NUMBER, AT_INT(api_workers, 1, 64), "4" },
	{ "areas", AREA_LIST, AT_INT(areas, 0, 0), "national" },
	{ "base_url", URL, AT_TEXT(base_url), "http://127.0.0.1:8080" },
	{ "batch_size", NUMBER, AT_INT(batch_size, 1, 1000), "50" },
	{ "concurrency", NUMBER, AT_INT(concurrency, 1, 5), "5" },
	{ "contact_email", TEXT, AT_TEXT(contact_email), "" },
	{ "daily_quota", NUMBER, AT_INT(daily_quota, 1, 1000000), "500" },
	{ "db_api_password", SECRET, AT_TEXT(db_api_password), "" },
	{ "db_api_user", TEXT, AT_TEXT(db_api_user), "" },
	{ "db_hosts", HOSTS, AT_TEXT(db_hosts), "" },
	{ "db_migrate_password", SECRET, AT_TEXT(db_migrate_password), "" },
	{ "db_migrate_user", TEXT, AT_TEXT(db_migrate_user), "" },
	{ "db_name", TEXT, AT_TEXT(db_name), "bls_sync" },
	{ "db_password", SECRET, AT_TEXT(db_password), "" },
	{ "db_read_hosts", HOSTS, AT_TEXT(db_read_hosts), "" },
	{ "db_socket", TEXT, AT_TEXT(db_socket), "/run/mysqld/mysqld.sock" },
	{ "db_tls", TLS_NAME, AT_INT(db_tls, 0, 0), "auto" },
	{ "db_tls_ca", TEXT, AT_TEXT(db_tls_ca), "" },
	{ "db_user", TEXT, AT_TEXT(db_user), "bls_sync" },
	{ "flat_url", URL, AT_TEXT(flat_url),
	  "https://download.bls.gov/pub/time.series/oe/" },
	{ "host_id", TEXT, AT_TEXT(host_id), "" },
	{ "lock_file", TEXT, AT_TEXT(lock_file), "" },
	{ "log_level", LEVEL, AT_INT(log_level, 0, 0), "info" },
	{ "requests_per_10s", NUMBER, AT_INT(requests_per_10s, 0, 50), "50" },
	{ "session_hours", NUMBER, AT_INT(session_hours, 1, 720), "12" },
	{ "smtp_from", TEXT, AT_TEXT(smtp_from), "" },
	{ "smtp_password", SECRET, AT_TEXT(smtp_password), "" },
	{ "smtp_url", TEXT, AT_TEXT(smtp_url), "" },
	{ "smtp_user", TEXT, AT_TEXT(smtp_user), "" },
	{ "source", SOURCE_NAME, AT_INT(source, 0, 0), "auto" },
	{ "sql_dir", TEXT, AT_TEXT(sql_dir), PREFIX "/share/bls-sync/sql" },
	{ "state_dir", TEXT, AT_TEXT(state_dir), "/var/lib/bls-sync" },
	{ "sync_program", TEXT, AT_TEXT(sync_program),
	  PREFIX "/bin/bls-sync" },
};
/* clang-format on */

static enum err set_text(char *field, const struct key *key, const char *value,
			 struct error *e)
{
	if (key->type == URL && strncmp(value, "http://", 7) != 0 &&
	    strncmp(value, "https://", 8) != 0)
		return err_set(e, ERR_ARG,
			       "%s must start with http:// or https://",
			       key->name);
	if (!copy_text(field, key->size, value))
		return err_set(e, ERR_ARG, "%s is longer than %zu bytes",
			       key->name, key->size - 1);
	return ERR_OK;
}

bool source_parse(const char *name, enum source *source)
{
	int place;

	if (words_one(&words_source, "source", name, &place, NULL) != ERR_OK)
		return false;
	*source = (enum source)place;
	return true;
}

static enum err set_areas(int *field, const char *value, struct error *e)
{
	enum err code = words_some(&words_areas, "areas", value, field, e);

	if (code == ERR_OK && !(*field & AREA_NATIONAL))
		code = err_set(e, ERR_ARG, "areas must contain national");
	return code;
}

/* Each of them can be read as a server's name. */
static enum err set_hosts(char *field, const struct key *key, const char *value,
			  struct error *e)
{
	const char *hosts[CONFIG_HOSTS_MAX + 1];
	char copy[CONFIG_TEXT_BYTES];
	size_t count =
		config_split(value, copy, sizeof copy, hosts, COUNT_OF(hosts));
	struct host host;
	size_t i;

	if (count > CONFIG_HOSTS_MAX)
		return err_set(e, ERR_ARG, "%s has more than %d hosts",
			       key->name, CONFIG_HOSTS_MAX);
	for (i = 0; i < count; i++)
		if (host_parse(hosts[i], &host, e) != ERR_OK)
			return err_prefix(e, "%s", key->name);
	return set_text(field, key, value, e);
}

static enum err set_value(struct config *c, const struct key *key,
			  const char *value, struct error *e)
{
	char *place = (char *)c + key->offset;
	int *number = (int *)(void *)place;
	enum log_level level;
	int64_t parsed;

	switch (key->type) {
	case TEXT:
	case SECRET:
	case URL:
		return set_text(place, key, value, e);
	case HOSTS:
		return set_hosts(place, key, value, e);
	case NUMBER:
		if (!parse_int64(value, key->min, key->max, &parsed))
			return err_set(e, ERR_ARG,
				       "%s is \"%.40s\"; it must be a number "
				       "from %d to %d",
				       key->name, value, key->min, key->max);
		*number = (int)parsed;
		return ERR_OK;
	case SOURCE_NAME:
		return words_one(&words_source, key->name, value, number, e);
	case TLS_NAME:
		return words_one(&words_tls, key->name, value, number, e);
	case AREA_LIST:
		return set_areas(number, value, e);
	case LEVEL:
		if (!log_level_parse(value, &level))
			return err_set(e, ERR_ARG,
				       "log_level is \"%.40s\"; it must be "
				       "debug, info, warn or error",
				       value);
		*number = (int)level;
		return ERR_OK;
	}
	return err_set(e, ERR_ARG, "%s has no type", key->name);
}

static const struct key *find_key(const char *name)
{
	size_t i;

	for (i = 0; i < COUNT_OF(keys); i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

struct reading {
	struct config *config;
	struct error *e;
	bool seen[COUNT_OF(keys)];
};

/* libinih calls again with the same key when a line is indented; for the list
 * of keys, which may be long, that is meant. */
static enum err set_again(struct reading *r, const struct key *key,
			  const char *value)
{
	char list[sizeof r->config->api_keys + INI_MAX_LINE];

	if (key->offset != offsetof(struct config, api_keys))
		return err_set(r->e, ERR_ARG,
			       "%s stands there twice, or its value goes on in "
			       "an indented line",
			       key->name);
	(void)snprintf(list, sizeof list, "%s,%s", r->config->api_keys, value);
	return set_value(r->config, key, list, r->e);
}

/* libinih's callback: 0 stops at this line. */
static int on_pair(void *user, const char *section, const char *name,
		   const char *value)
{
	struct reading *r = user;
	const struct key *key;

	if (section[0] && strcmp(section, "bls-sync") != 0) {
		(void)err_set(r->e, ERR_ARG,
			      "unknown section [%.40s]; only [bls-sync] or "
			      "none is known",
			      section);
		return 0;
	}
	key = find_key(name);
	if (!key) {
		(void)err_set(r->e, ERR_ARG, "unknown key \"%.40s\"", name);
		return 0;
	}
	if (r->seen[key - keys])
		return set_again(r, key, value) == ERR_OK;
	r->seen[key - keys] = true;
	return set_value(r->config, key, value, r->e) == ERR_OK;
}

static enum err read_file(struct config *c, const char *path, struct error *e)
{
	struct reading reading = { .config = c, .e = e };
	char absolute[PATH_MAX];
	char reason[sizeof e->msg];
	struct str text = STR_INIT(FILE_MAX_BYTES);
	int line;
	enum err code;

	if (!realpath(path, absolute))
		return err_set(e, ERR_ARG, "%s: %s", path,
			       strerrordesc_np(errno));
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
	if (!copy_text(c->file, sizeof c->file, absolute))
		return err_set(e, ERR_ARG, "%s: path too long", path);
	return ERR_OK;
}

static enum err read_environment(struct config *c, struct error *e)
{
	char name[64];
	const char *value;
	size_t i;
	size_t n;

	for (i = 0; i < COUNT_OF(keys); i++) {
		(void)snprintf(name, sizeof name, "BLS_SYNC_%s", keys[i].name);
		for (n = 0; name[n]; n++)
			name[n] = (char)toupper((unsigned char)name[n]);
		value = secure_getenv(name);
		if (value && set_value(c, &keys[i], value, e) != ERR_OK)
			return err_prefix(e, "environment %s", name);
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
		code = set_value(c, &keys[i], keys[i].standard, e);
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
	code = read_environment(c, e);
	if (code != ERR_OK)
		return code;
	return config_complete(c, e);
}

static void print_secrets(const char *name, const char *list)
{
	const char *items[CONFIG_KEYS_MAX];
	char copy[CONFIG_TEXT_BYTES * 2];
	size_t count;
	size_t i;

	count = config_split(list, copy, sizeof copy, items, CONFIG_KEYS_MAX);
	printf("%s = ", name);
	for (i = 0; i < count; i++)
		printf("%s(set)", i ? "," : "");
	printf("\n");
}

void config_print(const struct config *c)
{
	static const char *const levels[] = { "debug", "info", "warn",
					      "error" };
	size_t i;

	for (i = 0; i < COUNT_OF(keys); i++) {
		const char *place = (const char *)c + keys[i].offset;
		const int *number = (const int *)(const void *)place;

		switch (keys[i].type) {
		case TEXT:
		case URL:
		case HOSTS:
			printf("%s = %s\n", keys[i].name, place);
			break;
		case SECRET:
			print_secrets(keys[i].name, place);
			break;
		case NUMBER:
			printf("%s = %d\n", keys[i].name, *number);
			break;
		case SOURCE_NAME:
			printf("source = %s\n", words_source.list[*number]);
			break;
		case TLS_NAME:
			printf("db_tls = %s\n", words_tls.list[*number]);
			break;
		case AREA_LIST:
			printf("areas = ");
			words_print(&words_areas, *number);
			printf("\n");
			break;
		case LEVEL:
			printf("log_level = %s\n", levels[*number]);
			break;
		}
	}
}
