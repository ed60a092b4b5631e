#include "control.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "change.h"
#include "report.h"

static void refuse(struct exchange *x, int status, const char *why)
{
	x->reply.status = status;
	text_str(&x->reply.body, "{\"error\":");
	text_json(&x->reply.body, why);
	text_str(&x->reply.body, "}\n");
}

static void send_state(struct exchange *x)
{
	x->reply.status = 200;
	report_state(&x->reply.body, x->state);
	text_str(&x->reply.body, "\n");
}

/* On a copy first, so that a mistake leaves the world as it was. */
static void change(struct exchange *x)
{
	static struct world draft;
	struct text error = { 0 };
	const struct text *body = &x->request.body;
	cJSON *json =
		cJSON_ParseWithLengthOpts(body->data, body->len + 1, NULL, 1);

	draft = x->state->world;
	if (!json) {
		refuse(x, 400, "not JSON");
	} else if (!change_world(&draft, json, &error)) {
		refuse(x, 400, error.data);
	} else {
		x->state->world = draft;
		send_state(x);
	}
	cJSON_Delete(json);
	text_free(&error);
}

static void read_only(struct exchange *x, const char *what)
{
	x->reply.status = 200;
	if (strcmp(what, "state") == 0)
		send_state(x);
	else
		report_occupations(&x->reply.body, x->state,
				   strcmp(what, "answered") == 0);
}

void control_answer(struct exchange *x)
{
	const char *what = x->request.path + sizeof "/emulator/" - 1;
	bool reads = strcmp(what, "state") == 0 || strcmp(what, "asked") == 0 ||
		     strcmp(what, "answered") == 0;
	bool writes =
		strcmp(what, "control") == 0 || strcmp(what, "reset") == 0;

	x->reply.type = "application/json";
	if (!reads && !writes) {
		refuse(x, 404, "no such route");
	} else if (strcmp(x->request.method, reads ? "GET" : "POST") != 0) {
		refuse(x, 405, "wrong method");
	} else if (reads) {
		read_only(x, what);
	} else if (strcmp(what, "control") == 0) {
		change(x);
	} else {
		state_reset(x->state);
		send_state(x);
	}
}
