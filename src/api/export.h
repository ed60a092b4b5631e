/*
 * The filtered jobs as a file, and the Data Package descriptor beside it
 * (https://datapackage.org).
 */
#ifndef API_EXPORT_H
#define API_EXPORT_H

#include "model/export.h"

struct call;

void export_jobs(struct call *call);        /* GET /api/jobs/export */
void export_datapackage(struct call *call); /* .../export/datapackage.json */

/* datapackage.c: describes what `x` would send from the address `path`; `home`
 * is that of the site. */
void datapackage_write(struct jw *w, const struct exporter *x, const char *home,
		       const char *path);

#endif
