/*
 * Whom an address stands for when requests are counted.  A household or a host
 * has one IPv4 address, but 2^64 of IPv6: those are counted by their network
 * (/64).  An IPv4 address inside IPv6 (::ffff:192.0.2.1) is that IPv4 address.
 * nginx counts in the same way (nginx/bls-sync/http.conf).
 */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include "base/base.h"

enum { ADDRESS_BYTES = 56 };

/*
 * "192.0.2.1" -> the same; "2001:db8:1:2:3::4" -> "2001:db8:1:2::/64".  What is
 * no address comes out as it is, cut to fit.  Returns `out`.
 */
const char *address_network(const char *address, char out[ADDRESS_BYTES]);

#endif
