/*
 * Sound that was recorded or written, to be listened to: where in it something is,
 * and how loud.  What it should be is not known here.
 */
#ifndef TESTS_CLI_RECORDING_H
#define TESTS_CLI_RECORDING_H

#include <stdbool.h>
#include <stdint.h>

#define HEARING_MS 48 /* frames */

/* One channel of 48,000 frames a second. */
struct heard {
	int16_t *pcm; /* the caller frees it */
	int64_t frames;
};

/* The left side of any sound file; and bytes without a head, as parec writes them. */
bool heard_load(const char *path, struct heard *heard);
bool heard_load_raw(const char *path, struct heard *heard);

/*
 * Looks for n frames of `like` near a frame, `reach` to either side: where it is
 * most alike; *alike is 1 where it is the same, whatever its loudness, and 0 where
 * nothing is like it.
 */
int64_t heard_find(const struct heard *in, int64_t near, int64_t reach,
    const int16_t *like, int64_t n, double *alike);

/* The loudest of so many frames, 0..32768. */
int heard_peak(const struct heard *in, int64_t from, int64_t frames);

/* The first frame from there on that is not silent; frames where there is none. */
int64_t heard_onset(const struct heard *in, int64_t from);

/* Was uncoil-sound built with a device? */
bool heard_live(void);

#endif
