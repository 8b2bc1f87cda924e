#include "../test.h"

#include "audio/mixer.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONG 20000

static int16_t one_pcm[] = {8192};
static const struct sample one = {one_pcm, 1, 1};
static int16_t wide_pcm[] = {8192, -16384, 4096, 0};
static const struct sample wide = {wide_pcm, 2, 2};

/* A second of full scale. */
static struct sample
loud(void)
{
	struct sample s = {mem_new(48000, sizeof(int16_t)), 1, 48000};

	for (int i = 0; i < 48000; i++)
		s.pcm[i] = i % 100 < 50 ? INT16_MAX : INT16_MIN;
	return s;
}

static struct mixer *
new_mixer(uint32_t cap)
{
	struct mixer *mixer = mem_new(1, sizeof(*mixer));

	mixer_init(mixer, mem_new(cap, sizeof(struct mixer_cue)), cap);
	return mixer;
}

static void
free_mixer(struct mixer *mixer)
{
	free(mixer->cues);
	free(mixer);
}

static bool
place(struct mixer *mixer, const struct sample *sample, int64_t frame)
{
	return mixer_apply(mixer,
	    &(struct order){.kind = ORDER_PLACE, .frame = frame, .sample = sample});
}

static void
run_clock(struct mixer *mixer, int64_t frame, int64_t axis)
{
	mixer_apply(mixer,
	    &(struct order){.kind = ORDER_CLOCK, .frame = frame, .axis = axis});
}

static void
apply(struct mixer *mixer, enum order_kind kind)
{
	mixer_apply(mixer, &(struct order){.kind = kind});
}

/* The left frames that are not silent, as text. */
static const char *
onsets(const float *stereo, size_t n, char *buf, size_t size)
{
	size_t len = 0;

	*buf = '\0';
	for (size_t i = 0; i < n; i++)
		if (stereo[2 * i] != 0)
			len += (size_t)snprintf(buf + len, size - len, "%zu ", i);
	return buf;
}

static void
test_exact_frames(void **state)
{
	static float out[2 * LONG];
	char found[200];
	static const int64_t at[] = {9999, 0, 1, 4800, 777, 19999};
	struct mixer *mixer = new_mixer(8);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(at); i++)
		assert_true(place(mixer, &one, at[i]));
	run_clock(mixer, 0, 0);
	mixer_render(mixer, out, LONG);
	assert_string_equal(
	    "0 1 777 4800 9999 19999 ", onsets(out, LONG, found, sizeof(found)));
	assert_true(out[0] == 0.25f && out[1] == 0.25f);
	assert_int_equal(6, mixer->head.voices.played);
	assert_int_equal(0, mixer->head.late);
	free_mixer(mixer);
}

static void
test_stereo(void **state)
{
	struct mixer *mixer = new_mixer(8);
	float out[8];

	(void)state;
	place(mixer, &wide, 1);
	run_clock(mixer, 0, 0);
	mixer_render(mixer, out, 4);
	assert_true(out[0] == 0 && out[1] == 0);
	assert_true(out[2] == 0.25f && out[3] == -0.5f);
	assert_true(out[4] == 0.125f && out[5] == 0);
	assert_true(out[6] == 0 && out[7] == 0);
	free_mixer(mixer);
}

/* Cues, a pause, a volume and a limiter at work, asked for in blocks. */
static void
render_in_blocks(float *out, size_t block, const struct sample *noise)
{
	struct mixer *mixer = new_mixer(16);
	size_t at = 0;

	for (int i = 0; i < 6; i++)
		place(mixer, noise, 100 + 1501 * i);
	run_clock(mixer, 0, 0);
	while (at < LONG) {
		size_t stop = at < 5000 ? 5000 : at < 9000 ? 9000 : LONG;
		size_t n = stop - at < block ? stop - at : block;

		mixer_render(mixer, out + 2 * at, n);
		at += n;
		if (at == 5000)
			mixer_apply(mixer,
			    &(struct order){.kind = ORDER_VOLUME, .gain = 0.3f});
		if (at == 9000)
			apply(mixer, ORDER_PAUSE);
	}
	free_mixer(mixer);
}

