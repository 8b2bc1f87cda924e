#include "cue/child.h"

#include "base/mem.h"
#include "base/program.h"
#include "base/soundline.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECOND_NS INT64_C(1000000000)

/* How long news can be read; a line of a screen is not for ever. */
#define NEWS_NS (10 * SECOND_NS)

struct sound {
	char *voice, *language, *rate, *pitch, *cache, *bed; /* or NULL */
	char channels[4];
	char *helper, *sounds, *set, *output, *file, *device, *log;
	char *pause, *resume, *mark;
	char wake[16];
	pid_t pid; /* 0: none runs */
	int to, from;
	int deaths;                /* since it last said that it is ready */
	int64_t due;               /* when to start the next one */
	int missed, missed_before; /* with this helper; with those before it */
	int64_t written_ms;
	char notice[160], news[160];
	int64_t news_until;
	bool lost; /* there is no device */
	void (*heard)(void *self, const struct soundline *line);
	void *hearer;
	char line[SOUNDLINE_MAX]; /* an answer that has not ended yet */
	size_t len;
	struct str unsent; /* to a helper that writes a file */
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
	snd->device = mem_strdup(o->device ? o->device : "");
	if (o->wake_ms)
		snprintf(snd->wake, sizeof(snd->wake), "%d", o->wake_ms);
	snd->pause = mem_strdup(o->pause ? o->pause : "");
	snd->resume = mem_strdup(o->resume ? o->resume : "");
	snd->mark = mem_strdup(o->mark);
	snd->log = mem_strdup(o->log);
	snprintf(snd->channels, sizeof(snd->channels), "%.0d", o->channels);
	snd->voice = mem_strdup(o->voice);
	snd->language = mem_strdup(o->language);
	snd->rate = mem_strdup(o->rate);
	snd->pitch = mem_strdup(o->pitch);
	snd->cache = mem_strdup(o->cache);
	snd->bed = mem_strdup(o->bed);
	snd->to = snd->from = -1;
	return snd;
}

