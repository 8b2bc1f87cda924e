/* Each bed: as loud as it should be, the same again, and without a seam. */
#include "../test.h"

#include "audio/bed.h"
#include "audio/loudness.h"
#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SECOND 48000
#define LONG   (120 * SECOND)

static const enum bed_name names[] = {BED_RAIN, BED_WAVES, BED_BROWN, BED_DRONE};

/* All of it in blocks, stereo; the caller frees it. */
static float *
render(enum bed_name name, int n, int block)
{
	float *pcm = mem_new((size_t)n * 2, sizeof(*pcm));
	struct bed bed;

	bed_begin(&bed, name);
	for (int at = 0; at < n; at += block)
		bed_render(
		    &bed, pcm + 2 * (long)at, block < n - at ? block : n - at);
	return pcm;
}

/* One side of a part. */
static float *
side(const float *stereo, int from, int n, int which)
{
	float *pcm = mem_new((size_t)n, sizeof(*pcm));

	for (int i = 0; i < n; i++)
		pcm[i] = stereo[2 * (from + i) + which];
	return pcm;
}

/* The loudest and the mean of all 3 s, in LUFS, of both sides. */
static void
measure(const float *stereo, double *most, double *mean)
{
	int n = 0;

	*most = -100;
	*mean = 0;
	for (int at = 0; at < LONG; at += 3 * SECOND) {
		for (int which = 0; which < 2; which++, n++) {
			float *pcm = side(stereo, at, 3 * SECOND, which);
			double l = loudness(pcm, 3 * SECOND);

			*most = l > *most ? l : *most;
			*mean += l;
			free(pcm);
		}
	}
	*mean /= n;
}

static void
test_loudness(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		float *pcm = render(names[i], LONG, 256);
		double most, mean;

		measure(pcm, &most, &mean);
		print_message("# bed %d: mean %.1f, at most %.1f LUFS\n",
		    (int)names[i], mean, most);
		assert_true(mean > -33 && mean < -28);
		assert_true(most < -25);
		free(pcm);
	}
}

/* Whatever sizes are asked for, and each time. */
static void
test_same(void **state)
{
	static const int blocks[] = {1, 63, 64, 256, 5000};
	int n = 3 * SECOND;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		float *want = render(names[i], n, n);

		for (size_t k = 0; k < ARRAY_LEN(blocks); k++) {
			float *got = render(names[i], n, blocks[k]);

			assert_memory_equal(
			    want, got, (size_t)n * 2 * sizeof(*got));
			free(got);
		}
		free(want);
	}
}

/* How far it jumps at most from one frame to the next within a second. */
static float
jump(const float *stereo, int second)
{
	float most = 0;

	for (int i = second * SECOND + 1; i < (second + 1) * SECOND; i++)
		for (int which = 0; which < 2; which++)
			most = fmaxf(most, fabsf(stereo[2 * i + which] -
						 stereo[2 * i - 2 + which]));
	return most;
}

/* No second has a jump that would be heard as a click: none is far beyond what
 * is usual there. */
static void
test_seam(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		float *pcm = render(names[i], LONG, 256), most = 0;
		double mean = 0;

		for (int s = 0; s < LONG / SECOND; s++) {
			float here = jump(pcm, s);

			most = here > most ? here : most;
			mean += here / (LONG / SECOND);
		}
		print_message("# bed %d: jumps %.4f, at most %.4f\n", (int)names[i],
		    mean, (double)most);
		assert_true(mean > 0 && most < 4 * mean);
		free(pcm);
	}
}

/* No second is heard again within the minutes that follow. */
static void
test_endless(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		float *pcm = render(names[i], LONG, 256);

		for (int at = SECOND; at + 100 < LONG; at++)
			if (fabsf(pcm[2 * at] - pcm[0]) < 1e-7f)
				assert_true(memcmp(pcm + 2 * (long)at, pcm,
						100 * sizeof(*pcm)) != 0);
		free(pcm);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_loudness),
	    cmocka_unit_test(test_same),
	    cmocka_unit_test(test_seam),
	    cmocka_unit_test(test_endless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
