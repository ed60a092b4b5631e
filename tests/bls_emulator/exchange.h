/*
 * One request from its arrival to its answer: finds who is responsible, lets
 * the faults strike, waits out the latency, sends, and keeps the tally.
 */
#ifndef BLS_EMULATOR_EXCHANGE_H
#define BLS_EMULATOR_EXCHANGE_H

#include "state.h"
#include "web.h"

struct exchange {
	struct state *state;
	unsigned worker;
	struct request request;
	struct reply reply;
	enum route route;
	enum outcome outcome;
	struct fault fault; /* that strikes this request */
};

void exchange_serve(struct exchange *x);
/* A request that was cut on its way in. */
void exchange_broken(struct exchange *x);

#endif