static void
test_blocks(void **state)
{
	static float want[2 * LONG], got[2 * LONG];
	static const size_t blocks[] = {64, 480, 4801, LONG};
	struct sample noise = loud();

	(void)state;
	render_in_blocks(want, 1, &noise);
	for (size_t i = 0; i < ARRAY_LEN(blocks); i++) {
		print_message("# blocks of %zu\n", blocks[i]);
		render_in_blocks(got, blocks[i], &noise);
		assert_memory_equal(want, got, sizeof(want));
	}
	free(noise.pcm);
}

/* However much sounds at once, nothing is over full scale, and it is not cut. */
static void
test_limit(void **state)
{
	static float out[2 * LONG];
	struct mixer *mixer = new_mixer(16);
	struct sample noise = loud();

	(void)state;
	for (int i = 0; i < 12; i++)
		place(mixer, &noise, i * 700);
	run_clock(mixer, 0, 0);
	mixer_render(mixer, out, LONG);
	for (int i = 0; i < 2 * LONG; i++)
		assert_true(out[i] <= 1 && out[i] >= -1);
	assert_true(out[2 * 12000] > 0.5f);
	free(noise.pcm);
	free_mixer(mixer);
}

static void
test_late(void **state)
{
	static const struct {
		int64_t due;
		int late;
		const char *onsets, *remark;
		enum sound_kind what;
	} rows[] = {
	    {100000, 0, "0 ", "now", KIND_CUE},
	    {100003, 0, "3 ", "soon", KIND_CUE},
	    {99999, 0, "0 ", "a frame late: at once", KIND_CUE},
	    {100000 - MIXER_LATE, 0, "0 ", "just not too late", KIND_CUE},
	    {100000 - MIXER_LATE - 1, 1, "", "too late", KIND_CUE},
	    {-5000, 1, "", "long ago", KIND_CUE},
	    {100000 - MIXER_LATE - 1, 0, "0 ", "not for a voice", KIND_VOICE},
	    {100000 - MIXER_LATE_VOICE, 0, "0 ", "nor this", KIND_VOICE},
	    {100000 - MIXER_LATE_VOICE - 1, 1, "", "but this", KIND_VOICE},
	};
	char found[64];
	float out[2 * 8];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct mixer *mixer = new_mixer(4);

		print_message("# %s\n", rows[i].remark);
		run_clock(mixer, 0, 0);
		mixer_seek(mixer, 100000);
		mixer_apply(mixer, &(struct order){.kind = ORDER_PLACE,
				       .what = rows[i].what,
				       .frame = rows[i].due,
				       .sample = &one});
		mixer_render(mixer, out, 8);
		assert_string_equal(
		    rows[i].onsets, onsets(out, 8, found, sizeof(found)));
		assert_int_equal(rows[i].late, mixer->head.late);
		assert_int_equal(1 - rows[i].late, mixer->head.voices.played);
		free_mixer(mixer);
	}
}

/* Nothing begins without a clock; a pause keeps what waits; the clock goes on
 * from where it says. */
static void
test_clock_and_pause(void **state)
{
	struct mixer *mixer = new_mixer(4);
	float out[2 * 40];
	char found[64];

	(void)state;
	place(mixer, &one, 10);
	place(mixer, &one, 30);
	assert_int_equal(MIXER_NEVER, mixer_next(mixer));
	mixer_render(mixer, out, 40);
	assert_string_equal("", onsets(out, 40, found, sizeof(found)));
	run_clock(mixer, 0, 40);
	assert_int_equal(50, mixer_next(mixer));
	mixer_render(mixer, out, 20);
	assert_string_equal("10 ", onsets(out, 20, found, sizeof(found)));
	apply(mixer, ORDER_PAUSE);
	mixer_render(mixer, out, 40);
	assert_string_equal("", onsets(out, 40, found, sizeof(found)));
	run_clock(mixer, 20, 100);
	mixer_render(mixer, out, 40);
	assert_string_equal("10 ", onsets(out, 40, found, sizeof(found)));
	free_mixer(mixer);
}

