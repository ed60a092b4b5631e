/*
 * FNV-1a in 64 bits: tells texts apart in a table or a tag, and is nothing that
 * should withstand somebody who wants two texts to look the same.
 *
 *	hash = hash_add(HASH_INIT, text, strlen(text));
 *
 * Source: draft-eastlake-fnv, section 2.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_INIT UINT64_C(0xcbf29ce484222325)

static inline uint64_t hash_add(uint64_t hash, const void *bytes, size_t size)
{
	const unsigned char *p = bytes;

	while (size--)
		hash = (hash ^ *p++) * UINT64_C(0x100000001b3);
	return hash;
}

#endif
