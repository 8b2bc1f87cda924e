#include "audio/breath.h"

#include "audio/wave.h"

/* Of a whole breath: so it swells and dies away. */
#define EDGE 14400
#define FADE 480

/* -34 LUFS; speech has -20. */
#define LEVEL 0.0195f

static int64_t
rest(const struct breath_tone *tone)
{
	int64_t left = tone->frames - tone->at;

	return tone->fade && tone->fade < left ? tone->fade : left;
}

void
breath_fade(struct breath *breath)
{
	if (rest(&breath->now) > FADE)
		breath->now.fade = breath->now.fade ? breath->now.fade : FADE;
}

void
breath_begin(struct breath *breath, bool in, int64_t frames, int64_t gone)
{
	breath_fade(breath);
	if (rest(&breath->now) > 0)
		breath->before = breath->now;
	breath->now = (struct breath_tone){
	    .at = gone, .from = gone, .frames = frames, .in = in};
}

int64_t
breath_rest(const struct breath *breath)
{
	int64_t now = rest(&breath->now), before = rest(&breath->before);

	return now > before ? now : before;
}

/* 0 at either end of an edge, 1 beyond it, without a corner. */
static float
swell(int64_t gone, int64_t edge)
{
	float x = gone < edge ? (float)gone / (float)edge : 1;

	return x * x * (3 - 2 * x);
}

static float
envelope(const struct breath_tone *tone)
{
	int64_t edge = tone->frames / 3 < EDGE ? tone->frames / 3 + 1 : EDGE;
	float fading = tone->fade ? (float)tone->fade / FADE : 1;

	return fading * swell(tone->at - tone->from, edge) *
	       swell(tone->frames - tone->at, edge);
}

/* What the phase moves by here: a straight line from one pitch to the other. */
static uint32_t
pitch(const struct breath_tone *tone)
{
	int64_t low = WAVE_HZ(220), high = WAVE_HZ(330);
	int64_t way = (high - low) * tone->at / tone->frames;

	return (uint32_t)(tone->in ? low + way : high - way);
}

static float
next(struct breath_tone *tone)
{
	uint32_t p = tone->phase;
	float x = wave_sine(p) + 0.25f * wave_sine(2 * p) + 0.1f * wave_sine(3 * p);

	x *= LEVEL * envelope(tone);
	tone->phase += pitch(tone);
	tone->at++;
	if (tone->fade && --tone->fade == 0)
		tone->at = tone->frames;
	return x;
}

static void
add(struct breath_tone *tone, const float *gains, float *stereo, int n)
{
	for (int i = 0; i < n && tone->at < tone->frames; i++) {
		float x = gains[i] * next(tone);

		stereo[2 * i] += x;
		stereo[2 * i + 1] += x;
	}
}

void
breath_add(struct breath *breath, const float *gains, float *stereo, int n)
{
	add(&breath->before, gains, stereo, n);
	add(&breath->now, gains, stereo, n);
}