static void
test_flush(void **state)
{
	struct mixer *mixer = new_mixer(4);
	struct sample noise = loud();
	float out[2 * 64];

	(void)state;
	place(mixer, &noise, 0);
	place(mixer, &one, 100);
	run_clock(mixer, 0, 0);
	mixer_render(mixer, out, 32);
	apply(mixer, ORDER_FLUSH);
	assert_int_equal(MIXER_NEVER, mixer_next(mixer));
	assert_int_equal(48000 - 32, mixer_rest(mixer));
	place(mixer, &one, 50);
	assert_int_equal(50, mixer_next(mixer));
	free(noise.pcm);
	free_mixer(mixer);
}

/* A pause fades over MIXER_RAMP frames, and the voice is gone. */
static void
test_fade(void **state)
{
	static float out[2 * (MIXER_RAMP + 10)];
	struct mixer *mixer = new_mixer(4);
	struct sample noise = loud();

	(void)state;
	for (int i = 0; i < 48000; i++)
		noise.pcm[i] = 16384;
	place(mixer, &noise, 0);
	run_clock(mixer, 0, 0);
	mixer_render(mixer, out, 100);
	apply(mixer, ORDER_PAUSE);
	assert_int_equal(MIXER_RAMP, mixer_rest(mixer));
	mixer_render(mixer, out, MIXER_RAMP + 10);
	for (int i = 1; i < MIXER_RAMP; i++)
		assert_true(out[2 * i] < out[2 * i - 2]);
	assert_true(out[2 * MIXER_RAMP] == 0);
	assert_int_equal(0, mixer_rest(mixer));
	assert_int_equal(0, mixer->head.voices.played);
	free(noise.pcm);
	free_mixer(mixer);
}

static void
test_volume_ramp(void **state)
{
	static float out[2 * 1000];
	struct mixer *mixer = new_mixer(4);
	struct sample noise = loud();

	(void)state;
	for (int i = 0; i < 48000; i++)
		noise.pcm[i] = 16384;
	place(mixer, &noise, 0);
	run_clock(mixer, 0, 0);
	mixer_render(mixer, out, 10);
	mixer_apply(mixer, &(struct order){.kind = ORDER_VOLUME, .gain = 0});
	mixer_render(mixer, out, 1000);
	for (int i = 1; i < 1000; i++)
		assert_true(out[2 * i - 2] - out[2 * i] < 0.5f / 400);
	assert_true(out[2 * 999] == 0);
	free(noise.pcm);
	free_mixer(mixer);
}

/* Rendered, not heard after all, and rendered again: the same sound. */
static void
test_mark(void **state)
{
	static float first[2 * 500], again[2 * 500];
	struct mixer *mixer = new_mixer(4);

	(void)state;
	run_clock(mixer, 0, 0);
	for (int i = 0; i < 4; i++)
		assert_true(place(mixer, &wide, 100 * i));
	mixer_mark(mixer);
	mixer_render(mixer, first, 350);
	/* What may come back is not written over. */
	assert_false(place(mixer, &one, 1000));
	mixer_back(mixer);
	assert_int_equal(0, mixer->head.voices.played);
	mixer_render(mixer, again, 350);
	assert_memory_equal(first, again, sizeof(first));
	mixer_keep(mixer);
	assert_true(place(mixer, &one, 1000));
	free_mixer(mixer);
}

static void
test_room(void **state)
{
	struct mixer *mixer = new_mixer(4);
	float out[2 * 2];

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_true(place(mixer, &one, 3 - i));
	assert_false(place(mixer, &one, 9));
	run_clock(mixer, 0, 0);
	mixer_render(mixer, out, 2);
	assert_true(place(mixer, &one, 9));
	assert_true(place(mixer, &one, 1));
	assert_int_equal(1, mixer_next(mixer));
	assert_int_equal(0, mixer->head.late);
	mixer_pass(mixer, 3);
	assert_int_equal(3, mixer_next(mixer));
	assert_int_equal(2, mixer->head.late);
	free_mixer(mixer);
}

