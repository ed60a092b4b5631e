#include "admin/sign_in.h"

#include "admin/sign_in_slot.h"
#include "base/address.h"
#include "base/clock.h"
#include "base/log.h"

#include <stdio.h>

enum { KEYS_FRESH_MS = 60000, KEYS_AGAIN_MS = 500 };

/* Where the failures of one try are counted. */
struct tally {
	char subject[LOGIN_SUBJECT_BYTES];
	int64_t id; /* 0 = not counted */
};

struct tries {
	bool device; /* of a known device: `address` is not used */
	struct tally account;
	struct tally address;
};

/* The keys as this process knows them. */
static struct device_keys keys;
static int64_t keys_loaded_ms; /* 0 = never */

const char *sign_in_name(const char *username)
{
	return username_valid(username) ? username : "(invalid)";
}

static void load_keys(struct db *db, int64_t older_ms)
{
	int64_t now_ms = clock_monotonic_ms();
	struct error e;

	if (keys_loaded_ms && now_ms - keys_loaded_ms < older_ms)
		return;
	keys_loaded_ms = now_ms;
	if (device_keys_load(db, &keys, &e) != ERR_OK)
		log_warn("device cookies: %s", e.msg);
}

/* A key that is not known may be another worker's new one: a look, but not for
 * each cookie that somebody makes up. */
static bool is_known(struct db *db, const struct sign_in *s,
		     struct device *device)
{
	if (!*s->cookie)
		return false;
	load_keys(db, KEYS_FRESH_MS);
	if (device_read(s->cookie, s->username, &keys, device))
		return true;
	if (device->key)
		return false;
	load_keys(db, KEYS_AGAIN_MS);
	return device_read(s->cookie, s->username, &keys, device);
}

static void name_tallies(struct tries *t, const struct sign_in *s,
			 const struct device *device)
{
	char network[ADDRESS_BYTES];

	*t = (struct tries){ .device = device != NULL };
	if (device) {
		(void)snprintf(t->account.subject, sizeof t->account.subject,
			       "device:%s", device->nonce);
		return;
	}
	(void)snprintf(t->account.subject, sizeof t->account.subject,
		       "user:%.64s", sign_in_name(s->username));
	(void)snprintf(t->address.subject, sizeof t->address.subject,
		       "address:%s", address_network(s->address, network));
}

static enum err count(struct db *db, struct tally *t, int *wait_s,
		      struct error *e)
{
	enum err code = login_attempt_begin(db, t->subject, &t->id, wait_s, e);

	if (code != ERR_OK || *wait_s)
		t->id = 0;
	return code;
}

static enum err count_both(struct db *db, struct tries *t, int *wait_s,
			   struct error *e)
{
	enum err code = ERR_OK;

	*wait_s = 0;
	if (!t->device)
		code = count(db, &t->address, wait_s, e);
	if (code == ERR_OK && !*wait_s)
		code = count(db, &t->account, wait_s, e);
	/* Somebody else's failures may have locked the account. */
	if (code == ERR_OK && *wait_s && t->address.id)
		code = login_attempt_forget(db, t->address.id, e);
	return code;
}

/* Failures of the account or device are forgiven; of the address only this try
 * is taken back, or one good account would let it guess others without end. */
static enum err forgive(struct db *db, const struct tries *t, struct error *e)
{
	enum err code = login_attempts_clear(db, t->account.subject, e);

	if (code == ERR_OK && t->address.id)
		code = login_attempt_forget(db, t->address.id, e);
	return code;
}

/* Known and unknown names (`found`) take the same time. */
static enum err check(struct db *db, struct sign_in *s, bool found,
		      const struct device *device, struct error *e)
{
	struct tries t;
	enum err code;

	name_tallies(&t, s, device);
	code = count_both(db, &t, &s->wait_s, e);
	if (code != ERR_OK)
		return code;
	if (s->wait_s) {
		s->verdict = SIGN_IN_LIMITED;
		return ERR_OK;
	}
	if (!crypto_password_ok(found ? s->account.password_hash : NULL,
				s->password)) {
		s->verdict = SIGN_IN_WRONG;
		return ERR_OK;
	}
	s->verdict = SIGN_IN_RIGHT;
	return forgive(db, &t, e);
}

/* Without it the next sign-in is a stranger's, no more. */
static void make_cookie(struct db *db, struct sign_in *s,
			const struct device *device)
{
	struct error e;

	if (device_keys_turn(db, &keys, &e) != ERR_OK) {
		log_warn("device cookies: %s", e.msg);
		return;
	}
	device_write(&keys.keys[0], s->account.username,
		     s->account.password_hash, device ? device->nonce : NULL,
		     s->device);
}

/* `device` is set back to NULL when the account has another password now. */
static enum err look_up(struct db *db, struct sign_in *s,
			const struct device **device, struct error *e)
{
	enum err code = account_get(db, s->username, &s->account, e);
	bool found = code == ERR_OK;

	if (!found && code != ERR_NOT_FOUND)
		return code;
	if (*device &&
	    (!found || !device_current(*device, s->account.password_hash))) {
		*device = NULL;
		return ERR_OK;
	}
	return check(db, s, found, *device, e);
}

static enum err within_slot(struct db *db, struct sign_in *s,
			    const struct device **device, struct error *e)
{
	enum sign_in_slot slot = *device ? SLOT_DEVICES : SLOT_STRANGERS;
	enum err code;

	s->verdict = SIGN_IN_BUSY;
	if (!sign_in_slot_take(slot, clock_monotonic_ms()))
		return ERR_OK;
	code = look_up(db, s, device, e);
	sign_in_slot_leave(slot, clock_monotonic_ms());
	return code;
}

enum err sign_in_try(struct db *db, struct sign_in *s, struct error *e)
{
	struct device read;
	const struct device *device = is_known(db, s, &read) ? &read : NULL;
	bool claimed = device != NULL;
	enum err code = within_slot(db, s, &device, e);

	/* Its cookie is of an older password: a stranger, after all. */
	if (code == ERR_OK && claimed && !device)
		code = within_slot(db, s, &device, e);
	if (code == ERR_OK && s->verdict == SIGN_IN_RIGHT)
		make_cookie(db, s, device);
	return code;
}
