/* A round that is held back, for people at a terminal. */
#ifndef CRON_COMMAND_HELD_H
#define CRON_COMMAND_HELD_H

#include "db/db.h"
#include "store/round_standing.h"

/* The rules that it breaks, with the gravest differences of each, on standard
 * output. */
void held_print(struct db *db, const struct round_standing *round);

#endif