static bool
now(struct mixer *mixer, const struct sample *sample)
{
	return mixer_apply(
	    mixer, &(struct order){.kind = ORDER_NOW, .sample = sample});
}

/* At once: without a clock, while paused, flushed or rendered again. */
static void
test_now(void **state)
{
	struct mixer *mixer = new_mixer(4);
	float out[2 * 8];
	char found[64];

	(void)state;
	assert_true(now(mixer, &one));
	apply(mixer, ORDER_FLUSH);
	assert_true(mixer_rest(mixer) > 0);
	mixer_mark(mixer);
	mixer_render(mixer, out, 8);
	assert_string_equal("0 ", onsets(out, 8, found, sizeof(found)));
	assert_int_equal(0, mixer_rest(mixer));
	for (int i = 1; i < MIXER_NOW; i++)
		assert_true(now(mixer, &one));
	assert_false(now(mixer, &one));
	mixer_back(mixer);
	mixer_seek(mixer, 500);
	mixer_render(mixer, out, 8);
	assert_string_equal("0 ", onsets(out, 8, found, sizeof(found)));
	assert_int_equal(MIXER_NOW, mixer->head.voices.played);
	now(mixer, &one);
	mixer_pass(mixer, 600);
	assert_int_equal(0, mixer_rest(mixer));
	free_mixer(mixer);
}

/* Flushed and told again while it sounds: once.  At another time: again. */
static void
test_told_again(void **state)
{
	struct mixer *mixer = new_mixer(4);
	static float out[2 * 20000];
	struct sample noise = loud();

	(void)state;
	assert_true(noise.frames > 20);
	place(mixer, &noise, 1000);
	run_clock(mixer, 0, 0);
	mixer_render(mixer, out, 1010);
	apply(mixer, ORDER_FLUSH);
	run_clock(mixer, 0, 0);
	place(mixer, &noise, 1000);
	assert_int_equal(MIXER_NEVER, mixer_next(mixer));
	place(mixer, &noise, 1000 + MIXER_LATE + 1);
	assert_int_equal(1000 + MIXER_LATE + 1, mixer_next(mixer));
	/* what a pause has cut is not there any more */
	apply(mixer, ORDER_PAUSE);
	apply(mixer, ORDER_FLUSH);
	run_clock(mixer, 0, 0);
	place(mixer, &noise, 1000);
	assert_int_equal(1000, mixer_next(mixer));
	free(noise.pcm);
	free_mixer(mixer);
}

/* A device that would swallow its beginning has it wait. */
static void
test_now_waits(void **state)
{
	struct mixer *mixer = new_mixer(4);
	float out[2 * 8];
	char found[64];

	(void)state;
	mixer_seek(mixer, 100);
	mixer->now_from = 105;
	now(mixer, &one);
	assert_true(mixer_rest(mixer) > 0);
	mixer_mark(mixer);
	mixer_render(mixer, out, 8);
	assert_string_equal("5 ", onsets(out, 8, found, sizeof(found)));
	mixer_back(mixer);
	mixer_seek(mixer, 104);
	mixer_render(mixer, out, 8);
	assert_string_equal("1 ", onsets(out, 8, found, sizeof(found)));
	now(mixer, &one);
	mixer_render(mixer, out, 8);
	assert_string_equal("0 ", onsets(out, 8, found, sizeof(found)));
	free_mixer(mixer);
}

