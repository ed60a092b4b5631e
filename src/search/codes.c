#include "search/codes.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

enum { MAJOR_DIGITS = 2 };

struct codes {
	char (*jobs)[SOC_BYTES];
	size_t job_count;
	uint16_t *numbers;          /* 0, 1, 2, ... */
	struct code_alias *aliases; /* by code, then job */
	size_t alias_count;
	uint16_t *alias_jobs;
	struct arena titles;
};

static int compare_aliases(const void *left, const void *right)
{
	const struct code_alias *a = left;
	const struct code_alias *b = right;
	int order = strcmp(a->code, b->code);

	return order ? order : (a->job > b->job) - (a->job < b->job);
}

/* Two successors may have gone into one aggregate: once each. */
static void keep_aliases(struct codes *c, const struct code_alias *aliases,
			 size_t count)
{
	struct code_alias *sorted = xcalloc(count + 1, sizeof *sorted);
	size_t i;

	if (count)
		memcpy(sorted, aliases, count * sizeof *sorted);
	qsort(sorted, count, sizeof *sorted, compare_aliases);
	c->aliases = sorted;
	c->alias_jobs = xcalloc(count + 1, sizeof *c->alias_jobs);
	for (i = 0; i < count; i++) {
		struct code_alias *to = &c->aliases[c->alias_count];

		if (c->alias_count && !compare_aliases(&sorted[i], to - 1))
			continue;
		*to = sorted[i];
		if (to->title)
			to->title = arena_strdup(&c->titles, to->title);
		c->alias_jobs[c->alias_count++] = (uint16_t)to->job;
	}
}

struct codes *codes_new(const char (*jobs)[SOC_BYTES], size_t job_count,
			const struct code_alias *aliases, size_t alias_count)
{
	struct codes *c = xcalloc(1, sizeof *c);
	size_t i;

	c->jobs = xcalloc(job_count + 1, sizeof *c->jobs);
	c->numbers = xcalloc(job_count + 1, sizeof *c->numbers);
	c->job_count = job_count;
	for (i = 0; i < job_count; i++) {
		memcpy(c->jobs[i], jobs[i], SOC_BYTES);
		c->numbers[i] = (uint16_t)i;
	}
	keep_aliases(c, aliases, alias_count);
	return c;
}

void codes_free(struct codes *c)
{
	if (!c)
		return;
	free(c->jobs);
	free(c->numbers);
	free(c->aliases);
	free(c->alias_jobs);
	arena_release(&c->titles);
	free(c);
}

/* The order of a code and some digits: < 0, 0 if it begins with them, > 0. */
static int compare_digits(const char *code, const char *digits, size_t count)
{
	int order = strncmp(code, digits,
			    count < MAJOR_DIGITS ? count : MAJOR_DIGITS);

	if (order || count <= MAJOR_DIGITS)
		return order;
	return strncmp(code + MAJOR_DIGITS + 1, digits + MAJOR_DIGITS,
		       count - MAJOR_DIGITS);
}

/* Those that begin with the digits. */
static void find_begun(const struct codes *c, const char *digits, size_t count,
		       struct code_answer *out)
{
	size_t first = 0;

	while (first < c->job_count &&
	       compare_digits(c->jobs[first], digits, count) < 0)
		first++;
	out->jobs = c->numbers + first;
	out->count = 0;
	while (first + out->count < c->job_count &&
	       compare_digits(c->jobs[first + out->count], digits, count) == 0)
		out->count++;
}

static bool find_alias(const struct codes *c, struct code_answer *out)
{
	size_t i = 0;

	while (i < c->alias_count && strcmp(c->aliases[i].code, out->code) < 0)
		i++;
	out->jobs = c->alias_jobs + i;
	out->count = 0;
	while (i + out->count < c->alias_count &&
	       strcmp(c->aliases[i + out->count].code, out->code) == 0)
		out->count++;
	if (!out->count)
		return false;
	out->kind = c->aliases[i].retired ? CODE_RETIRED : CODE_PART;
	out->title = c->aliases[i].title;
	return true;
}

/* What a group's code begins with: "1512" of 15-1200, "" of 00-0000. */
static size_t group_digits(const char *digits)
{
	size_t count = SOC_DIGITS;

	while (count > MAJOR_DIGITS && digits[count - 1] == '0')
		count--;
	return strncmp(digits, "00", count) == 0 ? 0 : count;
}

static void find_whole(const struct codes *c, const char *digits,
		       struct code_answer *out)
{
	size_t group = group_digits(digits);

	if (!soc_from_digits(digits, out->code))
		return;
	find_begun(c, digits, SOC_DIGITS, out);
	if (out->count)
		out->kind = CODE_OWN;
	else if (!find_alias(c, out) && group < SOC_DIGITS) {
		find_begun(c, digits, group, out);
		out->kind = out->count ? CODE_GROUP : CODE_UNKNOWN;
	}
}

struct code_answer codes_find(const struct codes *c, const char *text)
{
	struct code_answer out = { .kind = CODE_NONE };
	struct soc_text read = soc_read(text);

	if (!read.count)
		return out;
	out.kind = CODE_UNKNOWN;
	if (read.count == SOC_DIGITS) {
		find_whole(c, read.digits, &out);
		return out;
	}
	find_begun(c, read.digits, read.count, &out);
	if (out.count)
		out.kind = CODE_BEGUN;
	else if (!read.sure)
		out.kind = CODE_NONE; /* "911", perhaps a word */
	return out;
}
