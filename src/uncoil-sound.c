/*
 * uncoil-sound: plays scores.
 *
 *	uncoil-sound [--output device|null|file] [-o FILE [--channels 1|2]]
 *		--sounds DIR [--cues SET] [--device NAME] [--wake MS]
 *		[--voice COMMAND [--language NAME] [--rate N] [--pitch N]
 *		 [--cache DIR]]
 *		[--bed PATH]
 *		[--begin COMMAND] [--end COMMAND] [--mark FILE]
 *	uncoil-sound --list
 *	uncoil-sound --try FILE
 *	uncoil-sound --give-back --end COMMAND [--mark FILE]
 *
 * Reads sound lines (base/soundline.h) on its input, answers them on its
 * output, and plays the tones DIR/SET/NAME.flac (or .wav .ogg .opus .mp3) at
 * the samples at which they are due.  -o FILE renders the score to a file as
 * fast as it can; the format is what FILE ends in; with one channel
 * it is the mean of both sides.  --device plays on the one of
 * that name or description (how it begins is enough), or where that is not
 * there, as without it, on the system's.  --wake plays so much silence before a
 * sound that comes after a rest of the device.  --bed names the sound file, or the
 * folder of them, that is the bed `own`.  --begin is run when a score first runs
 * and --end when its music may play again, at the latest when this program ends:
 * another one, --give-back, then outlives it.  FILE of --mark is there as long as
 * the music is ours (audio/player.h).  The end of its input is the end of it.  It
 * knows no file of the person but those that options and lines name.
 *
 * --voice says what speaks: a program that reads text on its input and writes
 * WAV to its output, words parted by spaces, in which {language}, {rate} and
 * {pitch} stand for the options; `auto` is espeak-ng, or else flite.  What was
 * spoken is kept in --cache.  Without --voice nothing is spoken.
 *
 * The map:
 *
 *	main		here: options, signals, the loop; reads the clock
 *	audio/talk	lines -> orders and answers
 *	audio/cueset	names -> samples (sample, soundfile, resample)
 *	audio/says	which spoken line when -> orders; in memory just before
 *	audio/voice	lines -> lengths and samples: voice_cache, or the child
 *			that speaks (synth, voice_words), then spoken (loudness)
 *	audio/ring	orders to the thread that renders, reports back
 *	audio/chapters	what a file says of itself, in the bytes of each format
 *	audio/mixer	orders -> sound, on the frame (voices, bed, ground, breath,
 *			limiter)
 *	audio/own	the person's own bed, through audio/flow to the mixer
 *	audio/player	the person's own player, paused meanwhile
 *	audio/output	the table of outputs: device_pulse or device_none, file,
 *			null
 *	audio/timeline	time as frames
 *
 * One thread reads, and may wait for a disk; the device's thread renders, and
 * waits for nobody.
 *
 * --list prints the devices that --device may name (audio/device_list.h).
 *
 * Exit: 0 done, 1 the file could not be made or no server has devices, 2 usage.
 */
#include "audio/device_list.h"
#include "audio/own.h"
#include "audio/spoken.h"
#include "audio/talk.h"
#include "audio/voice_cache.h"
#include "base/clock.h"
#include "base/mem.h"

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

