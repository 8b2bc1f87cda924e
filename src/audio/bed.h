/*
 * The sound under a session, made while it is heard: rain, slow waves, brown
 * noise, a warm drone.  Each is endless and comes from a seed, so that the same
 * frames are the same sound; what is slow in it repeats after hours.  Or the
 * person's own, out of a flow.  Stereo, about -30 LUFS.  Pure, fit for the audio
 * thread.
 */
#ifndef AUDIO_BED_H
#define AUDIO_BED_H

#include <stdint.h>

enum bed_name { BED_OFF, BED_RAIN, BED_WAVES, BED_BROWN, BED_DRONE, BED_OWN, BEDS };

#define BED_DROPS    6
#define BED_SWELLS   2
#define BED_PARTIALS 5

/* Small enough to be kept and put back. */
struct bed {
	enum bed_name name;
	uint32_t seed;
	int64_t at;    /* its next frame */
	float near[6]; /* what filters remember, left and right by turns */
	float slow[BED_PARTIALS]; /* what changes from tick to tick */
	struct bed_drop {
		float a, b, y1, y2, left, right;
	} drops[BED_DROPS];
	struct bed_swell {
		int at, frames;
		float size;
	} swells[BED_SWELLS];
	struct bed_partial {
		uint32_t left, right, slow; /* phases */
	} partials[BED_PARTIALS];
};

/* From its first frame. */
void bed_begin(struct bed *bed, enum bed_name name);

/* Writes the next n frames of any but BED_OFF and BED_OWN. */
void bed_render(struct bed *bed, float *stereo, int n);

#endif
