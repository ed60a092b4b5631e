/*
 * Finding a server that can do what is wanted, for db.c alone.
 *
 * Each of db_hosts is judged by what it can do now, not by having answered: a
 * read-only server is no use to a writer, a Galera node that is not part of the
 * primary component to nobody (it takes connections, and refuses every
 * statement with 1047).  The first that will do is taken; if none will, the
 * error tells of each what its trouble is.
 *
 * To another machine connections are encrypted, and its certificate must be of
 * its name and signed by db_tls_ca.  A password is never sent as it is: what
 * the server proves it knows is a hash (mysql_native_password) or a signature
 * (client_ed25519); one that asks in another way is refused.
 */
#ifndef DB_CONNECT_H
#define DB_CONNECT_H

#include "db/internal.h"

struct host;

/* Does the connection have to be encrypted?  NULL: the Unix socket. */
MUST_CHECK bool db_needs_tls(const struct config *config,
			     const struct host *host);

/* What a server says of itself. */
struct db_abilities {
	bool read_only;
	bool galera;
	bool ready;   /* wsrep_ready */
	bool primary; /* wsrep_cluster_status */
};

/* Why it is no use, or NULL. */
const char *db_unfit(const struct db_abilities *a, bool writes);

/* One round over all hosts; db->mysql is set if one was found. */
MUST_CHECK enum err db_find_server(struct db *db, struct error *e);

#endif
