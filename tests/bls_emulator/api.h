/*
 * The API's application: checks a request in BLS's order and writes the
 * answer. Runs under the state's lock.
 */
#ifndef BLS_EMULATOR_API_H
#define BLS_EMULATOR_API_H

#include "exchange.h"

void api_answer(struct exchange *x);

#endif
