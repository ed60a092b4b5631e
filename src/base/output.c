#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int failure; /* errno of the first write that failed */

void output_begin(void)
{
	/* the wrong way round, so that using one fails */
	static const int ways[] = { O_WRONLY, O_RDONLY, O_RDONLY };
	int fd;
	int got;

	for (fd = 0; fd < (int)COUNT_OF(ways); fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		got = open("/dev/null", ways[fd]); /* the lowest free number */
		if (got != fd)
			_exit(EXIT_FAILURE);
	}
}

bool output_write(const char *bytes, size_t length)
{
	if (fwrite(bytes, 1, length, stdout) == length)
		return true;
	if (!failure)
		failure = errno;
	return false;
}

int output_end(const char *program, int code)
{
	bool lost = ferror(stdout) != 0;

	if (fflush(stdout) != 0) {
		lost = true;
		if (!failure)
			failure = errno;
	}
	if (!lost || failure == EPIPE)
		return code;
	(void)fprintf(stderr, "%s: standard output: %s\n", program,
		      failure ? strerrordesc_np(failure) : "a write failed");
	return code ? code : EXIT_FAILURE;
}
