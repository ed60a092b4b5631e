/*
 * oe.area, BLS's list of areas:
 *
 *	state_code<TAB>area_code<TAB>areatype_code<TAB>area_name
 *	01<TAB>0011500<TAB>M<TAB>Anniston-Oxford-Jacksonville, AL
 */
#ifndef BLS_FLAT_AREA_H
#define BLS_FLAT_AREA_H

#include "bls/labstat.h"
#include "model/area.h"

enum { FLAT_AREA_MAX_BYTES = 512 * 1024, FLAT_AREAS_MAX = 4096 };

struct flat_areas {
	struct area_entry *of; /* in the order of the file */
	size_t count;
	struct area_fault *faults; /* lines of no use whose area is known */
	size_t fault_count;
	struct labstat_notes notes; /* all lines of no use, and why */
};

/*
 * States and metropolitan areas; the nation is left out.  A line that is of no
 * use loses its own area and no other; a kind of area that is none of these is
 * counted as unknown.  `whole`: see labstat_end().
 *
 * ERR_FORMAT when the body is no such list (HTML, say), ERR_REMOTE when it is
 * cut or names no area; `out->notes` are filled in any case.  To be released.
 */
MUST_CHECK enum err flat_areas_parse(const char *body, size_t length,
				     bool whole, struct flat_areas *out,
				     struct error *e);
void flat_areas_release(struct flat_areas *areas);

#endif
