/* Passwords that people really use: lines of them, a blank between, in lower
 * case; NULL ends.  For password.c. */
#ifndef MODEL_PASSWORD_LIST_H
#define MODEL_PASSWORD_LIST_H

#include "base/base.h"

extern const char *const password_words[]; /* 4 to 11 letters: parts of them */
extern const char *const password_whole[]; /* 12 bytes and more */

#endif
