/*
 * Time.  Durations come from the monotonic clock, dates from the wall clock,
 * always UTC.  BLS_SYNC_CLOCK_OFFSET_S in the environment shifts the wall clock
 * of the process: tests live through the next quota day with it.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/base.h"

/* Milliseconds since an arbitrary moment; never goes back. */
int64_t clock_monotonic_ms(void);

/* Milliseconds since 1970-01-01T00:00:00Z. */
int64_t clock_now_ms(void);

enum { CLOCK_TEXT_BYTES = 32 };

/* "2026-05-15T14:00:00Z" (RFC 3339), or with `.mmm` when `millis`. */
const char *clock_format(int64_t epoch_ms, bool millis,
			 char out[CLOCK_TEXT_BYTES]);

/* "2026-05-15": the UTC day. */
const char *clock_format_day(int64_t epoch_ms, char out[CLOCK_TEXT_BYTES]);

/* 2026: the UTC year. */
int clock_year(int64_t epoch_ms);

/* RFC 9110 date, "Fri, 15 May 2026 14:00:00 GMT". */
const char *clock_format_http(int64_t epoch_ms, char out[CLOCK_TEXT_BYTES]);

#endif
