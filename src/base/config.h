/*
 * The configuration: one INI file, each key overridable by BLS_SYNC_<KEY> in
 * the environment.  One table in config.c names every key, its type, default
 * and bounds; README.md and src/config.ini.example are checked against it.
 *
 * Variables that the file `environment` beside it sets count as well
 * (base/environment.h).
 *
 * An unknown key or a bad value is an error that names file, line and reason;
 * so is an unknown BLS_SYNC_ variable, named as such.
 * The file holds secrets: it should be readable by its owner and group only.
 * db_migrate_user and db_migrate_password may stand in migrate.ini beside it,
 * readable by root alone: whoever else runs a program goes on without them.
 */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include "base/err.h"
#include "base/log.h"

enum { CONFIG_KEYS_MAX = 16, CONFIG_HOSTS_MAX = 8, CONFIG_TEXT_BYTES = 512 };

enum source { SOURCE_AUTO, SOURCE_API, SOURCE_FLAT };

/* When a connection to the database must be encrypted, its server known. */
enum db_tls {
	DB_TLS_AUTO,     /* to every host that is not this machine */
	DB_TLS_REQUIRED, /* to this machine, too: its port may be forwarded */
};

/* Whether what a source lacks does not exist (bls/origin.h). */
enum complete { COMPLETE_AUTO, COMPLETE_YES, COMPLETE_NO };

enum { /* bits of `areas` */
       AREA_NATIONAL = 1,
       AREA_STATE = 2,
       AREA_METRO = 4,
};

struct config {
	char file[CONFIG_TEXT_BYTES]; /* absolute path, "" = none was read */
	char api_url[CONFIG_TEXT_BYTES];
	char flat_url[CONFIG_TEXT_BYTES];
	char api_keys[CONFIG_TEXT_BYTES * 2]; /* comma list, may be empty */
	char contact_email[CONFIG_TEXT_BYTES];
	int source;           /* enum source */
	int source_complete;  /* enum complete */
	int areas;            /* AREA_ bits */
	int concurrency;      /* transfers in flight */
	int batch_size;       /* occupations per batch of the plan */
	int requests_per_10s; /* 0 = no limit */
	int daily_quota;      /* requests per key and day */
	char db_hosts[CONFIG_TEXT_BYTES];  /* base/host.h, comma between */
	int db_tls;                        /* enum db_tls */
	char db_tls_ca[CONFIG_TEXT_BYTES]; /* PEM; "" = those of the system */
	char db_socket[CONFIG_TEXT_BYTES];
	char db_user[CONFIG_TEXT_BYTES];
	char db_password[CONFIG_TEXT_BYTES];
	char db_api_user[CONFIG_TEXT_BYTES];
	char db_api_password[CONFIG_TEXT_BYTES];
	char db_migrate_user[CONFIG_TEXT_BYTES];
	char db_migrate_password[CONFIG_TEXT_BYTES];
	/* the file that has them, where we may not read it; else "" */
	char migrate_hidden[CONFIG_TEXT_BYTES + 16];
	char db_name[CONFIG_TEXT_BYTES];
	char db_read_hosts[CONFIG_TEXT_BYTES];
	char host_id[CONFIG_TEXT_BYTES]; /* names this host in the lease */
	char lock_file[CONFIG_TEXT_BYTES];
	char state_dir[CONFIG_TEXT_BYTES];
	char sql_dir[CONFIG_TEXT_BYTES];
	char sync_program[CONFIG_TEXT_BYTES];
	char base_url[CONFIG_TEXT_BYTES];
	char alert_webhook_url[CONFIG_TEXT_BYTES];
	char alert_webhook_secret[CONFIG_TEXT_BYTES];
	char alert_email_to[CONFIG_TEXT_BYTES]; /* comma list */
	char smtp_url[CONFIG_TEXT_BYTES];
	char smtp_user[CONFIG_TEXT_BYTES];
	char smtp_password[CONFIG_TEXT_BYTES];
	char smtp_from[CONFIG_TEXT_BYTES];
	int session_hours;
	int streams_per_account;
	int api_workers;
	int log_level; /* enum log_level */
};

/*
 * Read `path` (NULL: BLS_SYNC_CONFIG of the environment, else
 * /etc/bls-sync/bls-sync.ini if it exists, else defaults only), then the
 * environment.  ERR_ARG with "file:line: reason" when something is wrong.
 */
MUST_CHECK enum err config_load(struct config *c, const char *path,
				struct error *e);

/* By enum source: "auto", "api", "flat", NULL. */
extern const char *const source_names[];

/* Print "key = value" lines, secrets masked, on standard output. */
void config_print(const struct config *c);

/* Keys out of the comma list: returns how many, fills pointers into `copy`. */
size_t config_split(const char *list, char *copy, size_t copy_size,
		    const char *items[], size_t max);

#endif
