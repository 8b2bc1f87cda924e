#include "audio/synth.h"

#include "base/program.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* A file in memory with the text in it, to be read from its start; -1. */
static int
text_file(const char *text)
{
	int fd = memfd_create("text", MFD_CLOEXEC);
	size_t len = strlen(text);

	if (fd < 0)
		return -1;
	if (write(fd, text, len) == (ssize_t)len && write(fd, "\n", 1) == 1 &&
	    lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Ends all that is in its group, which keeps its number until it is waited for;
 * returns its status. */
static int
end(struct synth *synth)
{
	int status = 0;

	kill(-synth->pid, SIGKILL);
	while (waitpid(synth->pid, &status, 0) < 0 && errno == EINTR)
		;
	synth->pid = 0;
	return status;
}

static bool
cannot_start(const char *name, int number, struct err *err)
{
	if (number == ENOENT)
		return err_set(
		    err, "%s is not there; install it or set voice.program", name);
	errno = number;
	return err_errno(err, "cannot start %s, set voice.program", name);
}

bool
synth_start(struct synth *synth, char *const *argv, const char *text,
    int64_t now_ns, struct err *err)
{
	int in = text_file(text), failed;

	*synth = (struct synth){
	    .pid_fd = -1,
	    .out_fd = memfd_create("speech", MFD_CLOEXEC),
	    .until = now_ns + SYNTH_LIMIT_NS,
	    .name = argv[0],
	};
	failed = in < 0 || synth->out_fd < 0
		     ? errno
		     : program_spawn((const char *const *)argv, in, synth->out_fd,
			   STDERR_FILENO, &synth->pid);
	if (in >= 0)
		close(in);
	if (!failed) {
		synth->pid_fd = (int)syscall(SYS_pidfd_open, synth->pid, 0);
		failed = synth->pid_fd < 0 ? errno : 0;
	}
	if (failed) {
		synth_stop(synth);
		return cannot_start(argv[0], failed, err);
	}
	return true;
}

/* What it has written so far. */
static int64_t
written(const struct synth *synth)
{
	struct stat st;

	return fstat(synth->out_fd, &st) < 0 ? 0 : st.st_size;
}

/* What came of it, by its status. */
static bool
spoke(const struct synth *synth, int status, struct err *err)
{
	if (WIFSIGNALED(status))
		return err_set(err, "was ended by signal %d", WTERMSIG(status));
	if (WEXITSTATUS(status) != 0)
		return err_set(err, "ended with status %d", WEXITSTATUS(status));
	if (written(synth) == 0)
		return err_set(err, "wrote nothing");
	return true;
}

static bool
has_ended(const struct synth *synth)
{
	siginfo_t gone = {0};

	return waitid(P_PID, (id_t)synth->pid, &gone,
		   WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       gone.si_pid != 0;
}

enum synth_state
synth_look(struct synth *synth, int64_t now_ns, struct err *err)
{
	bool ok = false;

	if (written(synth) > SYNTH_BYTES_MAX)
		err_set(err, "wrote over %d MB", SYNTH_BYTES_MAX >> 20);
	else if (has_ended(synth))
		ok = spoke(synth, end(synth), err);
	else if (now_ns < synth->until)
		return SYNTH_RUNS;
	else
		err_set(err, "had not ended after %d s",
		    (int)(SYNTH_LIMIT_NS / INT64_C(1000000000)));
	if (!ok)
		err_add(err, "%s", synth->name);
	return ok ? SYNTH_SPOKE : SYNTH_FAILED;
}

void
synth_stop(struct synth *synth)
{
	if (synth->pid > 0)
		end(synth);
	if (synth->pid_fd >= 0)
		close(synth->pid_fd);
	if (synth->out_fd >= 0)
		close(synth->out_fd);
	*synth = (struct synth){.pid_fd = -1, .out_fd = -1};
}
