/*
 * The limit of the architecture: FastCGI workers that do nothing but answer.
 * GET /hello/SIZE is answered with SIZE bytes and the headers of the API.
 *
 *	hello SOCKET WORKERS
 */
#include "base/base.h"

#include <fcgiapp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BODY_MAX = 1024 * 1024, WORKERS_MAX = 64, BACKLOG = 1024 };

static char body[BODY_MAX];

static void answer(FCGX_Request *request)
{
	const char *path = FCGX_GetParam("DOCUMENT_URI", request->envp);
	const char *digits = path ? strrchr(path, '/') : NULL;
	int64_t size;

	if (!digits || !parse_int64(digits + 1, 0, BODY_MAX, &size)) {
		(void)FCGX_PutS("Status: 404 Not Found\r\n\r\n", request->out);
		return;
	}
	(void)FCGX_FPrintF(request->out,
			   "Status: 200 OK\r\n"
			   "Content-Type: application/json\r\n"
			   "Content-Length: %d\r\n"
			   "Cache-Control: no-cache\r\n"
			   "ETag: \"0123456789abcdef\"\r\n\r\n",
			   (int)size);
	(void)FCGX_PutStr(body, (int)size, request->out);
}

static NORETURN void work(int listener)
{
	FCGX_Request request;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (FCGX_InitRequest(&request, listener, 0) != 0)
		_exit(1);
	while (FCGX_Accept_r(&request) == 0) {
		answer(&request);
		FCGX_Finish_r(&request);
	}
	_exit(0);
}

int main(int argc, char **argv)
{
	struct sigaction standard = { .sa_handler = SIG_DFL };
	int64_t workers;
	int listener;

	if (argc != 3 || !parse_int64(argv[2], 1, WORKERS_MAX, &workers)) {
		(void)fprintf(stderr, "usage: hello SOCKET WORKERS\n");
		return 2;
	}
	memset(body, 'x', sizeof body);
	/* libfcgi keeps SIGTERM from ending a program. */
	if (FCGX_Init() != 0 || sigaction(SIGTERM, &standard, NULL) != 0)
		return 1;
	listener = FCGX_OpenSocket(argv[1], BACKLOG);
	if (listener < 0)
		return 1;
	for (; workers > 0; workers--)
		if (fork() == 0)
			work(listener);
	while (wait(NULL) > 0)
		;
	return 0;
}
