#include "model/area_standing.h"

bool area_standing_any(const struct area_standing *s)
{
	return s->total || s->kinds_failed;
}

void area_standing_write(struct jw *w, const struct area_standing *s)
{
	if (!area_standing_any(s)) {
		jw_null(w);
		return;
	}
	jw_object(w);
	jw_kv_int(w, "total", s->total);
	jw_kv_int(w, "loaded", s->loaded);
	jw_kv_int(w, "failed", s->failed);
	jw_kv_int(w, "skipped", s->skipped);
	jw_kv_int(w, "pending", s->pending);
	jw_kv_bool(w, "isHeld", s->held);
	jw_kv_string(w, "lastError", s->trouble[0] ? s->trouble : NULL);
	jw_end(w);
}
