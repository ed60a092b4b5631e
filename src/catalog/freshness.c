#include "catalog/freshness.h"

#include "base/log.h"
#include "base/shared.h"

#include <unistd.h>

enum { EXIT_NO_MEMORY = 71 };

struct freshness *freshness_new(void)
{
	struct freshness *f = shared_new(sizeof *f);

	if (!f) {
		log_error("out of memory");
		_exit(EXIT_NO_MEMORY);
	}
	atomic_init(&f->looked_ms, 0);
	return f;
}

void freshness_looked(struct freshness *f, int64_t now_ms)
{
	atomic_store_explicit(&f->looked_ms, now_ms, memory_order_relaxed);
}

int64_t freshness_age_s(const struct freshness *f, int64_t now_ms)
{
	int64_t looked_ms =
		atomic_load_explicit(&f->looked_ms, memory_order_relaxed);

	if (!looked_ms)
		return -1;
	return now_ms > looked_ms ? (now_ms - looked_ms) / 1000 : 0;
}
