/*
 * BLS repeats the whole registration key in two of its refusals; nothing that
 * comes from there may be logged or stored before it went through here.
 */
#ifndef BLS_MASK_H
#define BLS_MASK_H

#include "base/base.h"

/*
 * Copy `text` with every word of 16 and more letters and digits, and every
 * occurrence of `key` (NULL or "" = none), replaced by "[key]"; made valid and
 * cut to fit as by text_copy(). Series ids (25 characters beginning with "OEU")
 * stay readable.
 */
void mask_keys(const char *text, const char *key, char *out, size_t size);

#endif
