/*
 * Synthesizes the tones of the cue sets: make-sounds DIR writes
 * DIR/SET/NAME.flac.  `make sounds` runs it; its files are committed, so that
 * building needs nothing of this.
 *
 * Tones are told apart by shape (how many strokes, in which rhythm, how long
 * they ring), because pitch alone is lost on many ears and most laptop speakers:
 *
 *	start   short pair, rising         side    one low stroke that rings on
 *	end     slow pair, falling         finish  five strokes
 *	half    wide pair that rings       key     two taps, as fast as a finger
 *	rep     one stroke                 pass    one soft tick
 *	last    one dry knock
 *
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

#define FADE (RATE * 40 / 1000)

/* Loud enough over a fan, and quiet enough beside a voice. */
#define LOUDNESS_LUFS (-18.0)
/* What is heard every few seconds stays below what wants to be noticed. */
#define PASS_LUFS (LOUDNESS_LUFS - 8)

/* 13 of 16 bits: the noise stays 78 dB below full scale, the file gets half. */
#define BITS 13

struct partial {
	double ratio, level;
	double decay_s; /* time to 1/e */
};

/* What is struck: partials to a note.  HUM has its weight where small
 * loudspeakers still sound; KNOCK and LOG ring in no ratio that makes a note. */
enum timbre {
	REED,
	WOOD,
	BELL,
	GONG,
	HUM,
	DRUM,
	KNOCK,
	LOG,
	TAP,
	TICK,
	BOOM,
	TIMBRES
};

static const struct partial timbres[TIMBRES][5] = {
    [REED] = {{1, 1, 0.22}, {2, 0.22, 0.15}, {3, 0.08, 0.10}},
    [WOOD] = {{1, 1, 0.08}, {2.76, 0.35, 0.03}, {5.4, 0.10, 0.015}},
    [BELL] = {{1, 1, 0.30}, {2.0, 0.35, 0.22}, {2.41, 0.25, 0.15},
	{3.0, 0.12, 0.1}},
    [GONG] = {{0.5, 0.9, 0.7}, {0.507, 0.5, 0.7}, {0.74, 0.6, 0.45}, {1, 0.6, 0.35},
	{1.34, 0.3, 0.2}},
    [HUM] = {{1, 0.8, 0.22}, {2, 1, 0.18}, {3, 0.6, 0.14}},
    [DRUM] = {{1, 0.35, 0.1}, {1.59, 1, 0.12}, {2.14, 0.2, 0.06}},
    [KNOCK] = {{1, 0.25, 0.08}, {1.51, 1, 0.1}, {2.32, 0.25, 0.05},
	{3.83, 0.15, 0.02}, {5.91, 0.08, 0.01}},
    [LOG] = {{1, 1, 0.17}, {1.37, 0.5, 0.11}, {2.09, 0.4, 0.05}, {3.3, 0.2, 0.02}},
    [TAP] = {{1, 1, 0.06}, {1.73, 0.4, 0.04}},
    [TICK] = {{1, 1, 0.025}, {1.73, 0.5, 0.015}},
    [BOOM] = {{1, 0.6, 0.7}, {1.014, 0.4, 0.7}, {1.48, 0.6, 0.45}, {2, 1, 0.5},
	{2.68, 0.7, 0.35}},
};

struct note {
	int at_ms;
	double ratio; /* of the set's pitch; 0: no more notes */
	double level;
};

struct tone {
	const char *name;
	int ms;
	enum timbre timbre;
	struct note notes[8];
};

#define TONES 9

static const struct tone notes[TONES] = {
    {"start", 620, REED, {{0, 1, 1}, {150, 1.5, 1}}},
    {"rep", 360, REED, {{0, 1.25, 1}}},
    {"half", 1100, BELL, {{0, 1.5, 1}, {420, 1.2, 0.9}}},
    {"last", 310, WOOD, {{0, 1.6, 1}}},
    {"end", 750, REED, {{0, 1.5, 1}, {260, 1, 1}}},
    {"side", 1500, GONG, {{0, 1, 1}}},
    {"finish", 1700, BELL,
	{{0, 1, 0.8}, {140, 1.25, 0.8}, {280, 1.5, 0.8}, {420, 1.25, 0.8},
	    {700, 2, 1}, {700, 1, 0.5}}},
    {"key", 300, TAP, {{0, 1.5, 1}, {75, 1.5, 1}}},
    {"pass", 300, TICK, {{0, 1.2, 1}}},
};

