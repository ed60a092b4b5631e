/*
 * Which occupations a code means: its own, those of an aggregate that it is
 * inside of, those that followed it in the 2018 SOC, those of a group.  The one
 * place where people's codes are looked up.
 *
 *	struct codes *c = codes_new(jobs, n, aliases, m);
 *	struct code_answer a = codes_find(c, "31.1122");
 *	... CODE_PART "31-1122": a.jobs[0] is 31-1120
 */
#ifndef SEARCH_CODES_H
#define SEARCH_CODES_H

#include "base/base.h"
#include "model/soc.h"

/* A code that is not published, and an occupation that stands for it. */
struct code_alias {
	char code[SOC_BYTES];
	uint32_t job;
	const char *title; /* of the code */
	bool retired;      /* of the 2010 SOC; else inside an aggregate */
};

enum code_kind {
	CODE_NONE,    /* the text has not the form of a code */
	CODE_UNKNOWN, /* it has, and there is nothing of it */
	CODE_OWN,     /* a published occupation */
	CODE_PART,    /* inside an aggregate */
	CODE_RETIRED, /* followed by one or several */
	CODE_GROUP,   /* "15-0000", "15-1250" */
	CODE_BEGUN,   /* "15-12" */
};

struct code_answer {
	enum code_kind kind;
	char code[SOC_BYTES]; /* as it is spelled; "" of NONE and BEGUN */
	const char *title;    /* of PART and RETIRED */
	const uint16_t *jobs; /* in order; NONE and UNKNOWN have none */
	size_t count;
};

struct codes;

/* `jobs` are all occupations in order.  Everything is copied. */
struct codes *codes_new(const char (*jobs)[SOC_BYTES], size_t job_count,
			const struct code_alias *aliases, size_t alias_count);
void codes_free(struct codes *c);

/* The answer points into `c`. */
struct code_answer codes_find(const struct codes *c, const char *text);

/* The one occupation that a code means, if it is one: OWN, PART or RETIRED. */
static inline bool code_means_one(const struct code_answer *a)
{
	return a->count == 1 && (a->kind == CODE_OWN || a->kind == CODE_PART ||
				 a->kind == CODE_RETIRED);
}

#endif
