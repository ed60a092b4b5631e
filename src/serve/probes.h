/* Probes for machines: is the process alive, can it answer from data. */
#ifndef SERVE_PROBES_H
#define SERVE_PROBES_H

struct call;

void probes_livez(struct call *call);
void probes_readyz(struct call *call);

#endif
