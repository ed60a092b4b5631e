#include "bls/origin.h"

#include <string.h>
#include <strings.h>

static const char BLS_DOMAIN[] = "bls.gov";

/* "https://user@HOST:443/path?query" */
static size_t find_host(const char *url, const char **host)
{
	const char *begin = strstr(url, "://");
	const char *at;
	size_t length;

	begin = begin ? begin + 3 : url;
	length = strcspn(begin, "/?#");
	at = memchr(begin, '@', length);
	if (at) {
		length -= (size_t)(at + 1 - begin);
		begin = at + 1;
	}
	*host = begin;
	at = memchr(begin, ':', length);
	return at ? (size_t)(at - begin) : length;
}

static bool is_of_bls(const char *url)
{
	size_t domain = sizeof BLS_DOMAIN - 1;
	const char *host;
	size_t length = find_host(url, &host);

	if (length < domain ||
	    strncasecmp(host + length - domain, BLS_DOMAIN, domain) != 0)
		return false;
	return length == domain || host[length - domain - 1] == '.';
}

bool origin_complete(const struct config *config, bool flat)
{
	if (config->source_complete != COMPLETE_AUTO)
		return config->source_complete == COMPLETE_YES;
	return is_of_bls(flat ? config->flat_url : config->api_url);
}
