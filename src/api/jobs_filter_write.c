/* What was asked for, told in answers (jobs_filter.h). */
#include "api/jobs_filter.h"

static void write_chosen(struct jw *w, enum jobs_param which,
			 const struct param_value *value)
{
	const struct param_spec *spec = &jobs_params[which];
	size_t i;

	jw_key(w, spec->name);
	jw_array(w);
	for (i = 0; spec->values[i]; i++)
		if (value->chosen >> i & 1)
			jw_string(w, spec->values[i]);
	jw_end(w);
}

static void write_sort(struct jw *w, const struct param_value *sort)
{
	struct str text = STR_INIT(64);

	str_adds(&text, sort->descending ? "-" : "");
	str_adds(&text, sort_names[sort->number]);
	jw_kv_string(w, "sort", text.data);
	str_release(&text);
}

static void write_filter(struct jw *w, enum jobs_param which,
			 const struct param_value *value)
{
	const struct param_spec *spec = &jobs_params[which];

	switch (spec->type) {
	case PARAM_ENUM:
		if (spec->repeatable)
			write_chosen(w, which, value);
		else
			jw_kv_string(w, spec->name,
				     spec->values[value->number]);
		return;
	case PARAM_NUMBER:
		jw_kv_double(w, spec->name, (double)value->number / 1000.0, 3);
		return;
	case PARAM_SORT:
		write_sort(w, value);
		return;
	case PARAM_TEXT:
	case PARAM_CODE:
		if (*value->text)
			jw_kv_string(w, spec->name, value->text);
		return;
	case PARAM_INT:
	case PARAM_BOOL:
		return;
	}
}

void jobs_filters_object(struct jw *w, const struct params *p)
{
	int i;

	jw_object(w);
	for (i = JOBS_SEARCH; p && i <= JOBS_SORT; i++)
		if (p->of[i].count)
			write_filter(w, (enum jobs_param)i, &p->of[i]);
	jw_end(w);
}

void jobs_filters_write(struct jw *w, const struct params *p)
{
	jw_key(w, "filters");
	jobs_filters_object(w, p);
}
