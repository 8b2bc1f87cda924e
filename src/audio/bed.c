#include "audio/bed.h"

#include "audio/wave.h"

#include <string.h>

/* What is slow is looked at once in so many frames; a step of it is too small
 * to be heard. */
#define TICK 64

#define TICKS_A_SECOND (48000 / TICK)

/* 0..1 */
static float
chance(struct bed *bed)
{
	return wave_noise(&bed->seed) / 2 + 0.5f;
}

/* --- rain: a hiss that comes and goes in gusts, and single drops ------------- */

#define GUST    slow[0]
#define GUST_TO slow[1]

static void
rain_begin(struct bed *bed)
{
	bed->GUST = bed->GUST_TO = 1;
}

/* A ringing that dies away within some milliseconds, anywhere between the ears;
 * few are loud. */
static struct bed_drop
drop(struct bed *bed)
{
	uint32_t pitch =
	    WAVE_HZ(1600) + (uint32_t)(chance(bed) * (float)WAVE_HZ(3600));
	float r = 1 - 1 / (120 + 300 * chance(bed)), loud = chance(bed);
	float side = chance(bed);

	return (struct bed_drop){
	    .a = 2 * r * wave_sine(pitch + 0x40000000u),
	    .b = r * r,
	    .y1 = wave_sine(pitch),
	    .left = 0.07f * loud * loud * loud * side,
	    .right = 0.07f * loud * loud * loud * (1 - side),
	};
}

static void
rain_tick(struct bed *bed)
{
	if (chance(bed) * 3 * TICKS_A_SECOND < 1)
		bed->GUST_TO = 0.7f + 0.6f * chance(bed);
	bed->GUST += (bed->GUST_TO - bed->GUST) * 0.0008f;
	for (int i = 0; i < BED_DROPS; i++)
		if (fabsf(bed->drops[i].y1) + fabsf(bed->drops[i].y2) < 1e-4f)
			bed->drops[i] = (struct bed_drop){0};
	if (chance(bed) * TICKS_A_SECOND < 14)
		bed->drops[(int)(chance(bed) * (BED_DROPS - 0.01f))] = drop(bed);
}

static void
drops_add(struct bed_drop *drop, float *stereo, int n)
{
	for (int i = 0; i < n && drop->b > 0; i++) {
		float y = drop->a * drop->y1 - drop->b * drop->y2;

		drop->y2 = drop->y1;
		drop->y1 = y;
		stereo[2 * i] += y * drop->left;
		stereo[2 * i + 1] += y * drop->right;
	}
}

/* Noise between two bends, and a little of what lies below; high and loud are of
 * each side.  The two sides keep out of each other's way: a processor does both at
 * once. */
static void
hiss(struct bed *bed, const float high[2], float low, const float loud[2],
    float *stereo, int n)
{
	float left = bed->near[0], left_low = bed->near[2];
	float right = bed->near[1], right_low = bed->near[3];
	uint32_t seed = bed->seed;

	for (int i = 0; i < n; i++) {
		left += high[0] * (wave_noise(&seed) - left);
		left_low += low * (left - left_low);
		right += high[1] * (wave_noise(&seed) - right);
		right_low += low * (right - right_low);
		stereo[2 * i] = loud[0] * (left - 0.7f * left_low);
		stereo[2 * i + 1] = loud[1] * (right - 0.7f * right_low);
	}
	bed->near[0] = left;
	bed->near[1] = right;
	bed->near[2] = left_low;
	bed->near[3] = right_low;
	bed->seed = seed;
}

static void
rain_render(struct bed *bed, float *stereo, int n)
{
	const float loud = 0.045f * bed->GUST;

	hiss(bed, (float[]){0.55f, 0.55f}, 0.06f, (float[]){loud, loud}, stereo, n);
	for (int i = 0; i < BED_DROPS; i++)
		drops_add(&bed->drops[i], stereo, n);
}

/* --- waves: two swells of 7 to 13 s, over each other and never in step ------- */

#define LEFT  slow[0]
#define RIGHT slow[1]

static void
roll_on(struct bed *bed, struct bed_swell *swell)
{
	swell->at = 0;
	swell->frames = (int)((7 + 6 * chance(bed)) * 48000);
	swell->size = 0.55f + 0.45f * chance(bed);
}

static void
waves_begin(struct bed *bed)
{
	for (int i = 0; i < BED_SWELLS; i++)
		roll_on(bed, &bed->swells[i]);
	bed->swells[1].at = bed->swells[1].frames / 2;
}

/* Up to the break, then back down the beach. */
static float
height(const struct bed_swell *swell)
{
	float x = (float)swell->at / (float)swell->frames;

	x = x < 0.4f ? x / 0.4f : (1 - x) / 0.6f;
	return swell->size * x * x * (3 - 2 * x);
}

