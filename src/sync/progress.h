/*
 * What a person at a terminal sees of a run: one line that is drawn again and
 * again.  Elsewhere (a pipe, cron) a plain log line per settled batch.
 */
#ifndef SYNC_PROGRESS_H
#define SYNC_PROGRESS_H

#include "model/run.h"

/* Looks whether standard error is a terminal. */
void progress_begin(void);
void progress_show(const struct run_counters *c, int64_t elapsed_ms);
void progress_end(void);

#endif
