/*
 * oe.area, BLS's list of areas:
 *
 *	state_code<TAB>area_code<TAB>areatype_code<TAB>area_name
 *	01<TAB>0011500<TAB>M<TAB>Anniston-Oxford-Jacksonville, AL
 */
#ifndef BLS_FLAT_AREA_H
#define BLS_FLAT_AREA_H

#include "base/err.h"
#include "model/area.h"

enum { FLAT_AREA_MAX_BYTES = 512 * 1024, FLAT_AREAS_MAX = 4096 };

/*
 * States and metropolitan areas in the order of the file; the nation, and
 * types that are none of both, are left out.  The caller frees *out.
 * ERR_REMOTE when the body is not whole, or anything else (HTML, say).
 */
MUST_CHECK enum err flat_area_parse(const char *body, struct area_entry **out,
				    size_t *count, struct error *e);

#endif
