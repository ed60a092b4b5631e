#include "base/config_value.h"

#include "base/config_words.h"
#include "base/host.h"

#include <stdio.h>
#include <string.h>

static enum err set_text(char *field, const struct config_key *key,
			 const char *value, struct error *e)
{
	if (key->type == CONFIG_URL && strncmp(value, "http://", 7) != 0 &&
	    strncmp(value, "https://", 8) != 0)
		return err_set(e, ERR_ARG,
			       "%s must start with http:// or https://",
			       key->name);
	if (!copy_text(field, key->size, value))
		return err_set(e, ERR_ARG, "%s is longer than %zu bytes",
			       key->name, key->size - 1);
	return ERR_OK;
}

static enum err set_areas(int *field, const char *value, struct error *e)
{
	enum err code = words_some(&words_areas, "areas", value, field, e);

	if (code == ERR_OK && !(*field & AREA_NATIONAL))
		code = err_set(e, ERR_ARG, "areas must contain national");
	return code;
}

/* Each of them can be read as a server's name. */
static enum err set_hosts(char *field, const struct config_key *key,
			  const char *value, struct error *e)
{
	const char *hosts[CONFIG_HOSTS_MAX + 1];
	char copy[CONFIG_TEXT_BYTES];
	size_t count =
		config_split(value, copy, sizeof copy, hosts, COUNT_OF(hosts));
	struct host host;
	enum err code;
	size_t i;

	if (count > CONFIG_HOSTS_MAX)
		return err_set(e, ERR_ARG, "%s has more than %d hosts",
			       key->name, CONFIG_HOSTS_MAX);
	for (i = 0; i < count; i++) {
		code = host_parse(hosts[i], &host, e);
		if (code != ERR_OK) {
			err_prefix(e, "%s", key->name);
			return code;
		}
	}
	return set_text(field, key, value, e);
}

enum err config_value_set(struct config *c, const struct config_key *key,
			  const char *value, struct error *e)
{
	char *place = (char *)c + key->offset;
	int *number = (int *)(void *)place;
	enum log_level level;
	int64_t parsed;

	switch (key->type) {
	case CONFIG_TEXT:
	case CONFIG_SECRET:
	case CONFIG_URL:
		return set_text(place, key, value, e);
	case CONFIG_HOSTS:
		return set_hosts(place, key, value, e);
	case CONFIG_NUMBER:
		if (!parse_int64(value, key->min, key->max, &parsed))
			return err_set(e, ERR_ARG,
				       "%s is \"%.40s\"; it must be a number "
				       "from %d to %d",
				       key->name, value, key->min, key->max);
		*number = (int)parsed;
		return ERR_OK;
	case CONFIG_SOURCE:
		return words_one(&words_source, key->name, value, number, e);
	case CONFIG_COMPLETE:
		return words_one(&words_complete, key->name, value, number, e);
	case CONFIG_TLS:
		return words_one(&words_tls, key->name, value, number, e);
	case CONFIG_AREAS:
		return set_areas(number, value, e);
	case CONFIG_LEVEL:
		if (!log_level_parse(value, &level))
			return err_set(e, ERR_ARG,
				       "log_level is \"%.40s\"; it must be "
				       "debug, info, warn or error",
				       value);
		*number = (int)level;
		return ERR_OK;
	}
	return err_set(e, ERR_ARG, "%s has no type", key->name);
}

static void print_secrets(const char *name, const char *list)
{
	const char *items[CONFIG_KEYS_MAX];
	char copy[CONFIG_TEXT_BYTES * 2];
	size_t count;
	size_t i;

	count = config_split(list, copy, sizeof copy, items, CONFIG_KEYS_MAX);
	printf("%s = ", name);
	for (i = 0; i < count; i++)
		printf("%s(set)", i ? "," : "");
	printf("\n");
}

void config_value_print(const struct config *c, const struct config_key *key)
{
	static const char *const levels[] = { "debug", "info", "warn",
					      "error" };
	const char *place = (const char *)c + key->offset;
	const int *number = (const int *)(const void *)place;

	switch (key->type) {
	case CONFIG_TEXT:
	case CONFIG_URL:
	case CONFIG_HOSTS:
		printf("%s = %s\n", key->name, place);
		break;
	case CONFIG_SECRET:
		print_secrets(key->name, place);
		break;
	case CONFIG_NUMBER:
		printf("%s = %d\n", key->name, *number);
		break;
	case CONFIG_SOURCE:
		printf("%s = %s\n", key->name, source_names[*number]);
		break;
	case CONFIG_COMPLETE:
		printf("%s = %s\n", key->name, words_complete.list[*number]);
		break;
	case CONFIG_TLS:
		printf("%s = %s\n", key->name, words_tls.list[*number]);
		break;
	case CONFIG_AREAS:
		printf("%s = ", key->name);
		words_print(&words_areas, *number);
		printf("\n");
		break;
	case CONFIG_LEVEL:
		printf("%s = %s\n", key->name, levels[*number]);
		break;
	}
}
