/*
 * Fails the Nth call that a program makes to the network or to files, to be
 * loaded before it (LD_PRELOAD).  From the environment:
 *
 *	NTH_CALL=12        which call; 0 = none, the report says how many there
 *	                   are
 *	NTH_MODE=once      or "always": it and all that follow, or "same": it and
 *	                   all of its kind that follow
 *	NTH_REPORT=file    gets one line about the call that failed first; no file,
 *	                   no call failed
 *	NTH_SPEED=10       time passes so many times faster: back-off and time-outs
 *	                   take a tenth, their order stays
 *
 * Calls about standard input, output and error pass and are not counted.  What
 * fails has done nothing, but for close(): there is no way to leave a file open.
 * Every second receipt that fails is an end of file, as if the peer had hung up.
 */
/* glibc has names of its own for parameters; the environment is read before
 * there are threads.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name,
 * bugprone-macro-parentheses,concurrency-mt-unsafe) */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { REPORT_BYTES = 128, NS_PER_S = 1000000000 };

static atomic_long calls;
static long which;
static enum { ONCE, ALWAYS, SAME } mode;
static _Atomic(const char *) failed; /* the name of the first; same = same */
static long speed = 1;
static const char *report;
static struct timespec began;

/* The function of this name that the program would have called. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void __attribute__((constructor)) arm(void)
{
	const char *call = getenv("NTH_CALL");
	const char *wanted = getenv("NTH_MODE");
	const char *faster = getenv("NTH_SPEED");

	(void)REAL(clock_gettime)(CLOCK_MONOTONIC, &began);
	report = getenv("NTH_REPORT");
	if (wanted && strcmp(wanted, "always") == 0)
		mode = ALWAYS;
	if (wanted && strcmp(wanted, "same") == 0)
		mode = SAME;
	if (faster)
		speed = strtol(faster, NULL, 10);
	if (call)
		which = strtol(call, NULL, 10);
	/* what it starts is left alone */
	(void)unsetenv("LD_PRELOAD");
}

static void tell(const char *name, long n)
{
	char text[REPORT_BYTES];
	int length = snprintf(text, sizeof text, "%ld %s\n", n, name);
	int fd = report ? REAL(open)(report, O_WRONLY | O_CREAT | O_EXCL, 0600)
			: -1;

	if (fd < 0)
		return;
	(void)!REAL(write)(fd, text, (size_t)length);
	(void)REAL(close)(fd);
}

/* Count a call; true when it is to fail. */
static bool fails(const char *name)
{
	long n = atomic_fetch_add(&calls, 1) + 1;
	const char *first;

	if (!which || n < which)
		return false;
	if (n == which) {
		failed = name;
		tell(name, n);
		return true;
	}
	first = failed;
	return mode == ALWAYS ||
	       (mode == SAME && first && strcmp(first, name) == 0);
}

static void __attribute__((destructor)) count(void)
{
	if (!which)
		tell("calls", atomic_load(&calls));
}

static bool is_socket(int fd)
{
	struct stat about;

	return fstat(fd, &about) == 0 && S_ISSOCK(about.st_mode);
}

static long failure(int number)
{
	errno = number;
	return -1;
}

static long no_receipt(int fd)
{
	if (!is_socket(fd))
		return failure(EIO);
	return atomic_load(&calls) % 2 ? failure(ECONNRESET) : 0;
}

static long no_sending(int fd)
{
	return failure(is_socket(fd) ? ECONNRESET : ENOSPC);
}

#define HIDDEN_FROM_COUNT(fd) ((fd) <= STDERR_FILENO)