/* That it comes is enough: ppoll ends, and the player is looked after. */
static void
on_child(int number)
{
	(void)number;
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
	act.sa_handler = on_child;
	sigaddset(&closed, SIGCHLD);
	sigaction(SIGCHLD, &act, NULL);
	sigprocmask(SIG_BLOCK, &closed, open);
	sigdelset(open, SIGCHLD);
	for (size_t i = 0; i < sizeof(caught) / sizeof(*caught); i++)
		sigdelset(open, caught[i]);
	/* Both are answered as errors of write. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
}

/* The slowest Bluetooth links need one second, some receivers two. */
#define WAKE_MAX_MS 3000

struct options {
	const char *output, *sounds, *cues, *bed;
	const char *begin, *end, *mark, *try;
	bool list, give_back;
	struct output_where where;
	struct voice_options voice; /* command NULL: none */
};

static int
usage(void)
{
	fputs("usage: uncoil-sound [--output device|null|file] [-o FILE "
	      "[--channels 1|2]] --sounds DIR [--cues SET] [--device NAME] [--wake "
	      "MS]\n"
	      "	[--voice COMMAND [--language NAME] [--rate N] [--pitch N] "
	      "[--cache DIR]] [--bed PATH]\n"
	      "	[--begin COMMAND] [--end COMMAND] [--mark FILE]\n"
	      "   or: uncoil-sound --list\n"
	      "   or: uncoil-sound --try FILE\n"
	      "   or: uncoil-sound --give-back --end COMMAND [--mark FILE]\n",
	    stderr);
	return 2;
}

static bool
read_options(int argc, char **argv, struct options *o)
{
	static const struct option names[] = {
	    {"output", required_argument, NULL, 0},
	    {"sounds", required_argument, NULL, 0},
	    {"cues", required_argument, NULL, 0},
	    {"device", required_argument, NULL, 0},
	    {"channels", required_argument, NULL, 0},
	    {"wake", required_argument, NULL, 0},
	    {"voice", required_argument, NULL, 0},
	    {"language", required_argument, NULL, 0},
	    {"rate", required_argument, NULL, 0},
	    {"pitch", required_argument, NULL, 0},
	    {"cache", required_argument, NULL, 0},
	    {"bed", required_argument, NULL, 0},
	    {"begin", required_argument, NULL, 0},
	    {"end", required_argument, NULL, 0},
	    {"mark", required_argument, NULL, 0},
	    {"try", required_argument, NULL, 0},
	    {"list", no_argument, NULL, 'l'},
	    {"give-back", no_argument, NULL, 'g'},
	    {0},
	};
	const char *wake = "0", *channels = "2";
	/* Where the values of the first ones go, in their order. */
	const char **const values[] = {&o->output, &o->sounds, &o->cues,
	    &o->where.device, &channels, &wake, &o->voice.command,
	    &o->voice.language, &o->voice.rate, &o->voice.pitch, &o->voice.cache,
	    &o->bed, &o->begin, &o->end, &o->mark, &o->try};
	long long wake_ms, n_channels;
	int c, row;

	*o = (struct options){
	    .cues = "soft",
	    .voice = {.language = "en",
		.rate = "150",
		.pitch = "50",
		.cache_max = VOICE_CACHE_MAX},
	};
	while ((c = getopt_long(argc, argv, "o:", names, &row)) != -1) {
		if (c == '?')
			return false;
		if (c == 0)
			*values[row] = optarg;
		if (c == 'o')
			o->where.file = optarg;
		o->list = o->list || c == 'l';
		o->give_back = o->give_back || c == 'g';
	}
	if (!str_int(wake, 0, WAKE_MAX_MS, &wake_ms) ||
	    !str_int(channels, 1, 2, &n_channels))
		return false;
	o->where.channels = (int)n_channels;
	o->where.wake_ms = (int)wake_ms;
	if (!o->output)
		o->output = o->where.file ? "file" : "device";
	if (optind < argc || o->give_back || o->list || o->try)
		return optind == argc;
	return o->sounds &&
	       (strcmp(o->output, "file") == 0) == (o->where.file != NULL);
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

/* NULL: without a limit. */
static const struct timespec *
time_left(int64_t until_ns, struct timespec *ts)
{
	int64_t left = until_ns - clock_mono();

	*ts = (struct timespec){0};
	if (until_ns == OUTPUT_NEVER)
		return NULL;
	if (left > 0)
		*ts = (struct timespec){left / CLOCK_S, left % CLOCK_S};
	return ts;
}

/* Waits for lines, news, room for answers, the end of a child that speaks, the
 * deadline or a signal; true when there are lines. */
static bool
wait_for(const struct talk *talk, bool eof, int64_t until_ns, const sigset_t *open)
{
	struct pollfd fds[3 + VOICE_SYNTHS_MAX] = {
	    {.fd = eof ? -1 : STDIN_FILENO, .events = POLLIN},
	    {.fd = talk->out->news_fd, .events = POLLIN},
	    {.fd = talk->answers.len ? STDOUT_FILENO : -1, .events = POLLOUT},
	};
	int ends[VOICE_SYNTHS_MAX];
	int n = talk->voice ? voice_fds(talk->voice, ends) : 0;
	struct timespec ts;

	for (int i = 0; i < n; i++)
		fds[3 + i] = (struct pollfd){.fd = ends[i], .events = POLLIN};
	if (ppoll(fds, 3 + (nfds_t)n, time_left(until_ns, &ts), open) < 0)
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

/* What is for nobody's screen. */
static void
write_log(struct talk *talk)
{
	struct err err;

	while (talk->voice && voice_log(talk->voice, &err))
		fprintf(stderr, "uncoil-sound: spoken lines are not kept: %s\n",
		    err.text);
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
		int64_t music = player_turn(talk->player, clock_mono());
		int64_t spoken = talk_turn(talk, clock_mono());

		until = out->ops->turn(out, clock_mono());
		until = spoken < until ? spoken : until;
		talk_news(talk);
		write_log(talk);
		/* After the news, which make the descriptor quiet: what is asked for
		 * from now on wakes us. */
		feed(talk, own);
		if (!write_answers(&talk->answers) || out->done)
			return;
		until = until < music ? until : music;
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

/* The reason goes both ways: to a person, and to a program that reads lines. */
static int
list_devices(void)
{
	struct str out = {0};
	struct err err;
	bool ok = device_list(&out, &err);

	if (!ok) {
		fprintf(stderr, "uncoil-sound: %s\n", err.text);
		str_clear(&out);
		str_addf(&out, "error\t%s\n", err.text);
	}
	fputs(out.s, stdout);
	str_fini(&out);
	return ok && fflush(stdout) == 0 ? 0 : 1;
}

/* Says what keeps a recording from being heard. */
static int
try_recording(const char *path)
{
	struct sample sample;
	struct err err;

	if (spoken_record(path, &sample, &err)) {
		sample_fini(&sample);
		return 0;
	}
	printf("%s\n", err.text);
	return 1;
}

/* Gives the music back that a killed session left paused, beside whoever asked. */
static int
give_back(const struct options *o, const sigset_t *open)
{
	struct player player;
	struct timespec ts;
	int64_t until;
	pid_t pid = fork();

	if (pid != 0)
		return pid < 0;
	setsid();
	player_init(&player, NULL, o->end, o->mark);
	player_inherit(&player);
	while ((until = player_turn(&player, clock_mono())) != PLAYER_NEVER)
		ppoll(NULL, 0, time_left(until, &ts), open);
	player_fini(&player);
	return 0;
}

/* Who keeps us kills us when we take our time, so another one gives back. */
static void
leave_player(struct player *player, const struct options *o)
{
	const char *const words[] = {"/proc/self/exe", "--give-back", "--end",
	    o->end ? o->end : "", o->mark ? "--mark" : NULL, o->mark, NULL};
	pid_t pid;

	if (player_part(player))
		program_spawn(words, -1, -1, -1, &pid);
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
	struct player player;
	sigset_t open;
	bool ok;

	if (!read_options(argc, argv, &o) || !(ops = output_find(o.output)))
		return usage();
	if (o.list)
		return list_devices();
	if (o.try)
		return try_recording(o.try);
	catch_signals(&open);
	if (o.give_back)
		return give_back(&o, &open);
	/* One more arena for the device's thread would be 100 kB for nothing; and
	 * spoken lines of half a megabyte are to be given back one by one. */
	mallopt(M_ARENA_MAX, 1);
	mallopt(M_MMAP_THRESHOLD, 64 * 1024);
	player_init(&player, o.begin, o.end, o.mark);
	talk_init(&talk, cueset_new(o.sounds, o.cues),
	    o.voice.command ? voice_new(&o.voice) : NULL,
	    output_open(ops, o.where, &err));
	talk.player = &player;
	ok = talk.out != NULL;
	if (ok) {
		if (o.bed)
			own = own_open(o.bed, &talk.out->flow);
		loop(&talk, own, &open);
		leave_player(&player, &o);
		talk_news(&talk);
		ok = output_close(talk.out, &err);
	}
	if (!ok)
		complain(&talk, &err);
	say_last(&talk);
	player_fini(&player);
	own_close(own);
	cueset_free(talk.cues);
	voice_free(talk.voice);
	talk_fini(&talk);
	return ok ? 0 : 1;
}
