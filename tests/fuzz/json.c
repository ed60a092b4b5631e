/*
 * The JSON writer against cJSON: a document that cJSON reads, written by ours
 * and read again, is the same document.
 */
#include "base/jw.h"

#include "fuzz.h"

#include <cjson/cJSON.h>
#include <string.h>

enum { EXACT = 1 << 30, DOCUMENT_MAX = 1 << 20 };

/* One value, or the beginning of one that holds others. */
static void write_value(struct jw *w, cJSON *item)
{
	if (cJSON_IsObject(item)) {
		jw_object(w);
	} else if (cJSON_IsArray(item)) {
		jw_array(w);
	} else if (cJSON_IsString(item)) {
		jw_string(w, item->valuestring);
	} else if (cJSON_IsNumber(item)) {
		/* Integers, so that both sides print the same digits. */
		(void)cJSON_SetNumberHelper(item, item->valueint % EXACT);
		jw_int(w, (int64_t)item->valuedouble);
	} else if (cJSON_IsBool(item)) {
		jw_bool(w, cJSON_IsTrue(item));
	} else {
		jw_null(w);
	}
}

static void write_document(struct jw *w, cJSON *item)
{
	cJSON *above[JW_DEPTH_MAX];
	size_t depth = 0;

	while (item) {
		if (depth > 0 && cJSON_IsObject(above[depth - 1]))
			jw_key(w, item->string);
		write_value(w, item);
		if (w->bad)
			return;
		if (cJSON_IsObject(item) || cJSON_IsArray(item)) {
			above[depth++] = item;
			item = item->child;
		} else {
			item = depth > 0 ? item->next : NULL;
		}
		while (!item && depth > 0) {
			jw_end(w);
			item = --depth > 0 ? above[depth]->next : NULL;
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str out = STR_INIT(DOCUMENT_MAX);
	struct jw w = JW_INIT(&out);
	cJSON *document = cJSON_ParseWithLength((const char *)data, size);
	cJSON *again = NULL;
	char *meant = NULL;
	char *said = NULL;

	if (!document)
		return 0;
	write_document(&w, document);
	if (jw_ok(&w)) {
		again = cJSON_ParseWithLength(out.data, out.length);
		HOLDS(again != NULL);
		meant = cJSON_PrintUnformatted(document);
		said = cJSON_PrintUnformatted(again);
		HOLDS(meant && said && strcmp(meant, said) == 0);
		HOLDS(strchr(out.data, '<') == NULL);
	}
	cJSON_free(meant);
	cJSON_free(said);
	cJSON_Delete(again);
	cJSON_Delete(document);
	str_release(&out);
	return 0;
}
