/* What every answer from the snapshot has in common. */
#ifndef API_PUBLIC_H
#define API_PUBLIC_H

#include "catalog/snapshot.h"
#include "web/call.h"

/*
 * The snapshot to answer from, with the caching headers set: ETag from the
 * data version, the data and the query, Age when the database was not seen
 * lately.  NULL when there is none yet: 503 stands in the response.
 */
const struct snapshot *public_begin(struct call *call);

#endif
