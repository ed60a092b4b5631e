#include "sync/engine.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "store/run_report.h"
#include "sync/progress.h"

#include <string.h>

enum { HEARTBEAT_MS = 1000 };

static const char MORE[] = "there was more: the log has it";

/* A log_listener_fn: what the run warns of is kept with it. */
static void take_message(void *context, enum log_level level, const char *text)
{
	struct run_notes *notes = &((struct engine *)context)->notes;
	struct run_message *m = &notes->list[notes->count];

	if (notes->count == COUNT_OF(notes->list))
		return;
	m->at_ms = clock_now_ms();
	m->error = level == LOG_ERROR;
	if (notes->count + 1 == COUNT_OF(notes->list))
		text = MORE;
	(void)text_copy(m->text, sizeof m->text, text, strlen(text));
	notes->count++;
}

void engine_tell_notes(const struct labstat_notes *notes)
{
	char note[LABSTAT_NOTE_BYTES];
	size_t i;

	for (i = 0; labstat_note(notes, i, note); i++)
		log_warn("%s", note);
}

void engine_report_begin(struct engine *s)
{
	log_listen(take_message, s);
}

static size_t list_classes(const struct bls_tally *tally,
			   struct run_class classes[BLS__MAX])
{
	size_t count = 0;
	int i;

	for (i = 0; i < BLS__MAX; i++) {
		if (!tally->requests[i] && !tally->retries[i])
			continue;
		copy_text(classes[count].name, sizeof classes[count].name,
			  bls_policy((enum bls_class)i)->name);
		classes[count].requests = tally->requests[i];
		classes[count].retries = tally->retries[i];
		count++;
	}
	return count;
}

static struct run_report make_report(const struct engine *s,
				     struct run_class classes[BLS__MAX])
{
	return (struct run_report){
		.run_id = s->run_id,
		.counters = &s->work.counters,
		.classes = classes,
		.class_count = list_classes(&s->tally, classes),
		.messages = &s->notes.list[s->notes.told],
		.message_count = s->notes.count - s->notes.told,
		.messages_told = s->notes.told,
	};
}

static void told(struct engine *s, const struct run_report *report)
{
	s->notes.told = report->messages_told + report->message_count;
}

void engine_heartbeat(struct engine *s)
{
	struct run_class classes[BLS__MAX];
	int64_t now_ms = clock_monotonic_ms();
	struct run_report report;
	struct error e;

	if (now_ms < s->heartbeat_due_ms || !engine_database_may_be_tried(s))
		return;
	s->heartbeat_due_ms = now_ms + HEARTBEAT_MS;
	progress_show(&s->work.counters, now_ms - s->started_ms);
	report = make_report(s, classes);
	if (run_heartbeat(s->db, &s->guard.lease, &report, &s->stop_requested,
			  &e) == ERR_OK) {
		told(s, &report);
		engine_database_works(s);
	} else {
		(void)engine_database_failed(s, &e);
	}
}

void engine_report_end(struct engine *s)
{
	struct run_outcome outcome = {
		.state = s->state,
		.last_error = s->error[0] ? s->error : NULL,
		.message = s->message[0] ? s->message : NULL,
	};
	struct run_class classes[BLS__MAX];
	struct run_report report;
	struct error e;
	enum err code;

	log_listen(NULL, NULL);
	if (s->exit == SYNC_LOCKED)
		return; /* fenced: the row belongs to the new holder */
	report = make_report(s, classes);
	do
		code = run_end(s->db, &s->guard.lease, &report, &outcome, &e);
	while (code != ERR_OK && engine_database_again(s, &e));
	if (code != ERR_OK)
		log_error("end of the run could not be stored: %s", e.msg);
}
