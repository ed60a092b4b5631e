#include "bls/request.h"

#include "base/jw.h"

void bls_request_write(struct str *out, const char ids[][SERIES_ID_BYTES],
		       size_t count, const char *key)
{
	struct jw w = JW_INIT(out);
	size_t i;

	jw_object(&w);
	jw_key(&w, "seriesid");
	jw_array(&w);
	for (i = 0; i < count; i++)
		jw_string(&w, ids[i]);
	jw_end(&w);
	jw_kv_string(&w, "latest", "true");
	if (key[0])
		jw_kv_string(&w, "registrationkey", key);
	jw_end(&w);
}
