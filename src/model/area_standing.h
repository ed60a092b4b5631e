/*
 * Where the states and metropolitan areas of the newest release stand.
 */
#ifndef MODEL_AREA_STANDING_H
#define MODEL_AREA_STANDING_H

#include "base/jw.h"

enum { AREA_STANDING_TEXT_BYTES = 256 };

/* All zero where no areas are wanted. */
struct area_standing {
	int64_t total; /* of BLS's list; the next four add up to it */
	int64_t loaded;
	int64_t failed;
	int64_t skipped; /* without figures in this release */
	int64_t pending;
	int64_t permanent;    /* of the failed: no run tries them by itself */
	int64_t kinds_failed; /* that could not be read at all */
	bool held;            /* a person has to accept them */
	/* why they are held, or why a kind could not be read; "" = neither */
	char trouble[AREA_STANDING_TEXT_BYTES];
};

/* Anything to tell? */
bool area_standing_any(const struct area_standing *s);

/* An object, or null when there is nothing to tell. */
void area_standing_write(struct jw *w, const struct area_standing *s);

#endif
