/*
 * One published figure: a value with exactly the digits BLS printed, or the
 * reason why there is none.  Never zero for nothing, never a guess.
 *
 * Values are kept as thousandths in an integer ("65.38" = 65380, decimals 2):
 * binary floating point never touches money.
 */
#ifndef MODEL_FIGURE_H
#define MODEL_FIGURE_H

#include "base/base.h"
#include "model/measure.h"

enum reason {
	REASON_NONE, /* there is a value */
	REASON_CAPPED,
	REASON_NOT_RELEASED,
	REASON_NOT_PUBLISHED_IN_THIS_FORM,
	REASON_NO_SUCH_SERIES,   /* BLS has none: a complete source said so */
	REASON_NOT_IN_THIS_COPY, /* nobody knows: there is no row of it */
	REASON__MAX
};

struct figure {
	int64_t milli;     /* thousandths of the unit; 0 unless REASON_NONE */
	uint8_t decimals;  /* digits after the point, 0..3 */
	uint8_t reason;    /* enum reason */
	int64_t cap_milli; /* REASON_CAPPED: "at least"; 0 = BLS did not say */
};

enum { FIGURE_TEXT_BYTES = 32 };

/* All national figures of one occupation and year, index = data type. */
struct occupation_figures {
	struct figure of[MEASURE__MAX + 1];
};

/* The name in the API and the database: "notReleased"; NULL for REASON_NONE. */
const char *reason_name(enum reason reason);
/* REASON_NONE for NULL or an unknown name. */
enum reason reason_parse(const char *name);

/* A value of so many thousandths, with as many decimals as it needs. */
struct figure figure_of(int64_t milli);

/*
 * "1687890", "65.38", "-12.5": optional minus, digits, at most three decimals,
 * at most 12 digits before the point, nothing else.  False otherwise.
 */
MUST_CHECK bool figure_parse(const char *text, struct figure *out);

/* The digits again: figure_text({65380, 2}) is "65.38". */
const char *figure_text(int64_t milli, uint8_t decimals,
			char out[FIGURE_TEXT_BYTES]);

/*
 * The same in eight bytes, where there are many to be kept:
 * figure_unpack(figure_pack(f)) is f.
 */
uint64_t figure_pack(const struct figure *figure);
struct figure figure_unpack(uint64_t packed);

bool figure_equal(const struct figure *a, const struct figure *b);

#endif