/* Wherever it is, it is gone, and only then that is said. */
static void
test_forget(void **state)
{
	struct mixer *mixer = new_mixer(8);
	struct sample noise = loud();
	const struct sample *room[2], *freed = NULL;
	struct ring ring;
	float out[2 * 8];
	struct order order = {.kind = ORDER_FORGET, .sample = &noise};

	(void)state;
	ring_init(&ring, room, sizeof(*room), 2);
	mixer->forgotten = &ring;
	place(mixer, &noise, 0);
	place(mixer, &noise, 2);
	place(mixer, &noise, 500);
	place(mixer, &one, 600);
	run_clock(mixer, 0, 0);
	mixer_render(mixer, out, 1);
	mixer_mark(mixer);
	now(mixer, &noise);
	mixer_render(mixer, out, 2);
	assert_false(ring_waits(&ring));
	assert_true(mixer_apply(mixer, &order));
	assert_true(ring_take(&ring, &freed));
	assert_ptr_equal(&noise, freed);
	free(noise.pcm);
	assert_int_equal(0, mixer_rest(mixer));
	mixer_render(mixer, out, 8);
	mixer_back(mixer);
	for (int i = 0; i < 200; i++)
		mixer_render(mixer, out, 8);
	assert_int_equal(1, mixer->head.voices.played);
	assert_int_equal(0, mixer->head.late);
	assert_true(mixer_apply(mixer, &order) && mixer_apply(mixer, &order));
	assert_false(mixer_apply(mixer, &order));
	free_mixer(mixer);
}

/* Each kind has its own volume. */
static void
test_volumes(void **state)
{
	struct mixer *mixer = new_mixer(4);
	float out[2 * 2];

	(void)state;
	mixer_apply(
	    mixer, &(struct order){
		       .kind = ORDER_VOLUME, .what = KIND_VOICE, .gain = 0.5f});
	mixer_seek(mixer, 0);
	run_clock(mixer, 0, 0);
	place(mixer, &one, 0);
	mixer_apply(mixer, &(struct order){.kind = ORDER_PLACE,
			       .what = KIND_VOICE,
			       .frame = 1,
			       .sample = &one});
	mixer_render(mixer, out, 2);
	assert_true(out[0] == 0.25f && out[2] == 0.125f);
	free_mixer(mixer);
}

static void
place_n(struct mixer *mixer, enum sound_kind what, int n, int64_t frame)
{
	assert_true(mixer_apply(mixer, &(struct order){.kind = ORDER_PLACE,
					   .what = what,
					   .frame = frame,
					   .n = n,
					   .in = true}));
}

static void
say(struct mixer *mixer, const struct sample *sample, int64_t frame)
{
	assert_true(mixer_apply(mixer, &(struct order){.kind = ORDER_PLACE,
					   .what = KIND_VOICE,
					   .frame = frame,
					   .sample = sample}));
}

/* What a bed and a breath are times by, frame by frame, while silent lines are
 * spoken; the caller frees it. */
static float *
ducking(int n, int64_t line, int frames)
{
	struct sample quiet = {mem_new((size_t)frames, 2), 1, frames};
	float *pcm = mem_new((size_t)n * 2, sizeof(*pcm));
	float *plain = mem_new((size_t)n * 2, sizeof(*plain));
	struct mixer *a = new_mixer(4), *b = new_mixer(4);

	place_n(a, KIND_BED, BED_BROWN, 0);
	place_n(b, KIND_BED, BED_BROWN, 0);
	say(a, &quiet, line);
	run_clock(a, 0, 0);
	run_clock(b, 0, 0);
	mixer_render(a, pcm, (size_t)n);
	mixer_render(b, plain, (size_t)n);
	for (int i = 0; i < n; i++)
		pcm[i] = plain[2 * i] != 0 ? pcm[2 * i] / plain[2 * i] : 1;
	free(plain);
	free(quiet.pcm);
	free_mixer(a);
	free_mixer(b);
	return pcm;
}

