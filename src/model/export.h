/*
 * The jobs as a file: CSV, one JSON object a line, or one JSON document.  It is
 * made piece by piece, so that however long it gets it takes no more memory
 * than a piece; the API sends what `bls-sync export` prints.
 *
 *	struct exporter x = { .format = EXPORT_CSV, .count = n, .row = add_row,
 *			    .context = jobs, .about = about };
 *	while (exporter_next(&x, &piece)) {
 *		... send piece ...
 *		str_reset(&piece);
 *	}
 */
#ifndef MODEL_EXPORT_H
#define MODEL_EXPORT_H

#include "base/crypto.h"
#include "base/jw.h"

enum export_format { EXPORT_CSV, EXPORT_NDJSON, EXPORT_JSON, EXPORT__FORMATS };

enum {
	EXPORT_PIECE_BYTES = 32 * 1024, /* a piece ends with the row that
					   passes it */
	EXPORT_PIECE_MAX = 64 * 1024,
	EXPORT_NAME_BYTES = 96,
	EXPORT_PART_BYTES = 9, /* eight digits and NUL */
};

/* "csv", "ndjson", "json", NULL. */
extern const char *const export_format_names[EXPORT__FORMATS + 1];
/* What they are on the web, and the same without parameters. */
const char *export_content_type(enum export_format format);
const char *export_media_type(enum export_format format);

/* Which data these are. */
struct export_about {
	int64_t version; /* of the data */
	int data_year;
	const char *release;      /* "" before the first import */
	const char *published_at; /* RFC 3339 */
	const char *filters;      /* what they were chosen by: a JSON object */
	const char *area;         /* its code; NULL: the nation */
	bool of_search;           /* rows say what they were found by */
	bool match_partial;       /* ... and none of them answers all of it */
	char part[EXPORT_PART_BYTES]; /* stands for the filters; "": all jobs */
};

struct exporter {
	enum export_format format;
	struct export_about about; /* borrowed */
	size_t count;
	/* Append row `i`: a CSV record with its line end, or an object. */
	void (*row)(const void *context, size_t i, struct str *out);
	const void *context;
	/* Where it stands; nothing at the beginning. */
	bool begun;
	bool ended;
	size_t next;
};

/* Append the next piece to `out`; false when there is none left. */
MUST_CHECK bool exporter_next(struct exporter *x, struct str *out);

/* What the whole of it is; `x` is not begun yet and stays so. */
struct export_sum {
	size_t bytes;
	char sha256[CRYPTO_DIGEST_HEX];
};

size_t exporter_length(const struct exporter *x);
void exporter_sum(const struct exporter *x, struct export_sum *out);

/* Only some of the jobs: the same filters have the same digits. */
void export_about_part(struct export_about *about);

/* "bls-jobs", "bls-jobs-5100000" for an area, "bls-jobs-filtered-3f2a9c01" for
 * some of the jobs. */
const char *exporter_set_name(const struct exporter *x,
			      char out[EXPORT_NAME_BYTES]);

/* The same with data year and version: "bls-jobs-2025-v7.csv",
 * "bls-jobs-5100000-filtered-3f2a9c01-2025-v7.csv". */
const char *exporter_file_name(const struct exporter *x,
			       char out[EXPORT_NAME_BYTES]);

#endif
