#include "base/soundline.h"

#include "base/text.h"

#include "tests/test.h"

#include <stdbool.h>
#include <string.h>

#define KEY_64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* Every verb, at the edges of what it may hold, and the line that it is. */
static const struct {
	struct soundline line;
	const char *text;
} every[] = {
    {{.verb = SOUND_HELLO, .n = 1}, "hello 1"},
    {{.verb = SOUND_SPEECH, .key = "n1", .text = "Breathe out."},
	"speech n1 Breathe out."},
    {{.verb = SOUND_SPEECH, .key = KEY_64, .text = "\xc3\xbc"},
	"speech " KEY_64 " \xc3\xbc"},
    {{.verb = SOUND_RECORD, .key = "n1", .text = "/a b/c.ogg"},
	"record n1 /a b/c.ogg"},
    {{.verb = SOUND_PLAY, .ms = 0, .key = "start"}, "at 0 play start"},
    {{.verb = SOUND_PLAY, .ms = -3000, .key = "lead"}, "at -3000 play lead"},
    {{.verb = SOUND_SAY, .ms = SOUNDLINE_MS_MAX, .key = "n1"},
	"at 86400000 say n1"},
    {{.verb = SOUND_BED, .ms = 5, .key = "off"}, "at 5 bed off"},
    {{.verb = SOUND_BREATH, .ms = 7, .key = "in", .n = 4000},
	"at 7 breath in 4000"},
    {{.verb = SOUND_END, .ms = 120000}, "at 120000 end"},
    {{.verb = SOUND_CHAPTER, .ms = 5000, .text = "Cat and cow"},
	"at 5000 chapter Cat and cow"},
    {{.verb = SOUND_NOW_PLAY, .key = "key"}, "now play key"},
    {{.verb = SOUND_NOW_SAY, .key = "n1"}, "now say n1"},
    {{.verb = SOUND_CLOCK, .ms = -3000, .ns = INT64_MAX},
	"clock -3000 9223372036854775807"},
    {{.verb = SOUND_PAUSE}, "pause"},
    {{.verb = SOUND_FLUSH}, "flush"},
    {{.verb = SOUND_RELEASE, .ms = 2500}, "release 2500"},
    {{.verb = SOUND_VOLUME, .key = "cues", .n = -60}, "volume cues -60"},
    {{.verb = SOUND_VOLUME, .key = "all", .n = 0}, "volume all 0"},
    {{.verb = SOUND_TAG, .key = "title", .text = "Two minutes"},
	"tag title Two minutes"},
    {{.verb = SOUND_QUIT}, "quit"},
    {{.verb = SOUND_READY, .text = "the left one"}, "ready the left one"},
    {{.verb = SOUND_LOST, .text = "gone"}, "lost gone"},
    {{.verb = SOUND_BACK, .text = "x"}, "back x"},
    {{.verb = SOUND_LENGTH, .key = "n1", .n = 0}, "length n1 0"},
    {{.verb = SOUND_LATE, .n = 1000000}, "late 1000000"},
    {{.verb = SOUND_PLAYED, .n = 3}, "played 3"},
    {{.verb = SOUND_PROGRESS, .ms = 60000}, "progress 60000"},
    {{.verb = SOUND_ERROR, .text = "not known: x"}, "error not known: x"},
};

#define N_EVERY (sizeof(every) / sizeof(every[0]))

static bool
same(const struct soundline *a, const struct soundline *b)
{
	return a->verb == b->verb && a->ms == b->ms && a->ns == b->ns &&
	       a->n == b->n && strcmp(a->key, b->key) == 0 &&
	       strcmp(a->text, b->text) == 0;
}

static void
there_and_back(void **state)
{
	bool seen[SOUND_ERROR + 1] = {false};

	(void)state;
	for (size_t i = 0; i < N_EVERY; i++) {
		char buf[SOUNDLINE_MAX + 1];
		struct soundline back;
		struct err err = {""};
		size_t len = soundline_print(&every[i].line, buf);

		assert_int_equal(len, strlen(buf));
		assert_int_equal(buf[len - 1], '\n');
		buf[len - 1] = '\0';
		assert_string_equal(buf, every[i].text);
		if (!soundline_parse(buf, &back, &err) ||
		    !same(&back, &every[i].line))
			fail_msg("%s: %s", every[i].text, err.text);
		seen[every[i].line.verb] = true;
	}
	for (size_t i = 0; i < sizeof(seen); i++)
		assert_true(seen[i]);
}