static void
test_duck(void **state)
{
	int line = 100000, frames = 48000, end = line + frames;
	float *by = ducking(200000, line, frames);

	(void)state;
	assert_float_equal(1, by[line - MIXER_DUCK - 1], 1e-4);
	assert_float_equal(0.626, by[line - MIXER_DUCK / 2], 1e-2);
	assert_float_equal(MIXER_DUCKED, by[line + 1], 1e-3);
	assert_float_equal(MIXER_DUCKED, by[end - 1], 1e-3);
	assert_float_equal(0.626, by[end + MIXER_DUCK_BACK / 2], 1e-2);
	assert_float_equal(1, by[end + MIXER_DUCK_BACK + 1], 1e-4);
	for (int i = 1001; i < 200000; i++)
		assert_true(by[i] - by[i - 1] < 1e-3f && by[i - 1] - by[i] < 1e-3f);
	free(by);
	/* Speech that is there already: low from the beginning. */
	by = ducking(20000, 0, 48000);
	assert_float_equal(MIXER_DUCKED, by[100], 1e-3);
	free(by);
}

/* The loudest of some frames. */
static float
most(const float *stereo, int from, int n)
{
	float peak = 0;

	for (int i = 2 * from; i < 2 * (from + n); i++) {
		float x = stereo[i] < 0 ? -stereo[i] : stereo[i];

		peak = x > peak ? x : peak;
	}
	return peak;
}

/* In 3 s it comes, in 5 it goes; while another comes, too. */
static void
test_bed_fades(void **state)
{
	static float out[2 * 48000 * 20];
	struct mixer *mixer = new_mixer(4);

	(void)state;
	place_n(mixer, KIND_BED, BED_DRONE, 0);
	place_n(mixer, KIND_BED, BED_OFF, 48000 * 12);
	run_clock(mixer, 0, 0);
	mixer_render(mixer, out, 48000 * 4);
	assert_int_equal(MIXER_NEVER, mixer_rest(mixer));
	mixer_render(mixer, out + 2 * 48000 * 4, 48000 * 16);
	assert_true(most(out, 0, 480) < 0.001f * most(out, 48000 * 3, 48000));
	assert_true(most(out, 48000, 480) < 0.3f * most(out, 48000 * 3, 48000));
	assert_true(most(out, 48000 * 11, 48000) > 0.02f);
	assert_true(most(out, 48000 * 14, 48000) > 0.002f);
	assert_true(most(out, 48000 * 17, 48000 * 3) == 0);
	assert_int_equal(0, mixer_rest(mixer));
	free_mixer(mixer);
}

/* One after another, faster than they can fade: no step, and the last stays. */
static void
test_bed_changes(void **state)
{
	static const int beds[] = {BED_DRONE, BED_BROWN, BED_DRONE, BED_BROWN,
	    BED_OFF, BED_DRONE, BED_BROWN};
	static float out[2 * 48000 * 16];
	struct mixer *mixer = new_mixer(8);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(beds); i++)
		place_n(mixer, KIND_BED, beds[i], (int64_t)i * 48000);
	run_clock(mixer, 0, 0);
	mixer_render(mixer, out, 48000 * 16);
	for (int i = 2; i < 2 * 48000 * 16; i++)
		assert_true(
		    out[i] - out[i - 2] < 0.03f && out[i - 2] - out[i] < 0.03f);
	assert_int_equal(BED_BROWN, mixer->head.ground.want);
	assert_int_equal(BED_OFF, mixer->head.ground.beds[0].bed.name +
				      mixer->head.ground.beds[1].bed.name -
				      BED_BROWN);
	assert_int_equal(MIXER_NEVER, mixer_rest(mixer));
	free_mixer(mixer);
}

/* A pause: soon silent, and back where it was when the score goes on. */
static void
test_bed_pause(void **state)
{
	static float out[2 * 48000 * 3];
	struct mixer *mixer = new_mixer(4);
	int64_t at;

	(void)state;
	place_n(mixer, KIND_BED, BED_BROWN, 0);
	run_clock(mixer, 0, 0);
	mixer_render(mixer, out, 48000 * 3);
	mixer_render(mixer, out, 48000);
	apply(mixer, ORDER_PAUSE);
	assert_int_equal(GROUND_SLEEP, mixer_rest(mixer));
	mixer_render(mixer, out, 48000);
	assert_true(most(out, 0, 480) > 0.01f);
	assert_true(most(out, GROUND_SLEEP, 48000 - GROUND_SLEEP) == 0);
	assert_int_equal(0, mixer_rest(mixer));
	at = mixer->head.ground.beds[0].bed.at;
	run_clock(mixer, 48000 * 4, mixer->head.pos + 100);
	mixer_render(mixer, out, 48000 * 3);
	assert_int_equal(at + 48000 * 3, mixer->head.ground.beds[0].bed.at);
	assert_true(most(out, 0, 480) < 0.002f);
	assert_true(most(out, 48000, 48000) > 0.01f);
	free_mixer(mixer);
}

