/*
 * Least privilege: what the roles of sql/setup.sql may do, table by table.
 * Applied after every migration, so that a new table is never open by accident
 * nor closed by oversight.  Where the roles do not exist (a site with a single
 * database user) nothing is done.
 */
#ifndef STORE_GRANTS_H
#define STORE_GRANTS_H

#include "db/db.h"

MUST_CHECK enum err grants_apply(struct db *db, struct error *e);

#endif
