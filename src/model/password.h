/*
 * Whether a password is one that is guessed first (NIST SP 800-63B, 5.1.1.2:
 * common ones, words, repetitions, sequences, names of account and service).
 *
 * A list of whole passwords cannot hold "Summer2026!Summer2026!".  So what a
 * guesser puts together is taken apart:
 *
 *	part of the password                             points
 *	a common word, a name of the account or site        2
 *	a run ("aaaa", "1234", "fedc", "qwerty", "qazw")    1
 *	a year (1900 to 2099)                               1
 *	any other byte                                      1
 *
 * and PASSWORD_POINTS_MIN are needed.  One that repeats itself counts once.
 * Upper case and usual disguises ("p@ssw0rd") do not help.
 */
#ifndef MODEL_PASSWORD_H
#define MODEL_PASSWORD_H

#include "base/base.h"

enum {
	PASSWORD_MIN = 12, /* bytes */
	PASSWORD_MAX = 256,
	PASSWORD_POINTS_MIN = 8,
};

/* NULL when it is not; else why, for people.  `site` is the address of the
 * service ("https://jobs.example.org"), whose names count as words. */
const char *password_weakness(const char *password, const char *username,
			      const char *site);

#endif
