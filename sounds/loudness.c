#include "sounds/loudness.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

/* One of the two filters of ITU-R BS.1770's K weighting, in place. */
static void
biquad(double *x, int n, const double b[3], const double a[2])
{
	double z1 = 0, z2 = 0;

	for (int i = 0; i < n; i++) {
		double in = x[i], out = b[0] * in + z1;

		z1 = b[1] * in - a[0] * out + z2;
		z2 = b[2] * in - a[1] * out;
		x[i] = out;
	}
}

double
loudness(const float *pcm, int n)
{
	static const double shelf_b[] = {
	    1.53512485958697, -2.69169618940638, 1.19839281085285};
	static const double shelf_a[] = {-1.69065929318241, 0.73248077421585};
	static const double high_b[] = {1, -2, 1};
	static const double high_a[] = {-1.99004745483398, 0.99007225036621};
	int window = LOUDNESS_RATE * 400 / 1000;
	double *x = mem_new((size_t)n, sizeof(*x));
	double sum = 0, most = 0;

	for (int i = 0; i < n; i++)
		x[i] = pcm[i];
	biquad(x, n, shelf_b, shelf_a);
	biquad(x, n, high_b, high_a);
	for (int i = 0; i < n; i++) {
		sum +=
		    x[i] * x[i] - (i >= window ? x[i - window] * x[i - window] : 0);
		most = sum > most ? sum : most;
	}
	free(x);
	return -0.691 + 10 * log10(2 * most / window);
}
