#include "search/claim.h"

#include <string.h>

/* The strongest first. */
enum claim {
	OFFICIAL_IS,
	OFFICIAL_NAMES,
	OWN,
	OFFICIAL_HOLDS,
	OFFICIAL_ABOUT, /* holds it as what it is of: "Helpers--Roofers" */
	OTHER_EQUAL,
	OTHER_NAMES,
	OTHER_HOLDS,
	CLAIMS,             /* the same again, with the last word begun */
	EXACT = 2 * CLAIMS, /* all of that again, misspelled */
};

enum {
	BEGUN_OFFICIAL = (1 << OFFICIAL_IS | 1 << OFFICIAL_NAMES | 1 << OWN |
			  1 << OFFICIAL_HOLDS | 1 << OFFICIAL_ABOUT)
			 << CLAIMS,
	BEGUN = 0xff << CLAIMS,
	BEGUN_MIN = 3, /* letters; fewer may become anything */
};

_Static_assert(2 * EXACT == 32, "as many bits");

void search_claim_begin(const struct search *s)
{
	memset(s->claims, 0, s->job_count * sizeof *s->claims);
}

/* Is the question the end of a name, without a gap? */
static bool is_end(uint16_t places, uint16_t heads)
{
	unsigned low = places & (~(unsigned)places + 1);
	bool gap = (places + low) & places;

	return !gap && ((places + low) >> 1) & heads;
}

static enum claim claim_of(const struct search_entry *e, uint16_t places,
			   enum search_kind kind)
{
	uint32_t count = e[1].words - e[0].words;
	bool names = places & e->heads;
	bool equal = places == (1U << count) - 1;

	if (kind <= SEARCH_PART) {
		if (names)
			return equal || is_end(places, e->heads)
				       ? OFFICIAL_IS
				       : OFFICIAL_NAMES;
		return (places & ~e->about) ? OFFICIAL_HOLDS : OFFICIAL_ABOUT;
	}
	if (equal)
		return kind == SEARCH_OWN ? OWN : OTHER_EQUAL;
	return names ? OTHER_NAMES : OTHER_HOLDS;
}

void search_claim_add(const struct search *s, const struct search_ref *ref,
		      const struct search_claim *claim)
{
	struct search_claims *c = &s->claims[ref->job];
	uint32_t place =
		claim_of(&s->entries[claim->entry], claim->places, ref->kind) +
		(claim->begun ? CLAIMS : 0) + (claim->slip ? EXACT : 0);

	if (!c->bits || place < c->best ||
	    (place == c->best && claim->worth > c->worth)) {
		c->best = place;
		c->worth = claim->worth;
		c->entry = claim->entry;
		c->kind = ref->kind;
	}
	c->bits |= UINT32_C(1) << place;
}

/* The claims of all occupations together. */
static unsigned all_claims(const struct search *s)
{
	unsigned bits = 0;
	size_t job;

	for (job = 0; job < s->job_count; job++)
		bits |= s->claims[job].bits;
	return bits;
}

static unsigned bit(enum claim claim)
{
	return 1U << claim;
}

bool search_claim_named(const struct search *s)
{
	return all_claims(s) &
	       (bit(OFFICIAL_IS) | bit(OFFICIAL_NAMES) | bit(OWN));
}

/* What an occupation must have one of, by what there is; the list of the
 * header. */
static unsigned wanted_of(unsigned all, bool begun)
{
	const unsigned is = bit(OFFICIAL_IS);
	const unsigned names = bit(OFFICIAL_NAMES);
	const unsigned holds = bit(OFFICIAL_HOLDS);
	const unsigned equal = bit(OTHER_EQUAL);
	const struct {
		unsigned there;
		unsigned wanted;
	} sets[] = {
		{ is, is | bit(OWN) },
		{ names, names | equal | bit(OWN) },
		{ bit(OWN), bit(OWN) | holds },
		{ holds | bit(OFFICIAL_ABOUT) | equal,
		  holds | bit(OFFICIAL_ABOUT) | equal },
		{ bit(OTHER_NAMES), bit(OTHER_NAMES) },
		{ begun ? BEGUN_OFFICIAL : 0, BEGUN_OFFICIAL },
		{ bit(OTHER_HOLDS), bit(OTHER_HOLDS) },
	};
	size_t i;

	for (i = 0; i < COUNT_OF(sets); i++)
		if (all & sets[i].there)
			return sets[i].wanted;
	return BEGUN;
}

/* "Nurse Practitioners", and "Family Nurse" beside it. */
static bool is_called(unsigned bits)
{
	return bits & bit(OFFICIAL_HOLDS) &&
	       bits & (bit(OTHER_EQUAL) | bit(OTHER_NAMES));
}

enum search_answer search_claim_choose(const struct search *s,
				       const struct words *question)
{
	bool begun =
		question->count > 1 || strlen(question->raw[0]) >= BEGUN_MIN;
	unsigned all = all_claims(s);
	unsigned shift = (all & ((1U << EXACT) - 1)) ? 0 : EXACT;
	unsigned wanted = wanted_of(all >> shift, begun);
	bool named = all >> shift & (bit(OFFICIAL_IS) | bit(OFFICIAL_NAMES));
	size_t job;

	if (!all)
		return SEARCH_NOTHING;
	for (job = 0; job < s->job_count; job++) {
		const struct search_claims *c = &s->claims[job];
		unsigned bits = c->bits >> shift;

		if (!(bits & wanted) && !(named && is_called(bits))) {
			s->scores[job] = 0;
			continue;
		}
		s->best[job] = c->entry;
		s->kinds[job] = c->kind;
	}
	if (wanted == bit(OTHER_HOLDS) || wanted == BEGUN)
		return SEARCH_PARTIAL;
	return shift ? SEARCH_GUESSED : SEARCH_FULL;
}
