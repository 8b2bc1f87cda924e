#include "sitting.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/paths.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* A file with that text; false when it cannot be. */
static bool
put(char *path, const char *text)
{
	FILE *file = path && paths_make_for(path, NULL) ? fopen(path, "w") : NULL;
	bool ok = file && fputs(text, file) >= 0;

	free(path);
	return (!file || fclose(file) == 0) && ok;
}

/* Whoever listens was here before, and is not asked how it is. */
bool
sitting_home(const char *dir)
{
	setenv("HOME", dir, 1);
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_DATA_HOME");
	unsetenv("XDG_STATE_HOME");
	unsetenv("XDG_CACHE_HOME");
	return put(paths_home(PATH_STATE, NULL, "first-page-read"), "") &&
	       put(paths_home(PATH_CONFIG, NULL, "config.ini"),
		   "[session]\ncheckin = no\n");
}

/* --- its sound ------------------------------------------------------------------- */

static void
hear(struct sitting *s)
{
	int16_t block[16384];
	ssize_t n = read(s->ear, block, sizeof(block));
	int64_t zero;

	if (n <= 0) {
		close(s->ear);
		s->ear = -1;
		return;
	}
	n /= (ssize_t)sizeof(*block);
	s->heard.pcm = mem_resize(
	    s->heard.pcm, (size_t)(s->heard.frames + n), sizeof(*s->heard.pcm));
	memcpy(s->heard.pcm + s->heard.frames, block, (size_t)n * sizeof(*block));
	s->heard.frames += n;
	/* A block may come late, never before it sounds. */
	zero = clock_mono() - s->heard.frames * 1000000 / HEARING_MS;
	if (!s->zero_ns || zero < s->zero_ns)
		s->zero_ns = zero;
}

static pid_t
spawn_recorder(int out)
{
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 0);
		dup2(out, 1);
		dup2(null, 2);
		execlp("parec", "parec", "--device=cap.monitor", "--raw",
		    "--format=s16le", "--rate=48000", "--channels=1",
		    "--latency-msec=20", (char *)NULL);
		_exit(127);
	}
	return pid;
}

bool
sitting_record(struct sitting *s)
{
	int ends[2], ms = 0;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return false;
	free(s->heard.pcm);
	s->heard = (struct heard){0};
	s->zero_ns = 0;
	s->recorder = spawn_recorder(ends[1]);
	close(ends[1]);
	s->ear = ends[0];
	for (; s->ear >= 0 && !s->heard.frames && ms < 10000; ms += 20)
		sitting_look(s, clock_mono() + 20 * CLOCK_MS);
	return s->heard.frames > 0;
}

void
sitting_record_stop(struct sitting *s)
{
	if (s->recorder > 0) {
		kill(s->recorder, SIGTERM);
		while (s->ear >= 0)
			hear(s);
		waitpid(s->recorder, NULL, 0);
	}
	s->recorder = 0;
	s->ear = -1;
}

/* --- its screen ------------------------------------------------------------------- */

bool
sitting_begin(struct sitting *s, const char *const *words)
{
	const struct winsize size = {24, 80, 0, 0};
	const char *build = getenv("top_builddir");
	char path[4096];

	snprintf(path, sizeof(path), "%s/uncoil", build ? build : ".");
	s->n_seen = 0;
	s->frame_ns = 0;
	s->begun_ns = clock_mono();
	s->pid = forkpty(&s->tty, NULL, NULL, &size);
	if (s->pid == 0) {
		execv(path, (char *const *)(uintptr_t)words);
		_exit(127);
	}
	if (s->pid > 0)
		fcntl(s->tty, F_SETFD, FD_CLOEXEC);
	return s->pid > 0;
}

static void
see(struct sitting *s)
{
	char block[4096];
	ssize_t n = read(s->tty, block, sizeof(block));

	if (n <= 0) {
		close(s->tty);
		s->tty = -1;
		return;
	}
	/* Before its screen it only asks who the terminal is. */
	if (!s->frame_ns && n > 200)
		s->frame_ns = clock_mono();
	s->seen = mem_resize(s->seen, s->n_seen + (size_t)n + 1, 1);
	/* A byte of nothing would end what is looked through. */
	for (ssize_t i = 0; i < n; i++)
		s->seen[s->n_seen++] = block[i] ? block[i] : ' ';
	s->seen[s->n_seen] = '\0';
}

/* False: nothing came in so many ms. */
static bool
look_once(struct sitting *s, int ms)
{
	struct pollfd fds[] = {
	    {.fd = s->pid > 0 ? s->tty : -1, .events = POLLIN},
	    {.fd = s->recorder > 0 ? s->ear : -1, .events = POLLIN},
	};

	if (poll(fds, 2, ms) <= 0)
		return false;
	if (fds[0].revents)
		see(s);
	if (fds[1].revents)
		hear(s);
	return true;
}

void
sitting_look(struct sitting *s, int64_t until_ns)
{
	int64_t left;

	while ((left = until_ns - clock_mono()) > 0)
		look_once(s, (int)(left / CLOCK_MS) + 1);
}

int
sitting_count(const struct sitting *s, const char *text)
{
	const char *in = s->n_seen ? s->seen : "";
	int n = 0;

	for (; (in = strstr(in, text)) != NULL; in += strlen(text))
		n++;
	return n;
}

bool
sitting_sees(struct sitting *s, const char *text, int times, int ms)
{
	int64_t until = clock_mono() + ms * CLOCK_MS;

	while (sitting_count(s, text) < times) {
		if (clock_mono() >= until || s->tty < 0)
			return false;
		look_once(s, 50);
	}
	return true;
}

void
sitting_types(const struct sitting *s, const char *keys)
{
	if (s->tty >= 0 && write(s->tty, keys, strlen(keys)) < 0)
		perror("the terminal");
}

/* --- its programs ------------------------------------------------------------------ */

pid_t
sitting_helper(const struct sitting *s)
{
	char path[64];
	FILE *file;
	int pid = 0;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)s->pid,
	    (int)s->pid);
	file = fopen(path, "r");
	if (file && fscanf(file, "%d", &pid) != 1)
		pid = 0;
	if (file)
		fclose(file);
	return pid;
}

int
sitting_end(struct sitting *s, int ms)
{
	int64_t until = clock_mono() + ms * CLOCK_MS;
	int status = 0;

	if (s->pid <= 0)
		return -1;
	while (s->tty >= 0 && clock_mono() < until)
		look_once(s, 50);
	if (s->tty >= 0)
		kill(s->pid, SIGKILL);
	waitpid(s->pid, &status, 0);
	if (s->tty >= 0)
		close(s->tty);
	s->tty = -1;
	s->pid = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void
sitting_fini(struct sitting *s)
{
	if (s->pid > 0) {
		kill(s->pid, SIGTERM);
		sitting_end(s, 5000);
	}
	sitting_record_stop(s);
	free(s->seen);
	free(s->heard.pcm);
	*s = (struct sitting){0};
}
