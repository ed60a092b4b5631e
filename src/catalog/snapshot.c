#include "catalog/snapshot.h"

#include <stdlib.h>
#include <string.h>

void snapshot_free(struct snapshot *s)
{
	size_t i;

	if (!s)
		return;
	for (i = 0; i < s->count; i++)
		free(s->titles[i]);
	for (i = 0; i < s->group_count; i++)
		free(s->groups[i].title);
	for (i = 0; i < SORT__MAX; i++) {
		free(s->order[i][false]);
		free(s->order[i][true]);
	}
	free(s->titles);
	free(s->facts);
	free(s->records);
	free(s->rows);
	free(s->cards);
	dossiers_free(s->dossiers);
	free(s->groups);
	search_free(s->search);
	str_release(&s->text);
	str_release(&s->ready);
	arena_release(&s->texts);
	free(s);
}

bool snapshot_find(const struct snapshot *s, const char *code, size_t *out)
{
	size_t low = 0;
	size_t high = s->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(s->facts[middle].code, code);

		if (!order) {
			*out = middle;
			return true;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

int snapshot_group(const struct snapshot *s, const char *code)
{
	size_t i;

	for (i = 0; i < s->group_count; i++)
		if (strcmp(s->groups[i].code, code) == 0)
			return (int)i;
	return -1;
}
