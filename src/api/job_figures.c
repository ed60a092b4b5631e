#include "api/job_parts.h"
#include "catalog/snapshot_parts.h"

/* What the history tells of a year. */
static const int history_measures[] = {
	MEASURE_EMPLOYMENT,
	MEASURE_ANNUAL_MEDIAN,
	MEASURE_ANNUAL_MEAN,
	MEASURE_HOURLY_MEDIAN,
};

/* Tenths of a percent in one. */
enum { PER_MILLE = 1000 };

static void write_value(struct jw *w, const struct figure *figure)
{
	char text[FIGURE_TEXT_BYTES];

	if (figure->reason == REASON_NONE)
		jw_number_text(w, figure_text(figure->milli, figure->decimals,
					      text));
	else
		jw_null(w);
}

void job_measure_write(struct jw *w, int datatype, int year,
		       const struct figure *figure, const struct figure *error)
{
	jw_object(w);
	jw_kv_string(w, "measure", measure_of(datatype)->name);
	jw_kv_int(w, "datatype", datatype);
	jw_key(w, "value");
	write_value(w, figure);
	jw_kv_string(w, "unit", measure_of(datatype)->unit);
	jw_kv_int(w, "year", year);
	jw_kv_string(w, "reason", reason_name((enum reason)figure->reason));
	jw_key(w, "atLeast");
	if (figure->cap_milli)
		jw_fixed(w, figure->cap_milli, 3);
	else
		jw_null(w);
	if (error)
		job_figure_write(w, "relativeStandardError", error);
	jw_end(w);
}

static struct figure read_figure(const struct dossier_year *figures,
				 int datatype)
{
	if (!figures)
		return (struct figure){ .reason = REASON_NOT_IN_THIS_COPY };
	return figure_unpack(figures->packed[datatype]);
}

void job_measures_write(struct jw *w, const struct dossier_year *figures,
			int year)
{
	int i;

	jw_key(w, "measures");
	jw_array(w);
	for (i = 1; i <= MEASURE_NATIONAL; i++) {
		struct figure figure = read_figure(figures, i);
		struct figure error = read_figure(figures, measure_error(i));

		job_measure_write(w, i, year, &figure,
				  measure_error(i) ? &error : NULL);
	}
	jw_end(w);
}

/* Halves away from zero. */
static int64_t divide(int64_t number, int64_t by)
{
	int64_t half = by / 2;

	return (number < 0 ? number - half : number + half) / by;
}

static void write_no_change(struct jw *w, const char *reason)
{
	jw_kv_null(w, "absolute");
	jw_kv_null(w, "percent");
	jw_kv_string(w, "reason", reason);
}

/*
 * Why there is no change; NULL: there is one.  A wage that reached the cap in
 * one of the years is only known to be at least that: where the cap began or
 * ended between them, the difference would be one of the cap, not of the wage.
 */
static const char *no_change(const struct figure *old, const struct figure *new)
{
	if (old->reason == REASON_CAPPED && !new->reason)
		return CHANGE_CAP_ENDED;
	if (new->reason == REASON_CAPPED && !old->reason)
		return CHANGE_CAP_BEGAN;
	if (new->reason || old->reason)
		return reason_name(
			(enum reason)(new->reason ? new->reason : old->reason));
	return old->milli > 0 ? NULL : CHANGE_FROM_NOTHING;
}

/* Of published figures, as they are: dollars are of their year. */
static void write_change(struct jw *w, int datatype,
			 const struct dossier_year *from,
			 const struct dossier_year *to)
{
	struct figure old = figure_unpack(from->packed[datatype]);
	struct figure new = figure_unpack(to->packed[datatype]);
	const char *reason = no_change(&old, &new);
	int64_t change = new.milli - old.milli;

	jw_key(w, measure_of(datatype)->name);
	jw_object(w);
	if (reason) {
		write_no_change(w, reason);
	} else {
		jw_kv_fixed(w, "absolute", change, 3);
		jw_kv_fixed(w, "percent", divide(change * PER_MILLE, old.milli),
			    1);
	}
	jw_end(w);
}

static void write_changes(struct jw *w, const struct dossier_year *from,
			  const struct dossier_year *to)
{
	size_t i;

	for (i = 0; i < COUNT_OF(history_measures); i++)
		write_change(w, history_measures[i], from, to);
}

/* From the year before, if that is there. */
static void write_year(struct jw *w, const struct dossier_year *before,
		       const struct dossier_year *year)
{
	size_t i;

	jw_object(w);
	jw_kv_int(w, "year", year->year);
	for (i = 0; i < COUNT_OF(history_measures); i++) {
		int datatype = history_measures[i];
		struct figure figure = figure_unpack(year->packed[datatype]);

		job_figure_write(w, measure_of(datatype)->name, &figure);
	}
	jw_key(w, "change");
	if (before && before->year == year->year - 1) {
		jw_object(w);
		write_changes(w, before, year);
		jw_end(w);
	} else {
		jw_null(w);
		jw_kv_string(w, "changeReason",
			     before ? "yearMissing" : "firstYear");
	}
	jw_end(w);
}

static void write_span(struct jw *w, const struct dossier_year *years,
		       size_t count)
{
	jw_key(w, "historyChange");
	if (count < 2) {
		jw_null(w);
		jw_kv_string(w, "historyChangeReason", "fewerThanTwoYears");
		return;
	}
	jw_object(w);
	jw_kv_int(w, "fromYear", years[0].year);
	jw_kv_int(w, "toYear", years[count - 1].year);
	jw_kv_string(w, "dollars", "nominal");
	write_changes(w, &years[0], &years[count - 1]);
	jw_end(w);
}

void job_history_write(struct jw *w, const struct dossier_year *years,
		       size_t count)
{
	size_t i;

	jw_key(w, "history");
	jw_array(w);
	for (i = 0; i < count; i++)
		write_year(w, i ? &years[i - 1] : NULL, &years[i]);
	jw_end(w);
	jw_kv_string(w, "historyNote", HISTORY_NOTE);
	write_span(w, years, count);
}
