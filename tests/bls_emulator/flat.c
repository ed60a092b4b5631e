#include "flat.h"

#include <string.h>
#include <time.h>

#include "areas.h"
#include "pages.h"

#define FOLDER "/pub/time.series/oe/"

/*
 * One entity tag and one time stamp for all files of a release. Those of the
 * newest were recorded, the older ones only differ from it and each other.
 */
struct stamp {
	const char *modified;
	const char *etag;
};

static const struct stamp STAMPS[YEARS] = {
	{ "Thu, 31 Mar 2022 14:00:00 GMT", "\"0b2a1c80945d81:0\"" },
	{ "Tue, 25 Apr 2023 14:00:00 GMT", "\"0a6c2f58377d91:0\"" },
	{ "Wed, 03 Apr 2024 14:00:00 GMT", "\"0c35d91d285da1:0\"" },
	{ "Wed, 02 Apr 2025 14:00:00 GMT", "\"0e1f4b6d7a3db1:0\"" },
	{ "Fri, 15 May 2026 14:00:00 GMT", "\"030991e73e4dc1:0\"" },
};

typedef void (*file_fn)(struct text *out, const struct world *w);

static void write_release(struct text *out, const struct world *w)
{
	int year = world_flat_release(w);

	text_fmt(out,
		 "release_date\tdescription\r\n"
		 "%dA01\tMay %d\r\n",
		 year, year);
}

static void write_occupation(struct text *out, const struct world *w)
{
	size_t i;

	text_str(out, "occupation_code\toccupation_name\t"
		      "occupation_description\tdisplay_level\tselectable\t"
		      "sort_sequence\r\n");
	for (i = 0; i < w->figures.count; i++) {
		const struct occupation *o = &w->figures.occupation[i];

		if (!o->withdrawn)
			text_fmt(out, "%s\t%s\t%s\t%c\t%c\t%d\r\n", o->code,
				 o->title, o->description, o->level,
				 o->selectable, o->sequence);
	}
}

static void write_datatype(struct text *out, const struct world *w)
{
	(void)w;
	text_str(out, "datatype_code\tdatatype_name\r\n"
		      "01\tEmployment\r\n"
		      "02\tEmployment percent relative standard error\r\n"
		      "03\tHourly mean wage\r\n"
		      "04\tAnnual mean wage\r\n"
		      "05\tWage percent relative standard error\r\n"
		      "06\tHourly 10th percentile wage\r\n"
		      "07\tHourly 25th percentile wage\r\n"
		      "08\tHourly median wage\r\n"
		      "09\tHourly 75th percentile wage\r\n"
		      "10\tHourly 90th percentile wage\r\n"
		      "11\tAnnual 10th percentile wage\r\n"
		      "12\tAnnual 25th percentile wage\r\n"
		      "13\tAnnual median wage\r\n"
		      "14\tAnnual 75th percentile wage\r\n"
		      "15\tAnnual 90th percentile wage\r\n"
		      "16\tEmployment per 1,000 jobs\r\n"
		      "17\tLocation Quotient\r\n");
}

static void write_footnote(struct text *out, const struct world *w)
{
	int year = world_flat_release(w);

	text_str(out,
		 "footnote_code\tfootnote_text\r\n"
		 "1\tEstimates for detailed occupations do not sum to the "
		 "totals because the totals include occupations not shown "
		 "separately. Estimates do not include self-employed "
		 "workers.\r\n"
		 "2\tAnnual wages have been calculated by multiplying the "
		 "corresponding hourly wage by 2,080 hours.\r\n"
		 "3\tThe relative standard error (RSE) is a measure of the "
		 "reliability of a survey statistic. The smaller the relative "
		 "standard error, the more precise the estimate.\r\n");
	text_fmt(out, "4\t%s\r\n5\t%s\r\n8\t%s\r\n", footnote_text('4', year),
		 footnote_text('5', year), footnote_text('8', year));
}

static void write_area(struct text *out, const struct world *w)
{
	text_str(out, "state_code\tarea_code\tareatype_code\tarea_name\r\n"
		      "00\t0000000\tN\tNational\r\n");
	areas_write_list(out, world_flat_release(w));
}

static void write_areatype(struct text *out, const struct world *w)
{
	(void)w;
	text_str(out, "areatype_code\tareatype_name\r\n"
		      "M\tMetropolitan or nonmetropolitan area\r\n"
		      "N\tNational\r\n"
		      "S\tState\r\n");
}

