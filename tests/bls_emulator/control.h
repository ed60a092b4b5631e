/*
 * The emulator's own routes, by which tests steer and question it.
 *
 * POST /emulator/control   changes the world: all of it or, with 400, nothing
 * POST /emulator/reset     world and tally as at the start
 * GET  /emulator/state     the world and the tally
 * GET  /emulator/asked     series asked for, by occupation
 * GET  /emulator/answered  series delivered with data, by occupation
 */
#ifndef BLS_EMULATOR_CONTROL_H
#define BLS_EMULATOR_CONTROL_H

#include "exchange.h"

void control_answer(struct exchange *x);

#endif
