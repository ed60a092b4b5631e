/*
 * The door for text from outside: files and replies of BLS, messages of the
 * servers that are talked to, names of files.  What went through it is valid
 * UTF-8 without control characters, so it may be logged, stored in any column
 * and sent to any page.
 *
 *	text_copy(name, sizeof name, cell, length)	into a fixed array
 *	text_admit(&out, body, length)			to the end of a str
 *
 * Bytes that are not UTF-8 are read as Windows-1252, the whole text: that is
 * what a file of a Windows desktop holds ("Mayag\xFCez").  The five bytes which
 * it leaves undefined become U+FFFD.  Source of the table:
 * https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT
 *
 * Control characters (C0, DEL, C1: line ends, tabs, zero bytes, terminal
 * escapes) and the separators U+2028 and U+2029 become a blank each.
 *
 * And the one home of cutting: what is too long ends after a whole character
 * and in "...".
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/base.h"
#include "base/str.h"

/* Append; `bytes` may hold anything, zero bytes too.  At most three times as
 * many bytes as came. */
void text_admit(struct str *out, const char *bytes, size_t length);

/* The same into an array; false when it was cut. */
bool text_copy(char *to, size_t size, const char *bytes, size_t length);

/* Of what may be shown to who sent it: append at most `max` bytes of `text`, with
 * U+FFFD for what is not UTF-8 and an ellipsis when something was left out. */
void text_excerpt(struct str *out, const char *text, size_t max);

/* printf() of admitted texts into an array; false when it was cut.  Leave
 * precisions ("%.100s") out: they would cut in a character. */
bool text_format(char *to, size_t size, const char *format, ...) PRINTF(3, 4);
bool text_vformat(char *to, size_t size, const char *format, va_list args)
	PRINTF(3, 0);

/* The word that goes with a number: "%lld %s", n, text_plural(n, "day",
 * "days").
 */
const char *text_plural(int64_t n, const char *one, const char *many);

enum { TEXT_SPAN_BYTES = 32 };

/* How long, as one says it: "45 seconds", "3 minutes", "27 hours", "4 days". */
const char *text_span(int64_t seconds, char out[TEXT_SPAN_BYTES]);

#endif
