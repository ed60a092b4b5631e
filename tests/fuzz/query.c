/* A request line and its query: what is accepted is within its bounds. */
#include "api/jobs_filter.h"
#include "base/utf8.h"
#include "web/request.h"

#include "fuzz.h"

#include <string.h>

static void check(const struct params *p)
{
	const struct param_spec *spec;
	const struct param_value *value;
	size_t i;

	HOLDS(p->text_used <= sizeof p->text);
	for (i = 0; i < JOBS__PARAMS; i++) {
		spec = &jobs_params[i];
		value = &p->of[i];
		HOLDS(value->count <= 1 || spec->repeatable);
		if (value->count == 0)
			continue;
		if (spec->type == PARAM_INT)
			HOLDS(value->number >= spec->min &&
			      value->number <= spec->max);
		if (spec->type == PARAM_CODE)
			HOLDS(soc_valid(value->text));
		if (spec->type == PARAM_TEXT)
			HOLDS(utf8_valid(value->text, strlen(value->text)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct params params;
	struct param_fault fault = PARAM_FAULT_INIT;
	struct request rq = REQUEST_INIT;
	struct str space = STR_INIT(REQUEST_PATH_MAX + REQUEST_QUERY_MAX);
	struct error e;
	char *line = fuzz_text(data, size);

	if (request_line(&rq, line, &space, &e) == ERR_OK) {
		HOLDS(rq.method && rq.path && rq.query);
		if (params_parse(jobs_params, JOBS__PARAMS, rq.query, &params,
				 &fault))
			check(&params);
		else
			HOLDS(fault.detail.length &&
			      utf8_valid(fault.parameter,
					 strlen(fault.parameter)));
	}
	param_fault_release(&fault);
	str_release(&space);
	free(line);
	return 0;
}
