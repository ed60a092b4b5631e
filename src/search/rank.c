#include "search/rank.h"

#include "search/claim.h"

#include <stdlib.h>
#include <string.h>

/* Found by trial on the judged list (tests/unit/fixtures/search). */
enum {
	WORTH_QUESTION = 400, /* all of it found */
	WORTH_TITLE = 300,    /* nothing else in the title */
	WORTH_EXACT = 120,
	WORTH_ORDER = 30,
	WORTH_OFFICIAL = 120,
	WORTH_PART = 100,
	WORTH_OWN = 400,
	WORTH_LAY = 25,
	WORTH_REPORTED = 15,
	WORTH_SHARED = 14,   /* less for each doubling of its occupations */
	WORTH_EVIDENCE = 25, /* for each doubling of the titles */
	PRIOR_PERCENT = 60,
	EVIDENCE_SCALE = 100,
};

/* How a title answers. */
struct fit {
	uint32_t tokens; /* of the question, as bits */
	uint32_t question;
	uint32_t title;
	uint32_t words;
	uint32_t title_all;
	uint16_t places; /* of its words in the title, as bits */
	bool ordered;
	bool begun; /* one of its words, at most */
	bool slip;
	uint16_t wanted; /* the word of the token that is asked after */
};

static int log2_tenths(uint32_t n)
{
	int whole = 31 - __builtin_clz(n);
	uint32_t rest = n - (UINT32_C(1) << whole);

	return whole * 10 + (int)((uint64_t)rest * 10 >> whole);
}

static void fit_word(const struct search *s, const struct search_match *m,
		     uint16_t word, size_t wanted, struct fit *fit)
{
	struct search_sense sense = s->senses[word];
	uint32_t bit;

	fit->title_all += s->weights[word];
	if (!sense.token)
		return;
	bit = UINT32_C(1) << sense.token;
	if (fit->tokens & bit)
		return;
	/* in order: no later word of the question stood before */
	if (fit->tokens >> sense.token)
		fit->ordered = false;
	fit->tokens |= bit;
	fit->words++;
	fit->title += (uint32_t)s->weights[word] * sense.quality;
	fit->question +=
		(uint32_t)m->tokens[sense.token - 1].weight * sense.quality;
	fit->begun = fit->begun || sense.begun;
	fit->slip = fit->slip || sense.slip;
	if (sense.token == wanted + 1)
		fit->wanted = word;
}

static struct fit fit_entry(const struct search *s,
			    const struct search_match *m, uint32_t entry,
			    size_t wanted)
{
	const uint16_t *first = s->entry_words + s->entries[entry].words;
	const uint16_t *end = s->entry_words + s->entries[entry + 1].words;
	const uint16_t *word;
	struct fit fit = { .ordered = true };

	for (word = first; word < end; word++) {
		fit_word(s, m, *word, wanted, &fit);
		if (s->senses[*word].token)
			fit.places |= (uint16_t)(1U << (word - first));
	}
	return fit;
}

static int kind_worth(enum search_kind kind, bool complete)
{
	switch (kind) {
	case SEARCH_OFFICIAL:
		return WORTH_OFFICIAL;
	case SEARCH_PART:
		return WORTH_PART;
	case SEARCH_OWN:
		return complete ? WORTH_OWN : 0;
	case SEARCH_LAY:
		return WORTH_LAY;
	case SEARCH_REPORTED:
		return WORTH_REPORTED;
	case SEARCH_ALTERNATE:
		break;
	}
	return 0;
}

/* A question on its way through the titles. */
struct quest {
	const struct search_match *m;
	uint32_t asked; /* weight of all its words */
	uint32_t known; /* of those that some title has */
	uint32_t done;  /* tokens whose titles were judged, as bits */
	uint32_t percent;
	int loss;
	bool claim;
};

/* One title, for all occupations that have it. */
static void judge(const struct search *s, const struct quest *q, uint32_t entry,
		  const struct fit *fit)
{
	const struct search_entry *e = &s->entries[entry];
	uint32_t jobs = e[1].refs - e[0].refs;
	uint32_t part = fit->title / (fit->title_all ? fit->title_all : 1);
	uint32_t share = fit->question / q->asked;
	bool whole = q->percent == 100;
	bool complete =
		!fit->begun && fit->words == e[1].words - e[0].words && whole;
	int worth = (int)(WORTH_QUESTION * share + WORTH_TITLE * part) / 100;
	uint32_t i;

	worth += fit->ordered ? WORTH_ORDER : 0;
	if (complete && fit->ordered)
		worth += (int)(WORTH_EXACT * share) / 100;
	worth -= WORTH_SHARED * log2_tenths(jobs) / 10;
	worth -= q->loss;
	for (i = e[0].refs; i < e[1].refs; i++) {
		uint16_t job = s->refs[i].job;
		uint8_t kind = s->refs[i].kind;
		int32_t total = worth + kind_worth(kind, complete) *
						(int32_t)share / 100;

		s->evidence[job] +=
			part * share * EVIDENCE_SCALE / (10000 * jobs);
		if (total < 1)
			total = 1;
		if (q->claim)
			search_claim_add(
				s, &s->refs[i],
				&(struct search_claim){ .entry = entry,
							.places = fit->places,
							.begun = fit->begun,
							.slip = fit->slip,
							.worth = total });
		if (total > s->scores[job]) {
			s->scores[job] = total;
			s->best[job] = entry;
			s->kinds[job] = kind;
		}
	}
}

