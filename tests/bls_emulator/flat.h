/*
 * The flat files of download.bls.gov/pub/time.series/oe/, with that server's
 * manners. Runs under the state's lock.
 */
#ifndef BLS_EMULATOR_FLAT_H
#define BLS_EMULATOR_FLAT_H

#include "exchange.h"

void flat_answer(struct exchange *x);

#endif
