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
	mixer_pass(mixer, 3);
	assert_int_equal(3, mixer_next(mixer));
	assert_int_equal(0, mixer->head.late);
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
	    cmocka_unit_test(test_forget),
	    cmocka_unit_test(test_volumes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
