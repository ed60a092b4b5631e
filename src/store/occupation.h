/*
 * The occupation list in the database: it comes with the project and grows with
 * what BLS adds.  Nothing is ever taken off it: an occupation that BLS
 * withdraws has no series any more, and that decides (store/publication.h).
 */
#ifndef STORE_OCCUPATION_H
#define STORE_OCCUPATION_H

#include "model/occupation.h"
#include "model/release.h"
#include "store/db.h"
#include "store/lease.h"

/* Has BLS's list been read for this round? */
MUST_CHECK enum err occupations_listed(struct db *db,
				       const struct release *release,
				       bool *listed, struct error *e);

/* ERR_ARG names the first of the codes that is on no list we know. */
MUST_CHECK enum err occupation_check_codes(struct db *db,
					   const char *const *codes,
					   size_t count, struct error *e);

struct occupation_rows {
	const struct occupation *list;
	size_t count;
};

/* Add what is not known yet, *added of them, and note that it was read. */
MUST_CHECK enum err occupations_add(struct db *db, struct lease *lease,
				    const struct release *release,
				    const struct occupation_rows *rows,
				    int64_t *added, struct error *e);

#endif
