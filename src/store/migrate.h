/*
 * Bringing the schema up to date: the numbered files of sql_dir (NNN_name.sql),
 * in order, each once, remembered with its checksum.
 *
 * Safe to run twice at once: a row lock held on a second connection lets one
 * migrator work and the others wait.  On two nodes of a Galera cluster, where
 * such a lock is not seen, both work, and what they do twice does no harm; the
 * one that meets the other's transaction begins again.  MariaDB commits at
 * every DDL statement, so a file that was cut off half-way is run again from
 * its start; every statement in it must bear that (IF NOT EXISTS, INSERT
 * IGNORE).
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "db/db.h"

struct migration_report {
	int applied; /* numbered files */
	int loaded;  /* reference tables (store/reference.h) */
};

/* Schema, reference tables, grants.  ERR_CONFLICT: a file that was applied has
 * changed since, or the tables are those of a newer program (schema.h). */
MUST_CHECK enum err migrate_run(struct db *db, const struct config *config,
				struct migration_report *report,
				struct error *e);

#endif
