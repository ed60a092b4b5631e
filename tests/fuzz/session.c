/*
 * What a browser sends to sign in: the first line is a Cookie header, the rest
 * a JSON body.  A device cookie is genuine only if the right key wrote it.
 */
#include "admin/device.h"
#include "base/utf8.h"
#include "web/body.h"

#include "fuzz.h"

#include <string.h>
#include <strings.h>

enum { USERNAME, FORCE, FIELDS };

static const struct body_field fields[FIELDS] = {
	[USERNAME] = { "username", BODY_TEXT, true, 64 },
	[FORCE] = { "force", BODY_FLAG, false, 0 },
};

static void try_device(const struct request *rq)
{
	static struct device_keys keys;
	char name[DEVICE_COOKIE_NAME_BYTES];
	char cookie[DEVICE_COOKIE_BYTES];
	char again[DEVICE_COOKIE_BYTES];
	struct device device;

	if (!keys.count) {
		crypto_init();
		crypto_random_hex(keys.keys[0].secret);
		keys.keys[0].id = 7;
		keys.count = 1;
	}
	device_cookie_name("ann", rq->https, name);
	if (request_cookie(rq, name, cookie, sizeof cookie))
		HOLDS(!device_read(cookie, "ann", &keys, &device));
	/* Whatever name: what is written for it is read for it. */
	device_write(&keys.keys[0], "ann", rq->cookie, NULL, again);
	HOLDS(device_read(again, "ann", &keys, &device));
	HOLDS(device_current(&device, rq->cookie));
	HOLDS(!device_read(again, rq->cookie, &keys, &device) ||
	      strcasecmp(rq->cookie, "ann") == 0);
}

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
	try_device(&rq);
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
