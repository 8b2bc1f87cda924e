/*
 * What a live session sounds like and costs, all of it through a private sound
 * server that is recorded:
 *
 *	heard start		is the beginning delayed by the voice?
 *	heard cost		a minute with a bed, and then silent, paused, muted
 *	heard load [ROUTINE]	a whole routine while every processor is busy
 *
 * Prints figures; exit 1 where one is over its limit.  Without a word all three.
 * Takes twenty minutes.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "base/paths.h"
#include "tests/audio/nullsink.h"
#include "tests/cli/sitting.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define BUSY_MAX 64

static bool
within(const char *what, double value, double limit, const char *unit)
{
	bool ok = value <= limit;

	printf("  %-44s %8.2f %s, at most %g%s\n", what, value, unit, limit,
	    ok ? "" : "  TOO MUCH");
	fflush(stdout);
	return ok;
}

/* --- a session ------------------------------------------------------------------- */

static bool
begin(struct nullsink *sink, struct sitting *s, const char *const *words)
{
	return nullsink_start(sink) && sitting_record(s) && sitting_begin(s, words);
}

static void
look(struct sitting *s, int ms)
{
	sitting_look(s, clock_mono() + ms * CLOCK_MS);
}

static void
leave(struct nullsink *sink, struct sitting *s)
{
	sitting_types(s, "q");
	look(s, 300);
	sitting_types(s, "y");
	look(s, 300);
	sitting_types(s, "q");
	sitting_end(s, 5000);
	sitting_fini(s);
	nullsink_kill(sink);
}

static void
forget_spoken(void)
{
	char *cache = paths_home(PATH_CACHE, NULL, "speech");
	char line[4096];

	snprintf(line, sizeof(line), "rm -rf '%s'", cache);
	if (system(line) != 0)
		perror(line);
	free(cache);
}

/* --- the beginning ---------------------------------------------------------------- */

struct beginning {
	double frame_ms, tone_ms; /* since the program was started */
	double word_ms;           /* the first word, late against the tone */
};

/* Silence before the first word of a line. */
static int64_t
word_margin(const struct sounding *word)
{
	const struct heard line = {word->sample->pcm, word->sample->frames};

	return heard_onset(&line, 0);
}

static void
sit_briefly(
    struct nullsink *sink, bool voice, const struct hearing *h, struct beginning *b)
{
	const char *const words[] = {"uncoil", "start", "desk-reset-2", "--teach",
	    "short", voice ? NULL : "--no-voice", NULL};
	const struct sounding *tone = NULL, *word = NULL;
	struct sitting s = {0};
	int64_t due, at;
	double alike;

