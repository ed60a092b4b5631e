#include "serve/master.h"

#include "admin/auth.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/shared.h"
#include "base/stop.h"
#include "catalog/freshness.h"
#include "catalog/snapshot.h"
#include "db/db.h"
#include "serve/app.h"
#include "serve/worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	LOOK_MS = 250,
	YOUNG_MS = 1000,      /* dying earlier than that is trouble */
	PAUSE_FIRST_MS = 500, /* then the next one waits, twice as long each */
	PAUSE_MAX_MS = 10000,
	STOP_MS = 1500,
	LEAVE_MS = 2000, /* who sleeps longer is ended */
	YIELD_NICE = 10,
	GENERATIONS = 4, /* the current one and some that are finishing */
	PROCESSES_MAX = GENERATIONS * WORKERS_MAX,
};

struct process {
	volatile pid_t pid; /* 0: free; read by the signal handlers */
	bool current;       /* of the newest generation */
	int64_t started_ms;
};

static struct process processes[PROCESSES_MAX];
static atomic_bool *in_hand; /* of each of them, shared (worker.h) */
static volatile sig_atomic_t stopping;

struct master {
	struct app *app;
	struct freshness *freshness;
	int listener;
	int workers;      /* wanted */
	bool looked_well; /* the last look succeeded */
	int64_t pause_ms;
	int64_t not_before_ms; /* no worker is started earlier */
};

static void signal_all(int number)
{
	size_t i;

	for (i = 0; i < PROCESSES_MAX; i++)
		if (processes[i].pid > 0)
			(void)kill(processes[i].pid, number);
}

/*
 * The master may be waiting for a database that does not answer, for longer
 * than we have: so the handler itself tells the workers, and an alarm ends the
 * master if it does not come round.
 */
static void on_stop(int number)
{
	(void)number;
	stopping = 1;
	signal_all(SIGTERM);
	(void)alarm(STOP_MS / 1000);
}

static void on_alarm(int number)
{
	(void)number;
	signal_all(SIGKILL);
	_exit(EXIT_SUCCESS);
}

static void on_child(int number)
{
	(void)number; /* it ends the wait; the rest is done there */
}

static void set_handler(int number, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };

	(void)sigfillset(&action.sa_mask);
	(void)sigaction(number, &action, NULL);
}

static void set_handlers(void)
{
	set_handler(SIGTERM, on_stop);
	set_handler(SIGINT, on_stop);
	set_handler(SIGHUP, on_stop);
	set_handler(SIGALRM, on_alarm);
	set_handler(SIGCHLD, on_child);
	set_handler(SIGPIPE, SIG_IGN);
}

static NORETURN void become_worker(struct master *m, pid_t parent,
				   atomic_bool *hand)
{
	set_handler(SIGCHLD, SIG_DFL);
	set_handler(SIGALRM, SIG_DFL);
	stop_init();
	db_forget(m->app->db);
	if (m->app->reader)
		db_forget(m->app->reader);
	worker_run(m->app, m->listener, parent, hand);
}

static struct process *free_process(void)
{
	size_t i;

	for (i = 0; i < PROCESSES_MAX; i++)
		if (!processes[i].pid)
			return &processes[i];
	return NULL;
}

static bool start_worker(struct master *m)
{
	struct process *process = free_process();
	atomic_bool *hand = process ? &in_hand[process - processes] : NULL;
	pid_t parent = getpid();
	sigset_t all;
	sigset_t old;
	pid_t pid;

	if (!process)
		return false;
	atomic_store(hand, false);
	/* Blocked from before the child exists until it is in the table, so
	 * that no stop can miss it; the child stays so. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &old);
	pid = fork();
	if (pid == 0)
		become_worker(m, parent, hand);
	if (pid > 0) {
		process->pid = pid;
		process->current = true;
		process->started_ms = clock_monotonic_ms();
	} else {
		log_error("fork: %s", strerrordesc_np(errno));
	}
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	return pid > 0;
}

static int count_current(void)
{
	int count = 0;
	size_t i;

	for (i = 0; i < PROCESSES_MAX; i++)
		count += processes[i].pid && processes[i].current;
	return count;
}

static void delay_start(struct master *m, int64_t now_ms)
{
	m->pause_ms = m->pause_ms ? m->pause_ms * 2 : PAUSE_FIRST_MS;
	if (m->pause_ms > PAUSE_MAX_MS)
		m->pause_ms = PAUSE_MAX_MS;
	m->not_before_ms = now_ms + m->pause_ms;
}

static void start_missing(struct master *m)
{
	int64_t now_ms = clock_monotonic_ms();
	int missing = m->workers - count_current();

	if (now_ms < m->not_before_ms)
		return;
	for (; missing > 0; missing--) {
		if (!start_worker(m)) {
			delay_start(m, now_ms);
			return;
		}
	}
}

/* A worker ended without having been told to. */
static void note_death(struct master *m, const struct process *process,
		       int status)
{
	int64_t now_ms = clock_monotonic_ms();

	if (WIFSIGNALED(status))
		log_error("worker %d died of signal %d", (int)process->pid,
			  WTERMSIG(status));
	else
		log_error("worker %d ended with %d", (int)process->pid,
			  WEXITSTATUS(status));
	if (now_ms - process->started_ms < YOUNG_MS)
		delay_start(m, now_ms);
	else
		m->pause_ms = 0;
}

static void reap(struct master *m)
{
	int status;
	pid_t pid;
	size_t i;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (i = 0; i < PROCESSES_MAX; i++) {
			if (processes[i].pid != pid)
				continue;
			if (processes[i].current && !stopping)
				note_death(m, &processes[i], status);
			processes[i].pid = 0;
			break;
		}
	}
}

