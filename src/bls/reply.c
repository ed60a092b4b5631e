#include "bls/reply.h"

#include "base/str.h"
#include "base/text.h"
#include "bls/mask.h"
#include "bls/reply_repair.h"
#include "model/measure.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGES_MAX_BYTES = 64 * 1024, DEPTH_MAX = 32 };

struct reading {
	const struct bls_question *question;
	struct bls_reply *reply;
};

/* cJSON recurses; nothing BLS sends is deeper than a dozen levels. */
static bool too_deep(const char *body, size_t length)
{
	bool in_string = false;
	int depth = 0;
	size_t i;

	for (i = 0; i < length; i++) {
		char c = body[i];

		if (in_string) {
			if (c == '\\')
				i++;
			else if (c == '"')
				in_string = false;
		} else if (c == '"') {
			in_string = true;
		} else if (c == '{' || c == '[') {
			if (++depth > DEPTH_MAX)
				return true;
		} else if (c == '}' || c == ']') {
			depth--;
		}
	}
	return false;
}

static const char *text_of(const cJSON *object, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	return cJSON_IsString(item) ? item->valuestring : NULL;
}

static struct series_result *result_of(const struct reading *r, const char *id)
{
	size_t i;

	for (i = 0; id && i < r->question->count; i++)
		if (strcmp(r->question->ids[i].text, id) == 0)
			return &r->reply->results[i];
	return NULL;
}

/* All messages in one text, one a line. */
static void join_messages(const cJSON *root, struct str *out)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "message");
	const cJSON *item;

	if (cJSON_IsString(list)) {
		text_admit(out, list->valuestring, strlen(list->valuestring));
		return;
	}
	cJSON_ArrayForEach(item, list)
	{
		if (!cJSON_IsString(item))
			continue;
		if (out->length)
			str_addc(out, '\n');
		text_admit(out, item->valuestring, strlen(item->valuestring));
	}
}

/* The text after `before`, if `line` has it; white space skipped. */
static const char *after(const char *line, const char *before)
{
	const char *found = strstr(line, before);

	if (!found)
		return NULL;
	found += strlen(before);
	return found + strspn(found, " ");
}

static void judge_named(const struct reading *r, const char *name,
			enum series_verdict verdict)
{
	char id[64];
	struct series_result *result;
	size_t length = strcspn(name, " \t");

	if (length >= sizeof id)
		return;
	memcpy(id, name, length);
	id[length] = '\0';
	result = result_of(r, id);
	if (result && result->verdict == SERIES_MISSING)
		result->verdict = verdict;
}

static bool some(const struct reading *r, enum series_verdict verdict)
{
	size_t i;

	for (i = 0; i < r->question->count; i++)
		if (r->reply->results[i].verdict == verdict)
			return true;
	return false;
}

/* Messages name series; what they say counts only where no data speaks. */
static void judge_line(const struct reading *r, const char *line)
{
	static const struct {
		const char *text;
		enum series_verdict verdict;
	} known[] = {
		{ "Series does not exist for Series", SERIES_DOES_NOT_EXIST },
		{ "Invalid Series for Series", SERIES_DOES_NOT_EXIST },
		{ "No Data Available for Series", SERIES_NO_DATA },
		{ "Database is locked for Series", SERIES_LOCKED },
	};
	const char *name;
	int64_t limit;
	char digits[8];
	size_t i;

	for (i = 0; i < COUNT_OF(known); i++) {
		name = after(line, known[i].text);
		if (name) {
			judge_named(r, name, known[i].verdict);
			return;
		}
	}
	name = after(line, "system-allowed limit of");
	if (name && strstr(name, "series") && some(r, SERIES_MISSING)) {
		size_t n = strspn(name, "0123456789");

		if (!n || n >= sizeof digits)
			return;
		memcpy(digits, name, n);
		digits[n] = '\0';
		if (parse_int64(digits, 1, BLS_SERIES_MAX, &limit))
			r->reply->series_limit = (int)limit;
	}
}

static void judge_messages(const struct reading *r, char *messages)
{
	char *line = messages;

	while (*line) {
		size_t length = strcspn(line, "\n");
		bool last = !line[length];

		line[length] = '\0';
		judge_line(r, line);
		if (last)
			return;
		line += length + 1;
	}
}

static void look_at_footnotes(const struct reading *r, const cJSON *row)
{
	const cJSON *notes = cJSON_GetObjectItemCaseSensitive(row, "footnotes");
	struct bls_reply *reply = r->reply;
	const cJSON *note;

	cJSON_ArrayForEach(note, notes)
	{
		const char *code = text_of(note, "code");

		if (!code || footnote_known(code, text_of(note, "text")))
			continue;
		if (!reply->unknown_footnotes++)
			(void)text_copy(reply->unknown_footnote,
					sizeof reply->unknown_footnote, code,
					strlen(code));
		return;
	}
}

static void withhold(const cJSON *row, int datatype, struct figure *out)
{
	const cJSON *notes = cJSON_GetObjectItemCaseSensitive(row, "footnotes");
	const cJSON *note;

	withhold_figure(out);
	cJSON_ArrayForEach(note, notes)
	{
		const char *code = text_of(note, "code");

		if (code)
			withhold_because(code, text_of(note, "text"), datatype,
					 out);
	}
}