static void write_industry(struct text *out, const struct world *w)
{
	(void)w;
	text_str(out, "industry_code\tindustry_name\tdisplay_level\t"
		      "selectable\tsort_sequence\r\n"
		      "000000\tCross-industry, Private, Federal, State, and "
		      "Local Government\t0\tT\t0\r\n");
}

static void write_seasonal(struct text *out, const struct world *w)
{
	(void)w;
	text_str(out, "seasonal_code\tseasonal_text\r\n"
		      "S\tSeasonally Adjusted\r\n"
		      "U\tNot Seasonally Adjusted\r\n");
}

/* The padding, even of the header, is that of the real files. */
static void write_data(struct text *out, const struct world *w)
{
	int year = world_flat_release(w);
	size_t i;
	int type;

	text_str(out, "series_id                     \tyear\tperiod\t"
		      "       value\tfootnote_codes\r\n");
	areas_write_data(out, year, 'M');
	for (i = 0; i < w->figures.count; i++) {
		const struct occupation *o = &w->figures.occupation[i];
		const struct cell *cell = o->cell[year - YEAR_FIRST];

		if (o->withdrawn || !o->published[year - YEAR_FIRST])
			continue;
		for (type = 0; type < DATATYPES; type++)
			text_fmt(out,
				 "OEUN0000000000000%s%02d     \t%d\tA01\t"
				 "%12s\t%.1s\r\n",
				 o->code, type + 1, year, cell[type].value,
				 &cell[type].footnote);
	}
	areas_write_data(out, year, 'S');
}

static file_fn file_of(const char *path)
{
	static const struct {
		const char *name;
		file_fn write;
	} files[] = {
		{ "oe.release", write_release },
		{ "oe.occupation", write_occupation },
		{ "oe.datatype", write_datatype },
		{ "oe.footnote", write_footnote },
		{ "oe.area", write_area },
		{ "oe.areatype", write_areatype },
		{ "oe.industry", write_industry },
		{ "oe.seasonal", write_seasonal },
		{ "oe.data.0.Current", write_data },
		{ "oe.data.1.AllData", write_data },
	};
	size_t i;

	if (strncmp(path, FOLDER, sizeof FOLDER - 1) != 0)
		return NULL;
	for (i = 0; i < sizeof files / sizeof *files; i++)
		if (strcmp(files[i].name, path + sizeof FOLDER - 1) == 0)
			return files[i].write;
	return NULL;
}

static time_t http_time(const char *s)
{
	struct tm tm = { 0 };

	return strptime(s, "%a, %d %b %Y %H:%M:%S GMT", &tm) ? timegm(&tm) : 0;
}

static void serve_file(struct exchange *x, file_fn write)
{
	const struct world *w = &x->state->world;
	const struct stamp *stamp = &STAMPS[world_flat_release(w) - YEAR_FIRST];

	text_fmt(&x->reply.headers,
		 "Last-Modified: %s\r\nETag: %s\r\nAccept-Ranges: bytes\r\n",
		 stamp->modified, stamp->etag);
	if (http_time(x->request.if_modified_since) >=
	    http_time(stamp->modified)) {
		x->outcome = OUTCOME_NOT_MODIFIED;
		x->reply.status = 304;
		x->reply.no_length = true;
		return;
	}
	x->reply.status = 200;
	x->reply.type = "text/plain";
	if (strcmp(x->request.method, "HEAD") == 0) {
		x->reply.no_length = true;
		return;
	}
	write(&x->reply.body, w);
	page_cut(&x->reply, &x->fault);
}

void flat_answer(struct exchange *x)
{
	struct fault_query pick = { .stage = STAGE_ANSWER, .side = SIDE_FLAT };
	file_fn write = file_of(x->request.path);

	if (!strchr(x->request.user_agent, '@')) {
		x->outcome = OUTCOME_FORBIDDEN;
		page_access_denied(x);
		return;
	}
	if (x->fault.kind == FAULT_NONE)
		faults_pick(&x->state->world.faults, &pick, &x->fault);
	if (write) {
		serve_file(x, write);
	} else {
		x->outcome = OUTCOME_NOT_FOUND;
		page_html(&x->reply, 200, "Page not found",
			  "The page that you requested could not be found.");
	}
}
