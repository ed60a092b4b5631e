#include "api/facets.h"

#include "api/jobs_filter.h"

#include <string.h>

struct counts {
	int risk[RISK__MAX];
	int type[TYPE__MAX];
	int group[UINT8_MAX + 1];
	int education[EDUCATION_LEVELS + 1]; /* the first: not known */
};

static void count(const struct snapshot *s, const uint8_t *misses,
		  struct counts *c)
{
	size_t i;

	memset(c, 0, sizeof *c);
	for (i = 0; i < s->count; i++) {
		const struct job_facts *facts = &s->facts[i];
		unsigned miss = misses ? misses[i] : 0;

		c->risk[facts->risk] += !(miss & ~(unsigned)MISS_RISK);
		c->type[facts->type] += !(miss & ~(unsigned)MISS_TYPE);
		c->group[facts->group_index] += !(miss & ~(unsigned)MISS_GROUP);
		c->education[facts->education + 1] +=
			!(miss & ~(unsigned)MISS_EDUCATION);
	}
}

static void write_value(struct jw *w, const char *value, int number)
{
	jw_object(w);
	jw_kv_string(w, "value", value);
	jw_kv_int(w, "count", number);
	jw_end(w);
}

static void write_names(struct jw *w, const char *key, const char *const *names,
			const int *counts)
{
	jw_key(w, key);
	jw_array(w);
	for (; *names; names++, counts++)
		write_value(w, *names, *counts);
}

void facets_write(struct jw *w, const struct snapshot *s, const uint8_t *misses)
{
	struct counts c;
	size_t i;

	count(s, misses, &c);
	jw_object(w);
	write_names(w, "risk", risk_names, c.risk);
	jw_end(w);
	jw_key(w, "group");
	jw_array(w);
	for (i = 0; i < s->group_count; i++)
		write_value(w, s->groups[i].code, c.group[i]);
	jw_end(w);
	write_names(w, "education", education_names, c.education + 1);
	write_value(w, NULL, c.education[0]);
	jw_end(w);
	write_names(w, "impactType", impact_type_names, c.type);
	jw_end(w);
	jw_end(w);
}
