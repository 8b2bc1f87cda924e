/*
 * A live session that is not left alone, by ear: its device is taken away and given
 * back, its keys are pressed while it stands, and somebody else plays music.
 */
#include "../test.h"

#include "../audio/nullsink.h"
#include "base/clock.h"
#include "base/mem.h"
#include "sitting.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUTINE "hourly-one-minute"

struct room {
	struct nullsink sink;
	struct hearing hearing; /* of the routine, taught in full */
	struct sitting sitting;
};

static void
sit_down(struct room *room, const char *teach)
{
	const char *const words[] = {
	    "uncoil", "start", ROUTINE, "--teach", teach, NULL};

	assert_true(nullsink_start(&room->sink));
	assert_true(sitting_record(&room->sitting));
	assert_true(sitting_begin(&room->sitting, words));
}

static void
look(struct room *room, int ms)
{
	sitting_look(&room->sitting, clock_mono() + ms * CLOCK_MS);
}

/* Where in the recording that instant is, but for the way through the server. */
static int64_t
frame_now(const struct sitting *s)
{
	return (clock_mono() - s->zero_ns) / CLOCK_MS * HEARING_MS;
}

/* A tone in the recording, at any time from one frame to another: where. */
static int64_t
find_tone(const struct room *room, const char *name, int64_t from, int64_t to,
    double *alike)
{
	const struct sample *tone = cueset_get(room->hearing.cues, name, NULL);
	int64_t reach = (to - from) / 2;

	assert_non_null(tone);
	assert_int_equal(1, tone->channels);
	return heard_find(&room->sitting.heard, from + reach, reach, tone->pcm,
	    tone->frames, alike);
}

/* --- the device ------------------------------------------------------------------ */

/* Until the sound of the session is in a recording that begins now. */
static bool
sounds_again(struct room *room, const char *tone, int ms)
{
	double alike = 0;

	for (; ms > 0 && alike < 0.9; ms -= 2000) {
		look(room, 2000);
		find_tone(room, tone, 0, room->sitting.heard.frames, &alike);
	}
	return alike >= 0.9;
}

/* Said once, the session goes on without, and with it again when it is back; at the
 * end it says what was missed. */
static void
test_device_gone_and_back(void **state)
{
	struct room *room = *state;
	struct sitting *s = &room->sitting;

	sit_down(room, "short");
	look(room, 6500);
	sitting_record_stop(s);
	assert_int_equal(0, sitting_count(s, "no sound"));
	assert_true(nullsink_unload("cap"));
	assert_true(sitting_sees(s, "no sound", 1, 10000));
	look(room, 9000);
	assert_true(nullsink_load("cap", "cap"));
	assert_true(sitting_record(s));
	assert_true(
	    sounds_again(room, "rep", 30000) || sounds_again(room, "end", 2000));
	assert_int_equal(1, sitting_count(s, "no sound"));
	sitting_types(s, "q");
	look(room, 500);
	sitting_types(s, "y");
	if (!sitting_sees(s, "could not be played", 1, 5000))
		fail_msg("its screen: %s", s->seen);
	sitting_types(s, "q");
	assert_int_equal(0, sitting_end(s, 10000));
}

/* --- its keys --------------------------------------------------------------------- */

/* The first line that is long enough to be cut off. */
static const struct sounding *
long_line(const struct hearing *h)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->all[i].speech &&
		    h->all[i].sample->frames > 3000 * HEARING_MS)
			return &h->all[i];
	fail_msg("no line of three seconds");
	return NULL;
}

/* Presses a key, looks on for as long as its tone takes and a little more, and finds
 * the whole tone.  Returns where it ends. */
static int64_t
press(struct room *room, const char *key)
{
	int64_t from = frame_now(&room->sitting), at;
	double alike;

	sitting_types(&room->sitting, key);
	look(room, 1000);
	/* A server without a card is ahead of the clock. */
	at = find_tone(
	    room, "key", from - 300 * HEARING_MS, from + 500 * HEARING_MS, &alike);
	print_message("# '%s': its tone after %d ms, alike %.2f\n", key,
	    (int)((at - from) / HEARING_MS), alike);
	assert_true(alike > 0.8);
	return at + cueset_get(room->hearing.cues, "key", NULL)->frames;
}

/* Nothing sounds from there until now. */
static void
is_silent(const struct room *room, int64_t from)
{
	const struct heard *heard = &room->sitting.heard;

	assert_true(heard->frames - from > 300 * HEARING_MS);
	assert_int_equal(0, heard_peak(heard, from, heard->frames - from) / 2);
}

/* A slice of the line, half a second from its beginning, where it is after a frame:
 * where then the line began. */
