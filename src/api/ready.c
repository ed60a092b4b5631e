#include "api/ready.h"

#include "api/facets.h"

#include "api/jobs_filter.h"
#include "api/methodology.h"
#include "api/stats.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/log.h"

#include <assert.h>

enum { TEXT_MAX = 256 * 1024 * 1024 };

static void write_answers(struct snapshot *s)
{
	const struct jobs_selection all = {
		.list = s->order[SORT_CODE][false],
		.count = s->count,
	};
	struct str *text = &s->ready;
	struct jw stats = JW_INIT(text);
	struct jw facets = JW_INIT(text);
	struct jw method = JW_INIT(text);
	size_t facets_at;
	size_t method_at;

	stats_write(&stats, s, &all, NULL);
	facets_at = text->length;
	facets_write(&facets, s, NULL);
	method_at = text->length;
	methodology_write(&method, s);
	assert(jw_ok(&stats) && jw_ok(&facets) && jw_ok(&method));
	/* Now that the text stays where it is. */
	s->stats = (struct fragment){ text->data, facets_at };
	s->facets = (struct fragment){ text->data + facets_at,
				       method_at - facets_at };
	s->methodology = (struct fragment){ text->data + method_at,
					    text->length - method_at };
}

/* The digest of the program: another one may answer otherwise, and the same on
 * another host does not. */
static const char *program_digest(void)
{
	static char digest[CRYPTO_DIGEST_HEX];
	struct str bytes = STR_INIT(TEXT_MAX);
	struct error e;

	if (!*digest) {
		if (file_read("/proc/self/exe", &bytes, &e))
			log_warn("%s", e.msg);
		crypto_digest_hex(bytes.data, bytes.length, digest);
		str_release(&bytes);
	}
	return digest;
}

static void add_digest(struct str *digests, const void *bytes, size_t length)
{
	uint8_t digest[CRYPTO_DIGEST_BYTES];

	crypto_digest(bytes, length, digest);
	str_add(digests, digest, sizeof digest);
}

/* From everything that answers are made of: what is kept ready, what jobs in
 * full are written from, and the program itself. */
static void make_tag(struct snapshot *s)
{
	struct str digests = STR_INIT(TEXT_MAX);
	char digest[CRYPTO_DIGEST_HEX];

	add_digest(&digests, s->text.data, s->text.length);
	add_digest(&digests, s->ready.data, s->ready.length);
	str_add(&digests, s->dossiers->digest, sizeof s->dossiers->digest);
	add_digest(&digests, program_digest(), CRYPTO_DIGEST_HEX);
	assert(!digests.full);
	crypto_digest_hex(digests.data, digests.length, digest);
	str_release(&digests);
	(void)copy_text(s->tag, sizeof s->tag, digest);
}

void ready_make(struct snapshot *s)
{
	s->ready = STR_INIT(TEXT_MAX);
	write_answers(s);
	make_tag(s);
}