static const struct tone hums[TONES] = {
    {"start", 620, HUM, {{0, 1, 1}, {150, 1.5, 1}}},
    {"rep", 500, HUM, {{0, 1.25, 1}}},
    {"half", 1100, HUM, {{0, 1.5, 1}, {420, 1.2, 0.9}}},
    {"last", 310, DRUM, {{0, 1.5, 1}}},
    {"end", 750, HUM, {{0, 1.5, 1}, {260, 1, 1}}},
    {"side", 1500, BOOM, {{0, 1, 1}}},
    {"finish", 1500, HUM,
	{{0, 1, 0.8}, {140, 1.25, 0.8}, {280, 1.5, 0.8}, {420, 1.25, 0.8},
	    {700, 2, 1}}},
    {"key", 300, TAP, {{0, 2, 1}, {75, 2, 1}}},
    {"pass", 300, TICK, {{0, 1.8, 1}}},
};

static const struct tone knocks[TONES] = {
    {"start", 420, KNOCK, {{0, 1, 0.8}, {150, 1.5, 1}}},
    {"rep", 450, LOG, {{0, 1.2, 1}}},
    {"half", 900, LOG, {{0, 1.5, 1}, {420, 1.2, 1}}},
    {"last", 310, KNOCK, {{0, 1.6, 1}}},
    {"end", 550, KNOCK, {{0, 1.5, 1}, {260, 1, 0.8}}},
    {"side", 850, LOG,
	{{0, 0.7, 0.55}, {110, 0.7, 0.7}, {220, 0.7, 0.85}, {330, 0.7, 1}}},
    {"finish", 1000, KNOCK,
	{{0, 1, 1}, {210, 1.25, 0.8}, {315, 1.25, 0.8}, {420, 1, 1},
	    {630, 1.5, 1}}},
    {"key", 300, TAP, {{0, 2, 1}, {75, 2, 1}}},
    {"pass", 300, TICK, {{0, 1.5, 1}}},
};

static const struct set {
	const char *name;
	double hz;
	double bright; /* how much of the partials above the lowest is left */
	double top_hz; /* no partial is higher: `low` is for ears without highs */
	/* Short enough to be exact, long enough not to click. */
	int attack_ms;
	const struct tone *tones;
} sets[] = {
    {"soft", 392, 0.45, 20000, 2, notes},
    {"clear", 880, 1, 20000, 2, notes},
    {"low", 160, 1, 670, 4, hums},
    {"wood", 420, 1, 20000, 2, knocks},
};

/* A partial of n frames.  They begin at other angles, or all would have their
 * peaks on one frame; at none of these is the first frame silent. */
static void
add_partial(float *pcm, int n, const struct partial *p, double hz, double level,
    double angle, int attack)
{
	for (int i = 0; i < n; i++) {
		double in = i < attack ? sin(M_PI / 2 * (i + 1) / (attack + 1)) : 1;

		pcm[i] += (float)(level * in * exp(-i / (p->decay_s * RATE)) *
				  cos(2 * M_PI * hz * i / RATE + angle));
	}
}

static void
add_note(float *pcm, int n, enum timbre timbre, const struct note *note,
    const struct set *set)
{
	for (size_t i = 0; i < ARRAY_LEN(timbres[timbre]); i++) {
		const struct partial *p = &timbres[timbre][i];
		double hz = set->hz * note->ratio * p->ratio;
		double bright = p->ratio > 1 ? set->bright : 1;

		if (p->level > 0 && hz <= set->top_hz)
			add_partial(pcm, n, p, hz, note->level * p->level * bright,
			    i % 2 ? 0.5 : -0.5, RATE / 1000 * set->attack_ms);
	}
}

static void
finish_tone(float *pcm, int n, double lufs)
{
	float gain = (float)pow(10, (lufs - loudness(pcm, n)) / 20);
	const float steps = 1 << (BITS - 1);

	for (int i = 0; i < n; i++) {
		float fade = i < n - FADE ? 1 : (float)(n - 1 - i) / FADE;

		pcm[i] = roundf(pcm[i] * gain * fade * steps) / steps;
	}
}

static bool
write_tone(const char *dir, const struct set *set, const struct tone *tone,
    struct err *err)
{
	int n = RATE / 1000 * tone->ms;
	float *pcm = mem_new((size_t)n, sizeof(*pcm));
	bool pass = strcmp(tone->name, "pass") == 0;
	char path[1024];
	struct soundfile *file;
	bool ok;

	for (const struct note *note = tone->notes; note->ratio > 0; note++) {
		int at = RATE / 1000 * note->at_ms;

		add_note(pcm + at, n - at, tone->timbre, note, set);
	}
	finish_tone(pcm, n, pass ? PASS_LUFS : LOUDNESS_LUFS);
	snprintf(path, sizeof(path), "%s/%s/%s.flac", dir, set->name, tone->name);
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
		for (size_t i = 0; i < TONES; i++) {
			if (!write_tone(
				argv[1], &sets[set], &sets[set].tones[i], &err)) {
				fprintf(stderr, "make-sounds: %s\n", err.text);
				return 1;
			}
		}
	}
	return 0;
}
