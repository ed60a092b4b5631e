/*
 * Reading an answer of the BLS API.  Every answer is untrusted: size, depth and
 * types are checked, and each series asked for gets a verdict of its own.
 *
 * The series decide: where one of them has its figure the answer is good,
 * whatever `status` and `message` say; those only explain what is missing.
 *
 * Oddities that are met here: scalars are strings; `Results` is an object, an
 * array of one, {}, null or absent; `footnotes` is [{}] for none; surplus
 * series are dropped in silence with a message; an unknown series is a success
 * with an empty `data`; the newest row is not always first.
 */
#ifndef BLS_REPLY_H
#define BLS_REPLY_H

#include "bls/footnote.h"
#include "bls/outcome.h"
#include "bls/series.h"
#include "model/figure.h"

enum {
	BLS_REPLY_MAX_BYTES = 4 * 1024 * 1024,
	BLS_MESSAGE_BYTES = 200,
	BLS_SERIES_MAX = 50,
};

enum series_verdict {
	SERIES_MISSING, /* not in the answer, or empty without a word */
	SERIES_FIGURE,  /* `figure`: a value, or withheld with its reason */
	SERIES_DOES_NOT_EXIST,
	SERIES_NO_DATA,    /* exists, but nothing for this release */
	SERIES_LOCKED,     /* "Database is locked": ask again */
	SERIES_MALFORMED,  /* a row that cannot be understood */
	SERIES_OTHER_YEAR, /* `year`: older (stale) or newer (new release) */
};

struct series_result {
	enum series_verdict verdict;
	int year;
	struct figure figure;
};

struct bls_reply {
	enum bls_class outcome;
	char message[BLS_MESSAGE_BYTES]; /* for people; keys masked */
	int unknown_footnotes; /* rows with a code that nobody knows here */
	char unknown_footnote[FOOTNOTE_CODE_BYTES]; /* of the first one */
	int series_limit; /* "reduced to the ... limit of N series"; 0 = not */
	struct series_result results[BLS_SERIES_MAX]; /* in the order asked */
};

/*
 * What was asked, borrowed: the answer is judged by it.
 */
struct bls_question {
	const struct series_id *ids;
	size_t count;      /* at most BLS_SERIES_MAX */
	int expected_year; /* 0: any is right (look-up of the newest release) */
	const char *key;   /* what was sent, to be masked */
};

void bls_reply_parse(const struct bls_question *question, const char *body,
		     size_t length, struct bls_reply *reply);

#endif
