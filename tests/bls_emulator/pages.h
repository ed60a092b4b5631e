/*
 * What is not an answer of BLS's application: error pages of the servers in
 * front of it, and the faults that imitate them.
 */
#ifndef BLS_EMULATOR_PAGES_H
#define BLS_EMULATOR_PAGES_H

#include "exchange.h"

void page_html(struct reply *reply, int status, const char *title,
	       const char *text);
void page_access_denied(struct exchange *x);
void page_not_found(struct reply *reply);
/* retry_after_s 0: without that header. */
void page_too_many_requests(struct reply *reply, long retry_after_s);
/* The answer of a fault of STAGE_EDGE. */
void page_edge_fault(struct exchange *x);
/* Leaves fault->bytes of the body, or half, when the fault is a cut. */
void page_cut(struct reply *reply, const struct fault *fault);

#endif