static void
hostile_lines(void **state)
{
	static const struct {
		const char *s, *remark;
	} rows[] = {
	    {"", "nothing"},
	    {" ", "a space"},
	    {"hello", "a word missing"},
	    {"hello ", "nothing behind the space"},
	    {"hello 0", "below the range"},
	    {"hello 1000001", "above the range"},
	    {"hello 1 2", "a word too many"},
	    {" hello 1", "a space before"},
	    {"hello  1", "two spaces"},
	    {"HELLO 1", "upper case"},
	    {"hello one", "not a number"},
	    {"hello 1x", "a number with a tail"},
	    {"at", "no time"},
	    {"at 5", "no act"},
	    {"at x play start", "a time that is none"},
	    {"at 86400001 play start", "later than a day"},
	    {"at -86400001 play start", "earlier than a day"},
	    {"at 99999999999999999999 play start", "a time that overflows"},
	    {"at 5 sing start", "an act not known"},
	    {"at 5 play", "no name"},
	    {"at 5 play ../../etc/passwd", "a path for a name"},
	    {"at 5 play " KEY_64 "0", "a name of 65 bytes"},
	    {"at 5 play a b", "two names"},
	    {"at 5 breath in 0", "a breath of nothing"},
	    {"at 5 breath in 60001", "a breath of over a minute"},
	    {"at 5 end now", "a word too many"},
	    {"clock 0", "no second time"},
	    {"clock 0 -1", "a clock before its start"},
	    {"clock 0 9223372036854775808", "a clock that overflows"},
	    {"speech n1", "no text"},
	    {"speech n1 ", "an empty text"},
	    {"speech n1 \xff", "a text that is not UTF-8"},
	    {"volume cues 1", "louder than full"},
	    {"volume cues -61", "quieter than the range"},
	    {"pause now", "a word too many"},
	    {"play start", "an act alone"},
	    {"shout", "a verb not known"},
	    {"a-verb-that-is-longer-than-any", "a verb too long"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct soundline line;
		struct err err = {""};

		if (soundline_parse(rows[i].s, &line, &err) || !*err.text)
			fail_msg("accepted, or no reason: %s", rows[i].remark);
	}
}

static void
lines_have_a_length(void **state)
{
	struct soundline line = {.verb = SOUND_SPEECH, .key = "n1"}, back;
	char buf[SOUNDLINE_MAX + 1], text[SOUNDLINE_MAX + 1];

	(void)state;
	memset(text, 'x', SOUNDLINE_MAX);
	text[SOUNDLINE_MAX] = '\0';
	memcpy(text, "speech n1 ", 10);
	assert_false(soundline_parse(text, &back, NULL));
	text[SOUNDLINE_MAX - 1] = '\0';
	assert_true(soundline_parse(text, &back, NULL));

	/* a text that does not fit is cut between characters */
	for (size_t i = 0; i + 2 < sizeof(line.text); i += 2)
		memcpy(line.text + i, "\xc3\xbc", 2);
	assert_true(soundline_print(&line, buf) <= SOUNDLINE_MAX);
	buf[strlen(buf) - 1] = '\0';
	assert_true(soundline_parse(buf, &back, NULL));
	assert_int_equal(text_valid(buf, strlen(buf)), strlen(buf));
}

/* Controls in a text cannot begin a second line. */
static void
one_message_is_one_line(void **state)
{
	struct soundline line = {.verb = SOUND_ERROR, .text = "a\nquit\r\x1b"},
			 back;
	char buf[SOUNDLINE_MAX + 1];

	(void)state;
	soundline_print(&line, buf);
	assert_ptr_equal(strchr(buf, '\n'), buf + strlen(buf) - 1);
	assert_null(strpbrk(buf, "\r\x1b"));
	line.text[0] = '\0';
	soundline_print(&line, buf);
	buf[strlen(buf) - 1] = '\0';
	assert_true(soundline_parse(buf, &back, NULL));
}

/* 200,000 damaged lines: what is accepted prints to something that reads as
 * the same again, and is within its limits. */
static void
damaged_lines(void **state)
{
	uint32_t seed = 20261122;
	int accepted = 0, refused = 0;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		char buf[SOUNDLINE_MAX + 1];
		struct soundline line, back;
		struct err err = {""};
		size_t len;

		strcpy(buf, every[(size_t)i % N_EVERY].text);
		len = strlen(buf);
		for (int hits = 1 + i % 3; hits > 0; hits--) {
			seed = seed * 1664525u + 1013904223u;
			buf[(seed >> 8) % len] =
			    seed & 0x80 ? " 0-9aznft\n\xc3\xff"[seed % 12]
					: (char)(seed >> 24);
		}
		if (!soundline_parse(buf, &line, &err)) {
			assert_true(*err.text);
			refused++;
			continue;
		}
		accepted++;
		assert_in_range(
		    line.ms + SOUNDLINE_MS_MAX, 0, 2 * SOUNDLINE_MS_MAX);
		assert_true(line.ns >= 0);
		soundline_print(&line, buf);
		buf[strlen(buf) - 1] = '\0';
		if (!soundline_parse(buf, &back, &err))
			fail_msg("own line is not read: %s: %s", buf, err.text);
		assert_int_equal(back.verb, line.verb);
		assert_string_equal(back.key, line.key);
		assert_true(
		    back.ms == line.ms && back.ns == line.ns && back.n == line.n);
	}
	assert_true(accepted > 10000 && refused > 10000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(there_and_back),
	    cmocka_unit_test(hostile_lines),
	    cmocka_unit_test(lines_have_a_length),
	    cmocka_unit_test(one_message_is_one_line),
	    cmocka_unit_test(damaged_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
