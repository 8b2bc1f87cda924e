/* What becomes of what was spoken. */
#include "../test.h"

#include "audio/loudness.h"
#include "audio/spoken.h"
#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

/* Something as uneven as speech between two stretches of noise. */
static struct sound
made(int rate, int channels, int lead_ms, int ms, float level, float noise)
{
	int lead = rate * lead_ms / 1000, tone = rate * ms / 1000;
	int n = tone + 2 * lead;
	struct sound sound = {
	    mem_new((size_t)(n * channels), sizeof(float)), channels, rate, n};

	for (int i = 0; i < n; i++) {
		double t = (double)(i - lead) / rate;
		double x = noise * ((i * 7919 % 1000) / 500.0 - 1);

		if (i >= lead && i < lead + tone)
			x += level * sin(2 * M_PI * 400 * t) *
			     (0.6 + 0.4 * sin(2 * M_PI * 4 * t));
		for (int c = 0; c < channels; c++)
			sound.pcm[i * channels + c] = (float)x;
	}
	return sound;
}

static void
test_shape(void **state)
{
	static const struct {
		int rate, channels, lead_ms, ms;
		float level, noise;
		const char *remark;
	} rows[] = {
	    {22050, 1, 300, 3000, 0.5f, 0, "as espeak-ng"},
	    {48000, 2, 300, 3000, 0.5f, 0, "stereo, nothing to resample"},
	    {44100, 1, 0, 3000, 0.5f, 0, "no silence"},
	    {16000, 1, 1000, 3000, 0.05f, 0.0001f, "a quiet recording with noise"},
	    {8000, 1, 300, 3000, 1, 0, "full scale"},
	    {192000, 1, 30, 300, 0.2f, 0, "a short word"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct sound sound = made(rows[i].rate, rows[i].channels,
		    rows[i].lead_ms, rows[i].ms, rows[i].level, rows[i].noise);
		int margin = rows[i].lead_ms ? 2 * SPOKEN_MARGIN_MS : 0, most = 0;
		struct sample sample;
		struct err err;
		float *pcm;
		double lufs;

		assert_true(spoken_shape(&sound, &sample, &err));
		assert_null(sound.pcm);
		assert_int_equal(1, sample.channels);
		assert_in_range(sample.frames, (rows[i].ms + margin - 6) * 48,
		    (rows[i].ms + margin + 11) * 48);
		pcm = mem_new((size_t)sample.frames, sizeof(*pcm));
		for (int64_t k = 0; k < sample.frames; k++) {
			pcm[k] = (float)sample.pcm[k] / 32768;
			most =
			    abs(sample.pcm[k]) > most ? abs(sample.pcm[k]) : most;
		}
		lufs = loudness_whole(pcm, (int)sample.frames);
		print_message("# %s: %.2f LUFS\n", rows[i].remark, lufs);
		assert_true(fabs(lufs - SPOKEN_LUFS) < 0.5);
		assert_true(most <= 29205);
		assert_int_equal(0, sample.pcm[0]);
		assert_int_equal(0, sample.pcm[sample.frames - 1]);
		free(pcm);
		sample_fini(&sample);
	}
}

/* The word begins where the line does, but for the margin. */
static void
test_onset(void **state)
{
	struct sound sound = made(22050, 1, 437, 1000, 0.5f, 0);
	struct sample sample;
	struct err err;
	int64_t at = 0;

	(void)state;
	assert_true(spoken_shape(&sound, &sample, &err));
	while (at < sample.frames && abs(sample.pcm[at]) < 500)
		at++;
	assert_in_range(
	    at, SPOKEN_MARGIN_MS * 48 - 48, SPOKEN_MARGIN_MS * 48 + 300);
	sample_fini(&sample);
}

/* A click among silence is held down by its peak, silence is none. */
static void
test_edges(void **state)
{
	struct sound click = made(48000, 1, 500, 0, 0, 0);
	struct sound silence = made(22050, 1, 500, 0, 0, 0);
	struct sample sample;
	struct err err;

	(void)state;
	click.pcm[20000] = 0.9f;
	assert_true(spoken_shape(&click, &sample, &err));
	for (int64_t i = 0; i < sample.frames; i++)
		assert_in_range(abs(sample.pcm[i]), 0, 29205);
	sample_fini(&sample);
	assert_false(spoken_shape(&silence, &sample, &err));
	assert_string_equal("no sound in it", err.text);
	assert_null(silence.pcm);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shape),
	    cmocka_unit_test(test_onset),
	    cmocka_unit_test(test_edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
