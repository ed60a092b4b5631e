#include "health/judge.h"

#include "base/text.h"

#include <stdio.h>

static const char *occupations(int64_t n)
{
	return text_plural(n, "occupation", "occupations");
}

static const char *requests(int64_t n)
{
	return text_plural(n, "request", "requests");
}

static const char *requests_are(int64_t n)
{
	return text_plural(n, "request is", "requests are");
}

static const char *messages(int64_t n)
{
	return text_plural(n, "message", "messages");
}

static const char *keys_word(int64_t n)
{
	return text_plural(n, "key", "keys");
}

enum {
	DISK_FAIL_PERCENT = 3,
	DISK_WARN_PERCENT = 10,
	MIB = 1024 * 1024,
	DISK_FAIL_MIB = 64,
	REQUEST_LATE_S = 180, /* watch looks each minute */
	UNKNOWN_SCORE = 50,
};

/* More than one retry for ten requests is not chance. */
static bool many_retries(const struct bls_facts *f)
{
	return f->requests >= 10 && f->retries * 10 > f->requests;
}

void judge_bls(const struct bls_facts *f, struct check *c)
{
	bool fresh = f->probed && f->probe_age_s <= HEALTH_PROBE_OLD_S;
	bool unreachable = fresh && !f->probe_ok;
	bool open = f->breaker != BREAKER_CLOSED;

	c->breaker = breaker_state_name(f->breaker);
	if (unreachable) {
		check_set(c, open ? CHECK_FAIL : CHECK_WARN, open ? 10 : 40,
			  "The BLS server could not be reached: %s",
			  f->probe_message);
		check_advise(c, "See that this host reaches api_url of the "
				"configuration (DNS, proxy, firewall). The "
				"next run goes on where the last one ended.");
	} else if (open) {
		check_set(c, CHECK_WARN, 50,
			  "The last run met so many failures of BLS that it "
			  "stopped asking for a while.");
		check_advise(c, "Nothing to do: the next run asks again, one "
				"request first.");
	} else if (many_retries(f)) {
		check_set(c, CHECK_WARN, 70,
			  "BLS answers, but the last sync needed %lld %s for "
			  "%lld %s.",
			  (long long)f->retries,
			  text_plural(f->retries, "retry", "retries"),
			  (long long)f->requests, requests(f->requests));
		check_advise(c, "Nothing to do unless it stays so.");
	} else if (fresh) {
		check_set(c, CHECK_PASS, 100,
			  "The BLS server answered in %lld ms.",
			  (long long)f->probe_ms);
	} else {
		check_set(c, CHECK_PASS, 90,
			  "No failure is known; nobody has looked within the "
			  "last hour.");
		check_advise(c, "See that cron runs `bls-sync watch` each "
				"minute.");
	}
}

/* Some keys may be out while others work on. */
static void judge_some_keys(const struct keys_facts *f, struct check *c)
{
	if (f->invalid) {
		check_set(c, CHECK_WARN, 60,
			  "BLS refuses %d of %d %s; %lld %s left today.",
			  f->invalid, f->keys, keys_word(f->keys),
			  (long long)f->remaining, requests_are(f->remaining));
		check_advise(c, "Replace the refused key in api_keys; keys "
				"must be renewed each year.");
	} else if (f->ignored) {
		check_set(c, CHECK_WARN, 60,
			  "BLS does not heed %d of %d %s: it answers as if "
			  "none were sent, 25 series a request and 25 requests "
			  "a day.",
			  f->ignored, f->keys, keys_word(f->keys));
		check_advise(c, "Compare api_keys with what BLS sent by "
				"e-mail; register the key anew if it is "
				"right.");
	} else {
		check_set(c, CHECK_PASS, 100,
			  "%lld of %lld %s left today with %d %s.",
			  (long long)f->remaining, (long long)f->quota,
			  requests_are(f->quota), f->keys, keys_word(f->keys));
	}
}

void judge_keys(const struct keys_facts *f, struct check *c)
{
	if (!f->keys && f->configured) {
		check_set(c, CHECK_PASS, 90,
			  "%d %s set; no run has used them yet.", f->configured,
			  f->configured == 1 ? "key is" : "keys are");
	} else if (!f->keys && f->needed) {
		check_set(c, CHECK_WARN, 60,
			  "No key is set: BLS allows 25 requests a day, so an "
			  "import takes many nights.");
		check_advise(c, "Register at data.bls.gov/registrationEngine "
				"(free) and put the key into api_keys.");
	} else if (!f->keys) {
		check_set(c, CHECK_PASS, 80,
			  "No key is set; the import can do without.");
	} else if (f->invalid == f->keys) {
		check_set(c, CHECK_FAIL, 0, "BLS refuses every key.");
		check_advise(c, "Put valid keys into api_keys; keys must be "
				"renewed each year.");
	} else if (!f->remaining) {
		check_set(c, CHECK_WARN, 30,
			  "Today's requests are used up; imports go on "
			  "tomorrow.");
		check_advise(c, "Nothing to do, or add a key to api_keys.");
	} else {
		judge_some_keys(f, c);
	}
}

