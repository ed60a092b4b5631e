/* A series id: what is understood is written again as it was. */
#include "bls/series.h"

#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct series series;
	struct series_id id;
	char *text = fuzz_text(data, size);

	if (series_parse(text, &series)) {
		HOLDS(strlen(text) == SERIES_ID_BYTES - 1);
		HOLDS(soc_valid(series.occupation));
		if (strncmp(text, "OEUN0000000000000", 17) == 0) {
			series_national(series.occupation, series.datatype,
					&id);
			HOLDS(strcmp(id.text, text) == 0);
		}
	}
	free(text);
	return 0;
}
