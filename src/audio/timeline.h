/*
 * Time as frames.  The axis on which everything is mixed is CLOCK_MONOTONIC
 * counted in frames, so that a cue's frame is known without asking the device;
 * how far the device has strayed from it is found here too.  Pure: the times
 * are given.
 */
#ifndef AUDIO_TIMELINE_H
#define AUDIO_TIMELINE_H

#include <stdint.h>

#define TIMELINE_RATE 48000
#define TIMELINE_MS   48 /* frames in a millisecond */

/* The frame that holds an instant, and the instant at which a frame begins
 * (rounded up, so that timeline_frame gives the frame back).  ns >= 0. */
int64_t timeline_frame(int64_t ns);
int64_t timeline_ns(int64_t frame);

/*
 * The device's clock beside ours.  Single readings lie (by up to 57 ms where
 * PipeWire stands in for PulseAudio), so they are compared over DRIFT_WINDOW
 * and more, and only what cannot be a reading's error is acted upon.
 */
#define DRIFT_WINDOW_NS INT64_C(2000000000)
#define DRIFT_STEP      (50 * TIMELINE_MS)

struct drift {
	int64_t ns, played; /* where the stretch that is measured began */
};

/* Begins to measure: at ns the device had played that many frames. */
void drift_start(struct drift *drift, int64_t ns, int64_t played);

/*
 * Another reading.  Returns by how many frames the sound is behind the axis
 * (below 0: ahead of it), or 0 when that is nothing to act upon; after a step
 * it measures anew.
 */
int64_t drift_read(struct drift *drift, int64_t ns, int64_t played);

#endif
