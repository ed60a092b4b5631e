/* Counters for collectors, in the Prometheus text format: /metrics. */
#ifndef SERVE_METRICS_H
#define SERVE_METRICS_H

struct call;

void metrics_show(struct call *call); /* GET, ACCESS_OPEN */

#endif
