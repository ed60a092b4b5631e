#include "base/clock.h"

#include <stdlib.h>
#include <time.h>

#include <stdio.h>

static int64_t wall_offset_ms(void)
{
	static bool known;
	static int64_t offset_s;
	const char *text;

	if (!known) {
		text = secure_getenv("BLS_SYNC_CLOCK_OFFSET_S");
		if (!text ||
		    !parse_int64(text, -4000000000, 4000000000, &offset_s))
			offset_s = 0;
		known = true;
	}
	return offset_s * 1000;
}

static int64_t read_ms(clockid_t id)
{
	struct timespec now;

	(void)clock_gettime(id, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_monotonic_ms(void)
{
	return read_ms(CLOCK_MONOTONIC);
}

int64_t clock_now_ms(void)
{
	return read_ms(CLOCK_REALTIME) + wall_offset_ms();
}

static struct tm split(int64_t epoch_ms)
{
	time_t seconds = (time_t)(epoch_ms / 1000);
	struct tm parts = { 0 };

	(void)gmtime_r(&seconds, &parts);
	return parts;
}

const char *clock_format(int64_t epoch_ms, bool millis,
			 char out[CLOCK_TEXT_BYTES])
{
	struct tm parts = split(epoch_ms);
	size_t n = strftime(out, CLOCK_TEXT_BYTES, "%Y-%m-%dT%H:%M:%S", &parts);

	if (millis)
		(void)snprintf(out + n, CLOCK_TEXT_BYTES - n, ".%03dZ",
			       (int)(epoch_ms % 1000));
	else
		(void)snprintf(out + n, CLOCK_TEXT_BYTES - n, "Z");
	return out;
}

const char *clock_format_day(int64_t epoch_ms, char out[CLOCK_TEXT_BYTES])
{
	struct tm parts = split(epoch_ms);

	(void)strftime(out, CLOCK_TEXT_BYTES, "%Y-%m-%d", &parts);
	return out;
}

int clock_year(int64_t epoch_ms)
{
	return split(epoch_ms).tm_year + 1900;
}

const char *clock_format_http(int64_t epoch_ms, char out[CLOCK_TEXT_BYTES])
{
	struct tm parts = split(epoch_ms);

	(void)strftime(out, CLOCK_TEXT_BYTES, "%a, %d %b %Y %H:%M:%S GMT",
		       &parts);
	return out;
}
