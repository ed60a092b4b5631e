#include "api/export.h"

#include "api/area_read.h"
#include "api/jobs_filter.h"
#include "api/public.h"
#include "base/config.h"
#include "web/link.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { FILTERS_MAX = 16 * 1024, ADDRESS_MAX = 20 * 1024, LINK_MAX = 2048 };

/* What is being sent; workers are single-threaded. */
static struct sending {
	struct exporter exporter;
	const struct snapshot *snapshot;
	struct jobs_selection jobs;
	struct str filters;
} sending;

static void add_object(const void *context, size_t i, struct str *out)
{
	const struct sending *s = context;
	struct fragment row = jobs_row(s->snapshot, &s->jobs, s->jobs.list[i]);

	str_add(out, row.json, row.length);
}

static void add_record(const void *context, size_t i, struct str *out)
{
	const struct sending *s = context;

	struct job_row row =
		jobs_record(s->snapshot, &s->jobs, s->jobs.list[i]);

	job_row_csv(out, &row);
}

/* What the request asks for; NULL when it was answered already. */
static const struct exporter *prepare(struct call *call)
{
	const struct snapshot *s = area_scope(call, public_begin(call),
					      &call->params->of[JOBS_AREA]);
	enum export_format format =
		(enum export_format)call->params->of[EXPORT_FORMAT].number;
	struct jw w;

	if (!s || !jobs_select(call, s, &sending.jobs))
		return NULL;
	if (!sending.filters.ceiling)
		sending.filters = STR_INIT(FILTERS_MAX);
	str_reset(&sending.filters);
	w = JW_INIT(&sending.filters);
	jobs_filters_object(&w, call->params);
	sending.snapshot = s;
	sending.exporter = (struct exporter){
		.format = format,
		.about = { .version = s->version,
			   .data_year = s->data_year,
			   .release = s->release,
			   .published_at = s->published_at,
			   .filters = sending.filters.data,
			   .area = area_code(s),
			   .of_search = sending.jobs.matched != NULL,
			   .match_partial = sending.jobs.partial },
		.count = sending.jobs.count,
		.row = format == EXPORT_CSV ? add_record : add_object,
		.context = &sending,
	};
	if (jobs_filtered(call->params))
		export_about_part(&sending.exporter.about);
	return &sending.exporter;
}

static bool next_piece(void *context, struct str *piece)
{
	return exporter_next(context, piece);
}

/* The query of the file: as it came, with its format said aloud. */
static void add_query(struct str *out, const struct call *call,
		      const struct exporter *x)
{
	link_pairs(out, call->rq->query, "format");
	str_adds(out, "format=");
	str_adds(out, export_format_names[x->format]);
}

static void link_description(struct call *call, const struct exporter *x)
{
	struct str *head = &call->rs->head;
	struct str query = STR_INIT(LINK_QUERY_MAX);

	add_query(&query, call, x);
	if (!query.full && query.length <= LINK_MAX) {
		str_adds(head, "Link: <");
		link_base_path(head, call->app->config);
		str_adds(head, call->route->pattern);
		str_adds(head, "/datapackage.json?");
		str_add(head, query.data, query.length);
		str_adds(head, ">; rel=\"describedby\"; "
			       "type=\"application/json\"\r\n");
	}
	str_release(&query);
}

void export_jobs(struct call *call)
{
	const struct exporter *x = prepare(call);
	struct response *rs = call->rs;
	char name[EXPORT_NAME_BYTES];

	if (!x)
		return;
	rs->content_type = export_content_type(x->format);
	rs->stream = (struct body_stream){ next_piece, &sending.exporter,
					   exporter_length(x) };
	response_header(rs, "X-Total-Count", "%zu", x->count);
	response_header(rs, "Content-Disposition",
			"attachment; filename=\"%s\"",
			exporter_file_name(x, name));
	link_description(call, x);
}

/* A path of a descriptor may not hold two dots in a row, for they could lead
 * out of a folder; in a query one of them is as good encoded. */
static void add_without_dots(struct str *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '.' && out->length &&
		    out->data[out->length - 1] == '.')
			str_adds(out, "%2E");
		else
			str_addc(out, *text);
	}
}

/* The address of the site, without a slash at its end. */
static void add_home(struct str *out, const struct config *config)
{
	size_t length = config ? strlen(config->base_url) : 0;

	while (length && config->base_url[length - 1] == '/')
		length--;
	if (length)
		str_add(out, config->base_url, length);
}

static void add_address(struct str *out, const struct call *call,
			const struct exporter *x)
{
	struct str query = STR_INIT(LINK_QUERY_MAX);

	add_home(out, call->app->config);
	str_adds(out, "/api/jobs/export?");
	add_query(&query, call, x);
	add_without_dots(out, query.data);
	str_release(&query);
}

void export_datapackage(struct call *call)
{
	const struct exporter *x = prepare(call);
	struct response *rs = call->rs;
	struct str home = STR_INIT(CONFIG_TEXT_BYTES);
	struct str address = STR_INIT(ADDRESS_MAX);
	char digest[CRYPTO_DIGEST_HEX];
	struct jw w;

	if (!x)
		return;
	add_home(&home, call->app->config);
	add_address(&address, call, x);
	w = response_json(rs);
	datapackage_write(&w, x, home.data, address.data);
	str_release(&home);
	str_release(&address);
	/* It says more than the data do: what it says makes its tag. */
	crypto_digest_hex(rs->body.data, rs->body.length, digest);
	(void)snprintf(rs->etag, sizeof rs->etag, "W/\"%" PRId64 "-%.16s\"",
		       x->about.version, digest);
}