static void
waves_tick(struct bed *bed)
{
	float h[BED_SWELLS];

	for (int i = 0; i < BED_SWELLS; i++) {
		h[i] = height(&bed->swells[i]);
		bed->swells[i].at += TICK;
		if (bed->swells[i].at >= bed->swells[i].frames)
			roll_on(bed, &bed->swells[i]);
	}
	bed->LEFT = h[0] + 0.6f * h[1];
	bed->RIGHT = 0.6f * h[0] + h[1];
}

/* A higher wave is brighter, too. */
static void
waves_render(struct bed *bed, float *stereo, int n)
{
	const float high[] = {
	    0.07f + 0.15f * bed->LEFT, 0.07f + 0.15f * bed->RIGHT};
	const float loud[] = {
	    0.078f * (0.35f + bed->LEFT), 0.078f * (0.35f + bed->RIGHT)};

	hiss(bed, high, 0.02f, loud, stereo, n);
}

/* --- brown: noise that loses 6 dB an octave ---------------------------------- */

static void
brown_render(struct bed *bed, float *stereo, int n)
{
	float left = bed->near[0], right = bed->near[1];
	uint32_t seed = bed->seed;

	for (int i = 0; i < n; i++) {
		left = 0.995f * left + 0.05f * wave_noise(&seed);
		right = 0.995f * right + 0.05f * wave_noise(&seed);
		stereo[2 * i] = 0.117f * left;
		stereo[2 * i + 1] = 0.117f * right;
	}
	bed->near[0] = left;
	bed->near[1] = right;
	bed->seed = seed;
}

/* --- drone: a fifth and its octaves, each part in two that are not quite in
 * tune, and each coming and going at its own pace ----------------------------- */

static const struct {
	uint32_t left, right, slow;
	float size;
} partials[BED_PARTIALS] = {
    {WAVE_HZ(54.96), WAVE_HZ(55.04), WAVE_HZ(1 / 17.3 * TICK), 0.5f},
    {WAVE_HZ(109.93), WAVE_HZ(110.07), WAVE_HZ(1 / 23.1 * TICK), 1},
    {WAVE_HZ(164.72), WAVE_HZ(164.91), WAVE_HZ(1 / 29.7 * TICK), 0.5f},
    {WAVE_HZ(219.88), WAVE_HZ(220.13), WAVE_HZ(1 / 13.9 * TICK), 0.4f},
    {WAVE_HZ(329.44), WAVE_HZ(329.80), WAVE_HZ(1 / 19.3 * TICK), 0.16f},
};

static void
drone_begin(struct bed *bed)
{
	for (int i = 0; i < BED_PARTIALS; i++) {
		wave_noise(&bed->seed);
		bed->partials[i] =
		    (struct bed_partial){bed->seed, ~bed->seed, bed->seed << 3};
	}
}

static void
drone_tick(struct bed *bed)
{
	for (int i = 0; i < BED_PARTIALS; i++) {
		bed->partials[i].slow += partials[i].slow;
		bed->slow[i] = partials[i].size * 0.028f *
			       (1 + 0.6f * wave_sine(bed->partials[i].slow));
	}
}

static void
drone_render(struct bed *bed, float *stereo, int n)
{
	memset(stereo, 0, (size_t)n * 2 * sizeof(*stereo));
	for (int k = 0; k < BED_PARTIALS; k++) {
		struct bed_partial *p = &bed->partials[k];
		const float loud = bed->slow[k];

		for (int i = 0; i < n; i++) {
			stereo[2 * i] += loud * wave_sine(p->left);
			stereo[2 * i + 1] += loud * wave_sine(p->right);
			p->left += partials[k].left;
			p->right += partials[k].right;
		}
	}
}

/* ------------------------------------------------------------------------------ */

static void
nothing(struct bed *bed)
{
	(void)bed;
}

static const struct {
	void (*begin)(struct bed *);
	void (*tick)(struct bed *);
	void (*render)(struct bed *, float *, int);
} kinds[BEDS] = {
    [BED_RAIN] = {rain_begin, rain_tick, rain_render},
    [BED_WAVES] = {waves_begin, waves_tick, waves_render},
    [BED_BROWN] = {nothing, nothing, brown_render},
    [BED_DRONE] = {drone_begin, drone_tick, drone_render},
};

void
bed_begin(struct bed *bed, enum bed_name name)
{
	*bed = (struct bed){.name = name, .seed = 20261125};
	if (kinds[name].begin)
		kinds[name].begin(bed);
}

void
bed_render(struct bed *bed, float *stereo, int n)
{
	while (n > 0) {
		int part = TICK - (int)(bed->at % TICK);

		part = part < n ? part : n;
		if (bed->at % TICK == 0)
			kinds[bed->name].tick(bed);
		kinds[bed->name].render(bed, stereo, part);
		bed->at += part;
		stereo += 2 * part;
		n -= part;
	}
}
