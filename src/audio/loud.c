#include "audio/loud.h"

#include <math.h>

struct biquad {
	double b[3], a[2];
};

static const struct biquad shelf = {
    {1.53512485958697, -2.69169618940638, 1.19839281085285},
    {-1.69065929318241, 0.73248077421585}};
static const struct biquad high = {
    {1, -2, 1}, {-1.99004745483398, 0.99007225036621}};

static double
filter(const struct biquad *f, double near[2], double in)
{
	double out = f->b[0] * in + near[0];

	near[0] = f->b[1] * in - f->a[0] * out + near[1];
	near[1] = f->b[2] * in - f->a[1] * out;
	return out;
}

double
loud_power(struct loud *loud, const float *stereo, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < 2 * n; i++) {
		double *near = loud->near[i & 1];
		double x = filter(&shelf, near, (double)stereo[i]);

		x = filter(&high, near + 2, x);
		sum += x * x;
	}
	return sum / (double)n;
}

double
loud_lufs(double power)
{
	return -0.691 + 10 * log10(power > 1e-12 ? power : 1e-12);
}

double
loud_of_lufs(double lufs)
{
	return pow(10, (lufs + 0.691) / 10);
}
