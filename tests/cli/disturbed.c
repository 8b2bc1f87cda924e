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

/* A tone in the recording, at any time from one frame to another: where, by its
 * first half, and how much all of it is like the tone. */
static int64_t
find_tone(const struct room *room, const char *name, int64_t from, int64_t to,
    double *alike)
{
	const struct sample *tone = cueset_get(room->hearing.cues, name, NULL);
	const struct heard *heard = &room->sitting.heard;
	int64_t reach = (to - from) / 2, at;

	assert_non_null(tone);
	assert_int_equal(1, tone->channels);
	at = heard_find(
	    heard, from + reach, reach, tone->pcm, 150 * HEARING_MS, alike);
	return heard_find(heard, at, 0, tone->pcm, tone->frames, alike);
}

/* Says what was not so. */
static bool
is_so(bool ok, const char *what)
{
	if (!ok)
		print_message("# not so: %s\n", what);
	return ok;
}

/* q, y, and away from the end. */
static bool
stop(struct room *room)
{
	struct sitting *s = &room->sitting;

	sitting_types(s, "q");
	look(room, 500);
	sitting_types(s, "y");
	look(room, 500);
	sitting_types(s, "q");
	return is_so(sitting_end(s, 20000) == 0, "it ends");
}

static int
leave(void **state)
{
	struct room *room = *state;

	sitting_fini(&room->sitting);
	nullsink_kill(&room->sink);
	return 0;
}

/* A machine that tests may be busy, and what is to be heard then is not always heard
 * in time. */
#define TRIES 3

static void
try(void **state, bool (*once)(struct room *room))
{
	bool ok = false;

	for (int i = 0; i < TRIES && !ok; i++) {
		ok = once(*state);
		leave(state);
	}
	assert_true(ok);
}

/* --- the device ------------------------------------------------------------------ */

/* Until a tone of the session is in the recording that runs. */
static bool
sounds_again(struct room *room)
{
	const struct heard *heard = &room->sitting.heard;
	int64_t from = 0, at;
	double rep = 0, end = 0;

	for (int i = 0; i < 60 && rep < 0.9 && end < 0.9; i++) {
		look(room, 500);
		at = heard_onset(heard, from);
		if (at + 48000 >= heard->frames)
			continue;
		find_tone(room, "rep", at - 2400, at + 2400, &rep);
		find_tone(room, "end", at - 2400, at + 2400, &end);
		/* A line may be first; go on behind what sounds. */
		from = at + 9600;
	}
	return rep >= 0.9 || end >= 0.9;
}

static bool
loses_its_device(struct room *room)
{
	struct sitting *s = &room->sitting;

	sit_down(room, "short");
	look(room, 6500);
	sitting_record_stop(s);
	if (!is_so(sitting_count(s, "no sound") == 0, "there is sound at first"))
		return false;
	assert_true(nullsink_unload("cap"));
	if (!is_so(sitting_sees(s, "no sound", 1, 20000), "it says so"))
		return false;
	/* Two tones are due meanwhile. */
	look(room, 9000);
	assert_true(nullsink_load("cap", "cap"));
	assert_true(sitting_record(s));
	if (!is_so(sounds_again(room), "it sounds again") ||
	    !is_so(sitting_count(s, "no sound") == 1, "it said so once"))
		return false;
	sitting_types(s, "q");
	look(room, 500);
	sitting_types(s, "y");
	return is_so(sitting_sees(s, "cues could not be played", 1, 20000),
	    "at the end it says how many cues were missed");
}

