/* The flat files: oe.release, and tab separated text in general. */
#include "base/tsv.h"
#include "bls/flat_release.h"

#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct release release;
	struct error e;
	struct tsv t;
	bool bad = false;
	char *text = fuzz_text(data, size);

	if (flat_release_parse(text, strlen(text), size % 2, &release, &e) ==
	    ERR_OK)
		HOLDS(release.year >= 1990 && release.year <= 2199);
	if (tsv_open(&t, text)) {
		HOLDS(t.columns >= 1 && t.columns <= TSV_COLUMNS_MAX);
		while (tsv_next(&t, &bad))
			HOLDS(!bad);
	}
	free(text);
	return 0;
}