/* "3 of 54 areas could not be loaded, 1 of them for good", or nothing. */
static void area_words(const struct area_standing *a, char *words, size_t size)
{
	words[0] = '\0';
	if (a->failed)
		(void)snprintf(words, size,
			       "%lld of %lld %s could not be loaded, %lld of "
			       "them for good",
			       (long long)a->failed, (long long)a->total,
			       text_plural(a->total, "area", "areas"),
			       (long long)a->permanent);
	else if (a->kinds_failed)
		(void)text_format(words, size, "areas could not be read: %s",
				  a->trouble);
}

/* What is on the list of failures; false when nothing is. */
static bool judge_failures(const struct sync_facts *f, struct check *c)
{
	char areas[HEALTH_TEXT_BYTES];

	area_words(&f->areas, areas, sizeof areas);
	if (f->failed)
		check_set(c, CHECK_WARN, 80,
			  "%lld %s could not be resolved, %lld of them for "
			  "good%s%s.",
			  (long long)f->failed, occupations(f->failed),
			  (long long)f->permanent, areas[0] ? "; " : "", areas);
	else if (areas[0])
		check_set(c, CHECK_WARN, 80,
			  "In the last sync %s; readers see the areas they "
			  "had.",
			  areas);
	else
		return false;
	check_advise(c, "Look at the list of failures; the next run tries the "
			"passing ones again by itself.");
	if (f->areas.permanent)
		check_advise(c, "A run tries an area three times by itself; "
				"`bls-sync retry` or the list tries it again.");
	return true;
}

static void judge_age(const struct sync_facts *f, struct check *c)
{
	char span[TEXT_SPAN_BYTES];

	if (!f->succeeded) {
		check_set(c, CHECK_WARN, 40, "No sync has succeeded yet.");
		check_advise(c, "Start one here, or with `bls-sync run`.");
	} else if (f->success_age_s > (int64_t)HEALTH_STALE_H * 3600) {
		check_set(c, CHECK_WARN, 50,
			  "The last sync that succeeded is %s ago.",
			  text_span(f->success_age_s, span));
		check_advise(c, "See that cron runs `bls-sync run` each day "
				"and what the last runs say.");
	} else if (!judge_failures(f, c)) {
		check_set(c, CHECK_PASS, 100, "The last sync succeeded %s ago.",
			  text_span(f->success_age_s, span));
	}
}

/* What the newest run itself says; false when it says nothing special. */
static bool judge_last_run(const struct sync_facts *f, struct check *c)
{
	switch (f->state) {
	case RUN_CRASHED:
		check_set(c, CHECK_FAIL, 20,
			  "The last run died in the middle. What it had "
			  "finished is kept.");
		check_advise(c, "The next run goes on where it ended; start "
				"it now, or let cron.");
		return true;
	case RUN_FAILED:
		check_set(c, CHECK_FAIL, 30, "The last run failed: %s",
			  f->last_error[0] ? f->last_error : "see its log");
		check_advise(c, "Put right what it names and start a run; it "
				"goes on where the last one ended.");
		return true;
	case RUN_HELD:
		if (f->areas.held)
			check_set(c, CHECK_WARN, 50,
				  "The last run holds the areas back: %s",
				  f->last_error);
		else
			check_set(c, CHECK_WARN, 50,
				  "The last run holds its figures back: they "
				  "are not plausible beside those that are "
				  "published.");
		check_advise(c, "Look at the differences on the admin page or "
				"with `bls-sync status`, then accept or reject "
				"them there or with `bls-sync accept` and "
				"`bls-sync reject`.");
		return true;
	case RUN_PAUSED:
		check_set(c, CHECK_WARN, 70,
			  "The last run is out of quota with %lld %s left; "
			  "the next one goes on.",
			  (long long)f->pending, occupations(f->pending));
		return true;
	case RUN_STOPPED:
		check_set(c, CHECK_WARN, 70,
			  "The last run was stopped with %lld %s left.",
			  (long long)f->pending, occupations(f->pending));
		check_advise(c, "Start a run to go on.");
		return true;
	case RUN_REQUESTED:
	case RUN_RUNNING:
	case RUN_SUCCEEDED:
	case RUN__MAX:
		break;
	}
	return false;
}

