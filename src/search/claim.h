/*
 * The search as a filter: which occupations *are* what a question asks for, so
 * that they may be counted.  A suggestion may be generous, a sum may not.
 *
 * An occupation claims to be meant by each of its titles that has all words of
 * the question.  What the claim is worth depends on the title:
 *
 *	names   the head of the title (search/head.h) is among the words asked
 *		for: "Cook" in "Head Cook"
 *	is one  and the question is the whole end of it: "Cement Mason" is a
 *		mason, "English and Literature Teacher" no English teacher
 *	holds   its words are there, but it names something else: "Clerical
 *		Dentist Assistant" holds dentist
 *	equal   it has these words and no others
 *
 * and on whose title it is: an official one, an everyday word of ours, another
 * one of O*NET or of the Employment Projections.  The first of these sets that
 * is not empty is the answer; words count as typed, or as search/variants.h
 * puts them if what was typed gives neither 1 nor 2 nor 3:
 *
 *	1. official titles that are one
 *	2. official titles that name it, and equal ones of others
 *	3. everyday words of ours, and official titles that hold it
 *	4. official titles that hold it, and equal ones of others
 *	5. other titles that name it
 *	6. official titles of which the last word was only begun (the only
 *	   word: with three letters of it)
 *
 * Beside 1 and 2 stand our everyday words, and official titles that hold it if
 * another title of the same occupation names it: "Nurse Practitioners" are
 * nurses, "Physician Assistants" no physicians.
 *
 * A question that is misspelled is answered in the same way, but the answer is a
 * guess ("docker" may be a locker attendant) and says that it is partial.
 *
 * Where all of them are empty, the answer is partial as well:
 *
 *	7. other titles that hold it
 *	8. all titles of which the last word was only begun
 *	9. titles that have most of the question (search.c)
 *
 * The rule was decided on the judged list (tests/unit/fixtures/search), on its
 * rows that are not held out: of what it takes 82 % is what people meant, where
 * all that may be meant has 21 %, and it loses 0.4 % of the questions.
 */
#ifndef SEARCH_CLAIM_H
#define SEARCH_CLAIM_H

#include "search/index.h"

/* No occupation claims anything. */
void search_claim_begin(const struct search *s);

/* A title that has all of the question. */
struct search_claim {
	uint32_t entry;
	uint16_t places; /* where, as bits */
	bool begun;      /* one word only in its beginning */
	bool slip;       /* a word only if the question is misspelled */
	int32_t worth;
};

void search_claim_add(const struct search *s, const struct search_ref *ref,
		      const struct search_claim *claim);

/* Whether there is anything for 1, 2 or 3. */
bool search_claim_named(const struct search *s);

enum search_answer {
	SEARCH_NOTHING, /* no title has all of the question */
	SEARCH_FULL,
	SEARCH_GUESSED, /* full, if the question is misspelled */
	SEARCH_PARTIAL,
};

/*
 * Drop the occupations found that are not in the answer, and show the others by
 * the title of their strongest claim.  `question` as it was typed.
 */
enum search_answer search_claim_choose(const struct search *s,
				       const struct words *question);

#endif
