/*
 * uncoil-sound: plays scores.
 *
 *	uncoil-sound [--output device|null|file] [-o FILE] --sounds DIR [--cues SET]
 *	             [--bed PATH]
 *
 * Reads sound lines (base/soundline.h) on its input, answers them on its
 * output, and plays the tones DIR/SET/NAME.flac (or .wav .ogg .opus .mp3) at
 * the samples at which they are due.  -o FILE renders the score to a file as
 * fast as it can; the format is what FILE ends in.  --bed names the sound file,
 * or the folder of them, that is the bed `own`.  The end of its input is the
 * end of it.  It knows no other file of the person.
 *
 * The map:
 *
 *	main		here: options, signals, the loop; reads the clock
 *	audio/talk	lines -> orders and answers
 *	audio/cueset	names -> samples (sample, soundfile, resample)
 *	audio/ring	orders to the thread that renders, reports back
 *	audio/mixer	orders -> sound, on the frame (voices, bed, ground, breath, limiter)
 *	audio/own	the person's own bed, through audio/flow to the mixer
 *	audio/output	the table of outputs: device_pulse or device_none, file,
 *null audio/timeline	time as frames
 *
 * One thread reads, and may wait for a disk; the device's thread renders, and
 * waits for nobody.
 *
 * Exit: 0 done, 1 the file could not be made, 2 usage.
 */
#include "audio/own.h"
#include "audio/talk.h"
#include "base/clock.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Set by a signal: one of the two things that C wants in a global. */
static volatile sig_atomic_t stopped;

static void
on_signal(int number)
{
	(void)number;
	stopped = 1;
}

/* Signals arrive only inside ppoll, whose mask this fills in. */
static void
catch_signals(sigset_t *open)
{
	const int caught[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction act = {.sa_handler = on_signal};
	sigset_t closed;

	sigemptyset(&closed);
	for (size_t i = 0; i < sizeof(caught) / sizeof(*caught); i++) {
		sigaddset(&closed, caught[i]);
		sigaction(caught[i], &act, NULL);
	}
	sigprocmask(SIG_BLOCK, &closed, open);
	for (size_t i = 0; i < sizeof(caught) / sizeof(*caught); i++)
		sigdelset(open, caught[i]);
	/* Both are answered as errors of write. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
}

struct options {
	const char *output, *file, *sounds, *cues, *bed;
};

static int
usage(void)
{
	fputs("usage: uncoil-sound [--output device|null|file] [-o FILE] "
	      "--sounds DIR [--cues SET] [--bed PATH]\n",
	    stderr);
	return 2;
}

static bool
read_options(int argc, char **argv, struct options *o)
{
	static const struct option names[] = {
	    {"output", required_argument, NULL, 'O'},
	    {"sounds", required_argument, NULL, 's'},
	    {"cues", required_argument, NULL, 'c'},
	    {"bed", required_argument, NULL, 'b'},
	    {0},
	};
	int c;

	*o = (struct options){.cues = "soft"};
	while ((c = getopt_long(argc, argv, "o:", names, NULL)) != -1) {
		if (c == 'O')
			o->output = optarg;
		else if (c == 'o')
			o->file = optarg;
		else if (c == 's')
			o->sounds = optarg;
		else if (c == 'c')
			o->cues = optarg;
		else if (c == 'b')
			o->bed = optarg;
		else
			return false;
	}
	if (!o->output)
		o->output = o->file ? "file" : "device";
	return optind == argc && o->sounds &&
	       (strcmp(o->output, "file") == 0) == (o->file != NULL);
}

/* Writes what fits without waiting; false when nobody reads any more. */
static bool
write_answers(struct str *answers)
{
	size_t n = answers->len < PIPE_BUF ? answers->len : PIPE_BUF;
	struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
	ssize_t done;

	if (!n || poll(&out, 1, 0) < 1)
		return true;
	done = write(STDOUT_FILENO, answers->s, n);
	if (done < 0)
		return errno == EINTR || errno == EAGAIN;
	memmove(answers->s, answers->s + done, answers->len - (size_t)done);
	answers->len -= (size_t)done;
	return true;
}

/* Waits for lines, news, room for answers, the deadline or a signal. */
static bool
wait_for(const struct talk *talk, bool eof, int64_t until_ns, const sigset_t *open)
{
	struct pollfd fds[] = {
	    {.fd = eof ? -1 : STDIN_FILENO, .events = POLLIN},
	    {.fd = talk->out->news_fd, .events = POLLIN},
	    {.fd = talk->answers.len ? STDOUT_FILENO : -1, .events = POLLOUT},
	};
	int64_t left = until_ns == OUTPUT_NEVER ? 0 : until_ns - clock_mono();
	struct timespec ts = {0};

	if (left > 0)
		ts = (struct timespec){left / CLOCK_S, left % CLOCK_S};
	if (ppoll(fds, 3, until_ns == OUTPUT_NEVER ? NULL : &ts, open) < 0)
		return false;
	return fds[0].revents != 0;
}

/* False at the end of the input. */
static bool
read_lines(struct talk *talk)
{
	char bytes[4096];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes));

	if (n > 0)
		talk_bytes(talk, bytes, (size_t)n, clock_mono());
	return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
}

/* What is missing of the person's own bed is said once a file. */
static void
feed(struct talk *talk, struct own *own)
{
	struct err err;

	while (own && !own_fill(own, &err))
		talk_error(talk, &err);
}

/* Until quit, the end of the input, a signal or the end of the file; a score
 * whose end is known is rendered to it although nobody talks any more. */
static void
loop(struct talk *talk, struct own *own, const sigset_t *open)
{
	struct output *out = talk->out;
	bool eof = false;
	int64_t until;

	while (!stopped && !talk->over && !(eof && !out->ended)) {
		until = out->ops->turn(out, clock_mono());
		talk_news(talk);
		/* After the news, which make the descriptor quiet: what is asked for
		 * from now on wakes us. */
		feed(talk, own);
		if (!write_answers(&talk->answers) || out->done)
			return;
		if (wait_for(talk, eof, until, open))
			eof = !read_lines(talk);
	}
}

/* The last answers, as far as they can be told without waiting. */
static void
say_last(struct talk *talk)
{
	size_t before;

	do
		before = talk->answers.len;
	while (write_answers(&talk->answers) && talk->answers.len < before);
}

static void
complain(struct talk *talk, const struct err *err)
{
	fprintf(stderr, "uncoil-sound: %s\n", err->text);
	talk_error(talk, err);
}

int
main(int argc, char **argv)
{
	const struct output_ops *ops;
	struct own *own = NULL;
	struct options o;
	struct talk talk;
	struct err err;
	sigset_t open;
	bool ok;

	if (!read_options(argc, argv, &o) || !(ops = output_find(o.output)))
		return usage();
	/* One more arena for the device's thread would be 100 kB for nothing. */
	mallopt(M_ARENA_MAX, 1);
	catch_signals(&open);
	talk_init(
	    &talk, cueset_new(o.sounds, o.cues), output_open(ops, o.file, &err));
	ok = talk.out != NULL;
	if (ok) {
		if (o.bed)
			own = own_open(o.bed, &talk.out->flow);
		loop(&talk, own, &open);
		talk_news(&talk);
		ok = output_close(talk.out, &err);
	}
	if (!ok)
		complain(&talk, &err);
	say_last(&talk);
	own_close(own);
	cueset_free(talk.cues);
	talk_fini(&talk);
	return ok ? 0 : 1;
}