/* Those of `old` that may still take a request. */
static size_t keep_takers(size_t *old, size_t count)
{
	size_t kept = 0;
	size_t i;

	for (i = 0; i < count; i++)
		if (processes[old[i]].pid && !atomic_load(&in_hand[old[i]]))
			old[kept++] = old[i];
	return kept;
}

/*
 * Nobody shall be answered from the old snapshot who was answered from the new
 * one: so the new workers come when no old one will take another request, and
 * what is asked meanwhile waits at the listener.  Who has one in hand finishes
 * it and is not waited for; who neither has one nor leaves when told to (a
 * process can be stopped) is ended.
 */
static void await_leaving(struct master *m, size_t *old, size_t count)
{
	struct timespec step = { 0, 1000000L };
	int64_t until_ms = clock_monotonic_ms() + LEAVE_MS;
	size_t i;

	for (; (count = keep_takers(old, count)) > 0; reap(m)) {
		for (i = 0; clock_monotonic_ms() > until_ms && i < count; i++)
			(void)kill(processes[old[i]].pid, SIGKILL);
		(void)nanosleep(&step, NULL);
	}
}

/* Send the workers of the old snapshot home, then fork those of the new. */
static void replace_generation(struct master *m)
{
	size_t old[PROCESSES_MAX];
	size_t count = 0;
	size_t i;

	for (i = 0; i < PROCESSES_MAX; i++) {
		if (!processes[i].pid || !processes[i].current)
			continue;
		processes[i].current = false;
		old[count++] = i;
		(void)kill(processes[i].pid, SIGTERM);
	}
	await_leaving(m, old, count);
	m->not_before_ms = 0;
	start_missing(m);
}

/* Say that the database is away once, and once that it is back. */
static void note_look(struct master *m, enum err code, const struct error *e)
{
	if (code && m->looked_well)
		log_warn("answers come from what is known: %s", e->msg);
	else if (!code && !m->looked_well)
		log_info("the database answers");
	m->looked_well = !code;
}

/*
 * Until the new snapshot is there, this process and the database come before
 * the workers that answer from the old one: readers that keep every processor
 * busy would hold up the very figures they are asking for.  A priority that was
 * given up cannot be had back without rights; the next generation starts with
 * ours.
 */
static void yield_workers(void)
{
	int nice = getpriority(PRIO_PROCESS, 0) + YIELD_NICE;
	size_t i;

	for (i = 0; i < PROCESSES_MAX; i++)
		if (processes[i].pid && processes[i].current)
			(void)setpriority(PRIO_PROCESS, (id_t)processes[i].pid,
					  nice);
}

static enum err look_and_load(struct master *m, struct error *e)
{
	struct app_look found;
	enum err code = app_look(m->app, &found, e);

	if (code || !found.changed)
		return code;
	yield_workers();
	code = app_load(m->app, &found, e);
	if (!code)
		replace_generation(m);
	return code;
}

static void look(struct master *m)
{
	struct error e = { .msg = "" };
	enum err code = look_and_load(m, &e);

	if (!code) {
		freshness_looked(m->freshness, clock_monotonic_ms());
		auth_review(m->app->db);
	}
	note_look(m, code, &e);
}

static void wait_ms(int64_t ms)
{
	struct timespec timeout = { ms / 1000, ms % 1000 * 1000000L };
	sigset_t none;
	sigset_t all;
	sigset_t old;

	/* Nothing is lost between asking for `stopping` and waiting. */
	(void)sigfillset(&all);
	(void)sigemptyset(&none);
	(void)pthread_sigmask(SIG_SETMASK, &all, &old);
	if (!stopping)
		(void)ppoll(NULL, 0, &timeout, &none);
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
}

static bool any_process(void)
{
	size_t i;

	for (i = 0; i < PROCESSES_MAX; i++)
		if (processes[i].pid)
			return true;
	return false;
}

static void stop_all(struct master *m)
{
	struct timespec step = { 0, 10 * 1000000L };
	int64_t until_ms = clock_monotonic_ms() + STOP_MS;

	(void)alarm(0);
	signal_all(SIGTERM);
	for (reap(m); any_process(); reap(m)) {
		if (clock_monotonic_ms() > until_ms)
			signal_all(SIGKILL);
		(void)nanosleep(&step, NULL);
	}
}

/* One for each process there may be. */
static atomic_bool *shared_flags(void)
{
	void *flags = shared_new(PROCESSES_MAX * sizeof(atomic_bool));

	if (!flags) {
		log_error("no memory to share: %s", strerrordesc_np(errno));
		_exit(EXIT_FAILURE);
	}
	return flags;
}

void master_run(struct app *app, int listener, int workers)
{
	struct master m = {
		.app = app,
		.freshness = freshness_new(),
		.listener = listener,
		.workers = workers < WORKERS_MAX ? workers : WORKERS_MAX,
		.looked_well = true,
	};
	int64_t next_ms = 0;
	int64_t now_ms;

	app->freshness = m.freshness;
	in_hand = shared_flags();
	set_handlers();
	log_info("ready, %d workers", m.workers);
	while (!stopping) {
		now_ms = clock_monotonic_ms();
		if (now_ms >= next_ms) {
			look(&m);
			now_ms = clock_monotonic_ms();
			next_ms = now_ms + LOOK_MS;
		}
		reap(&m);
		start_missing(&m);
		wait_ms(next_ms - now_ms);
	}
	stop_all(&m);
	log_info("stopped");
}