/* All at once, and asked for in any sizes. */
static void
render_all(float *out, size_t n, size_t block, const struct sample *noise)
{
	struct mixer *mixer = new_mixer(32);
	size_t at = 0;

	place_n(mixer, KIND_BED, BED_RAIN, 100);
	place_n(mixer, KIND_BED, BED_WAVES, 40000);
	place_n(mixer, KIND_BED, BED_DRONE, 41000);
	place_n(mixer, KIND_BREATH, 30000, 1000);
	place_n(mixer, KIND_BREATH, 20000, 61000);
	say(mixer, noise, 20011);
	say(mixer, noise, 130003);
	place(mixer, noise, 70001);
	place(mixer, noise, 70007);
	run_clock(mixer, 0, 0);
	while (at < n) {
		size_t stop = at < 150000 ? 150000 : at < 190000 ? 190000 : n;
		size_t part = stop - at < block ? stop - at : block;

		mixer_render(mixer, out + 2 * at, part);
		at += part;
		if (at == 150000)
			apply(mixer, ORDER_PAUSE);
		if (at == 190000)
			run_clock(mixer, 151000, 200000);
	}
	free_mixer(mixer);
}

static void
test_all_blocks(void **state)
{
	static float want[2 * 480000], got[2 * 480000];
	static const size_t blocks[] = {1, 61, 255, 1024, 9999};
	struct sample noise = loud();

	(void)state;
	render_all(want, 480000, 480000, &noise);
	for (size_t i = 0; i < ARRAY_LEN(blocks); i++) {
		print_message("# blocks of %zu\n", blocks[i]);
		render_all(got, 480000, blocks[i], &noise);
		assert_memory_equal(want, got, sizeof(want));
	}
	free(noise.pcm);
}

/* Whatever overlaps: nothing over full scale; and one cue alone is untouched. */
static void
test_random_overlaps(void **state)
{
	static float out[2 * 48000];
	struct sample noise = loud();
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 40; round++) {
		struct mixer *mixer = new_mixer(64);

		place_n(mixer, KIND_BED, 1 + round % 4, 0);
		for (int i = 0; i < 20; i++) {
			seed = seed * 1664525 + 1013904223;
			if (i % 3 == 0)
				place_n(mixer, KIND_BREATH, 9000, seed >> 16);
			else if (i % 3 == 1)
				say(mixer, &noise, seed >> 16);
			else
				place(mixer, &noise, seed >> 16);
		}
		run_clock(mixer, 0, 0);
		mixer_render(mixer, out, 48000);
		assert_true(most(out, 0, 48000) <= 1);
		free_mixer(mixer);
	}
	free(noise.pcm);
}

static void
test_one_untouched(void **state)
{
	struct sample s = loud();
	static float out[2 * 48000];
	struct mixer *mixer = new_mixer(4);

	(void)state;
	for (int i = 0; i < 48000; i++)
		s.pcm[i] = (int16_t)(i * 7 % 58000 - 29000);
	place(mixer, &s, 0);
	run_clock(mixer, 0, 0);
	mixer_render(mixer, out, 48000);
	for (int i = 0; i < 48000; i++)
		assert_true(out[2 * i] == (float)s.pcm[i] / 32768);
	free(s.pcm);
	free_mixer(mixer);
}

