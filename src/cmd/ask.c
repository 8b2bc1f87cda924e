#include "cmd/ask.h"

#include "cmd/run.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define MS_NS INT64_C(1000000)

static void
read_until(int fd, int64_t until, struct str *out)
{
	struct pollfd from = {.fd = fd, .events = POLLIN};
	char bytes[4096];
	int64_t left;
	ssize_t n = 1;

	while (n > 0 && (left = until - run_now().mono) > 0 &&
	       out->len < ASK_BYTES_MAX) {
		if (poll(&from, 1, (int)(left / MS_NS) + 1) < 1)
			continue;
		n = read(fd, bytes, sizeof(bytes));
		if (n > 0)
			str_addn(out, bytes, (size_t)n);
	}
}

bool
ask(const struct program *program, int64_t within_ns, struct str *out)
{
	int pipe[2];
	pid_t pid;
	bool started;

	str_clear(out);
	if (pipe2(pipe, O_CLOEXEC) < 0)
		return false;
	started = program_start(program, pipe[1], &pid, NULL);
	close(pipe[1]);
	if (started) {
		read_until(pipe[0], run_now().mono + within_ns, out);
		kill(-pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	close(pipe[0]);
	return started;
}
