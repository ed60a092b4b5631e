/*
 * The JSON around an answer of the API: status, responseTime, message and
 * Results, in the bytes BLS sends.
 */
#ifndef BLS_EMULATOR_ENVELOPE_H
#define BLS_EMULATOR_ENVELOPE_H

#include "faults.h"
#include "web.h"

/* Adds one more message to a list of them. */
void envelope_message(struct text *messages, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* A refusal of the whole request; results is raw JSON, "{}" or "null". */
void envelope_refusal(struct reply *reply, const char *status,
		      const char *message, const char *results);

/* A success: lists of messages and of members of Results.<list>. */
void envelope_success(struct reply *reply, const struct fault *fault,
		      const char *list, const struct text *messages,
		      const struct text *members);

#endif