/* A bare number gets the digits of its measure; one that would have to be
 * rounded to them is not what BLS published. */
static bool read_number(double number, int datatype, struct figure *out)
{
	char digits[32];

	if (!isfinite(number) || fabs(number) >= 1e12)
		return false;
	(void)snprintf(digits, sizeof digits, "%.*f",
		       (int)measure_of(datatype)->decimals, number);
	return figure_parse(digits, out) &&
	       (double)out->milli / 1000.0 == number;
}

/* Values are strings, and no measure can be negative. */
static bool read_value(const cJSON *row, int datatype, struct figure *out)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(row, "value");

	if (cJSON_IsNumber(value))
		return value->valuedouble >= 0 &&
		       read_number(value->valuedouble, datatype, out);
	if (!cJSON_IsString(value))
		return false;
	if (strcmp(value->valuestring, "-") == 0) {
		withhold(row, datatype, out);
		return true;
	}
	return value->valuestring[0] != '-' &&
	       figure_parse(value->valuestring, out);
}

static int year_of(const cJSON *row)
{
	const cJSON *year = cJSON_GetObjectItemCaseSensitive(row, "year");
	int64_t parsed;

	if (cJSON_IsNumber(year) && year->valuedouble > 1900 &&
	    year->valuedouble < 2200)
		return (int)year->valuedouble;
	if (cJSON_IsString(year) &&
	    parse_int64(year->valuestring, 1901, 2199, &parsed))
		return (int)parsed;
	return 0;
}

static const cJSON *newest_row(const cJSON *data, int *year)
{
	const cJSON *newest = NULL;
	const cJSON *row;

	*year = 0;
	cJSON_ArrayForEach(row, data)
	{
		const char *period = text_of(row, "period");
		int row_year = year_of(row);

		if (period && strcmp(period, "A01") != 0)
			continue;
		if (row_year > *year) {
			*year = row_year;
			newest = row;
		}
	}
	return newest;
}

static void judge_series(const struct reading *r, const cJSON *series)
{
	const cJSON *data = cJSON_GetObjectItemCaseSensitive(series, "data");
	struct series_result *result =
		result_of(r, text_of(series, "seriesID"));
	const cJSON *row;
	struct series parsed;
	int year;

	if (!result || result->verdict == SERIES_FIGURE)
		return; /* not asked for, or a second copy */
	if (!cJSON_IsArray(data) || !cJSON_GetArraySize(data))
		return; /* the messages decide */
	row = newest_row(data, &year);
	result->verdict = SERIES_MALFORMED;
	result->year = year;
	if (!row || !series_parse(text_of(series, "seriesID"), &parsed))
		return;
	if (r->question->expected_year && year != r->question->expected_year)
		result->verdict = SERIES_OTHER_YEAR;
	else if (read_value(row, parsed.datatype, &result->figure))
		result->verdict = SERIES_FIGURE;
	look_at_footnotes(r, row);
}

/* Results is documented as an array and sent as an object. */
static const cJSON *series_list(const cJSON *root)
{
	const cJSON *results =
		cJSON_GetObjectItemCaseSensitive(root, "Results");

	if (cJSON_IsArray(results))
		results = cJSON_GetArrayItem(results, 0);
	return cJSON_GetObjectItemCaseSensitive(results, "series");
}

static void judge_results(const struct reading *r, const cJSON *root)
{
	const cJSON *list = series_list(root);
	const cJSON *series;

	if (cJSON_IsObject(list)) {
		judge_series(r, list);
		return;
	}
	cJSON_ArrayForEach(series, list) judge_series(r, series);
}

static void judge_root(const struct reading *r, const cJSON *root)
{
	struct str messages = STR_INIT(MESSAGES_MAX_BYTES);
	const char *status = text_of(root, "status");

	join_messages(root, &messages);
	mask_keys(messages.data, r->question->key, r->reply->message,
		  sizeof r->reply->message);
	judge_results(r, root);
	if (some(r, SERIES_FIGURE))
		r->reply->outcome = BLS_OK;
	else if (status)
		r->reply->outcome = bls_classify_status(status, messages.data);
	if (r->reply->outcome == BLS_OK && messages.length)
		judge_messages(r, messages.data);
	str_release(&messages);
}

/* NULL when it is no JSON, also with the half characters in it made whole. */
static cJSON *parse_json(const char *body, size_t length)
{
	cJSON *root = cJSON_ParseWithLength(body, length);
	char *whole;

	if (root || !length)
		return root;
	whole = xreallocarray(NULL, length, 1);
	memcpy(whole, body, length);
	if (reply_repair_surrogates(whole, length))
		root = cJSON_ParseWithLength(whole, length);
	free(whole);
	return root;
}

void bls_reply_parse(const struct bls_question *question, const char *body,
		     size_t length, struct bls_reply *reply)
{
	struct reading reading = { question, reply };
	cJSON *root;

	*reply = (struct bls_reply){ .outcome = BLS_MALFORMED };
	(void)text_format(reply->message, sizeof reply->message, "%s",
			  "the answer is not the JSON that BLS documents");
	if (question->count > BLS_SERIES_MAX || too_deep(body, length))
		return;
	root = parse_json(body, length);
	if (cJSON_IsObject(root))
		judge_root(&reading, root);
	cJSON_Delete(root);
}
