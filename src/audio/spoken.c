#include "audio/spoken.h"

#include "audio/loudness.h"
#include "audio/resample.h"
#include "audio/timeline.h"
#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Looked at in pieces of 5 ms: what is 45 dB below the loudest of them is not
 * speech, and no recording's noise is louder than that. */
#define PIECES_A_SECOND 200
#define QUIET           0.0056f

/* -1 dB, and the most that a quiet recording is raised: +30 dB. */
#define PEAK      0.891f
#define MOST_GAIN 31.6f

/* Where a line is cut it must not click. */
#define EDGE (2 * TIMELINE_MS)

static void
fold(struct sound *sound)
{
	if (sound->channels == 1)
		return;
	for (int64_t i = 0; i < sound->frames; i++)
		sound->pcm[i] = (sound->pcm[2 * i] + sound->pcm[2 * i + 1]) / 2;
	sound->channels = 1;
}

/* Root mean square of a piece; the last may be shorter. */
static float
level(const struct sound *sound, int64_t piece, int64_t size)
{
	int64_t from = piece * size, to = from + size;
	float sum = 0;

	to = to < sound->frames ? to : sound->frames;
	for (int64_t i = from; i < to; i++)
		sum += sound->pcm[i] * sound->pcm[i];
	return sqrtf(sum / (float)(to - from));
}

/* Takes the silence at both ends away; false when there is nothing else. */
static bool
trim(struct sound *sound)
{
	int64_t size = sound->rate / PIECES_A_SECOND;
	int64_t n = (sound->frames + size - 1) / size, first = -1, last = -1, from;
	int64_t margin = sound->rate * SPOKEN_MARGIN_MS / 1000;
	float most = 0;

	for (int64_t i = 0; i < n; i++)
		most = fmaxf(most, level(sound, i, size));
	for (int64_t i = 0; i < n; i++) {
		if (level(sound, i, size) <= most * QUIET)
			continue;
		first = first < 0 ? i : first;
		last = i;
	}
	if (first < 0)
		return false;
	from = first * size > margin ? first * size - margin : 0;
	last = (last + 1) * size + margin;
	last = last < sound->frames ? last : sound->frames;
	sound->frames = last - from;
	memmove(sound->pcm, sound->pcm + from,
	    (size_t)sound->frames * sizeof(*sound->pcm));
	return true;
}

/* By how much it is to be raised. */
static float
gain(const struct sound *sound)
{
	double now = loudness_whole(sound->pcm, (int)sound->frames);
	float most = 0, by = powf(10, (float)(SPOKEN_LUFS - now) / 20);

	for (int64_t i = 0; i < sound->frames; i++)
		most = fmaxf(most, fabsf(sound->pcm[i]));
	by = fminf(by, MOST_GAIN);
	return most * by > PEAK ? PEAK / most : by;
}

static void
to_16_bit(const struct sound *sound, struct sample *sample)
{
	float by = gain(sound) * 32767;

	sample->pcm = mem_new((size_t)sound->frames, sizeof(*sample->pcm));
	sample->channels = 1;
	sample->frames = sound->frames;
	for (int64_t i = 0; i < sound->frames; i++) {
		int64_t end = sound->frames - 1 - i;
		int64_t near = i < end ? i : end;
		float edge = near < EDGE ? (float)near / EDGE : 1;

		sample->pcm[i] = (int16_t)lrintf(sound->pcm[i] * by * edge);
	}
}

bool
spoken_shape(struct sound *sound, struct sample *sample, struct err *err)
{
	bool ok;

	*sample = (struct sample){0};
	fold(sound);
	ok = trim(sound) || err_set(err, "no sound in it");
	ok = ok && resample(sound, TIMELINE_RATE, err);
	if (ok)
		to_16_bit(sound, sample);
	free(sound->pcm);
	sound->pcm = NULL;
	return ok;
}

bool
spoken_read(
    int fd, const char *name, int most_s, struct sample *sample, struct err *err)
{
	struct sound sound;

	if (!soundfile_read_fd(fd, name, most_s, &sound, err))
		return false;
	return spoken_shape(&sound, sample, err) || err_add(err, "%s", name);
}

bool
spoken_record(const char *path, struct sample *sample, struct err *err)
{
	int fd = soundfile_open(path, err);
	bool ok =
	    fd >= 0 && spoken_read(fd, path, SPOKEN_RECORD_S_MAX, sample, err);

	if (fd >= 0)
		close(fd);
	return ok;
}
