/*
 * The occupation list in the database: it comes with the project, grows with
 * what BLS adds and is renamed as BLS renames.  Nothing is ever taken off it:
 * an occupation that BLS withdraws has no series any more, and that decides
 * (store/publication.h).
 *
 * BLS's own list is kept as it was read for a release.  Codes that are new are
 * added at once, for their series are to be asked for; titles, descriptions and
 * levels change when that release is published, with its figures.
 */
#ifndef STORE_OCCUPATION_H
#define STORE_OCCUPATION_H

#include "db/db.h"
#include "model/occupation.h"
#include "model/release.h"
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

struct occupation_news {
	int64_t added;
	int64_t renamed; /* at once, for the release is published already */
};

/* Keep the list, add what is not known yet, and note that it was read. */
MUST_CHECK enum err occupations_follow(struct db *db, struct lease *lease,
				       const struct release *release,
				       const struct occupation_rows *rows,
				       struct occupation_news *news,
				       struct error *e);

/* In the transaction that publishes a release (NULL: the one that readers see
 * already): its list becomes what they see.  *renamed have other titles now,
 * *changed (may be NULL) anything else. */
MUST_CHECK enum err occupations_rename(struct db *db, const char *release_code,
				       int64_t *renamed, int64_t *changed,
				       struct error *e);

/* After the table was loaded from a file: BLS's list of the release that
 * readers see wins over it. */
MUST_CHECK enum err occupations_restore(struct db *db, struct error *e);

#endif
