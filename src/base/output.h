/*
 * Standard output, checked once for all that a program prints: a full disk or
 * a closed descriptor must not look like success.
 *
 *	int main(...) { output_begin(); ...; return output_end("name", code); }
 */
#ifndef BASE_OUTPUT_H
#define BASE_OUTPUT_H

#include "base/base.h"

/*
 * Descriptors 0 to 2 that are closed become ones that nobody can use by
 * mistake: else the next file or connection that is opened would get the
 * number, and what is printed would go there.
 */
void output_begin(void);

/* As fwrite() on standard output; remembers why it failed.  For what is longer
 * than a page or two: there printf() forgets the reason. */
MUST_CHECK bool output_write(const char *bytes, size_t length);

/*
 * Write out what is buffered.  Returns `code`, or 1 where that was 0 and
 * something of the output was lost, after a line on standard error.  A reader
 * who had enough (`| head`) is no failure.
 */
MUST_CHECK int output_end(const char *program, int code);

#endif
