/*
 * Requests to addresses that somebody typed in: they must not reach what only
 * this network can (server-side request forgery).
 *
 * Allowed are https to public addresses, and http or https to this machine when
 * the URL says so (localhost, 127.x, [::1]).  What a name means is looked at
 * when the socket is made, so a name that changes its mind is no way around;
 * proxies of the environment are not used.
 */
#ifndef BASE_HTTP_GUARD_H
#define BASE_HTTP_GUARD_H

#include "base/base.h"

#include <sys/socket.h>

struct http_guard {
	bool loopback;       /* this machine is meant */
	const char *refusal; /* why it went nowhere; NULL = it did not */
};

/* `easy` is curl's handle, and `guard` lives as long. */
void http_guard_apply(struct http_guard *guard, void *easy, const char *url);

/* True when the host of the URL is this machine by its spelling. */
MUST_CHECK bool http_host_is_loopback(const char *url);

MUST_CHECK bool http_address_loopback(const struct sockaddr *address);
/* False for addresses of this machine, of private networks, of links, of
 * groups, and reserved ones. */
MUST_CHECK bool http_address_public(const struct sockaddr *address);

#endif
