#include "model/forecast.h"

#include "base/text.h"

#include <stdio.h>

enum { SERIES_LIMIT_STANDARD = 50 };

static int64_t round_up(int64_t number, int64_t by)
{
	return (number + by - 1) / by;
}

/* Keys are used in turn, so a request carries what they carry on average. */
static int64_t requests_for(int64_t series, int64_t requests, int64_t capacity)
{
	return capacity ? round_up(series * requests, capacity)
			: round_up(series, SERIES_LIMIT_STANDARD);
}

void forecast_make(int64_t series, const struct forecast_key *keys,
		   size_t count, struct forecast *f)
{
	int64_t series_today = 0;
	int64_t series_daily = 0;
	int64_t daily = 0;
	size_t i;

	*f = (struct forecast){ 0 };
	for (i = 0; i < count; i++) {
		const struct forecast_key *k = &keys[i];

		f->requests_remaining += k->remaining;
		series_today += (int64_t)k->remaining * k->series_limit;
		daily += k->quota;
		series_daily += (int64_t)k->quota * k->series_limit;
	}
	f->requests_needed =
		series_today ? requests_for(series, f->requests_remaining,
					    series_today)
			     : requests_for(series, daily, series_daily);
	f->enough = series <= series_today;
	if (!series)
		f->days = 0;
	else if (f->enough)
		f->days = 1;
	else if (!series_daily)
		f->days = -1;
	else
		f->days = 1 + round_up(series - series_today, series_daily);
}

static const char *requests(int64_t n)
{
	return text_plural(n, "request", "requests");
}

const char *forecast_words(const struct forecast *f,
			   char out[FORECAST_WORDS_BYTES])
{
	int64_t needed = f->requests_needed;
	int64_t remaining = f->requests_remaining;
	int length =
		snprintf(out, FORECAST_WORDS_BYTES,
			 "%lld %s needed, %lld left today: ", (long long)needed,
			 requests(needed), (long long)remaining);
	size_t size = FORECAST_WORDS_BYTES - (size_t)length;

	if (!needed)
		(void)snprintf(out, FORECAST_WORDS_BYTES,
			       "nothing to ask for, %lld %s left today",
			       (long long)remaining, requests(remaining));
	else if (f->enough)
		(void)snprintf(out + length, size, "enough");
	else if (f->days < 0)
		(void)snprintf(out + length, size, "no key can be used");
	else
		(void)snprintf(out + length, size,
			       "not enough, complete after %lld %s",
			       (long long)f->days,
			       text_plural(f->days, "day", "days"));
	return out;
}
