/*
 * JSON that a strict reader refuses as a whole for one character: an escape of
 * half a surrogate pair (RFC 8259 section 8.2), as programs write that cut a
 * text in the middle of one.
 */
#ifndef BLS_REPLY_REPAIR_H
#define BLS_REPLY_REPAIR_H

#include "base/base.h"

/* Makes each of them U+FFFD, in place and without a change of length; false
 * when there was none. */
bool reply_repair_surrogates(char *json, size_t length);

#endif
