#include "base/config_words.h"

#include "base/config.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

const char *const source_names[] = { "auto", "api", "flat", NULL };
static const char *const complete_names[] = { "auto", "yes", "no" };
static const char *const tls_names[] = { "auto", "required" };
static const char *const area_names[] = { "national", "state", "metro" };

const struct words words_source = { source_names, COUNT_OF(source_names) - 1 };
const struct words words_complete = { complete_names,
				      COUNT_OF(complete_names) };
const struct words words_tls = { tls_names, COUNT_OF(tls_names) };
const struct words words_areas = { area_names, COUNT_OF(area_names) };

static bool find(const struct words *words, const char *value, int *place)
{
	size_t i = 0;

	while (i < words->count && strcmp(value, words->list[i]) != 0)
		i++;
	*place = (int)i;
	return i < words->count;
}

/* "auto, api or flat" */
static void list_words(const struct words *words, const char *last,
		       struct str *out)
{
	size_t i;

	for (i = 0; i < words->count; i++) {
		if (i)
			str_adds(out, i + 1 < words->count ? ", " : last);
		str_adds(out, words->list[i]);
	}
}

enum err words_one(const struct words *words, const char *key,
		   const char *value, int *field, struct error *e)
{
	struct str list = STR_INIT(CONFIG_TEXT_BYTES);
	enum err code = ERR_OK;
	int place;

	if (find(words, value, &place)) {
		*field = place;
	} else {
		list_words(words, " or ", &list);
		code = err_set(e, ERR_ARG, "%s is \"%.40s\"; it must be %s",
			       key, value, list.data);
	}
	str_release(&list);
	return code;
}

enum err words_some(const struct words *words, const char *key,
		    const char *value, int *field, struct error *e)
{
	const char *items[CONFIG_KEYS_MAX];
	char copy[CONFIG_TEXT_BYTES];
	size_t count =
		config_split(value, copy, sizeof copy, items, CONFIG_KEYS_MAX);
	struct str list = STR_INIT(CONFIG_TEXT_BYTES);
	enum err code = ERR_OK;
	int place;
	size_t i;

	*field = 0;
	for (i = 0; code == ERR_OK && i < count; i++) {
		if (find(words, items[i], &place)) {
			*field |= 1 << place;
			continue;
		}
		list_words(words, ", ", &list);
		code = err_set(e, ERR_ARG, "%s has \"%.40s\"; it may list %s",
			       key, items[i], list.data);
	}
	str_release(&list);
	return code;
}

void words_print(const struct words *words, int bits)
{
	const char *comma = "";
	size_t i;

	for (i = 0; i < words->count; i++) {
		if (!(bits & 1 << i))
			continue;
		printf("%s%s", comma, words->list[i]);
		comma = ",";
	}
}
