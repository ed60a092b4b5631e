/* Counters for collectors, in the Prometheus text format: /metrics. */
#ifndef API_METRICS_H
#define API_METRICS_H

struct call;

void metrics_show(struct call *call); /* GET, ACCESS_OPEN */

#endif
