#include "audio/loudness.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

/* The blocks of 400 ms of BS.1770-4 begin 100 ms after each other. */
#define WINDOW (LOUDNESS_RATE * 400 / 1000)
#define HOP    (LOUDNESS_RATE * 100 / 1000)
#define HOPS   4 /* in a block */

/* The two filters of the K weighting: a shelf, and a high pass. */
static const double weights_b[2][3] = {
    {1.53512485958697, -2.69169618940638, 1.19839281085285},
    {1, -2, 1},
};
static const double weights_a[2][2] = {
    {-1.69065929318241, 0.73248077421585},
    {-1.99004745483398, 0.99007225036621},
};

struct weighting {
	double z[2][2];
};

static double
weigh(struct weighting *w, double x)
{
	for (int i = 0; i < 2; i++) {
		const double *b = weights_b[i], *a = weights_a[i];
		double out = b[0] * x + w->z[i][0];

		w->z[i][0] = b[1] * x - a[0] * out + w->z[i][1];
		w->z[i][1] = b[2] * x - a[1] * out;
		x = out;
	}
	return x;
}

static double
lufs(double mean_square)
{
	return mean_square > 0 ? -0.691 + 10 * log10(2 * mean_square) : -HUGE_VAL;
}

double
loudness(const float *pcm, int n)
{
	struct weighting in = {0}, out = {0};
	double sum = 0, most = 0;

	for (int i = 0; i < n; i++) {
		double x = weigh(&in, pcm[i]), old = 0;

		if (i >= WINDOW)
			old = weigh(&out, pcm[i - WINDOW]);
		sum += x * x - old * old;
		most = sum > most ? sum : most;
	}
	return lufs(most / WINDOW);
}

/* The mean of the blocks that are louder than a gate. */
static double
mean_over(const double *hops, int n_blocks, double gate)
{
	double sum = 0;
	int n = 0;

	for (int i = 0; i < n_blocks; i++) {
		double block = 0;

		for (int k = 0; k < HOPS; k++)
			block += hops[i + k] / WINDOW;
		if (lufs(block) <= gate)
			continue;
		sum += block;
		n++;
	}
	return n ? lufs(sum / n) : LOUDNESS_NONE;
}

double
loudness_whole(const float *pcm, int n)
{
	int n_blocks = n < WINDOW ? 1 : (n - WINDOW) / HOP + 1;
	double *hops = mem_new((size_t)n_blocks + HOPS, sizeof(*hops)), first;
	struct weighting w = {0};

	for (int i = 0; i < n && i / HOP < n_blocks + HOPS; i++) {
		double x = weigh(&w, pcm[i]);

		hops[i / HOP] += x * x;
	}
	first = mean_over(hops, n_blocks, LOUDNESS_NONE);
	if (first > LOUDNESS_NONE)
		first = mean_over(hops, n_blocks, first - 10);
	free(hops);
	return first;
}