void
sound_listen(struct sound *snd,
    void (*heard)(void *self, const struct soundline *line), void *self)
{
	snd->heard = heard;
	snd->hearer = self;
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

/* Its exit status, -1 when none ran or it was killed. */
static int
bury(struct sound *snd)
{
	close_pipes(snd);
	if (!snd->pid)
		return -1;
	kill(snd->pid, SIGKILL);
	return reap(snd);
}

/* 1, 2, 5, 10, 10 ... seconds: quick after one crash, calm after many. */
static void
died(struct sound *snd, const char *why, int64_t now)
{
	static const int wait_s[] = {1, 2, 5, 10};
	int n = snd->deaths < 3 ? snd->deaths : 3;

	bury(snd);
	snd->missed_before += snd->missed;
	snd->missed = 0;
	snd->deaths++;
	snd->due = now + wait_s[n] * SECOND_NS;
	snprintf(snd->notice, sizeof(snd->notice), "no sound: %s", why);
}

static bool
has_player(const struct sound *snd)
{
	return *snd->pause || *snd->resume;
}

void
sound_give_back(const char *helper, const char *resume, const char *mark)
{
	const char *const words[] = {
	    helper, "--give-back", "--end", resume, "--mark", mark, NULL};
	pid_t pid;

	if (!mark || access(mark, F_OK) < 0)
		return;
	if (program_spawn(words, -1, -1, -1, &pid) == 0)
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
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
	if (bury(snd) != 0 && has_player(snd))
		sound_give_back(snd->helper, snd->resume, snd->mark);
	free(snd->helper);
	free(snd->sounds);
	free(snd->set);
	free(snd->output);
	free(snd->file);
	free(snd->device);
	free(snd->pause);
	free(snd->resume);
	free(snd->mark);
	free(snd->voice);
	free(snd->language);
	free(snd->rate);
	free(snd->pitch);
	free(snd->cache);
	free(snd->bed);
	free(snd->log);
	str_fini(&snd->unsent);
	free(snd);
}

/* Room for every option of the helper with its value. */
#define ARGUMENTS 40

static void
add_option(const char **argv, const char *option, const char *value)
{
	if (!value || !*value)
		return;
	while (*argv)
		argv++;
	*argv++ = option;
	*argv = value;
}

static void
list_arguments(const struct sound *snd, const char *argv[ARGUMENTS])
{
	memset(argv, 0, ARGUMENTS * sizeof(*argv));
	argv[0] = snd->helper;
	add_option(argv, "--output", snd->output);
	add_option(argv, "--sounds", snd->sounds);
	add_option(argv, "--cues", snd->set);
	add_option(argv, "--device", snd->device);
	add_option(argv, "--wake", snd->wake);
	add_option(argv, "--begin", snd->pause);
	add_option(argv, "--end", snd->resume);
	if (has_player(snd))
		add_option(argv, "--mark", snd->mark);
	add_option(argv, "-o", snd->file);
	add_option(argv, "--channels", snd->channels);
	add_option(argv, "--voice", snd->voice);
	add_option(argv, "--language", snd->language);
	add_option(argv, "--rate", snd->rate);
	add_option(argv, "--pitch", snd->pitch);
	add_option(argv, "--cache", snd->cache);
	add_option(argv, "--bed", snd->bed);
}

/* In a group of its own: keys that make signals are for uncoil.  Without its log it
 * is heard all the same. */
static bool
spawn(struct sound *snd, int in, int out)
{
	const char *argv[ARGUMENTS];
	int log = snd->log ? open(snd->log,
				 O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)
			   : -1;
	bool ok;

	list_arguments(snd, argv);
	ok = program_spawn(argv, in, out, log, &snd->pid) == 0;
	if (log >= 0)
		close(log);
	return ok;
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
	fcntl(snd->to, F_SETFL, O_NONBLOCK);
	return true;
}

bool
sound_start(struct sound *snd, int64_t now)
{
	int in, out;
	bool ok;

	if (snd->pid || now < snd->due)
		return false;
	if (!open_pipes(snd, &in, &out)) {
		died(snd, strerror(errno), now);
		return false;
	}
	ok = spawn(snd, in, out);
	close(in);
	close(out);
	if (!ok)
		died(snd, "the program uncoil-sound cannot be started", now);
	return ok;
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

/* The helper plays: on what, is news only where it is not what was asked for. */
static void
plays(struct sound *snd, const char *where, int64_t now)
{
	snd->deaths = 0;
	snd->notice[0] = '\0';
	if (!strstr(where, " instead of "))
		return;
	snprintf(snd->news, sizeof(snd->news), "sound: %.120s", where);
	snd->news_until = now + NEWS_NS;
}

/* True when notice or news may have changed. */
static bool
answer(struct sound *snd, const char *text, int64_t now)
{
	struct soundline line;

	if (!soundline_parse(text, &line, NULL))
		return false;
	if (snd->heard)
		snd->heard(snd->hearer, &line);
	switch (line.verb) {
	case SOUND_READY:
	case SOUND_BACK:
		snd->lost = false;
		plays(snd, line.text, now);
		return true;
	case SOUND_LOST:
		snd->lost = true;
		snprintf(snd->notice, sizeof(snd->notice), "no sound: %.120s",
		    line.text);
		return true;
	case SOUND_ERROR:
		snprintf(
		    snd->notice, sizeof(snd->notice), "sound: %.120s", line.text);
		return true;
	case SOUND_LATE:
		snd->missed = line.n;
		return false;
	case SOUND_PROGRESS:
		snd->written_ms = line.ms;
		return false;
	default:
		return false;
	}
}

/* Cuts what has come into lines; one that is too long is left out. */
static bool
take_bytes(struct sound *snd, const char *bytes, size_t n, int64_t now)
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
			changed |= answer(snd, snd->line, now);
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
		changed |= take_bytes(snd, bytes, (size_t)n, now);
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
	if (snd->file)
		str_addn(&snd->unsent, lines, len);
	else if (write(snd->to, lines, len) != (ssize_t)len)
		died(snd, "the sound program does not listen; it is started again",
		    now);
}

/* All that is there of its answers; false when it has closed them. */
static bool
take_answers(struct sound *snd)
{
	char bytes[512];
	ssize_t n;

	while ((n = read(snd->from, bytes, sizeof(bytes))) > 0)
		take_bytes(snd, bytes, (size_t)n, 0);
	return n < 0 && (errno == EAGAIN || errno == EINTR);
}

/* As much as the pipe takes; a helper that is gone closes its answers too. */
static void
send_on(struct sound *snd)
{
	struct str *unsent = &snd->unsent;
	ssize_t n = write(snd->to, unsent->s, unsent->len);

	if (n < 0 && errno != EAGAIN && errno != EINTR)
		n = (ssize_t)unsent->len;
	if (n > 0) {
		memmove(unsent->s, unsent->s + n, unsent->len - (size_t)n);
		unsent->len -= (size_t)n;
	}
}

enum sound_news
sound_wait(struct sound *snd, int also)
{
	struct pollfd fds[] = {
	    {snd->from, POLLIN, 0}, {also, POLLIN, 0}, {snd->to, POLLOUT, 0}};

	if (!snd->pid)
		return SOUND_NEWS_END;
	do {
		fds[2].fd = snd->unsent.len ? snd->to : -1;
		if (poll(fds, 3, -1) < 0)
			continue;
		if (fds[2].revents)
			send_on(snd);
	} while (!fds[0].revents && !fds[1].revents);
	if (fds[1].revents)
		return SOUND_NEWS_ALSO;
	return take_answers(snd) ? SOUND_NEWS_ANSWER : SOUND_NEWS_END;
}

int
sound_end(struct sound *snd)
{
	close_pipes(snd);
	return snd->pid ? reap(snd) : -1;
}

bool
sound_stop(struct sound *snd)
{
	struct pollfd answers = {snd->from, POLLIN, 0};
	bool gone = false;

	if (!snd->pid)
		return true;
	kill(snd->pid, SIGTERM);
	while (!gone && poll(&answers, 1, SOUND_STOP_MS) > 0)
		gone = !take_answers(snd);
	if (!gone)
		kill(snd->pid, SIGKILL);
	return sound_end(snd) >= 0;
}

int64_t
sound_written_ms(const struct sound *snd)
{
	return snd->written_ms;
}

const char *
sound_notice(const struct sound *snd)
{
	return *snd->notice ? snd->notice : NULL;
}

const char *
sound_news(const struct sound *snd, int64_t now)
{
	return *snd->news && now < snd->news_until ? snd->news : NULL;
}

bool
sound_heard(const struct sound *snd)
{
	return !snd->lost && (snd->pid || snd->deaths == 0);
}

int
sound_missed(const struct sound *snd)
{
	return snd->missed_before + snd->missed;
}
