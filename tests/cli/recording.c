#include "recording.h"

#include "audio/output.h"
#include "audio/soundfile.h"
#include "base/mem.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
heard_load(const char *path, struct heard *heard)
{
	struct soundstream *from = soundstream_open(path, NULL);
	float block[2 * 4096];
	size_t got;

	*heard = (struct heard){0};
	if (!from)
		return false;
	while ((got = soundstream_read(from, block, 4096)) > 0) {
		heard->pcm = mem_resize(
		    heard->pcm, (size_t)heard->frames + got, sizeof(*heard->pcm));
		for (size_t i = 0; i < got; i++)
			heard->pcm[heard->frames++] =
			    (int16_t)lrintf(block[2 * i] * 32768);
	}
	soundstream_close(from);
	return heard->frames > 0;
}

bool
heard_load_raw(const char *path, struct heard *heard)
{
	FILE *from = fopen(path, "rb");
	int16_t block[4096];
	size_t got;

	*heard = (struct heard){0};
	while (from && (got = fread(block, sizeof(*block), 4096, from)) > 0) {
		heard->pcm = mem_resize(
		    heard->pcm, (size_t)heard->frames + got, sizeof(*heard->pcm));
		memcpy(heard->pcm + heard->frames, block, got * sizeof(*block));
		heard->frames += (int64_t)got;
	}
	if (from)
		fclose(from);
	return heard->frames > 0;
}

/* The product of both, and the power of what is looked at. */
static double
likeness(const int16_t *in, const int16_t *like, int64_t n)
{
	int64_t both = 0, power = 0;

	for (int64_t i = 0; i < n; i++) {
		both += (int64_t)in[i] * like[i];
		power += (int64_t)in[i] * in[i];
	}
	return power ? (double)both / sqrt((double)power) : 0;
}

int64_t
heard_find(const struct heard *in, int64_t near, int64_t reach, const int16_t *like,
    int64_t n, double *alike)
{
	double own = likeness(like, like, n), most = 0;
	int64_t best = near;

	for (int64_t far = 0; far <= reach; far++)
		for (int side = -1; side <= 1; side += 2) {
			int64_t at = near + side * far;
			double now;

			if (at < 0 || at + n > in->frames)
				continue;
			now = likeness(in->pcm + at, like, n);
			if (now > most) {
				most = now;
				best = at;
			}
		}
	*alike = own > 0 ? most / own : 0;
	return best;
}

int
heard_peak(const struct heard *in, int64_t from, int64_t frames)
{
	int most = 0;

	for (int64_t i = from < 0 ? 0 : from; i < from + frames && i < in->frames;
	     i++)
		if (abs(in->pcm[i]) > most)
			most = abs(in->pcm[i]);
	return most;
}

int64_t
heard_onset(const struct heard *in, int64_t from)
{
	while (from < in->frames && abs(in->pcm[from]) <= 1)
		from++;
	return from;
}

bool
heard_live(void)
{
	return output_device.size > 1;
}