/* The session goes on without it, and with it again when it is back. */
static void
test_device_gone_and_back(void **state)
{
	try(state, loses_its_device);
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

/* Presses a key, looks on for longer than its tone takes, and finds the whole tone.
 * Where it ends; -1: it was not heard. */
static int64_t
press(struct room *room, const char *key)
{
	int64_t from = frame_now(&room->sitting), at;
	double alike;

	sitting_types(&room->sitting, key);
	look(room, 1500);
	/* A server without a card is ahead of the clock. */
	at = find_tone(
	    room, "key", from - 300 * HEARING_MS, from + 900 * HEARING_MS, &alike);
	print_message("# '%s': its tone after %d ms, alike %.2f\n", key,
	    (int)((at - from) / HEARING_MS), alike);
	if (!is_so(alike > 0.98, "the whole tone is heard"))
		return -1;
	return at + cueset_get(room->hearing.cues, "key", NULL)->frames;
}

/* The tone of a key, and behind it nothing until now. */
static bool
answers_and_is_silent(struct room *room, const char *key)
{
	const struct heard *heard = &room->sitting.heard;
	int64_t from = press(room, key);

	return from >= 0 &&
	       is_so(heard->frames - from > 300 * HEARING_MS, "there is more") &&
	       is_so(heard_peak(heard, from, heard->frames - from) <= 1,
		   "it is silent");
}

/* Looks for half a second of the line, half a second from its beginning, behind a
 * frame; where then the line began. */
static int64_t
find_line(const struct room *room, const struct sounding *line, int64_t from,
    double *alike)
{
	const int64_t into = 500 * HEARING_MS, reach = 750 * HEARING_MS;

	return heard_find(&room->sitting.heard, from + into + reach, reach,
		   line->sample->pcm + into, 500 * HEARING_MS, alike) -
	       into;
}

static bool
is_paused_in_a_line(struct room *room)
{
	const struct sounding *line = long_line(&room->hearing);
	struct sitting *s = &room->sitting;
	int64_t from, began;
	double alike;

	sit_down(room, "full");
	sitting_look(s, s->begun_ns + (line->at / HEARING_MS + 1500) * CLOCK_MS);
	if (!answers_and_is_silent(room, " "))
		return false;
	for (int i = 0; i < 4; i++)
		if (!answers_and_is_silent(room, i % 2 ? "-" : "+"))
			return false;
	from = frame_now(s);
	if (press(room, " ") < 0)
		return false;
	look(room, 2500);
	began = find_line(room, line, from, &alike);
	print_message("# the line again %d ms after that, alike %.2f\n",
	    (int)((began - from) / HEARING_MS), alike);
	return is_so(alike > 0.9 && began > from, "the line is said again") &&
	       stop(room);
}

/* A pause cuts what is being said, keys are answered while it lasts, and when it is
 * over the line is said again. */
static void
test_paused(void **state)
{
	try(state, is_paused_in_a_line);
}

static void
confirm(const char *how)
{
	const char *build = getenv("top_builddir");
	char line[1024];

	snprintf(line, sizeof(line), "%s/uncoil config set session.confirm %s",
	    build ? build : ".", how);
	assert_int_equal(0, system(line));
}

/* What the voice says, looked for from a frame on and for three seconds: where it
 * begins, by its first part, which nothing else may sound in. */
static int64_t
find_said(const struct room *room, const struct sample *said, int64_t from)
{
	const int64_t reach = 1500 * HEARING_MS;
	double alike;
	int64_t at = heard_find(&room->sitting.heard, from + reach, reach,
	    said->pcm, 200 * HEARING_MS, &alike);

	print_message("# said after %d ms, alike %.2f\n",
	    (int)((at - from) / HEARING_MS), alike);
	return alike > 0.95 ? at : -1;
}

static bool
is_answered_in_words(struct room *room)
{
	const struct sounding *line = long_line(&room->hearing);
	const struct sample *paused = hearing_say(&room->hearing, "Paused.");
	const struct sample *on = hearing_say(&room->hearing, "On we go.");
	struct sitting *s = &room->sitting;
	int64_t from, answer;

	sit_down(room, "full");
	sitting_look(s, s->begun_ns + (line->at / HEARING_MS + 1500) * CLOCK_MS);
	from = frame_now(s);
	sitting_types(s, " ");
	look(room, 3500);
	if (!is_so(find_said(room, paused, from) >= 0, "Paused. is said"))
		return false;
	from = frame_now(s) - 300 * HEARING_MS;
	sitting_types(s, " ");
	look(room, 4000);
	answer = find_said(room, on, from);
	return is_so(answer >= 0, "On we go. is said") &&
	       is_so(find_said(room, line->sample, answer + on->frames) >= 0,
		   "and behind it the line again") &&
	       stop(room);
}

static void
test_answered_in_words(void **state)
{
	confirm("voice");
	try(state, is_answered_in_words);
	confirm("tone");
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

/* Both of them in what was heard from there on. */
static bool
both_are_heard(const struct room *room, int64_t from, const int16_t *noise)
{
	const struct heard *heard = &room->sitting.heard;
	int64_t began, tone;
	double alike;

	began = heard_find(heard, from + LATE / 2, LATE, noise, SLICE, &alike);
	print_message("# the music after %d ms, alike %.2f\n",
	    (int)((began - from) / HEARING_MS), alike);
	if (!is_so(alike > 0.2, "the music is heard"))
		return false;
	tone = find_tone(room, "start", from, from + 4 * 48000, &alike);
	print_message("# our tone %d ms later, alike %.2f\n",
	    (int)((tone - began) / HEARING_MS), alike);
	if (!is_so(alike > 0.2 && tone > began && tone < began + NOISE - SLICE,
		"our tone is heard beside it"))
		return false;
	/* And the music goes on beneath it, where it belongs. */
	return is_so(heard_find(heard, tone, 2400, noise + (tone - began), SLICE,
			 &alike) == tone &&
			 alike > 0.2,
	    "the music goes on beneath it");
}

static bool
sits_beside_music(struct room *room)
{
	struct sitting *s = &room->sitting;
	int16_t *noise = mem_new(NOISE, sizeof(*noise));
	char path[300], line[800];
	int64_t from;
	bool ok;

	snprintf(path, sizeof(path), "%s/noise", room->sink.dir);
	make_noise(path, noise);
	snprintf(line, sizeof(line),
	    "pacat --raw --format=s16le --rate=48000 --channels=1 '%s' 2>&1 &",
	    path);
	sit_down(room, "short");
	sitting_look(s, s->begun_ns + 3 * CLOCK_S);
	from = frame_now(s);
	assert_int_equal(0, system(line));
	look(room, 7000);
	ok = both_are_heard(room, from, noise);
	free(noise);
	return ok && stop(room);
}

/* Both are heard at once: nobody has the device alone. */
static void
test_beside_music(void **state)
{
	try(state, sits_beside_music);
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
	    cmocka_unit_test_teardown(test_answered_in_words, leave),
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
