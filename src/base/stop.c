#include "base/stop.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t stop_signal;

static void on_signal(int number)
{
	if (stop_signal == SIGINT && number == SIGINT)
		_exit(128 + SIGINT);
	stop_signal = number;
}

void stop_init(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	(void)sigemptyset(&action.sa_mask);
	(void)sigaction(SIGTERM, &action, NULL);
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGHUP, &action, NULL);
	(void)sigaction(SIGPIPE, &ignore, NULL);
}

bool stop_wanted(void)
{
	return stop_signal != 0;
}

bool stop_pending(void)
{
	const struct timespec now = { 0 };
	sigset_t ours;
	int number;

	(void)sigemptyset(&ours);
	(void)sigaddset(&ours, SIGTERM);
	(void)sigaddset(&ours, SIGINT);
	(void)sigaddset(&ours, SIGHUP);
	number = stop_signal ? 0 : sigtimedwait(&ours, NULL, &now);
	if (number > 0)
		stop_signal = number;
	return stop_wanted();
}

const char *stop_reason(void)
{
	switch (stop_signal) {
	case SIGTERM:
		return "SIGTERM";
	case SIGINT:
		return "SIGINT";
	case SIGHUP:
		return "SIGHUP";
	default:
		return "";
	}
}
