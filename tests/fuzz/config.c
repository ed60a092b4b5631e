/* A configuration file: refused with its line, or every value in bounds. */
#include "base/config.h"

#include "fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { KEYS = 4, KEYS_BYTES = 64 };

static void check(const struct config *c)
{
	const char *items[KEYS];
	char copy[KEYS_BYTES];

	HOLDS(c->concurrency >= 1 && c->concurrency <= 5);
	HOLDS(c->requests_per_10s >= 0 && c->requests_per_10s <= 50);
	HOLDS(c->source >= SOURCE_AUTO && c->source <= SOURCE_FLAT);
	HOLDS(c->areas > 0 &&
	      c->areas <= (AREA_NATIONAL | AREA_STATE | AREA_METRO));
	HOLDS(memchr(c->api_keys, 0, sizeof c->api_keys) != NULL);
	HOLDS(config_split(c->api_keys, copy, sizeof copy, items, KEYS) <=
	      KEYS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct config config;
	struct error e = { .msg = "" };
	char path[64];
	int fd = memfd_create("config", MFD_CLOEXEC);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (config_load(&config, path, &e) == ERR_OK)
		check(&config);
	else
		HOLDS(e.msg[0] != 0);
	(void)close(fd);
	return 0;
}
