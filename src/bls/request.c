#include "bls/request.h"

#include "base/jw.h"

void bls_request_write(struct str *out, const struct series_id *ids,
		       size_t count, const char *key)
{
	struct jw w = JW_INIT(out);
	size_t i;

	jw_object(&w);
	jw_key(&w, "seriesid");
	jw_array(&w);
	for (i = 0; i < count; i++)
		jw_string(&w, ids[i].text);
	jw_end(&w);
	jw_kv_string(&w, "latest", "true");
	if (key[0])
		jw_kv_string(&w, "registrationkey", key);
	jw_end(&w);
}
