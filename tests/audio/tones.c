/* Every shipped tone: its form, that all are equally loud, and that those of a
 * set are told apart by rhythm and ring, whatever their pitch. */
#include "../test.h"

#include "audio/loudness.h"
#include "audio/soundfile.h"
#include "base/mem.h"
#include "base/paths.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const sets[] = {"soft", "clear", "low", "wood"};

static const struct {
	const char *name;
	int ms_min, ms_max;
} tones[] = {
    {"start", 300, 2000},
    {"rep", 300, 2000},
    {"half", 300, 2000},
    {"last", 300, 400}, /* played three times, 1 s apart */
    {"end", 300, 2000},
    {"side", 300, 2000},
    {"finish", 300, 2000},
    {"key", 300, 400}, /* pressed again and again */
    {"pass", 300, 400},
};

#define PASS (ARRAY_LEN(tones) - 1)

static void
read_tone(const char *set, const char *name, struct sound *sound, long *bytes)
{
	char *dir = paths_shipped(), path[4096];
	struct stat st;
	struct err err;

	snprintf(path, sizeof(path), "%s/sounds/%s/%s.flac", dir, set, name);
	if (!soundfile_read(path, sound, &err))
		fail_msg("%s", err.text);
	assert_int_equal(0, stat(path, &st));
	*bytes = st.st_size;
	free(dir);
}

static float
peak(const float *pcm, int64_t n)
{
	float most = 0;

	for (int64_t i = 0; i < n; i++)
		most = fabsf(pcm[i]) > most ? fabsf(pcm[i]) : most;
	return most;
}

static void
check_form(const char *set, size_t i, const struct sound *s)
{
	float most = peak(s->pcm, s->frames), ends;

	print_message("# %s/%s, peak %.2f\n", set, tones[i].name, (double)most);
	assert_int_equal(1, s->channels);
	assert_int_equal(48000, s->rate);
	assert_in_range(s->frames, tones[i].ms_min * 48, tones[i].ms_max * 48);
	/* -6 dBFS: two at a time are still below full scale. */
	if (most >= 0.501f)
		fail_msg(
		    "%s/%s: the peak is %.3f", set, tones[i].name, (double)most);
	/* It begins on its first frame: within 1 ms, loud within 5. */
	assert_true(peak(s->pcm, 48) > 0.01f);
	assert_true(peak(s->pcm, 5 * 48) > 0.25f * most);
	/* Without a click at either end. */
	assert_true(s->pcm[0] != 0 && fabsf(s->pcm[0]) < 0.01f);
	ends = peak(s->pcm + s->frames - 48, 48);
	if (ends >= 0.002f || s->pcm[s->frames - 1] != 0)
		fail_msg("%s/%s: ends with %.4f", set, tones[i].name, (double)ends);
}

struct range {
	double low, high;
};

static void
widen(struct range *range, double x)
{
	range->low = x < range->low ? x : range->low;
	range->high = x > range->high ? x : range->high;
}

/* Checks the form of each tone of a set; returns the bytes of all. */
static long
check_set(const char *set, struct range *cues, struct range *passes)
{
	long bytes, sum = 0;

	for (size_t i = 0; i < ARRAY_LEN(tones); i++) {
		struct sound sound;
		double lufs;

		read_tone(set, tones[i].name, &sound, &bytes);
		sum += bytes;
		check_form(set, i, &sound);
		lufs = loudness(sound.pcm, (int)sound.frames);
		print_message("# %s/%s: %.1f LUFS\n", set, tones[i].name, lufs);
		widen(i == PASS ? passes : cues, lufs);
		free(sound.pcm);
	}
	return sum;
}

static void
test_sets(void **state)
{
	struct range cues = {0, -100}, passes = {0, -100};

	(void)state;
	for (size_t set = 0; set < ARRAY_LEN(sets); set++)
		if (check_set(sets[set], &cues, &passes) >= 150000)
			fail_msg("%s: its files are too large", sets[set]);
	if (cues.high >= -12 || cues.high - cues.low >= 2)
		fail_msg("cues: %.1f to %.1f LUFS", cues.low, cues.high);
	if (passes.low < cues.high - 9.5 || passes.high > cues.low - 6.5)
		fail_msg("passes: %.1f to %.1f LUFS, cues from %.1f", passes.low,
		    passes.high, cues.low);
}

/* --- low: nothing that a person without highs would miss --- */

/* Goertzel's: the energy of a sound at a frequency, as a share of Parseval's
 * sum. */
static double
energy_at(const struct sound *s, double hz)
{
	double turn = 2 * cos(2 * M_PI * hz / 48000), a = 0, b = 0;

	for (int64_t i = 0; i < s->frames; i++) {
		double next = s->pcm[i] + turn * a - b;

		b = a;
		a = next;
	}
	return 2 * (a * a + b * b - turn * a * b) / (double)s->frames;
}

/* The share of the energy from lo to hi, in percent. */
static double
percent_of(const struct sound *s, double lo, double hi)
{
	double bin = 48000.0 / (double)s->frames, all = 0, sum = 0;

	for (int64_t i = 0; i < s->frames; i++)
		all += s->pcm[i] * s->pcm[i];
	for (double hz = ceil(lo / bin) * bin; hz < hi; hz += bin)
		sum += energy_at(s, hz);
	return 100 * sum / all;
}

