#include "audio/sample.h"

#include "audio/resample.h"
#include "audio/soundfile.h"
#include "audio/timeline.h"
#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

static int16_t
to_16_bit(float x)
{
	if (x > 32767 / 32768.0f)
		return INT16_MAX;
	return x < -1 ? INT16_MIN : (int16_t)lrintf(x * 32768);
}

bool
sample_load(const char *path, struct sample *sample, struct err *err)
{
	struct sound sound;
	size_t n;

	*sample = (struct sample){0};
	if (!soundfile_read(path, &sound, err))
		return false;
	if (!resample(&sound, TIMELINE_RATE, err)) {
		free(sound.pcm);
		return err_add(err, "%s", path);
	}
	n = (size_t)sound.frames * (size_t)sound.channels;
	sample->pcm = mem_new(n, sizeof(*sample->pcm));
	sample->channels = sound.channels;
	sample->frames = sound.frames;
	for (size_t i = 0; i < n; i++)
		sample->pcm[i] = to_16_bit(sound.pcm[i]);
	free(sound.pcm);
	return true;
}

void
sample_fini(struct sample *sample)
{
	free(sample->pcm);
	*sample = (struct sample){0};
}
