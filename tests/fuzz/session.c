/*
 * What a browser sends to sign in: the first line is a Cookie header, the rest
 * a JSON body.
 */
#include "api/body.h"
#include "base/utf8.h"

#include "fuzz.h"

#include <string.h>

enum { USERNAME, FORCE, FIELDS };

static const struct body_field fields[FIELDS] = {
	[USERNAME] = { "username", BODY_TEXT, true, 64 },
	[FORCE] = { "force", BODY_FLAG, false, 0 },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct response rs = RESPONSE_INIT;
	struct request rq = REQUEST_INIT;
	struct body_value values[FIELDS];
	const uint8_t *end = memchr(data, '\n', size);
	size_t length = end ? (size_t)(end - data) : size;
	char *cookie = fuzz_text(data, length);
	/* A NUL stands after a body, and more may stand in it. */
	char *body = xcalloc(1, size - length + 1);
	char value[44];

	rq.cookie = cookie;
	if (request_cookie(&rq, "bls_session", value, sizeof value))
		HOLDS(value[0] != 0 && strlen(value) < sizeof value);
	rq.content_type = "application/json";
	memcpy(body, data + length, size - length);
	rq.body = body;
	rq.body_length = size - length;
	if (body_parse(&rq, fields, FIELDS, values, &rs)) {
		HOLDS(values[USERNAME].given);
		HOLDS(strlen(values[USERNAME].text) <= 64);
	} else {
		HOLDS(rs.status == 400);
		HOLDS(utf8_valid(rs.body.data, rs.body.length));
	}
	free(body);
	free(cookie);
	response_release(&rs);
	return 0;
}
