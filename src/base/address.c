#include "base/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

enum { PREFIX_BYTES = 8 };

static void write_v6(const struct in6_addr *whole, char out[ADDRESS_BYTES])
{
	char text[INET6_ADDRSTRLEN] = "";
	struct in6_addr network = { 0 };

	if (IN6_IS_ADDR_V4MAPPED(whole)) {
		(void)inet_ntop(AF_INET, whole->s6_addr + 12, out,
				ADDRESS_BYTES);
		return;
	}
	memcpy(network.s6_addr, whole->s6_addr, PREFIX_BYTES);
	(void)inet_ntop(AF_INET6, &network, text, sizeof text);
	(void)snprintf(out, ADDRESS_BYTES, "%s/64", text);
}

const char *address_network(const char *address, char out[ADDRESS_BYTES])
{
	struct in6_addr whole;

	if (inet_pton(AF_INET6, address, &whole) == 1)
		write_v6(&whole, out);
	else
		(void)snprintf(out, ADDRESS_BYTES, "%.*s", ADDRESS_BYTES - 1,
			       address);
	return out;
}
