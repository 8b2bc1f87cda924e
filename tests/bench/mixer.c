/*
 * What mixing costs: a quarter of an hour of score in blocks of a file's size.
 *
 *	mixer
 *
 * Prints the processor time of each row.
 */
#include "audio/mixer.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SECOND  48000
#define MINUTES 15
#define BLOCK   1024

static double
cpu_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static struct sample
noise(int seconds)
{
	struct sample s = {NULL, 1, (int64_t)seconds * SECOND};
	uint32_t seed = 1;

	s.pcm = mem_new((size_t)s.frames, sizeof(*s.pcm));
	for (int64_t i = 0; i < s.frames; i++) {
		seed = seed * 1664525 + 1013904223;
		s.pcm[i] = (int16_t)((int32_t)seed >> 19);
	}
	return s;
}

static void
repeat(struct mixer *mixer, enum sound_kind what, const struct sample *s, int every)
{
	for (int at = 1; at < MINUTES * 60; at += every)
		mixer_apply(mixer, &(struct order){.kind = ORDER_PLACE,
				       .what = what,
				       .frame = (int64_t)at * SECOND,
				       .sample = s});
}

/* A tone of a second every tone_s, a line of 5 s every voice_s; 0: none. */
static void
measure(const char *name, int tone_s, int voice_s, enum bed_name bed)
{
	struct sample tone = noise(1), line = noise(5);
	struct mixer mixer;
	struct mixer_cue *room = mem_new(16384, sizeof(*room));
	float block[2 * BLOCK], sum = 0;
	double before;

	mixer_init(&mixer, room, 16384);
	if (tone_s)
		repeat(&mixer, KIND_CUE, &tone, tone_s);
	if (voice_s)
		repeat(&mixer, KIND_VOICE, &line, voice_s);
	mixer_apply(&mixer,
	    &(struct order){.kind = ORDER_PLACE, .what = KIND_BED, .n = (int)bed});
	mixer_apply(&mixer, &(struct order){.kind = ORDER_CLOCK});
	before = cpu_ms();
	while (mixer.head.pos < (int64_t)MINUTES * 60 * SECOND) {
		mixer_render(&mixer, block, BLOCK);
		sum += block[0];
	}
	printf("%-28s %7.1f ms  (%g)\n", name, cpu_ms() - before, (double)sum);
	free(room);
	free(tone.pcm);
	free(line.pcm);
}

int
main(void)
{
	measure("silence", 0, 0, BED_OFF);
	measure("tones", 3, 0, BED_OFF);
	measure("tones and full teaching", 3, 15, BED_OFF);
	measure("the same over rain", 3, 15, BED_RAIN);
	measure("over waves", 3, 15, BED_WAVES);
	measure("over brown noise", 3, 15, BED_BROWN);
	measure("over the drone", 3, 15, BED_DRONE);
	return 0;
}
