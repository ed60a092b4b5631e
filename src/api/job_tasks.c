#include "api/job_parts.h"

#include <assert.h>

/* By label, as dossier_task keeps them. */
static const char *const exposure_labels[EXPOSURE_LABELS + 1] = { NULL, "E0",
								  "E1", "E2" };
static const char *const automation_labels[AUTOMATION_LABELS + 1] = {
	NULL, "T0", "T1", "T2", "T3", "T4",
};
static const char *const type_names[] = {
	[TASK_UNTYPED] = NULL,
	[TASK_CORE] = "Core",
	[TASK_SUPPLEMENTAL] = "Supplemental",
};

/* Quarters to hundredths. */
enum { PER_QUARTER = 25, HALF = 2, ENDS_MAX = 5, TAIL_MAX = 400 };

/*
 * What stands behind the text of a task is one of few: members of its object,
 * made when they are first needed, which is before the workers are forked.
 */
static struct fragment tails[TASK__TYPES][EXPOSURE_LABELS + 1]
			    [EXPOSURE_LABELS + 1][AUTOMATION_LABELS + 1];

static struct fragment make_tail(const struct dossier_task *task)
{
	int exposure = dossier_exposure(task);
	struct str text = STR_INIT(TAIL_MAX);
	struct jw w = JW_INIT(&text);
	struct fragment tail;

	jw_object(&w);
	jw_kv_string(&w, "type", type_names[task->type]);
	jw_kv_string(&w, "exposureModel", exposure_labels[task->model]);
	jw_kv_string(&w, "exposureHuman", exposure_labels[task->human]);
	jw_key(&w, "exposure");
	if (exposure >= 0)
		jw_fixed(&w, (int64_t)exposure * PER_QUARTER, 2);
	else
		jw_null(&w);
	jw_kv_string(&w, "automation", automation_labels[task->automation]);
	jw_end(&w);
	assert(jw_ok(&w));
	tail.length = text.length - 2; /* without the braces */
	tail.json = xstrndup(text.data + 1, tail.length);
	str_release(&text);
	return tail;
}

static void write_task(struct jw *w, const struct dossiers *all,
		       const struct dossier_task *task)
{
	struct fragment *tail =
		&tails[task->type][task->model][task->human][task->automation];

	if (!tail->json)
		*tail = make_tail(task);
	jw_object(w);
	jw_kv_string(w, "task", dossier_text(all, task->text));
	jw_members(w, tail->json, tail->length);
	jw_end(w);
}

static void write_counts(struct jw *w, const char *key,
			 const char *const *labels, const size_t *counts,
			 size_t count)
{
	size_t i;

	jw_key(w, key);
	jw_object(w);
	for (i = 1; i < count; i++)
		jw_kv_int(w, labels[i], (int64_t)counts[i]);
	jw_kv_int(w, "none", (int64_t)counts[0]);
	jw_end(w);
}

static void write_labels(struct jw *w, const struct dossier_task *tasks,
			 size_t count)
{
	size_t model[EXPOSURE_LABELS + 1] = { 0 };
	size_t human[EXPOSURE_LABELS + 1] = { 0 };
	size_t automation[AUTOMATION_LABELS + 1] = { 0 };
	size_t i;

	for (i = 0; i < count; i++) {
		model[tasks[i].model]++;
		human[tasks[i].human]++;
		automation[tasks[i].automation]++;
	}
	jw_key(w, "taskLabels");
	jw_object(w);
	jw_kv_int(w, "tasks", (int64_t)count);
	write_counts(w, "exposureModel", exposure_labels, model,
		     COUNT_OF(model));
	write_counts(w, "exposureHuman", exposure_labels, human,
		     COUNT_OF(human));
	write_counts(w, "automation", automation_labels, automation,
		     COUNT_OF(automation));
	jw_end(w);
}

/* Places in `tasks`, which is in order: the first ones that are exposed by half
 * or more, and from the other end those that are less. */
static void write_ends(struct jw *w, const struct dossier_task *tasks,
		       size_t count)
{
	size_t i;

	while (count && dossier_exposure(&tasks[count - 1]) < 0)
		count--;
	jw_key(w, "mostExposedTasks");
	jw_array(w);
	for (i = 0; i < count && i < ENDS_MAX; i++)
		if (dossier_exposure(&tasks[i]) >= HALF)
			jw_int(w, (int64_t)i);
	jw_end(w);
	jw_key(w, "leastExposedTasks");
	jw_array(w);
	for (i = 0; i < count && i < ENDS_MAX; i++)
		if (dossier_exposure(&tasks[count - 1 - i]) < HALF)
			jw_int(w, (int64_t)(count - 1 - i));
	jw_end(w);
}

void job_tasks_write(struct jw *w, const struct dossiers *all, size_t job)
{
	const struct span *span = &all->jobs[job].tasks;
	const struct dossier_task *tasks = all->tasks + span->first;
	size_t i;

	jw_key(w, "tasks");
	jw_array(w);
	for (i = 0; i < span->count; i++)
		write_task(w, all, &tasks[i]);
	jw_end(w);
	write_ends(w, tasks, span->count);
	write_labels(w, tasks, span->count);
}
