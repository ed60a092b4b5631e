/*
 * A server as configurations name it: "db.example.org", "db.example.org:3307",
 * "192.0.2.7", "[2001:db8::7]:3307", "2001:db8::7".
 */
#ifndef BASE_HOST_H
#define BASE_HOST_H

#include "base/err.h"

enum { HOST_NAME_BYTES = 256 }; /* of DNS: 253 characters */

struct host {
	char name[HOST_NAME_BYTES]; /* without brackets */
	unsigned port;              /* 0 = none was named */
	/* "localhost" or a loopback address, so what is sent stays on this
	 * machine.  A name that only resolves to one is another machine's: who
	 * answers for names can change that. */
	bool here;
};

/* ERR_ARG: no such form, with the reason. */
MUST_CHECK enum err host_parse(const char *text, struct host *host,
			       struct error *e);

#endif
