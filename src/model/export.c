#include "model/export.h"

#include "base/crypto.h"
#include "model/job_row.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *const export_format_names[EXPORT__FORMATS + 1] = {
	[EXPORT_CSV] = "csv",
	[EXPORT_NDJSON] = "ndjson",
	[EXPORT_JSON] = "json",
};

const char *export_media_type(enum export_format format)
{
	static const char *const types[] = {
		[EXPORT_CSV] = "text/csv",
		[EXPORT_NDJSON] = "application/x-ndjson",
		[EXPORT_JSON] = "application/json",
	};

	assert(format < EXPORT__FORMATS);
	return types[format];
}

const char *export_content_type(enum export_format format)
{
	return format == EXPORT_CSV ? "text/csv; charset=utf-8; header=present"
				    : export_media_type(format);
}

/* All of a JSON document before its first row. */
static void begin_json(const struct exporter *x, struct str *out)
{
	struct jw w = JW_INIT(out);

	jw_object(&w);
	jw_kv_int(&w, "total", (int64_t)x->count);
	jw_kv_int(&w, "dataYear", x->about.data_year);
	jw_kv_string(&w, "release",
		     *x->about.release ? x->about.release : NULL);
	jw_kv_int(&w, "version", x->about.version);
	jw_kv_string(&w, "publishedAt", x->about.published_at);
	jw_key(&w, "filters");
	jw_raw(&w, x->about.filters, strlen(x->about.filters));
	jw_kv_string(&w, "matchQuality",
		     x->about.of_search && x->count
			     ? job_match_quality(x->about.match_partial)
			     : NULL);
	jw_key(&w, "jobs");
	str_addc(out, '[');
}

static void begin(struct exporter *x, struct str *out)
{
	x->begun = true;
	if (x->format == EXPORT_CSV)
		job_row_csv_header(out, x->about.area != NULL,
				   x->about.of_search);
	else if (x->format == EXPORT_JSON)
		begin_json(x, out);
}

/* A line a row, in JSON too: line by line it can still be looked at. */
static void add_row(struct exporter *x, struct str *out)
{
	size_t i = x->next++;

	if (x->format == EXPORT_JSON)
		str_adds(out, i ? ",\n" : "\n");
	x->row(x->context, i, out);
	if (x->format == EXPORT_NDJSON)
		str_addc(out, '\n');
}

bool exporter_next(struct exporter *x, struct str *out)
{
	size_t start = out->length;

	if (!x->begun)
		begin(x, out);
	while (x->next < x->count && out->length - start < EXPORT_PIECE_BYTES)
		add_row(x, out);
	if (x->next == x->count && !x->ended) {
		x->ended = true;
		if (x->format == EXPORT_JSON)
			str_adds(out, "\n]}\n");
	}
	return out->length > start;
}

typedef void (*piece_fn)(void *context, const struct str *piece);

/* A second time through it is cheaper than to keep it. */
static void go_through(const struct exporter *x, piece_fn each, void *context)
{
	struct str piece = STR_INIT(EXPORT_PIECE_MAX);
	struct exporter again = *x;

	assert(!x->begun);
	while (exporter_next(&again, &piece)) {
		assert(!piece.full);
		each(context, &piece);
		str_reset(&piece);
	}
	str_release(&piece);
}

static void add_length(void *context, const struct str *piece)
{
	*(size_t *)context += piece->length;
}

size_t exporter_length(const struct exporter *x)
{
	size_t length = 0;

	go_through(x, add_length, &length);
	return length;
}

struct summing {
	size_t bytes;
	struct crypto_sha256 hash;
};

static void add_sum(void *context, const struct str *piece)
{
	struct summing *s = context;

	s->bytes += piece->length;
	crypto_sha256_add(&s->hash, piece->data, piece->length);
}

void exporter_sum(const struct exporter *x, struct export_sum *out)
{
	struct summing s = { 0 };

	crypto_sha256_begin(&s.hash);
	go_through(x, add_sum, &s);
	out->bytes = s.bytes;
	crypto_sha256_end(&s.hash, out->sha256);
}

void export_about_part(struct export_about *about)
{
	char digest[CRYPTO_DIGEST_HEX];

	crypto_digest_hex(about->filters, strlen(about->filters), digest);
	memcpy(about->part, digest, sizeof about->part - 1);
	about->part[sizeof about->part - 1] = '\0';
}

const char *exporter_set_name(const struct exporter *x,
			      char out[EXPORT_NAME_BYTES])
{
	const struct export_about *about = &x->about;

	(void)snprintf(out, EXPORT_NAME_BYTES, "bls-jobs%s%s%s%s",
		       about->area ? "-" : "", about->area ? about->area : "",
		       *about->part ? "-filtered-" : "", about->part);
	return out;
}

const char *exporter_file_name(const struct exporter *x,
			       char out[EXPORT_NAME_BYTES])
{
	size_t length = strlen(exporter_set_name(x, out));

	(void)snprintf(out + length, EXPORT_NAME_BYTES - length,
		       "-%d-v%" PRId64 ".%s", x->about.data_year,
		       x->about.version, export_format_names[x->format]);
	return out;
}
