/*
 * A few areas below the nation, for the flat files: the published figures of
 * five cells of May 2025, all that is known here. Other years have none.
 */
#ifndef BLS_EMULATOR_AREAS_H
#define BLS_EMULATOR_AREAS_H

#include "text.h"

/* Rows of oe.area, in its order, after that of the nation. */
void areas_write_list(struct text *out, int year);

/* Rows of oe.data: areas of type 'M' or 'S'. */
void areas_write_data(struct text *out, int year, char type);

#endif
