/*
 * What the harnesses share. A harness has one function that takes bytes from
 * outside and checks what must hold whatever they are; the sanitizers check
 * the rest. tests/fuzz/run.sh builds and runs them.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Never compiled out, and the input is kept: libFuzzer catches the abort. */
#define HOLDS(truth) fuzz_holds((truth), #truth, __FILE__, __LINE__)

static inline void fuzz_holds(bool truth, const char *words, const char *file,
			      int line)
{
	if (truth)
		return;
	(void)fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, words);
	abort();
}

/*
 * The bytes up to the first NUL as a text of just that size; the line feed at
 * the end of a file in the corpus does not count. The caller frees it.
 */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
	if (size > 0 && data[size - 1] == '\n')
		size--;
	return xstrndup((const char *)data, size);
}

#endif