/* Below 150 Hz a small loudspeaker sounds no more, from 250 on it does. */
static void
test_low(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(tones); i++) {
		struct sound sound;
		double deep, heard, high;
		long bytes;

		read_tone("low", tones[i].name, &sound, &bytes);
		deep = percent_of(&sound, 1, 150);
		heard = percent_of(&sound, 250, 700);
		high = 100 - percent_of(&sound, 0, 700);
		print_message("# low/%s: %.1f %% below 150 Hz, %.0f %% from 250 to "
			      "700, %.2f %% above\n",
		    tones[i].name, deep, heard, high);
		if (high > 1 || deep > 25 || heard < 30)
			fail_msg("low/%s: %.2f %% above 700 Hz, %.1f below 150",
			    tones[i].name, high, deep);
		free(sound.pcm);
	}
}

/* --- shapes: what is left of a tone without its pitch --- */

#define STROKES_MAX 8

struct shape {
	int n;                  /* strokes */
	int at_ms[STROKES_MAX]; /* each later than the one before */
	int ring_ms;            /* until the last one is 20 dB down */
};

/* The mean energy of 20 ms from a millisecond on; 0 outside. */
static double
energy(const struct sound *s, int64_t ms)
{
	double sum = 0;

	for (int64_t i = ms * 48; i < (ms + 20) * 48; i++)
		sum += i >= 0 && i < s->frames ? s->pcm[i] * s->pcm[i] : 0;
	return sum / (20 * 48);
}

/* How much louder it becomes at a millisecond: energy after over before. */
static double
rise(const struct sound *s, int64_t ms, double floor)
{
	return (energy(s, ms) + floor) / (energy(s, ms - 20) + floor);
}

/* A stroke is where it becomes twice as loud, and more so than 30 ms around. */
static bool
is_stroke(const struct sound *s, int64_t ms, double floor)
{
	double here = rise(s, ms, floor);

	if (here < 2)
		return false;
	for (int64_t i = ms - 30; i <= ms + 30; i++)
		if (rise(s, i, floor) > here ||
		    (i < ms && rise(s, i, floor) == here))
			return false;
	return true;
}

static void
find_shape(const struct sound *s, struct shape *shape)
{
	int64_t last_ms = s->frames / 48, at = 0;
	double most = 0;

	memset(shape, 0, sizeof(*shape));
	for (int64_t ms = 0; ms < last_ms; ms++)
		most = energy(s, ms) > most ? energy(s, ms) : most;
	for (int64_t ms = 0; ms < last_ms && shape->n < STROKES_MAX; ms++)
		if (is_stroke(s, ms, most / 100))
			shape->at_ms[shape->n++] = (int)ms;
	assert_true(shape->n > 0);
	at = shape->at_ms[shape->n - 1];
	for (most = energy(s, at); at < last_ms && energy(s, at) > most / 100;)
		at++;
	shape->ring_ms = (int)at - shape->at_ms[shape->n - 1];
}

static void
print_shape(const char *set, const char *name, const struct shape *shape)
{
	print_message("# %s/%s:", set, name);
	for (int i = 0; i < shape->n; i++)
		print_message(" %d", shape->at_ms[i]);
	print_message(" ms, rings %d ms\n", shape->ring_ms);
}

/* Another number of strokes, another rhythm by 60 ms (twice what an ear needs),
 * or a ring of another length by half. */
static bool
differ(const struct shape *a, const struct shape *b)
{
	int longer = a->ring_ms > b->ring_ms ? a->ring_ms : b->ring_ms;
	int shorter = a->ring_ms + b->ring_ms - longer;

	if (a->n != b->n || 2 * longer >= 3 * shorter)
		return true;
	for (int i = 0; i < a->n; i++)
		if (abs(a->at_ms[i] - b->at_ms[i]) >= 60)
			return true;
	return false;
}

static void
check_shapes(const char *set)
{
	struct shape shapes[ARRAY_LEN(tones)];

	for (size_t i = 0; i < ARRAY_LEN(tones); i++) {
		struct sound sound;
		long bytes;

		read_tone(set, tones[i].name, &sound, &bytes);
		find_shape(&sound, &shapes[i]);
		print_shape(set, tones[i].name, &shapes[i]);
		free(sound.pcm);
		for (size_t k = 0; k < i; k++)
			if (!differ(&shapes[i], &shapes[k]))
				fail_msg("%s: %s and %s sound alike, but for their "
					 "pitch",
				    set, tones[k].name, tones[i].name);
	}
}

static void
test_shapes(void **state)
{
	(void)state;
	for (size_t set = 0; set < ARRAY_LEN(sets); set++)
		check_shapes(sets[set]);
}

/* The measure itself: a sine of 997 Hz at full scale is -3.01 LUFS in one
 * channel of BS.1770, so 0 in both. */
static void
test_measure(void **state)
{
	static float sine[48000];

	(void)state;
	for (int i = 0; i < 48000; i++)
		sine[i] = (float)sin(2 * M_PI * 997 * i / 48000);
	assert_true(fabs(loudness(sine, 48000)) < 0.1);
	for (int i = 0; i < 48000; i++)
		sine[i] /= 10;
	assert_true(fabs(loudness(sine, 48000) + 20) < 0.1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sets),
	    cmocka_unit_test(test_low),
	    cmocka_unit_test(test_shapes),
	    cmocka_unit_test(test_measure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
