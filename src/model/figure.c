#include "model/figure.h"

#include <string.h>

static const char *const names[] = {
	[REASON_NONE] = NULL,
	[REASON_CAPPED] = "capped",
	[REASON_NOT_RELEASED] = "notReleased",
	[REASON_NOT_PUBLISHED_IN_THIS_FORM] = "notPublishedInThisForm",
	[REASON_NO_SUCH_SERIES] = "noSuchSeries",
	[REASON_NOT_IN_THIS_COPY] = "notInThisCopy",
};
_Static_assert(COUNT_OF(names) == REASON__MAX, "every reason has a name");

enum { WHOLE_DIGITS_MAX = 12, DECIMALS_MAX = 3 };

const char *reason_name(enum reason reason)
{
	return reason < REASON__MAX ? names[reason] : NULL;
}

enum reason reason_parse(const char *name)
{
	int i;

	for (i = 1; name && i < REASON__MAX; i++)
		if (strcmp(name, names[i]) == 0)
			return (enum reason)i;
	return REASON_NONE;
}

struct figure figure_of(int64_t milli)
{
	struct figure figure = { .milli = milli, .decimals = DECIMALS_MAX };
	int64_t rest = milli;

	for (; figure.decimals && rest % 10 == 0; rest /= 10)
		figure.decimals--;
	return figure;
}

bool figure_parse(const char *text, struct figure *out)
{
	bool negative = *text == '-';
	const char *p = text + negative;
	size_t whole = strspn(p, "0123456789");
	size_t decimals = 0;
	int64_t milli = 0;
	size_t i;

	if (!whole || whole > WHOLE_DIGITS_MAX)
		return false;
	if (p[whole] == '.') {
		decimals = strspn(p + whole + 1, "0123456789");
		if (!decimals || decimals > DECIMALS_MAX)
			return false;
	}
	if (p[whole + (decimals ? decimals + 1 : 0)])
		return false;
	for (i = 0; i < whole; i++)
		milli = milli * 10 + (p[i] - '0');
	for (i = 0; i < DECIMALS_MAX; i++)
		milli = milli * 10 +
			(i < decimals ? p[whole + 1 + i] - '0' : 0);
	*out = (struct figure){ .milli = negative ? -milli : milli,
				.decimals = (uint8_t)decimals };
	return true;
}

const char *figure_text(int64_t milli, uint8_t decimals,
			char out[FIGURE_TEXT_BYTES])
{
	char digits[FIGURE_TEXT_BYTES];
	uint64_t rest = milli < 0 ? -(uint64_t)milli : (uint64_t)milli;
	size_t n = 0;
	size_t i = 0;
	int drop;

	for (drop = decimals; drop < DECIMALS_MAX; drop++)
		rest /= 10;
	do {
		if (n == decimals && n)
			digits[n++] = '.';
		digits[n++] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest || n <= decimals);
	if (n == (size_t)decimals && decimals)
		digits[n++] = '.';
	if (milli < 0)
		out[i++] = '-';
	while (n)
		out[i++] = digits[--n];
	out[i] = '\0';
	return out;
}

/* number 56 bits | decimals 4 | reason 4; a capped figure has no value, so its
 * number is the cap. */
enum { PACK_NUMBER = 256, PACK_DECIMALS = 16 };

uint64_t figure_pack(const struct figure *figure)
{
	int64_t number = figure->reason == REASON_CAPPED ? figure->cap_milli
							 : figure->milli;

	return (uint64_t)number * PACK_NUMBER +
	       (uint64_t)figure->decimals * PACK_DECIMALS + figure->reason;
}

struct figure figure_unpack(uint64_t packed)
{
	uint64_t low = packed % PACK_NUMBER;
	int64_t number = (int64_t)(packed - low) / PACK_NUMBER;
	struct figure figure = {
		.decimals = (uint8_t)(low / PACK_DECIMALS),
		.reason = (uint8_t)(low % PACK_DECIMALS),
	};

	if (figure.reason == REASON_CAPPED)
		figure.cap_milli = number;
	else
		figure.milli = number;
	return figure;
}

bool figure_equal(const struct figure *a, const struct figure *b)
{
	return a->milli == b->milli && a->decimals == b->decimals &&
	       a->reason == b->reason && a->cap_milli == b->cap_milli;
}
