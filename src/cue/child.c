#include "cue/child.h"

#include "base/mem.h"
#include "base/soundline.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECOND_NS INT64_C(1000000000)

extern char **environ;

struct sound {
	char *helper, *sounds, *set, *output, *file, *log;
	pid_t pid; /* 0: none runs */
	int to, from;
	int deaths;  /* since it last said that it is ready */
	int64_t due; /* when to start the next one */
	int missed;
	char notice[160];
	char line[SOUNDLINE_MAX]; /* an answer that has not ended yet */
	size_t len;
};

struct sound *
sound_new(const struct sound_options *o)
{
	struct sound *snd = mem_new(1, sizeof(*snd));

	snd->helper = mem_strdup(o->helper);
	snd->sounds = mem_strdup(o->sounds);
	snd->set = mem_strdup(o->set);
	snd->output = mem_strdup(o->output);
	snd->file = mem_strdup(o->file);
	snd->log = mem_strdup(o->log ? o->log : "/dev/null");
	snd->to = snd->from = -1;
	return snd;
}

static void
close_pipes(struct sound *snd)
{
	if (snd->to >= 0)
		close(snd->to);
	if (snd->from >= 0)
		close(snd->from);
	snd->to = snd->from = -1;
	snd->len = 0;
}

/* Waits for the helper to be gone; its exit status, or -1. */
static int
reap(struct sound *snd)
{
	int status = -1;

	while (waitpid(snd->pid, &status, 0) < 0 && errno == EINTR)
		;
	snd->pid = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
bury(struct sound *snd)
{
	close_pipes(snd);
	if (!snd->pid)
		return;
	kill(snd->pid, SIGKILL);
	reap(snd);
}

/* 1, 2, 5, 10, 10 ... seconds: quick after one crash, calm after many. */
static void
died(struct sound *snd, const char *why, int64_t now)
{
	static const int wait_s[] = {1, 2, 5, 10};
	int n = snd->deaths < 3 ? snd->deaths : 3;

	bury(snd);
	snd->deaths++;
	snd->due = now + wait_s[n] * SECOND_NS;
	snprintf(snd->notice, sizeof(snd->notice), "no sound: %s", why);
}

void
sound_free(struct sound *snd)
{
	if (!snd)
		return;
	if (snd->pid) {
		/* Its end of the pipe closes when it is gone; a bed that sounds
		 * takes half a second to fade. */
		struct pollfd gone = {snd->from, 0, 0};

		close(snd->to);
		snd->to = -1;
		poll(&gone, 1, 700);
	}
	bury(snd);
	free(snd->helper);
	free(snd->sounds);
	free(snd->set);
	free(snd->output);
	free(snd->file);
	free(snd->log);
	free(snd);
}

/* Signals as a program finds them, and a group of its own: keys that make
 * signals are for uncoil. */
static int
spawn(struct sound *snd, int in, int out)
{
	const char *argv[] = {snd->helper, "--output", snd->output, "--sounds",
	    snd->sounds, "--cues", snd->set, snd->file ? "-o" : NULL, snd->file,
	    NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t all, none;
	int failed;

	sigfillset(&all);
	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in, 0);
	posix_spawn_file_actions_adddup2(&actions, out, 1);
	posix_spawn_file_actions_addopen(
	    &actions, 2, snd->log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setflags(&attr,
	    POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
	failed = posix_spawn(&snd->pid, snd->helper, &actions, &attr,
	    (char *const *)(uintptr_t)argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	if (failed)
		snd->pid = 0;
	return failed;
}

/* Fills to and from, and leaves the helper's ends in in and out. */
static bool
open_pipes(struct sound *snd, int *in, int *out)
{
	int to[2], from[2];

	if (pipe2(to, O_CLOEXEC) < 0)
		return false;
	if (pipe2(from, O_CLOEXEC) < 0) {
		close(to[0]);
		close(to[1]);
		return false;
	}
	*in = to[0];
	*out = from[1];
	snd->to = to[1];
	snd->from = from[0];
	fcntl(snd->from, F_SETFL, O_NONBLOCK);
	if (!snd->file)
		fcntl(snd->to, F_SETFL, O_NONBLOCK);
	return true;
}

bool
sound_start(struct sound *snd, int64_t now)
{
	int in, out, failed;

	if (snd->pid || now < snd->due)
		return false;
	if (!open_pipes(snd, &in, &out)) {
		died(snd, strerror(errno), now);
		return false;
	}
	failed = spawn(snd, in, out);
	close(in);
	close(out);
	if (failed)
		died(snd, "the program uncoil-sound cannot be started", now);
	return !failed;
}

int64_t
sound_due(const struct sound *snd)
{
	return snd->pid ? INT64_MAX : snd->due;
}

int
sound_fd(const struct sound *snd)
{
	return snd->from;
}

/* True when the notice may have changed. */
static bool
answer(struct sound *snd, const char *text)
{
	struct soundline line;

	if (!soundline_parse(text, &line, NULL))
		return false;
	switch (line.verb) {
	case SOUND_READY:
	case SOUND_BACK:
		snd->deaths = 0;
		snd->notice[0] = '\0';
		return true;
	case SOUND_LOST:
		snprintf(snd->notice, sizeof(snd->notice), "no sound: %.120s",
		    line.text);
		return true;
	case SOUND_ERROR:
		snprintf(
		    snd->notice, sizeof(snd->notice), "sound: %.120s", line.text);
		return true;
	case SOUND_LATE:
		snd->missed += line.n;
		return false;
	default:
		return false;
	}
}

/* Cuts what has come into lines; one that is too long is left out. */
static bool
take_bytes(struct sound *snd, const char *bytes, size_t n)
{
	bool changed = false;

	for (size_t i = 0; i < n; i++) {
		if (bytes[i] != '\n') {
			if (snd->len < sizeof(snd->line))
				snd->line[snd->len++] = bytes[i];
			continue;
		}
		if (snd->len < sizeof(snd->line)) {
			snd->line[snd->len] = '\0';
			changed |= answer(snd, snd->line);
		}
		snd->len = 0;
	}
	return changed;
}

bool
sound_read(struct sound *snd, int64_t now)
{
	bool changed = false;
	char bytes[512];
	ssize_t n;

	if (!snd->pid)
		return false;
	while ((n = read(snd->from, bytes, sizeof(bytes))) > 0)
		changed |= take_bytes(snd, bytes, (size_t)n);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return changed;
	died(snd, "the sound program stopped; it is started again", now);
	return true;
}

/* The lines are short and the pipe holds 64 kB: a write that does not fit means
 * that nobody reads any more.  The caller ignores SIGPIPE. */
void
sound_send(struct sound *snd, const char *lines, int64_t now)
{
	size_t len = strlen(lines);

	if (!snd->pid || len == 0)
		return;
	if (write(snd->to, lines, len) != (ssize_t)len)
		died(snd, "the sound program does not listen; it is started again",
		    now);
}

int
sound_wait(struct sound *snd)
{
	struct pollfd answers = {snd->from, POLLIN, 0};
	char bytes[512];
	ssize_t n = 1;

	if (!snd->pid)
		return -1;
	while (n > 0 && (poll(&answers, 1, -1) > 0 || errno == EINTR)) {
		n = read(snd->from, bytes, sizeof(bytes));
		if (n > 0)
			take_bytes(snd, bytes, (size_t)n);
		else if (n < 0 && (errno == EAGAIN || errno == EINTR))
			n = 1;
	}
	close_pipes(snd);
	return reap(snd);
}

const char *
sound_notice(const struct sound *snd)
{
	return *snd->notice ? snd->notice : NULL;
}

int
sound_missed(const struct sound *snd)
{
	return snd->missed;
}