	for (size_t i = h->n; i-- > 0;)
		*(h->all[i].speech ? &word : &tone) = &h->all[i];
	if (!begin(sink, &s, words))
		exit(1);
	look(&s, (int)(tone->at / HEARING_MS) + 3000);
	b->frame_ms = (double)(s.frame_ns - s.begun_ns) / 1e6;
	due = (s.begun_ns - s.zero_ns) / CLOCK_MS * HEARING_MS + tone->at;
	at = heard_find(&s.heard, due, 500 * HEARING_MS, tone->sample->pcm,
	    200 * HEARING_MS, &alike);
	b->tone_ms = alike < 0.8 ? INFINITY : (double)(at - due) / HEARING_MS;
	/* Whichever line it is: what there is time for is not known yet. */
	due = at + word->at - tone->at;
	b->word_ms = (double)(heard_onset(&s.heard, 0) - word_margin(word) - due) /
		     HEARING_MS;
	leave(sink, &s);
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

#define TIMES 5

static double
middle(double *values)
{
	qsort(values, TIMES, sizeof(*values), by_value);
	return values[TIMES / 2];
}

/* The middle of some times each, in turn; every first word is spoken anew. */
static bool
measure_start(struct nullsink *sink)
{
	double frame[2][TIMES], tone[2][TIMES], word[TIMES];
	struct hearing h;
	bool ok;

	puts("the beginning, nothing spoken before:");
	if (!hearing_open(&h, "desk-reset-2", TEACH_SHORT))
		return false;
	for (int i = 0; i < 2 * TIMES; i++) {
		struct beginning b;

		forget_spoken();
		sit_briefly(sink, i % 2, &h, &b);
		frame[i % 2][i / 2] = b.frame_ms;
		tone[i % 2][i / 2] = b.tone_ms;
		if (i % 2)
			word[i / 2] = b.word_ms;
	}
	hearing_close(&h);
	printf(
	    "  first frame %.1f ms, first tone %.1f ms after it is due, without a "
	    "voice\n",
	    middle(frame[0]), middle(tone[0]));
	ok = within("first frame with a voice, later by",
	    middle(frame[1]) - middle(frame[0]), 50, "ms");
	ok &= within("first tone with a voice, later by",
	    middle(tone[1]) - middle(tone[0]), 50, "ms");
	ok &= within("first word, late by", middle(word), 150, "ms");
	ok &= within("  in the worst case", word[TIMES - 1], 150, "ms");
	return ok;
}

/* --- what it costs ------------------------------------------------------------------ */

static void
set(const char *key, const char *value)
{
	const char *build = getenv("top_builddir");
	char line[1024];

	snprintf(line, sizeof(line), "%s/uncoil config set %s %s",
	    build ? build : ".", key, value);
	if (system(line) != 0)
		exit(1);
}

/* The helper in a stretch of time. */
static bool
measure_stretch(struct sitting *s, const char *what, double cpu_ms_a_minute,
    double wakes_a_second)
{
	struct helper helper = {.pid = sitting_helper(s)};
	const int seconds = 20;
	int64_t cpu = helper_cpu_ns(&helper);
	long woken = helper_sleeps(&helper);
	char text[96];
	bool ok;

	look(s, seconds * 1000);
	cpu = helper_cpu_ns(&helper) - cpu;
	woken = helper_sleeps(&helper) - woken;
	snprintf(text, sizeof(text), "%s: processor", what);
	ok = within(
	    text, (double)cpu / 1e6 * 60 / seconds, cpu_ms_a_minute, "ms a minute");
	snprintf(text, sizeof(text), "%s: wake-ups", what);
	return within(text, (double)woken / seconds, wakes_a_second, "a second") &&
	       ok;
}

/* The bed has faded, and 10 s later the stream is closed, for which the helper wakes
 * once more. */
#define CLOSED_MS 13000

static bool
measure_cost(struct nullsink *sink)
{
	const char *const words[] = {
	    "uncoil", "start", "neck-shoulders-5", "--teach", "full", NULL};
	struct sitting s = {0};
	bool ok;

	puts("what uncoil-sound costs:");
	fflush(stdout);
	set("bed.sound", "rain");
	if (!begin(sink, &s, words))
		return false;
	look(&s, 15000);
	ok = measure_stretch(&s, "rain and full teaching", 300, 20);
	sitting_types(&s, " ");
	look(&s, CLOSED_MS);
	ok &= measure_stretch(&s, "paused", 1, 0);
	sitting_types(&s, " ");
	look(&s, 1000);
	sitting_types(&s, "m");
	look(&s, CLOSED_MS);
	ok &= measure_stretch(&s, "muted", 1, 0);
	leave(sink, &s);
	set("bed.sound", "off");
	return ok;
}

/* --- under load --------------------------------------------------------------------- */

static pid_t
compute(void)
{
	pid_t pid = fork();

	if (pid == 0)
		for (volatile unsigned n = 0;; n++)
			continue;
	return pid;
}

/* Listens to the end of the session; the most private memory of the helper. */
static long
sit_through(struct sitting *s, int64_t end_ms)
{
	int64_t until = s->begun_ns + (end_ms + 4000) * CLOCK_MS;
	struct helper helper = {0};
	long most = 0;

	while (clock_mono() < until && !sitting_count(s, "Well done")) {
		long now;

		look(s, 1000);
		helper.pid = sitting_helper(s);
		now = helper.pid ? helper_private_kib(&helper) : 0;
		most = now > most ? now : most;
	}
	look(s, 2000);
	return most;
}

static bool
render(const struct nullsink *sink, const char *routine, struct heard *file)
{
	const char *build = getenv("top_builddir");
	char line[1024];

	snprintf(line, sizeof(line),
	    "%s/uncoil render %s --teach full -o '%s/a.wav' 2>/dev/null",
	    build ? build : ".", routine, sink->dir);
	if (system(line) != 0)
		return false;
	snprintf(line, sizeof(line), "%s/a.wav", sink->dir);
	return heard_load(line, file);
}

static void
print_sound(const struct sounding *s, const struct stray *stray)
{
	printf("  at %.3f s %s: %+.2f ms, alike %.3f\n", (double)s->at / 48000,
	    s->name, stray->ms, stray->alike);
}

/* What is not like its file was cut, or there was a gap in it. */
static int
count_broken(const struct hearing *h, const struct stray *strays)
{
	int n = 0;

	for (size_t i = 0; i < h->n; i++)
		if (strays[i].alike < 0.98) {
			print_sound(&h->all[i], &strays[i]);
			n++;
		}
	return n;
}

static bool
report(const struct hearing *h, const struct heard *file, const struct heard *live)
{
	struct stray *strays = mem_new(h->n, sizeof(*strays));
	double *size = mem_new(h->n, sizeof(*size));
	bool ok = hearing_compare(h, file, live, strays);

	for (size_t i = 0; i < h->n; i++)
		size[i] = fabs(strays[i].ms);
	qsort(size, h->n, sizeof(*size), by_value);
	printf("  %zu tones and lines\n", h->n);
	ok &= within("not heard whole", count_broken(h, strays), 0, "sounds");
	for (size_t i = 0; i < h->n; i++)
		if (fabs(strays[i].ms) > 5)
			print_sound(&h->all[i], &strays[i]);
	printf("  off by %.2f ms in the middle\n", size[h->n / 2]);
	ok &= within("99 in 100 off by", size[h->n * 99 / 100], 10, "ms");
	ok &= within("the worst off by", size[h->n - 1], 20, "ms");
	free(strays);
	free(size);
	return ok;
}

static bool
measure_load(struct nullsink *sink, const char *routine)
{
	const char *const words[] = {
	    "uncoil", "start", routine, "--teach", "full", NULL};
	long busy = sysconf(_SC_NPROCESSORS_ONLN), kib;
	struct hearing h;
	struct heard file;
	struct sitting s = {0};
	pid_t pids[BUSY_MAX];
	bool ok;

	busy = busy > BUSY_MAX ? BUSY_MAX : busy;
	printf("%s, taught in full, beside %ld that compute:\n", routine, busy);
	fflush(stdout);
	if (!hearing_open(&h, routine, TEACH_FULL) || !render(sink, routine, &file))
		return false;
	for (long i = 0; i < busy; i++)
		pids[i] = compute();
	ok = begin(sink, &s, words);
	kib = ok ? sit_through(&s, h.score->end_ms) : 0;
	for (long i = 0; i < busy; i++) {
		kill(pids[i], SIGKILL);
		waitpid(pids[i], NULL, 0);
	}
	sitting_record_stop(&s);
	ok &=
	    within("private memory of uncoil-sound", (double)kib / 1024, 20, "MiB");
	ok &= within("said that something was not played",
	    sitting_count(&s, "could not be played"), 0, "times");
	ok &= within("said that there is no sound", sitting_count(&s, "no sound"),
	    0, "times");
	ok &= report(&h, &file, &s.heard);
	leave(sink, &s);
	hearing_close(&h);
	free(file.pcm);
	return ok;
}

/* --- all ------------------------------------------------------------------------------ */

int
main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "all";
	const char *routine = argc > 2 ? argv[2] : "evening-decompression-15";
	bool all = strcmp(what, "all") == 0, ok = true;
	struct nullsink sink;

	if (!heard_live() || !nullsink_possible() || !hearing_possible()) {
		puts("no libpulse in the build, no pulseaudio or nothing that "
		     "speaks");
		return 0;
	}
	if (!nullsink_init(&sink) || !sitting_home(sink.dir))
		return 1;
	if (all || strcmp(what, "start") == 0)
		ok &= measure_start(&sink);
	if (all || strcmp(what, "cost") == 0)
		ok &= measure_cost(&sink);
	if (all || strcmp(what, "load") == 0)
		ok &= measure_load(&sink, routine);
	nullsink_fini(&sink);
	return !ok;
}
