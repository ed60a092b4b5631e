#include "search/match.h"

#include "search/typo.h"

#include <string.h>

enum {
	QUALITY_EXACT = 100,
	QUALITY_BEGUN = 50, /* and up to BEGUN_MORE by what is typed of it */
	BEGUN_MORE = 40,
	QUALITY_TYPO = 85, /* less TYPO_EACH for each slip */
	TYPO_EACH = 18,
	TYPO_BEGUN = 20,     /* less for a misspelled beginning */
	TYPO_INITIAL = 8,    /* more if the first letter is right */
	BEGUN_TYPO_MIN = 5,  /* letters of a beginning that may be misspelled */
	BEGUN_MIN = 3,       /* letters of a word cut short, "soft eng" */
	WEIGHT_UNKNOWN = 40, /* of a word that no title has */
	SHORT_PLURAL = 3,    /* "rns" */
};

struct context {
	const struct search *s;
	struct search_match *m;
	size_t token;
	const char *typed;
};

static void add(const struct search *s, struct search_match *m, size_t token,
		size_t word, struct search_sense with)
{
	struct search_sense *sense = &s->senses[word];
	struct search_token *of = &m->tokens[token];

	if (sense->token)
		return;
	*sense = with;
	sense->token = (uint8_t)(token + 1);
	s->found[m->found++] = (uint16_t)word;
	of->count++;
	of->postings += search_word_entries(s, word);
}

static void add_exact(const struct search *s, struct search_match *m,
		      size_t token, const char *text)
{
	size_t word = search_find_word(s, text);

	if (word != SIZE_MAX)
		add(s, m, token, word,
		    (struct search_sense){ .quality = QUALITY_EXACT });
}

static void add_begun(const struct search *s, struct search_match *m,
		      size_t token, const char *text)
{
	size_t length = strlen(text);
	size_t i;

	for (i = search_first_word(s, text); i < s->word_count; i++) {
		const char *word = search_word_text(s, i);
		size_t quality;

		if (strncmp(word, text, length) != 0)
			return;
		quality = QUALITY_BEGUN + BEGUN_MORE * length / strlen(word);
		add(s, m, token, i,
		    (struct search_sense){ .quality = (uint8_t)quality,
					   .begun = true });
	}
}

static void add_typo(void *data, size_t word, unsigned distance, bool begun)
{
	struct context *c = data;
	int quality = QUALITY_TYPO - (int)distance * TYPO_EACH;

	if (begun)
		quality -= TYPO_BEGUN;
	if (search_word_text(c->s, word)[0] == c->typed[0])
		quality += TYPO_INITIAL;
	add(c->s, c->m, c->token, word,
	    (struct search_sense){ .quality = (uint8_t)quality,
				   .begun = begun,
				   .slip = true });
}

static void add_typos(const struct search *s, struct search_match *m,
		      size_t token, const char *text, bool begun)
{
	struct context context = { s, m, token, text };
	size_t length = strlen(text);
	unsigned bound = search_typo_bound(length);

	if (bound)
		search_typos(s, text, bound, begun && length >= BEGUN_TYPO_MIN,
			     add_typo, &context);
}

static void match_token(const struct search *s, struct search_match *m,
			const struct words *words, size_t token,
			enum search_effort effort)
{
	const char *raw = words->raw[token];
	const char *singular = words->singular[token];
	struct search_token *of = &m->tokens[token];
	bool last = token + 1 == words->count;
	char shorter[WORD_BYTES];

	of->first = m->found;
	add_exact(s, m, token, singular);
	/* "busines" is no plural, but a word on its way */
	if (last || (effort == SEARCH_LOOSE && strlen(raw) >= BEGUN_MIN))
		add_begun(s, m, token, raw);
	if (!of->count && strlen(raw) == SHORT_PLURAL &&
	    raw[SHORT_PLURAL - 1] == 's') {
		(void)copy_text(shorter, SHORT_PLURAL, raw);
		add_exact(s, m, token, shorter);
	}
	if (!of->count || effort == SEARCH_LOOSE)
		add_typos(s, m, token, singular, last);
	of->weight =
		of->count ? search_weight(s, of->postings) : WEIGHT_UNKNOWN;
}

void search_match(const struct search *s, const struct words *words,
		  enum search_effort effort, struct search_match *m)
{
	size_t i;

	*m = (struct search_match){ .count = words->count };
	for (i = 0; i < words->count; i++)
		match_token(s, m, words, i, effort);
}

void search_match_end(const struct search *s, const struct search_match *m)
{
	uint32_t i;

	for (i = 0; i < m->found; i++)
		s->senses[s->found[i]] = (struct search_sense){ 0 };
}
