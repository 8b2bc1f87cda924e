#include "audio/ground.h"

#include <string.h>

#define UP       5
#define DOWN     3
#define WAKE     3
#define TO_SLEEP (GROUND_AWAKE / GROUND_SLEEP)

void
ground_init(struct ground *ground)
{
	*ground = (struct ground){.awake = GROUND_AWAKE};
}

static bool
wanted(const struct ground *ground, const struct ground_bed *b)
{
	return b->bed.name == ground->want && ground->want != BED_OFF;
}

/* Frames until it has faded out; 0: it is free; INT64_MAX: it stays. */
static int64_t
rest(const struct ground *ground, const struct ground_bed *b)
{
	if (b->bed.name == BED_OFF)
		return 0;
	return wanted(ground, b) ? INT64_MAX : (b->level + DOWN - 1) / DOWN;
}

/* Who has faded out makes room; the bed that is wanted takes it, when it has no
 * place yet. */
static void
settle(struct ground *ground)
{
	struct ground_bed *free = NULL;
	bool there = ground->want == BED_OFF;

	for (int i = 1; i >= 0; i--) {
		struct ground_bed *b = &ground->beds[i];

		there = there || wanted(ground, b);
		if (rest(ground, b) > 0)
			continue;
		b->bed.name = BED_OFF;
		free = b;
	}
	if (there || !free)
		return;
	bed_begin(&free->bed, ground->want);
	free->level = 0;
}

void
ground_want(struct ground *ground, enum bed_name name)
{
	ground->want = name;
	settle(ground);
}

void
ground_quiet(struct ground *ground)
{
	ground->awake = 0;
}

/* Frames until a pause has silenced it. */
static int64_t
asleep(const struct ground *ground)
{
	return ground->paused ? (ground->awake + TO_SLEEP - 1) / TO_SLEEP
			      : INT64_MAX;
}

int64_t
ground_rest(const struct ground *ground)
{
	int64_t a = rest(ground, &ground->beds[0]);
	int64_t b = rest(ground, &ground->beds[1]);
	int64_t longest = a > b ? a : b;

	return asleep(ground) < longest ? asleep(ground) : longest;
}

int64_t
ground_until(const struct ground *ground, int64_t n)
{
	if (asleep(ground) > 0 && asleep(ground) < n)
		n = asleep(ground);
	for (int i = 0; i < 2; i++) {
		int64_t left = rest(ground, &ground->beds[i]);

		n = left > 0 && left < n ? left : n;
	}
	return n;
}

bool
ground_owns(const struct ground *ground)
{
	return ground_rest(ground) && (ground->beds[0].bed.name == BED_OWN ||
					  ground->beds[1].bed.name == BED_OWN);
}

static void
wake(struct ground *ground, const float *gains, float *out, int n)
{
	if (!ground->paused && ground->awake == GROUND_AWAKE) {
		memcpy(out, gains, (size_t)n * sizeof(*out));
		return;
	}
	for (int i = 0; i < n; i++) {
		int to = ground->awake + (ground->paused ? -TO_SLEEP : WAKE);

		to = to < 0 ? 0 : to;
		ground->awake = to < GROUND_AWAKE ? to : GROUND_AWAKE;
		out[i] = gains[i] * ((float)ground->awake / GROUND_AWAKE);
	}
}

/* Squared: halfway it is heard as half as loud. */
static void
fade(struct ground_bed *b, int step, const float *gains, float *out, int n)
{
	for (int i = 0; i < n; i++) {
		float level;

		b->level += step;
		b->level = b->level < GROUND_FULL ? b->level : GROUND_FULL;
		b->level = b->level > 0 ? b->level : 0;
		level = (float)b->level / GROUND_FULL;
		out[i] = gains[i] * level * level;
	}
}

static void
add(const float *pcm, const float *gains, float *stereo, int n)
{
	for (int i = 0; i < n; i++) {
		stereo[2 * i] += gains[i] * pcm[2 * i];
		stereo[2 * i + 1] += gains[i] * pcm[2 * i + 1];
	}
}

/* A bed that is there has no level to be reckoned. */
static void
add_faded(struct ground_bed *b, int step, const float *pcm, const float *gains,
    float *stereo, int n)
{
	float faded[GROUND_SPAN];

	if (step < 0 || b->level < GROUND_FULL) {
		fade(b, step, gains, faded, n);
		gains = faded;
	}
	add(pcm, gains, stereo, n);
}

static void
render(struct ground *ground, struct ground_bed *b, struct flow *flow, float *pcm,
    int n)
{
	if (b->bed.name != BED_OWN)
		bed_render(&b->bed, pcm, n);
	else
		ground->own_at += flow_read(flow, ground->own_at, pcm, n);
}

void
ground_add(struct ground *ground, struct flow *flow, const float *gains,
    float *stereo, int n)
{
	float pcm[2 * GROUND_SPAN], awake[GROUND_SPAN];

	wake(ground, gains, awake, n);
	for (int i = 0; i < 2; i++) {
		struct ground_bed *b = &ground->beds[i];

		if (b->bed.name == BED_OFF)
			continue;
		render(ground, b, flow, pcm, n);
		add_faded(b, wanted(ground, b) ? UP : -DOWN, pcm, awake, stereo, n);
	}
	settle(ground);
}
