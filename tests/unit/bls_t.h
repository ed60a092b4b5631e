/* Recorded answers of BLS, and one question with its verdicts. */
#ifndef UNIT_BLS_T_H
#define UNIT_BLS_T_H

#include "base/file.h"
#include "bls/reply.h"

#include "table.h"

#include <stdio.h>
#include <stdlib.h>

#define ID_01 "OEUN000000000000015125201"
#define ID_04 "OEUN000000000000015125204"
#define ID_08 "OEUN000000000000015125208"
#define ID_13 "OEUN000000000000015125213"

#define TEST_KEY "0123456789abcdef0123456789abcdef"

enum { ASKED_MAX = 4 };

/* The body of fixtures/bls/NAME.json; tests run in the project's folder. */
static inline void read_fixture(const char *name, struct str *out)
{
	char path[128];
	struct error e;

	(void)snprintf(path, sizeof path, "tests/unit/fixtures/bls/%s.json",
		       name);
	if (file_read(path, out, &e) != ERR_OK)
		fail_msg("%s", e.msg);
}

/*
 * Judge `body`, as it lies in memory: a copy of exactly its length, so that a
 * sanitizer sees a byte read beyond it.  `ids` ends with NULL.
 */
static inline void judge(const char *body, size_t length,
			 const char *const ids[], int year,
			 struct bls_reply *reply)
{
	struct series_id asked[ASKED_MAX];
	struct bls_question question = { asked, 0, year, TEST_KEY };
	char *copy = xcalloc(length ? length : 1, 1);

	for (; ids[question.count]; question.count++)
		copy_text(asked[question.count].text, SERIES_ID_BYTES,
			  ids[question.count]);
	memcpy(copy, body, length);
	bls_reply_parse(&question, copy, length, reply);
	free(copy);
}

#endif