static bool is_enough(const struct quest *q, const struct fit *fit)
{
	if (q->percent == 100)
		return fit->tokens == ((UINT32_C(1) << q->m->count) - 1) << 1;
	return !(fit->tokens & q->done) &&
	       fit->question >= q->percent * q->known;
}

/* Titles with a word of this token; one with several of them is judged when it
 * is met by the first. */
static bool judge_token(const struct search *s, const struct quest *q,
			size_t token)
{
	const struct search_token *of = &q->m->tokens[token];
	bool any = false;
	size_t i;
	uint32_t p;

	for (i = of->first; i < of->first + of->count; i++) {
		const struct search_word *word = &s->words[s->found[i]];

		for (p = word[0].postings; p < word[1].postings; p++) {
			uint32_t entry = s->postings[p];
			struct fit fit = fit_entry(s, q->m, entry, token);

			if (fit.wanted != s->found[i] || !is_enough(q, &fit))
				continue;
			judge(s, q, entry, &fit);
			any = true;
		}
	}
	return any;
}

static size_t rarest_token(const struct search_match *m)
{
	size_t rarest = 0;
	size_t i;

	for (i = 1; i < m->count; i++)
		if (m->tokens[i].postings < m->tokens[rarest].postings)
			rarest = i;
	return rarest;
}

static size_t heaviest_token(const struct quest *q)
{
	size_t best = q->m->count;
	size_t i;

	for (i = 0; i < q->m->count; i++)
		if (!(q->done >> (i + 1) & 1) && q->m->tokens[i].count &&
		    (best == q->m->count ||
		     q->m->tokens[i].weight > q->m->tokens[best].weight))
			best = i;
	return best;
}

/* A title that has none of the heaviest tokens cannot have enough. */
static bool judge_partial(const struct search *s, struct quest *q)
{
	uint32_t left = q->known;
	bool any = false;
	size_t token;

	while (left * 100 >= q->percent * q->known &&
	       (token = heaviest_token(q)) < q->m->count) {
		any = judge_token(s, q, token) || any;
		q->done |= UINT32_C(1) << (token + 1);
		left -= q->m->tokens[token].weight;
	}
	return any;
}

bool search_rank_add(const struct search *s, const struct search_match *m,
		     const struct search_way *way, int loss)
{
	struct quest q = { .m = m,
			   .percent = way->percent,
			   .loss = loss + way->loss,
			   .claim = way->claim && way->percent == 100 };
	size_t i;

	for (i = 0; i < m->count; i++) {
		q.asked += m->tokens[i].weight;
		q.known += m->tokens[i].count ? m->tokens[i].weight : 0;
	}
	if (!m->count)
		return false;
	return way->percent == 100 ? judge_token(s, &q, rarest_token(m))
				   : judge_partial(s, &q);
}

void search_rank_begin(const struct search *s)
{
	memset(s->scores, 0, s->job_count * sizeof *s->scores);
	memset(s->evidence, 0, s->job_count * sizeof *s->evidence);
	search_claim_begin(s);
}

size_t search_rank_count(const struct search *s)
{
	size_t count = 0;
	size_t job;

	for (job = 0; job < s->job_count; job++)
		count += s->scores[job] > 0;
	return count;
}

static int compare_hits(const void *left, const void *right, void *search)
{
	const struct search_hit *a = left;
	const struct search_hit *b = right;
	const struct search *s = *(const struct search *const *)search;

	if (s->scores[a->job] != s->scores[b->job])
		return s->scores[a->job] > s->scores[b->job] ? -1 : 1;
	return s->place[a->job] - s->place[b->job];
}

struct search_hits search_rank_hits(const struct search *s, size_t max)
{
	size_t count = 0;
	uint32_t job;

	for (job = 0; job < s->job_count; job++) {
		bool other = s->kinds[job] > SEARCH_PART;

		if (!s->scores[job])
			continue;
		s->scores[job] +=
			WORTH_EVIDENCE * log2_tenths(1 + s->evidence[job]) / 10;
		s->scores[job] += s->prior[job] * PRIOR_PERCENT / 100;
		s->hits[count++] = (struct search_hit){
			.job = job,
			.matched =
				other ? s->texts + s->entries[s->best[job]].text
				      : NULL,
		};
	}
	if (count)
		qsort_r(s->hits, count, sizeof *s->hits, compare_hits, &s);
	return (struct search_hits){ s->hits, count < max ? count : max,
				     false };
}
