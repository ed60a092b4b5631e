#include "change.h"

#include <cjson/cJSON.h>
#include <limits.h>

#include "keys.h"
#include "members.h"

#define COUNT(a)     (sizeof(a) / sizeof *(a))
#define DAY_MS       86400000.0
#define OFFSET_MAX_S 3.2e9 /* a hundred years */

typedef bool (*change_fn)(struct world *w, const cJSON *json,
			  struct text *error);

static bool change_flip(struct world *w, const cJSON *json, struct text *error)
{
	long release = 0;
	struct flip flip = { 0 };
	const struct member table[] = {
		{ "after", MEMBER_LONG, &flip.after, 0, 1e9 },
		{ "release", MEMBER_LONG, &release, YEAR_FIRST, YEAR_LAST },
	};

	if (!members_read(json, table, COUNT(table), error))
		return false;
	if (!release) {
		text_str(error, "missing field: release");
		return false;
	}
	flip.release = (int)release;
	w->flip[w->flip_count++] = flip;
	return true;
}

static bool change_key(struct world *w, const cJSON *json, struct text *error)
{
	struct key given = { .quota = -1, .used = -1, .valid = true };
	const struct member table[] = {
		{ "key", MEMBER_TEXT, given.key, 0, sizeof given.key },
		{ "quota", MEMBER_LONG, &given.quota, 0, 1e9 },
		{ "used", MEMBER_LONG, &given.used, 0, 1e9 },
		{ "valid", MEMBER_BOOL, &given.valid, 0, 0 },
	};
	struct key *k;

	if (!members_read(json, table, COUNT(table), error))
		return false;
	k = given.key[0] ? keys_upsert(w, given.key) : NULL;
	if (!k) {
		text_str(error, "bad value: key");
		return false;
	}
	k->valid = given.valid;
	if (given.quota >= 0)
		k->quota = given.quota;
	if (given.used >= 0)
		keys_set_used(w, k, given.used);
	return true;
}

static bool each(struct world *w, const cJSON *list, change_fn change,
		 struct text *error)
{
	const cJSON *json;

	cJSON_ArrayForEach(json,
			   list) if (!change(w, json, error)) return false;
	return true;
}

struct lists {
	const cJSON *flips;
	const cJSON *keys;
	const cJSON *faults;
	const cJSON *override;
	const cJSON *withdraw;
	const cJSON *add;
	const cJSON *rename;
	const cJSON *employment;
	const cJSON *spoil;
};

static bool change_lists(struct world *w, const struct lists *l,
			 struct text *error)
{
	if (l->flips)
		w->flip_count = 0;
	if (l->faults)
		w->faults.count = 0;
	return each(w, l->flips, change_flip, error) &&
	       each(w, l->keys, change_key, error) &&
	       each(w, l->faults, change_fault, error) &&
	       each(w, l->withdraw, change_withdraw, error) &&
	       each(w, l->add, change_add, error) &&
	       each(w, l->rename, change_rename, error) &&
	       (!l->employment || change_employment(w, l->employment, error)) &&
	       (!l->spoil || change_spoil(w, l->spoil, error)) &&
	       each(w, l->override, change_override, error);
}

bool change_world(struct world *w, const cJSON *json, struct text *error)
{
	struct lists l = { 0 };
	long release = w->release;
	long flat = w->flat_release;
	long seed = 0;
	const struct member table[] = {
		{ "release", MEMBER_LONG, &release, YEAR_FIRST, YEAR_LAST },
		{ "flat_release", MEMBER_LONG, &flat, 0, YEAR_LAST },
		{ "flips", MEMBER_ARRAY, &l.flips, 0, FLIPS_MAX },
		{ "latency_ms", MEMBER_LONG, &w->latency_ms, 0, DAY_MS },
		{ "jitter_ms", MEMBER_LONG, &w->jitter_ms, 0, DAY_MS },
		{ "seed", MEMBER_LONG, &seed, 1, INT_MAX },
		{ "rate_limit", MEMBER_BOOL, &w->rate_limit, 0, 0 },
		{ "clock_offset_s", MEMBER_LONG, &w->clock_offset_s,
		  -OFFSET_MAX_S, OFFSET_MAX_S },
		{ "keyless_quota", MEMBER_LONG, &w->keyless_quota, 0, 1e9 },
		{ "keys", MEMBER_ARRAY, &l.keys, 0, KEYS_MAX },
		{ "faults", MEMBER_ARRAY, &l.faults, 0, FAULTS_MAX },
		{ "override", MEMBER_ARRAY, &l.override, 0, INT_MAX },
		{ "withdraw", MEMBER_ARRAY, &l.withdraw, 0, INT_MAX },
		{ "add", MEMBER_ARRAY, &l.add, 0, INT_MAX },
		{ "rename", MEMBER_ARRAY, &l.rename, 0, INT_MAX },
		{ "multiply_employment", MEMBER_OBJECT, &l.employment, 0, 0 },
		{ "spoil", MEMBER_OBJECT, &l.spoil, 0, 0 },
	};

	if (!members_read(json, table, COUNT(table), error))
		return false;
	if (flat && flat < YEAR_FIRST) {
		text_str(error, "bad value: flat_release");
		return false;
	}
	w->release = (int)release;
	w->flat_release = (int)flat;
	if (seed)
		w->random = (uint64_t)seed;
	return change_lists(w, &l, error);
}
