#include "sync/selection.h"

#include <string.h>

static bool selected(const struct work_selection *s, const char *code)
{
	size_t i;

	if (!s->only)
		return true;
	for (i = 0; i < s->only_count; i++)
		if (strcmp(s->only[i], code) == 0)
			return true;
	return false;
}

bool selection_wants(const struct work_selection *s,
		     const struct round_item *item)
{
	if (!selected(s, item->code))
		return false;
	if (s->again || item->state == ITEM_PENDING)
		return true;
	return item->state == ITEM_FAILED &&
	       (item->transient || s->only || s->failed);
}

enum err selection_check(const struct work_selection *s,
			 const struct round_item *items, size_t count,
			 struct error *e)
{
	size_t i;
	size_t k;

	for (i = 0; s->only && i < s->only_count; i++) {
		for (k = 0; k < count; k++)
			if (strcmp(items[k].code, s->only[i]) == 0)
				break;
		if (k == count)
			return err_set(e, ERR_ARG,
				       "%.20s is not in BLS's occupation list",
				       s->only[i]);
	}
	return ERR_OK;
}
