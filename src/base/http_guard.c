#include "base/http_guard.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>

static const char not_https[] = "only https may leave this machine";
static const char not_public[] =
	"the address is private; only public ones are asked";

struct network {
	uint8_t prefix[4];
	unsigned bits;
};

/* The IANA registry of special-purpose IPv4 addresses, and groups. */
static const struct network special_v4[] = {
	{ { 0, 0, 0, 0 }, 8 },      { { 10, 0, 0, 0 }, 8 },
	{ { 100, 64, 0, 0 }, 10 },  { { 127, 0, 0, 0 }, 8 },
	{ { 169, 254, 0, 0 }, 16 }, { { 172, 16, 0, 0 }, 12 },
	{ { 192, 0, 0, 0 }, 24 },   { { 192, 0, 2, 0 }, 24 },
	{ { 192, 88, 99, 0 }, 24 }, { { 192, 168, 0, 0 }, 16 },
	{ { 198, 18, 0, 0 }, 15 },  { { 198, 51, 100, 0 }, 24 },
	{ { 203, 0, 113, 0 }, 24 }, { { 224, 0, 0, 0 }, 3 },
};

static uint32_t number(const uint8_t bytes[4])
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
	       (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool public_v4(const uint8_t bytes[4])
{
	size_t i;

	for (i = 0; i < COUNT_OF(special_v4); i++) {
		uint32_t mask = ~(uint32_t)0 << (32 - special_v4[i].bits);

		if ((number(bytes) & mask) == number(special_v4[i].prefix))
			return false;
	}
	return true;
}

/* Global unicast is 2000::/3; of it not 2001::/23 (Teredo and the like),
 * 2001:db8::/32 (documentation) and 2002::/16 (6to4: an IPv4 within). */
static bool public_v6(const uint8_t b[16])
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (memcmp(b, mapped, sizeof mapped) == 0)
		return public_v4(b + 12);
	if ((b[0] & 0xe0) != 0x20)
		return false;
	if (b[0] == 0x20 && b[1] == 0x01 &&
	    (b[2] < 0x02 || (b[2] == 0x0d && b[3] == 0xb8)))
		return false;
	return !(b[0] == 0x20 && b[1] == 0x02);
}

/* Copies, since a sockaddr may be of any alignment. */
static bool v4_of(const struct sockaddr *address, uint8_t bytes[4])
{
	struct sockaddr_in in;

	if (address->sa_family != AF_INET)
		return false;
	memcpy(&in, address, sizeof in);
	memcpy(bytes, &in.sin_addr, 4);
	return true;
}

static bool v6_of(const struct sockaddr *address, uint8_t bytes[16])
{
	struct sockaddr_in6 in;

	if (address->sa_family != AF_INET6)
		return false;
	memcpy(&in, address, sizeof in);
	memcpy(bytes, &in.sin6_addr, 16);
	return true;
}

bool http_address_public(const struct sockaddr *address)
{
	uint8_t bytes[16];

	if (v4_of(address, bytes))
		return public_v4(bytes);
	return v6_of(address, bytes) && public_v6(bytes);
}

bool http_address_loopback(const struct sockaddr *address)
{
	static const uint8_t one[16] = { [15] = 1 };
	uint8_t bytes[16];

	if (v4_of(address, bytes))
		return bytes[0] == 127;
	return v6_of(address, bytes) && memcmp(bytes, one, sizeof one) == 0;
}

static bool loopback_name(const char *host)
{
	struct in_addr in;

	if (strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
		return true;
	return inet_pton(AF_INET, host, &in) == 1 &&
	       ((const uint8_t *)&in)[0] == 127;
}

bool http_host_is_loopback(const char *url)
{
	char *host = NULL;
	CURLU *parts = curl_url();
	bool is = parts &&
		  curl_url_set(parts, CURLUPART_URL, url,
			       CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
		  curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
		  loopback_name(host);

	curl_free(host);
	curl_url_cleanup(parts);
	return is;
}

static curl_socket_t on_open(void *user, curlsocktype purpose,
			     struct curl_sockaddr *address)
{
	struct http_guard *guard = user;

	(void)purpose;
	if (guard->loopback ? !http_address_loopback(&address->addr)
			    : !http_address_public(&address->addr)) {
		guard->refusal = not_public;
		return CURL_SOCKET_BAD;
	}
	guard->refusal = NULL;
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
		      address->protocol);
}

void http_guard_apply(struct http_guard *guard, void *easy, const char *url)
{
	guard->loopback = http_host_is_loopback(url);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, guard);
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
	if (guard->loopback)
		return;
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https");
	if (strncmp(url, "https://", 8) != 0)
		guard->refusal = not_https;
}