static int64_t
find_line(const struct room *room, const struct sounding *line, int64_t from,
    double *alike)
{
	const int64_t into = 500 * HEARING_MS, reach = 750 * HEARING_MS;

	return heard_find(&room->sitting.heard, from + into + reach, reach,
		   line->sample->pcm + into, 300 * HEARING_MS, alike) -
	       into;
}

static void
test_paused(void **state)
{
	struct room *room = *state;
	const struct sounding *line = long_line(&room->hearing);
	struct sitting *s = &room->sitting;
	int64_t over, from, began;
	double alike;

	sit_down(room, "full");
	sitting_look(s, s->begun_ns + (line->at / HEARING_MS + 1500) * CLOCK_MS);
	over = press(room, " ");
	is_silent(room, over + 20 * HEARING_MS);
	for (int i = 0; i < 4; i++) {
		over = press(room, i % 2 ? "-" : "+");
		is_silent(room, over);
	}
	from = frame_now(s);
	press(room, " ");
	look(room, 2500);
	began = find_line(room, line, from, &alike);
	print_message("# the line again %d ms after that, alike %.2f\n",
	    (int)((began - from) / HEARING_MS), alike);
	assert_true(alike > 0.9);
	assert_in_range((began - from) / HEARING_MS, 600, 1000);
	sitting_types(s, "q");
	look(room, 500);
	sitting_types(s, "y");
	look(room, 500);
	sitting_types(s, "q");
	assert_int_equal(0, sitting_end(s, 10000));
}

/* --- somebody else ------------------------------------------------------------------ */

#define NOISE (8 * 48000)

/* So much of it is looked for, in a mixture; by chance it would be 0.01 alike. */
#define SLICE 9600

/* pacat takes its time. */
#define LATE 48000

static void
make_noise(const char *path, int16_t *noise)
{
	FILE *file = fopen(path, "wb");
	uint32_t seed = 1;

	assert_non_null(file);
	for (int i = 0; i < NOISE; i++) {
		seed = seed * 1664525 + 1013904223;
		noise[i] = (int16_t)((int32_t)seed >> 18);
	}
	assert_int_equal(NOISE, fwrite(noise, sizeof(*noise), NOISE, file));
	assert_int_equal(0, fclose(file));
}

/* Both are heard at once: nobody has the device alone. */
static void
test_beside_music(void **state)
{
	struct room *room = *state;
	struct sitting *s = &room->sitting;
	int16_t *noise = mem_new(NOISE, sizeof(*noise));
	char path[300], line[800];
	int64_t from, began, tone;
	double alike;

	snprintf(path, sizeof(path), "%s/noise", room->sink.dir);
	make_noise(path, noise);
	snprintf(line, sizeof(line),
	    "pacat --raw --format=s16le --rate=48000 --channels=1 '%s' &", path);
	sit_down(room, "short");
	sitting_look(s, s->begun_ns + 3 * CLOCK_S);
	from = frame_now(s);
	assert_int_equal(0, system(line));
	look(room, 7000);
	began = heard_find(&s->heard, from + LATE / 2, LATE, noise, SLICE, &alike);
	print_message("# the music: %d ms after its start, alike %.2f\n",
	    (int)((began - from) / HEARING_MS), alike);
	assert_true(alike > 0.2);
	tone = find_tone(room, "start", from, from + 4 * 48000, &alike);
	print_message("# our tone: %d ms after that, alike %.2f\n",
	    (int)((tone - began) / HEARING_MS), alike);
	assert_true(alike > 0.2);
	assert_in_range(tone, began, began + NOISE - SLICE);
	/* And the music goes on beneath it, where it belongs. */
	assert_int_equal(tone, heard_find(&s->heard, tone, 2400,
				   noise + (tone - began), SLICE, &alike));
	assert_true(alike > 0.2);
	free(noise);
}

/* --- all ------------------------------------------------------------------------------ */

static int
open_room(void **state)
{
	static struct room room;

	*state = &room;
	if (!nullsink_init(&room.sink) || !sitting_home(room.sink.dir))
		return 1;
	return !hearing_open(&room.hearing, ROUTINE, TEACH_FULL);
}

static int
leave(void **state)
{
	struct room *room = *state;

	sitting_fini(&room->sitting);
	nullsink_kill(&room->sink);
	return 0;
}

static int
close_room(void **state)
{
	struct room *room = *state;

	hearing_close(&room->hearing);
	nullsink_fini(&room->sink);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_teardown(test_device_gone_and_back, leave),
	    cmocka_unit_test_teardown(test_paused, leave),
	    cmocka_unit_test_teardown(test_beside_music, leave),
	};

	if (!heard_live() || !nullsink_possible()) {
		puts("1..0 # SKIP no libpulse in the build, or no pulseaudio here");
		return 0;
	}
	if (!hearing_possible()) {
		puts("1..0 # SKIP neither espeak-ng nor flite is here");
		return 0;
	}
	return cmocka_run_group_tests(tests, open_room, close_room);
}
