/*
 * bls-emulator: a stand-in for api.bls.gov and download.bls.gov that serves
 * OEWS figures over FastCGI. The master makes the socket, forks the workers,
 * replaces those that die, and on SIGTERM ends them all.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "exchange.h"
#include "state.h"
#include "text.h"
#include "web.h"

#define BACKLOG         1024
#define STOP_MS         2000
#define WORKERS_DEFAULT 32

struct options {
	const char *socket;
	const char *data;
	long workers;
};

static const char USAGE[] =
	"usage: bls-emulator [--socket PATH] --data FOLDER [--workers N]\n"
	"Without --socket the listening socket is file descriptor 0.\n";

static bool parse_options(struct options *o, int argc, char **argv)
{
	int i;

	for (i = 1; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--socket") == 0)
			o->socket = argv[i + 1];
		else if (strcmp(argv[i], "--data") == 0)
			o->data = argv[i + 1];
		else if (strcmp(argv[i], "--workers") != 0 ||
			 !parse_long(argv[i + 1], 1, WORKERS_MAX, &o->workers))
			return false;
	}
	return i == argc && o->data;
}

/*
 * A socket left by a dead emulator is replaced; one that somebody still
 * answers on is not.
 */
static bool socket_is_taken(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool taken;

	taken = connect(fd, (const struct sockaddr *)address,
			sizeof *address) == 0;
	close(fd);
	return taken;
}

static int listen_on(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	mode_t mask;
	int fd;

	if (!copy_str(address.sun_path, sizeof address.sun_path, path)) {
		fprintf(stderr, "bls-emulator: socket path too long\n");
		return -1;
	}
	if (socket_is_taken(&address)) {
		fprintf(stderr, "bls-emulator: %s is in use\n", path);
		return -1;
	}
	unlink(path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	mask = umask(0117); /* 0660 from the first moment */
	if (bind(fd, (const struct sockaddr *)&address, sizeof address) ||
	    listen(fd, BACKLOG)) {
		perror("bls-emulator: socket");
		close(fd);
		fd = -1;
	}
	umask(mask);
	return fd;
}

static int work(struct state *state, unsigned worker, int listener)
{
	struct exchange x = { .state = state, .worker = worker };
	enum web_event event;

	if (!web_open(listener)) {
		perror("bls-emulator: worker");
		return 1;
	}
	while ((event = web_accept(&x.request)) != WEB_STOP) {
		if (event == WEB_REQUEST)
			exchange_serve(&x);
		else
			exchange_broken(&x);
		web_finish(&x.request, &x.reply);
	}
	web_close();
	return 0;
}

/* Returns the child's id in the master; never returns in the child. */
static pid_t start_worker(struct state *state, unsigned worker, int listener)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	_exit(work(state, worker, listener));
}

struct crew {
	struct state *state;
	int listener;
	unsigned size;
	pid_t pid[WORKERS_MAX];
};

/* Forgets who died; with replace set, starts others in their place. */
static unsigned reap(struct crew *c, bool replace)
{
	unsigned alive = 0;
	unsigned i;

	for (i = 0; i < c->size; i++) {
		if (c->pid[i] > 0 &&
		    waitpid(c->pid[i], NULL, WNOHANG) == c->pid[i]) {
			c->pid[i] = 0;
			state_lock(c->state);
			tally_departure(c->state, i);
			state_unlock(c->state);
		}
		if (c->pid[i] <= 0 && replace)
			c->pid[i] = start_worker(c->state, i, c->listener);
		alive += c->pid[i] > 0;
	}
	return alive;
}

static void signal_all(const struct crew *c, int signum)
{
	unsigned i;

	for (i = 0; i < c->size; i++)
		if (c->pid[i] > 0)
			kill(c->pid[i], signum);
}

static void supervise(struct crew *c)
{
	struct timespec pause = { 0, 200000000 };
	sigset_t set;
	int signum;
	int tries;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGCHLD);
	reap(c, true);
	while ((signum = sigwaitinfo(&set, NULL)) != SIGTERM &&
	       signum != SIGINT) {
		nanosleep(&pause, NULL); /* a crash loop stays slow */
		reap(c, true);
	}
	pause.tv_nsec = 10000000;
	signal_all(c, SIGTERM);
	for (tries = 0; reap(c, false) && tries < STOP_MS / 10; tries++)
		nanosleep(&pause, NULL);
	signal_all(c, SIGKILL);
}

int main(int argc, char **argv)
{
	struct options o = { .workers = WORKERS_DEFAULT };
	struct crew crew = { 0 };

	if (!parse_options(&o, argc, argv)) {
		fputs(USAGE, stderr);
		return 2;
	}
	crew.state = state_open(o.data);
	if (!crew.state)
		return 1;
	crew.size = (unsigned)o.workers;
	crew.listener = o.socket ? listen_on(o.socket) : 0;
	if (crew.listener < 0 || !web_init())
		return 1;
	supervise(&crew);
	if (o.socket)
		unlink(o.socket);
	return 0;
}
