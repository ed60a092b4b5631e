#include "keys.h"

#include <string.h>

#include "text.h"

static const char *const DEMO_KEYS[] = {
	"0123456789abcdef0123456789abcdef",
	"11111111111111111111111111111111",
	"feedfacefeedfacefeedfacefeedface",
};

void keys_init(struct world *w)
{
	size_t i;

	w->keyless_quota = KEYLESS_QUOTA;
	for (i = 0; i < sizeof DEMO_KEYS / sizeof *DEMO_KEYS; i++)
		keys_upsert(w, DEMO_KEYS[i]);
}

struct key *keys_find(struct world *w, const char *key)
{
	size_t i;

	for (i = 0; i < w->key_count; i++)
		if (strcmp(w->key[i].key, key) == 0)
			return &w->key[i];
	return NULL;
}

struct key *keys_upsert(struct world *w, const char *key)
{
	struct key *k = keys_find(w, key);

	if (k || w->key_count == KEYS_MAX)
		return k;
	k = &w->key[w->key_count];
	*k = (struct key){ .quota = KEY_QUOTA, .valid = true };
	if (!copy_str(k->key, sizeof k->key, key))
		return NULL;
	w->key_count++;
	return k;
}

static long quota_day(const struct world *w)
{
	return (long)(world_now(w) / 86400);
}

void keys_set_used(const struct world *w, struct key *k, long used)
{
	k->used = used;
	k->day = quota_day(w);
}

long keys_used_today(const struct world *w, long used, long day)
{
	return day == quota_day(w) ? used : 0;
}

/* The table full, the last comer takes the last place. */
static struct visitor *visitor_of(struct world *w, const char *address)
{
	struct visitor *v = &w->visitor[VISITORS_MAX - 1];
	size_t i;

	for (i = 0; i < w->visitor_count; i++)
		if (strcmp(w->visitor[i].address, address) == 0)
			return &w->visitor[i];
	if (w->visitor_count < VISITORS_MAX)
		v = &w->visitor[w->visitor_count++];
	*v = (struct visitor){ 0 };
	copy_str(v->address, sizeof v->address, address);
	return v;
}

/* Refused calls count too, so a hasty retry gains nothing. */
static bool charge(long *used, long *day, long today, long quota)
{
	if (*day != today) {
		*day = today;
		*used = 0;
	}
	return ++*used <= quota;
}

enum key_verdict keys_charge(struct world *w, const char *key,
			     const char *address)
{
	long today = quota_day(w);
	struct visitor *v;
	struct key *k;
	bool ok;

	if (key[0]) {
		k = keys_find(w, key);
		if (!k || !k->valid)
			return KEY_INVALID;
		k->requests++;
		ok = charge(&k->used, &k->day, today, k->quota);
	} else {
		v = visitor_of(w, address);
		ok = charge(&v->used, &v->day, today, w->keyless_quota);
	}
	return ok ? KEY_OK : KEY_SPENT;
}
