/* The tone of the breath: its pitch, its level, its ends. */
#include "../test.h"

#include "audio/breath.h"
#include "audio/loudness.h"
#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

#define SECOND 48000

/* n frames of a breath, left; the caller frees it. */
static float *
render(struct breath *breath, int n)
{
	float *pcm = mem_new((size_t)n, sizeof(*pcm));

	for (int i = 0; i < n; i++) {
		float one = 1, out[2] = {0, 0};

		breath_add(breath, &one, out, 1);
		assert_true(out[0] == out[1]);
		pcm[i] = out[0];
	}
	return pcm;
}

/* By the zeros that are crossed upwards; the overtones are too soft for more. */
static double
pitch(const float *pcm, int n)
{
	int first = -1, last = -1, turns = 0;

	for (int i = 1; i < n; i++) {
		if (!(pcm[i - 1] < 0 && pcm[i] >= 0))
			continue;
		turns += first >= 0;
		first = first < 0 ? i : first;
		last = i;
	}
	return (double)turns * SECOND / (last - first);
}

static void
test_pitch(void **state)
{
	(void)state;
	for (int in = 0; in < 2; in++) {
		struct breath breath = {0};
		double before = in ? 0 : 1e9;
		float *pcm;

		breath_begin(&breath, in, 4 * SECOND, 0);
		pcm = render(&breath, 4 * SECOND);
		for (int i = 1; i < 19; i++) {
			double want = in ? 220 + 110 * (i + 0.5) / 20
					 : 330 - 110 * (i + 0.5) / 20;
			double hz = pitch(pcm + i * SECOND / 5, SECOND / 5);

			assert_true(in ? hz > before : hz < before);
			assert_true(fabs(hz - want) < 3);
			before = hz;
		}
		free(pcm);
	}
}

/* 12 dB and more under speech, which has -20; and it can be heard. */
static void
test_level(void **state)
{
	static const int ms[] = {1000, 2500, 4000, 8000};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ms); i++) {
		struct breath breath = {0};
		float *pcm;
		double l;

		breath_begin(&breath, i % 2, ms[i] * 48, 0);
		pcm = render(&breath, ms[i] * 48);
		l = loudness(pcm, ms[i] * 48);
		print_message("# %d ms: %.1f LUFS\n", ms[i], l);
		assert_true(l < -33 && l > -37);
		free(pcm);
	}
}

static float
most(const float *pcm, int from, int n)
{
	float peak = 0;

	for (int i = from; i < from + n; i++)
		peak = fmaxf(peak, fabsf(pcm[i]));
	return peak;
}

/* It comes out of silence and goes into it, and then it is silent. */
static void
test_ends(void **state)
{
	struct breath breath = {0};
	int n = 2 * SECOND;
	float *pcm;

	(void)state;
	assert_int_equal(0, breath_rest(&breath));
	breath_begin(&breath, true, n, 0);
	assert_int_equal(n, breath_rest(&breath));
	pcm = render(&breath, n + 480);
	assert_int_equal(0, breath_rest(&breath));
	assert_true(most(pcm, 0, 480) < 0.05f * most(pcm, 0, n));
	assert_true(most(pcm, n - 480, 480) < 0.05f * most(pcm, 0, n));
	assert_true(most(pcm, n, 480) == 0);
	free(pcm);
}

/* A jump, a pause, one into the other: no step that is more than the tone's. */
static void
test_no_click(void **state)
{
	struct breath breath = {0};
	float before = 0, usual = 0.025f * 6.3f * 330 * 1.5f / SECOND;

	(void)state;
	breath_begin(&breath, true, 4 * SECOND, SECOND);
	for (int i = 0; i < 3 * SECOND; i++) {
		float one = 1, out[2] = {0, 0};

		if (i == SECOND)
			breath_begin(&breath, false, 2 * SECOND, 0);
		if (i == 2 * SECOND)
			breath_fade(&breath);
		breath_add(&breath, &one, out, 1);
		assert_true(fabsf(out[0] - before) < usual);
		before = out[0];
	}
	assert_int_equal(0, breath_rest(&breath));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_pitch),
	    cmocka_unit_test(test_level),
	    cmocka_unit_test(test_ends),
	    cmocka_unit_test(test_no_click),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
