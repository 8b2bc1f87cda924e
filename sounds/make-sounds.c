/*
 * Synthesizes the tones of both cue sets: make-sounds DIR writes
 * DIR/SET/NAME.flac.  `make sounds` runs it; its files are committed, so that
 * building needs nothing of this.
 *
 * Tones are told apart by shape first (how many notes, in which rhythm, struck
 * or blown), because pitch alone is lost on many ears and most laptop speakers.
 * Every tone begins on its first sample, so that it is heard when it is due.
 */
#include "audio/loudness.h"
#include "audio/soundfile.h"
#include "base/mem.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define RATE LOUDNESS_RATE

/* Short enough to be exact, long enough not to click. */
#define ATTACK (RATE * 2 / 1000)
#define FADE   (RATE * 40 / 1000)

/* Loud enough over a fan, and quiet enough beside a voice. */
#define LOUDNESS_LUFS (-18.0)

/* 13 of 16 bits: the noise stays 78 dB below full scale, the file gets half. */
#define BITS 13

struct partial {
	double ratio, level;
	double decay_s; /* time to 1/e */
};

/* What is struck: partials to a note. */
enum timbre { REED, WOOD, BELL, GONG, TIMBRES };

static const struct partial timbres[TIMBRES][5] = {
    [REED] = {{1, 1, 0.22}, {2, 0.22, 0.15}, {3, 0.08, 0.10}},
    [WOOD] = {{1, 1, 0.08}, {2.76, 0.35, 0.03}, {5.4, 0.10, 0.015}},
    [BELL] = {{1, 1, 0.30}, {2.0, 0.35, 0.22}, {2.41, 0.25, 0.15},
	{3.0, 0.12, 0.1}},
    [GONG] = {{0.5, 0.9, 0.7}, {0.507, 0.5, 0.7}, {0.74, 0.6, 0.45}, {1, 0.6, 0.35},
	{1.34, 0.3, 0.2}},
};

struct note {
	int at_ms;
	double ratio; /* of the set's pitch; 0: no more notes */
	double level;
};

static const struct tone {
	const char *name;
	int ms;
	enum timbre timbre;
	struct note notes[6];
} tones[] = {
    {"start", 620, REED, {{0, 1, 1}, {190, 1.5, 1}}},
    {"rep", 360, REED, {{0, 1.25, 1}}},
    {"half", 900, BELL, {{0, 1.5, 1}, {330, 1.2, 0.9}}},
    {"last", 310, WOOD, {{0, 1.6, 1}}},
    {"end", 680, REED, {{0, 1.5, 1}, {190, 1, 1}}},
    {"side", 1500, GONG, {{0, 1, 1}}},
    {"finish", 1700, BELL,
	{{0, 1, 0.8}, {140, 1.25, 0.8}, {280, 1.5, 0.8}, {560, 2, 1},
	    {560, 1, 0.5}}},
};

static const struct {
	const char *name;
	double hz;
	double bright; /* how much of the partials above the lowest is left */
} sets[] = {{"soft", 392.0, 0.45}, {"clear", 880.0, 1.0}};

static double
envelope(int i)
{
	return i < ATTACK ? sin(M_PI / 2 * (i + 1) / (ATTACK + 1)) : 1;
}

static void
add_partial(float *pcm, int n, double hz, double level, double decay_s)
{
	for (int i = 0; i < n; i++)
		pcm[i] += (float)(level * envelope(i) * exp(-i / (decay_s * RATE)) *
				  cos(2 * M_PI * hz * i / RATE));
}

static void
add_note(float *pcm, int n, enum timbre timbre, const struct note *note, size_t set)
{
	for (size_t i = 0; i < ARRAY_LEN(timbres[timbre]); i++) {
		const struct partial *p = &timbres[timbre][i];
		double bright = p->ratio > 1 ? sets[set].bright : 1;

		if (p->level > 0)
			add_partial(pcm, n, sets[set].hz * note->ratio * p->ratio,
			    note->level * p->level * bright, p->decay_s);
	}
}

static void
finish_tone(float *pcm, int n)
{
	float gain = (float)pow(10, (LOUDNESS_LUFS - loudness(pcm, n)) / 20);
	const float steps = 1 << (BITS - 1);

	for (int i = 0; i < n; i++) {
		float fade = i < n - FADE ? 1 : (float)(n - 1 - i) / FADE;

		pcm[i] = roundf(pcm[i] * gain * fade * steps) / steps;
	}
}

static bool
write_tone(const char *dir, size_t set, const struct tone *tone, struct err *err)
{
	int n = RATE / 1000 * tone->ms;
	float *pcm = mem_new((size_t)n, sizeof(*pcm));
	char path[1024];
	struct soundfile *file;
	bool ok;

	for (const struct note *note = tone->notes; note->ratio > 0; note++) {
		int at = RATE / 1000 * note->at_ms;

		add_note(pcm + at, n - at, tone->timbre, note, set);
	}
	finish_tone(pcm, n);
	snprintf(
	    path, sizeof(path), "%s/%s/%s.flac", dir, sets[set].name, tone->name);
	file = soundfile_create(path, path, RATE, 1, err);
	ok = file && soundfile_write(file, pcm, (size_t)n, err);
	if (file && !soundfile_close(file, ok ? err : NULL))
		ok = false;
	free(pcm);
	return ok;
}

int
main(int argc, char **argv)
{
	char folder[1024];
	struct err err;

	if (argc != 2) {
		fputs("usage: make-sounds DIR\n", stderr);
		return 2;
	}
	for (size_t set = 0; set < ARRAY_LEN(sets); set++) {
		snprintf(folder, sizeof(folder), "%s/%s", argv[1], sets[set].name);
		mkdir(folder, 0777);
		for (size_t i = 0; i < ARRAY_LEN(tones); i++) {
			if (!write_tone(argv[1], set, &tones[i], &err)) {
				fprintf(stderr, "make-sounds: %s\n", err.text);
				return 1;
			}
		}
	}
	return 0;
}