/* name, arguments with types, arguments, what a failed one returns */
#define ON_FD(type, name, parameters, arguments, result)    \
	type name parameters                                \
	{                                                   \
		if (!HIDDEN_FROM_COUNT(fd) && fails(#name)) \
			return (type)(result);              \
		return REAL(name) arguments;                \
	}

ON_FD(int, connect, (int fd, const struct sockaddr *to, socklen_t size),
      (fd, to, size), failure(ECONNREFUSED))
ON_FD(ssize_t, send, (int fd, const void *bytes, size_t size, int flags),
      (fd, bytes, size, flags), no_sending(fd))
ON_FD(ssize_t, sendto,
      (int fd, const void *bytes, size_t size, int flags,
       const struct sockaddr *to, socklen_t to_size),
      (fd, bytes, size, flags, to, to_size), no_sending(fd))
ON_FD(ssize_t, sendmsg, (int fd, const struct msghdr *message, int flags),
      (fd, message, flags), no_sending(fd))
ON_FD(ssize_t, write, (int fd, const void *bytes, size_t size),
      (fd, bytes, size), no_sending(fd))
ON_FD(ssize_t, writev, (int fd, const struct iovec *list, int count),
      (fd, list, count), no_sending(fd))
ON_FD(ssize_t, pwrite, (int fd, const void *bytes, size_t size, off_t at),
      (fd, bytes, size, at), no_sending(fd))
ON_FD(ssize_t, recv, (int fd, void *bytes, size_t size, int flags),
      (fd, bytes, size, flags), no_receipt(fd))
ON_FD(ssize_t, recvfrom,
      (int fd, void *bytes, size_t size, int flags, struct sockaddr *from,
       socklen_t *from_size),
      (fd, bytes, size, flags, from, from_size), no_receipt(fd))
ON_FD(ssize_t, recvmsg, (int fd, struct msghdr *message, int flags),
      (fd, message, flags), no_receipt(fd))
ON_FD(ssize_t, read, (int fd, void *bytes, size_t size), (fd, bytes, size),
      no_receipt(fd))
ON_FD(ssize_t, pread, (int fd, void *bytes, size_t size, off_t at),
      (fd, bytes, size, at), no_receipt(fd))
ON_FD(int, fsync, (int fd), (fd), failure(EIO))
ON_FD(int, ftruncate, (int fd, off_t size), (fd, size), failure(EIO))
ON_FD(int, flock, (int fd, int operation), (fd, operation), failure(ENOLCK))

int close(int fd)
{
	int result = REAL(close)(fd);

	return !HIDDEN_FROM_COUNT(fd) && fails("close") ? (int)failure(EIO)
							: result;
}

int socket(int domain, int type, int protocol)
{
	return fails("socket") ? (int)failure(EMFILE)
			       : REAL(socket)(domain, type, protocol);
}

int rename(const char *from, const char *to)
{
	return fails("rename") ? (int)failure(EIO) : REAL(rename)(from, to);
}

static mode_t mode_of(int flags, va_list list)
{
	bool makes = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;

	return makes ? va_arg(list, mode_t) : 0;
}

#define OPENS(name)                                                    \
	int name(const char *path, int flags, ...)                     \
	{                                                              \
		va_list list;                                          \
		mode_t access;                                         \
                                                                       \
		va_start(list, flags);                                 \
		access = mode_of(flags, list);                         \
		va_end(list);                                          \
		return fails(#name) ? (int)failure(EMFILE)             \
				    : REAL(name)(path, flags, access); \
	}

OPENS(open)
OPENS(open64)

int openat(int folder, const char *path, int flags, ...)
{
	va_list list;
	mode_t access;

	va_start(list, flags);
	access = mode_of(flags, list);
	va_end(list);
	return fails("openat") ? (int)failure(EMFILE)
			       : REAL(openat)(folder, path, flags, access);
}

#define FOPENS(name)                                  \
	FILE *name(const char *path, const char *how) \
	{                                             \
		if (!fails(#name))                    \
			return REAL(name)(path, how); \
		errno = EMFILE;                       \
		return NULL;                          \
	}

FOPENS(fopen)
FOPENS(fopen64)

int getaddrinfo(const char *name, const char *service,
		const struct addrinfo *hints, struct addrinfo **result)
{
	return fails("getaddrinfo")
		       ? EAI_AGAIN
		       : REAL(getaddrinfo)(name, service, hints, result);
}

int poll(struct pollfd *list, nfds_t count, int wait_ms)
{
	if (fails("poll"))
		return (int)failure(ENOMEM);
	if (wait_ms > 0)
		wait_ms = (int)((wait_ms + speed - 1) / speed);
	return REAL(poll)(list, count, wait_ms);
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
	int result = REAL(clock_gettime)(clock, now);
	long long ns;

	if (result != 0 || speed <= 1 ||
	    (clock != CLOCK_MONOTONIC && clock != CLOCK_MONOTONIC_RAW &&
	     clock != CLOCK_MONOTONIC_COARSE))
		return result;
	ns = (now->tv_sec - began.tv_sec) * (long long)NS_PER_S +
	     (now->tv_nsec - began.tv_nsec);
	ns = ns * speed + began.tv_nsec;
	if (ns < 0)
		ns = 0;
	now->tv_sec = began.tv_sec + (time_t)(ns / NS_PER_S);
	now->tv_nsec = (long)(ns % NS_PER_S);
	return 0;
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name,
 * bugprone-macro-parentheses,concurrency-mt-unsafe) */
