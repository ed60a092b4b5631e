#include "base/host.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

enum { PORT_MAX = 65535 };

/* An IPv6 address; its zone ("%eth0") is not looked at. */
static bool is_ipv6(const char *name, struct in6_addr *address)
{
	char plain[INET6_ADDRSTRLEN];
	size_t length = strcspn(name, "%");

	if (length >= sizeof plain)
		return false;
	memcpy(plain, name, length);
	plain[length] = '\0';
	return inet_pton(AF_INET6, plain, address) == 1;
}

static bool is_here(const char *name)
{
	static const unsigned char loopback = 127; /* 127.0.0.0/8 */
	struct in6_addr six;
	struct in_addr four;

	if (strcasecmp(name, "localhost") == 0)
		return true;
	if (inet_pton(AF_INET, name, &four) == 1)
		return ntohl(four.s_addr) >> 24 == loopback;
	if (!is_ipv6(name, &six))
		return false;
	return IN6_IS_ADDR_LOOPBACK(&six) ||
	       (IN6_IS_ADDR_V4MAPPED(&six) && six.s6_addr[12] == loopback);
}

/* What stands before the port, and the port or NULL. */
static bool split(const char *text, struct host *host, const char **port)
{
	const char *end = strchr(text, ']');
	const char *colon = strchr(text, ':');
	size_t length;

	*port = NULL;
	if (text[0] == '[') {
		if (!end || (end[1] && end[1] != ':'))
			return false;
		text++;
		*port = end[1] ? end + 2 : NULL;
	} else if (colon && !strchr(colon + 1, ':')) {
		end = colon;
		*port = colon + 1;
	} else {
		end = text + strlen(text);
	}
	length = (size_t)(end - text);
	if (!length || length >= sizeof host->name)
		return false;
	memcpy(host->name, text, length);
	host->name[length] = '\0';
	return true;
}

enum err host_parse(const char *text, struct host *host, struct error *e)
{
	struct in6_addr address;
	const char *port;
	int64_t number = 0;

	*host = (struct host){ 0 };
	if (!split(text, host, &port))
		return err_set(e, ERR_ARG, "\"%s\" is no host", text);
	/* Others would make a connection string of it. */
	if (strpbrk(host->name, ";=/[] \t"))
		return err_set(e, ERR_ARG, "\"%s\" is no host name", text);
	if (strchr(host->name, ':') && !is_ipv6(host->name, &address))
		return err_set(e, ERR_ARG, "\"%s\" is no IPv6 address", text);
	if (text[0] == '[' && !strchr(host->name, ':'))
		return err_set(e, ERR_ARG,
			       "\"%s\": only IPv6 addresses stand in brackets",
			       text);
	if (port && !parse_int64(port, 1, PORT_MAX, &number))
		return err_set(e, ERR_ARG,
			       "\"%s\": the port is no number "
			       "from 1 to 65535",
			       text);
	host->port = (unsigned)number;
	host->here = is_here(host->name);
	return ERR_OK;
}