/* With a bed and a breath, too, what was not heard is the same again. */
static void
test_mark_under(void **state)
{
	static float first[2 * 9000], again[2 * 9000];
	struct mixer *mixer = new_mixer(4);

	(void)state;
	place_n(mixer, KIND_BED, BED_RAIN, 500);
	place_n(mixer, KIND_BREATH, 48000, 700);
	run_clock(mixer, 0, 0);
	mixer_mark(mixer);
	mixer_render(mixer, first, 9000);
	mixer_back(mixer);
	mixer_render(mixer, again, 9000);
	assert_memory_equal(first, again, sizeof(first));
	assert_true(most(first, 8000, 1000) > 0);
	free_mixer(mixer);
}

/* A breath that comes late is joined; one that is nearly over is not.  It ends
 * when the score jumps, and goes on when the same clock is said again. */
static void
test_breath_rules(void **state)
{
	struct mixer *mixer = new_mixer(4);
	float out[2 * 600];

	(void)state;
	run_clock(mixer, 0, 0);
	mixer_seek(mixer, 100000);
	place_n(mixer, KIND_BREATH, 96000, 100000 - 48000);
	mixer_render(mixer, out, 100);
	assert_int_equal(48000 - 100, mixer_rest(mixer));
	run_clock(mixer, 0, 0);
	assert_int_equal(48000 - 100, mixer_rest(mixer));
	run_clock(mixer, 0, 50000);
	assert_int_equal(MIXER_RAMP, mixer_rest(mixer));
	mixer_render(mixer, out, 600);
	run_clock(mixer, 0, 0);
	place_n(mixer, KIND_BREATH, 96000, 100000 - 80000);
	mixer_render(mixer, out, 100);
	assert_int_equal(0, mixer_rest(mixer));
	assert_int_equal(1, mixer->head.late);
	free_mixer(mixer);
}

/* A bed that begins while no device is there is on when one comes back, and
 * comes back softly. */
static void
test_bed_without_device(void **state)
{
	struct mixer *mixer = new_mixer(4);
	static float out[2 * 48000 * 4];

	(void)state;
	place_n(mixer, KIND_BED, BED_BROWN, 1000);
	place_n(mixer, KIND_BREATH, 48000, 1000);
	run_clock(mixer, 0, 0);
	mixer_pass(mixer, 500000);
	assert_int_equal(1, mixer->head.late); /* the breath */
	assert_int_equal(MIXER_NEVER, mixer_next(mixer));
	assert_int_equal(MIXER_NEVER, mixer_rest(mixer));
	assert_int_equal(0, breath_rest(&mixer->head.breath));
	mixer_seek(mixer, 500000);
	mixer_render(mixer, out, 48000 * 4);
	assert_true(most(out, 48000 * 3, 48000) > 0.01f);
	mixer_pass(mixer, 900000);
	mixer_render(mixer, out, 480);
	assert_true(most(out, 0, 480) < 0.002f);
	free_mixer(mixer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_exact_frames),
	    cmocka_unit_test(test_stereo),
	    cmocka_unit_test(test_blocks),
	    cmocka_unit_test(test_limit),
	    cmocka_unit_test(test_late),
	    cmocka_unit_test(test_clock_and_pause),
	    cmocka_unit_test(test_flush),
	    cmocka_unit_test(test_fade),
	    cmocka_unit_test(test_volume_ramp),
	    cmocka_unit_test(test_mark),
	    cmocka_unit_test(test_room),
	    cmocka_unit_test(test_now),
	    cmocka_unit_test(test_now_waits),
	    cmocka_unit_test(test_told_again),
	    cmocka_unit_test(test_forget),
	    cmocka_unit_test(test_volumes),
	    cmocka_unit_test(test_duck),
	    cmocka_unit_test(test_bed_fades),
	    cmocka_unit_test(test_bed_changes),
	    cmocka_unit_test(test_bed_pause),
	    cmocka_unit_test(test_all_blocks),
	    cmocka_unit_test(test_random_overlaps),
	    cmocka_unit_test(test_one_untouched),
	    cmocka_unit_test(test_mark_under),
	    cmocka_unit_test(test_breath_rules),
	    cmocka_unit_test(test_bed_without_device),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
