/* An answer of the BLS API: a verdict for each series, and no key in a text. */
#include "bls/reply.h"
#include "base/utf8.h"

#include "fuzz.h"

#include <string.h>

static const char key[] = "0123456789abcdef0123456789abcdef";

static void check(const struct bls_question *q, const struct bls_reply *reply)
{
	const struct series_result *r;
	size_t i;

	HOLDS(reply->outcome >= BLS_OK && reply->outcome < BLS__MAX);
	HOLDS(memchr(reply->message, 0, sizeof reply->message) != NULL);
	HOLDS(strstr(reply->message, key) == NULL);
	HOLDS(utf8_valid(reply->message, strlen(reply->message)));
	HOLDS(utf8_valid(reply->unknown_footnote,
			 strlen(reply->unknown_footnote)));
	HOLDS(reply->series_limit >= 0);
	for (i = 0; reply->outcome == BLS_OK && i < q->count; i++) {
		r = &reply->results[i];
		HOLDS(r->verdict <= SERIES_OTHER_YEAR);
		if (r->verdict == SERIES_FIGURE && q->expected_year)
			HOLDS(r->year == q->expected_year);
		if (r->verdict == SERIES_OTHER_YEAR)
			HOLDS(r->year != q->expected_year);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct bls_reply reply;
	struct series_id ids[3];
	struct bls_question q = { .ids = ids, .count = 3, .key = key };

	series_national("15-1252", 1, &ids[0]);
	series_national("15-1252", 13, &ids[1]);
	series_national("00-0000", 4, &ids[2]);
	for (q.expected_year = 0; q.expected_year < 2026;
	     q.expected_year += 2025) {
		memset(&reply, 0, sizeof reply);
		bls_reply_parse(&q, (const char *)data, size, &reply);
		check(&q, &reply);
	}
	return 0;
}
