#include "../test.h"

#include "audio/loudness.h"
#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

/* A sine of 997 Hz and full scale, one channel, is -3.01 LUFS (BS.1770-4);
 * played by two speakers it is 3 dB more. */
static void
sine(float *pcm, int n, double db)
{
	for (int i = 0; i < n; i++)
		pcm[i] = (float)(pow(10, db / 20) *
				 sin(2 * M_PI * 997 * i / LOUDNESS_RATE));
}

static void
test_whole(void **state)
{
	static const struct {
		int loud_ms, quiet_ms;
		double quiet_db, lufs;
		const char *remark;
	} rows[] = {
	    {2000, 0, 0, -20, "a steady tone"},
	    {2000, 4000, -120, -20, "silence does not count"},
	    {2000, 4000, -60, -20, "nor what is far below the rest"},
	    {2000, 2000, -26, -22, "what is a little below it does"},
	    {200, 0, 0, -23, "shorter than a window"},
	};
	float *pcm = mem_new(10 * LOUDNESS_RATE, sizeof(*pcm));

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int loud = rows[i].loud_ms * LOUDNESS_RATE / 1000;
		int quiet = rows[i].quiet_ms * LOUDNESS_RATE / 1000;
		double got;

		sine(pcm, loud, -20);
		sine(pcm + loud, quiet, rows[i].quiet_db);
		got = loudness_whole(pcm, loud + quiet);
		print_message("# %s: %.2f\n", rows[i].remark, got);
		assert_true(fabs(got - rows[i].lufs) < 0.6);
	}
	sine(pcm, LOUDNESS_RATE, -120);
	assert_true(loudness_whole(pcm, LOUDNESS_RATE) == LOUDNESS_NONE);
	free(pcm);
}

static void
test_loudest(void **state)
{
	float *pcm = mem_new(2 * LOUDNESS_RATE, sizeof(*pcm));

	(void)state;
	sine(pcm, LOUDNESS_RATE, -30);
	sine(pcm + LOUDNESS_RATE, LOUDNESS_RATE, -20);
	assert_true(fabs(loudness(pcm, 2 * LOUDNESS_RATE) + 20) < 0.1);
	assert_true(fabs(loudness(pcm, LOUDNESS_RATE) + 30) < 0.1);
	free(pcm);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_whole),
	    cmocka_unit_test(test_loudest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
