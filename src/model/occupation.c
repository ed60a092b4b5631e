#include "model/occupation.h"

#include <string.h>

static const char TOTAL[] = "00-0000";

/* How much of a group's code its members share: "15-12" of 15-1200. */
static size_t shared_length(const char *code)
{
	size_t length = SOC_BYTES - 1;

	while (length > 3 && code[length - 1] == '0')
		length--;
	return length;
}

static bool contains(const struct occupation *group,
		     const struct occupation *member)
{
	size_t length = shared_length(group->code);

	return length < SOC_BYTES - 1 && length < shared_length(member->code) &&
	       strncmp(group->code, member->code, length) == 0;
}

static const struct occupation *parent_of(const struct occupation *list,
					  size_t count,
					  const struct occupation *member)
{
	const struct occupation *best = NULL;
	size_t i;

	for (i = 0; i < count; i++)
		if (contains(&list[i], member) &&
		    (!best ||
		     shared_length(list[i].code) > shared_length(best->code)))
			best = &list[i];
	return best;
}

static const char *level_of_group(const struct occupation *o)
{
	size_t length = shared_length(o->code);

	if (length == 3)
		return "major";
	return length <= 5 ? "minor" : "broad";
}

void occupations_place(struct occupation *list, size_t count)
{
	size_t i;
	size_t k;

	for (i = 0; i < count; i++) {
		const struct occupation *parent =
			parent_of(list, count, &list[i]);
		bool total = strcmp(list[i].code, TOTAL) == 0;

		copy_text(list[i].parent, SOC_BYTES,
			  parent  ? parent->code
			  : total ? ""
				  : TOTAL);
		list[i].level = total ? "total" : "detailed";
	}
	for (i = 0; i < count; i++)
		for (k = 0; k < count; k++)
			if (list[k].level[0] != 't' &&
			    strcmp(list[i].parent, list[k].code) == 0)
				list[k].level = level_of_group(&list[k]);
}