void judge_sync(const struct sync_facts *f, struct check *c)
{
	char span[TEXT_SPAN_BYTES];
	if (f->ever && f->state == RUN_RUNNING &&
	    f->heartbeat_age_s > RUN_HEARTBEAT_MAX_S) {
		check_set(c, CHECK_FAIL, 20,
			  "The running sync has not been heard of for %lld "
			  "seconds.",
			  (long long)f->heartbeat_age_s);
		check_advise(c, "It is taken for dead; the next run goes on "
				"where it ended.");
	} else if (f->ever && f->state == RUN_RUNNING) {
		check_set(c, CHECK_PASS, 100, "A sync is running.");
	} else if (f->request_age_s > REQUEST_LATE_S) {
		check_set(c, CHECK_FAIL, 30,
			  "A run was requested %s ago and has not started.",
			  text_span(f->request_age_s, span));
		check_advise(c, "See that sync_program of the configuration "
				"can be started and that cron runs `bls-sync "
				"watch`.");
	} else if (!f->ever || !judge_last_run(f, c)) {
		judge_age(f, c);
	}
}

void judge_alerts(const struct alert_facts *f, struct check *c)
{
	char span[TEXT_SPAN_BYTES];

	if (!f->configured) {
		check_set(c, CHECK_PASS, 80,
			  "Nobody is told by message when something fails; "
			  "this page tells.");
	} else if (f->oldest_age_s > HEALTH_ALERT_LATE_S) {
		bool lost = f->oldest_age_s > HEALTH_ALERT_LOST_S;

		check_set(c, lost ? CHECK_FAIL : CHECK_WARN, lost ? 10 : 40,
			  "%lld %s could not be delivered, the oldest for %s: "
			  "%s",
			  (long long)f->waiting, messages(f->waiting),
			  text_span(f->oldest_age_s, span), f->note);
		check_advise(c, "See what `bls-sync alert test` says; what "
				"waits is delivered as soon as it can be.");
	} else if (f->given_up) {
		check_set(c, CHECK_WARN, 60,
			  "%lld %s of the last days never arrived.",
			  (long long)f->given_up, messages(f->given_up));
		check_advise(c, "Try the receivers with `bls-sync alert "
				"test`; the page tells what they missed.");
	} else {
		check_set(c, CHECK_PASS, 100,
			  "Alerts have a receiver, and nothing waits for it "
			  "for long.");
	}
}

void judge_disk(const struct disk_facts *f, struct check *c)
{
	int64_t percent;

	if (!f->known || f->total_bytes <= 0) {
		check_set(c, CHECK_WARN, UNKNOWN_SCORE,
			  "The free space of state_dir cannot be told.");
		check_advise(c, "See that the folder state_dir of the "
				"configuration exists.");
		return;
	}
	percent = f->free_bytes / (f->total_bytes / 100 + 1);
	if (percent < DISK_FAIL_PERCENT ||
	    f->free_bytes < (int64_t)DISK_FAIL_MIB * MIB)
		check_set(c, CHECK_FAIL, 10, "Only %lld MiB of disk are free.",
			  (long long)(f->free_bytes / MIB));
	else if (percent < DISK_WARN_PERCENT)
		check_set(c, CHECK_WARN, 60,
			  "%lld %% of the disk (%lld MiB) are free.",
			  (long long)percent, (long long)(f->free_bytes / MIB));
	else
		check_set(c, CHECK_PASS, 100, "%lld %% of the disk are free.",
			  (long long)percent);
	if (c->status != CHECK_PASS)
		check_advise(c, "Free space, or move state_dir and the "
				"database to a larger disk.");
}

static void unknown(struct check *c)
{
	check_set(c, CHECK_WARN, UNKNOWN_SCORE,
		  "Not known while the database cannot be reached.");
}

void judge(const struct health_facts *f, struct health *h)
{
	struct check *of = h->of;
	int i;

	for (i = 0; i < COMPONENT__MAX; i++)
		of[i] = (struct check){ .since_ms = of[i].since_ms };
	judge_database(&f->database, &of[COMPONENT_DATABASE]);
	if (f->database.reachable && !f->database.refuses) {
		judge_bls(&f->bls, &of[COMPONENT_BLS_API]);
		judge_keys(&f->keys, &of[COMPONENT_API_KEYS]);
		judge_sync(&f->sync, &of[COMPONENT_DATA_SYNC]);
	} else {
		unknown(&of[COMPONENT_BLS_API]);
		unknown(&of[COMPONENT_API_KEYS]);
		unknown(&of[COMPONENT_DATA_SYNC]);
	}
	judge_alerts(&f->alerts, &of[COMPONENT_ALERTS]);
	judge_disk(&f->disk, &of[COMPONENT_DISK]);
}
