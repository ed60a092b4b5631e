#include "web/link.h"

#include "base/config.h"
#include "web/percent.h"

#include <string.h>

enum { NAME_BYTES = 64 };

void link_base_path(struct str *out, const struct config *config)
{
	const char *host = config ? strstr(config->base_url, "://") : NULL;
	const char *path = host ? strchr(host + 3, '/') : NULL;
	size_t length = path ? strlen(path) : 0;

	while (length && path[length - 1] == '/')
		length--;
	if (length)
		str_add(out, path, length);
}

/* Is this pair, still encoded, the parameter? */
static bool is_parameter(const char *pair, size_t length, const char *name)
{
	const char *equals = memchr(pair, '=', length);
	char decoded[NAME_BYTES];

	return percent_decode(pair, equals ? (size_t)(equals - pair) : length,
			      decoded, sizeof decoded) == PERCENT_OK &&
	       strcmp(decoded, name) == 0;
}

void link_pairs(struct str *out, const char *query, const char *but)
{
	size_t length;

	for (; *query; query += length) {
		query += strspn(query, "&");
		length = strcspn(query, "&");
		if (!length || is_parameter(query, length, but))
			continue;
		percent_add(out, query, length);
		str_addc(out, '&');
	}
}
