/* Every shipped tone: its form, and that a set's tones are equally loud. */
#include "../test.h"

#include "audio/loudness.h"
#include "audio/soundfile.h"
#include "base/mem.h"
#include "base/paths.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static const char *const sets[] = {"soft", "clear"};

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
};

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
	print_message("# %s/%s\n", set, tones[i].name);
	assert_int_equal(1, s->channels);
	assert_int_equal(48000, s->rate);
	assert_in_range(s->frames, tones[i].ms_min * 48, tones[i].ms_max * 48);
	/* -6 dBFS, and begins at once: within 1 ms, loud within 5. */
	assert_true(peak(s->pcm, s->frames) < 0.501);
	assert_true(peak(s->pcm, 48) > 0.01f);
	assert_true(peak(s->pcm, 5 * 48) > 0.25f * peak(s->pcm, s->frames));
	/* On its first frame, and without a click at either end. */
	assert_true(s->pcm[0] != 0 && fabsf(s->pcm[0]) < 0.01f);
	assert_true(peak(s->pcm + s->frames - 48, 48) < 0.002f);
	assert_true(s->pcm[s->frames - 1] == 0);
}

static void
test_sets(void **state)
{
	(void)state;
	for (size_t set = 0; set < ARRAY_LEN(sets); set++) {
		double low = 0, high = -100;
		long bytes, sum = 0;

		for (size_t i = 0; i < ARRAY_LEN(tones); i++) {
			struct sound sound;
			double lufs;

			read_tone(sets[set], tones[i].name, &sound, &bytes);
			sum += bytes;
			check_form(sets[set], i, &sound);
			lufs = loudness(sound.pcm, (int)sound.frames);
			print_message("# %.1f LUFS, peak %.2f\n", lufs,
			    (double)peak(sound.pcm, sound.frames));
			low = lufs < low ? lufs : low;
			high = lufs > high ? lufs : high;
			free(sound.pcm);
		}
		assert_true(high < -12);
		assert_true(high - low < 2);
		assert_true(sum < 150000);
	}
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
	    cmocka_unit_test(test_measure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
