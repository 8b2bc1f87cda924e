#include "audio/resample.h"

#include "base/mem.h"

#include <samplerate.h>
#include <stdlib.h>

bool
resample(struct sound *sound, int rate, struct err *err)
{
	double ratio = (double)rate / sound->rate;
	/* The filter may give a few frames more than the ratio says. */
	long room = (long)((double)sound->frames * ratio) + 64;
	SRC_DATA job = {
	    .data_in = sound->pcm,
	    .input_frames = (long)sound->frames,
	    .output_frames = room,
	    .src_ratio = ratio,
	};
	int failed;

	if (sound->rate == rate)
		return true;
	job.data_out =
	    mem_new((size_t)room * (size_t)sound->channels, sizeof(float));
	failed = src_simple(&job, SRC_SINC_FASTEST, sound->channels);
	if (failed || job.output_frames_gen < 1) {
		free(job.data_out);
		return err_set(err, "cannot resample: %s",
		    failed ? src_strerror(failed) : "too short");
	}
	free(sound->pcm);
	sound->pcm = job.data_out;
	sound->frames = job.output_frames_gen;
	sound->rate = rate;
	return true;
}
