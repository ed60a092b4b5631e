#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 64 * 1024 };

struct arena_block {
	struct arena_block *next;
	size_t used;
	size_t size;
	alignas(max_align_t) char bytes[];
};

/* The newest block if `bytes` fit into it at `align`, else a new one. */
static struct arena_block *room_for(struct arena *a, size_t bytes, size_t align)
{
	struct arena_block *block = a->blocks;
	size_t size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;

	if (block) {
		block->used = (block->used + align - 1) / align * align;
		if (block->used <= block->size &&
		    block->size - block->used >= bytes)
			return block;
	}
	block = xcalloc(1, sizeof *block + size);
	block->size = size;
	block->next = a->blocks;
	a->blocks = block;
	return block;
}

static void *take(struct arena *a, size_t bytes, size_t align)
{
	struct arena_block *block = room_for(a, bytes, align);
	void *place = block->bytes + block->used;

	block->used += bytes;
	return place;
}

void *arena_alloc(struct arena *a, size_t bytes)
{
	return take(a, bytes, alignof(max_align_t));
}

char *arena_strndup(struct arena *a, const char *text, size_t length)
{
	char *copy = take(a, length + 1, 1);

	memcpy(copy, text, length);
	return copy;
}

char *arena_strdup(struct arena *a, const char *text)
{
	return arena_strndup(a, text, strlen(text));
}

void arena_release(struct arena *a)
{
	while (a->blocks) {
		struct arena_block *next = a->blocks->next;

		free(a->blocks);
		a->blocks = next;
	}
}
