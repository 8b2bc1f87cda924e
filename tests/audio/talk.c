/* Lines in, answers out, against the null output with a clock of our own. */
#include "../test.h"

#include "audio/talk.h"
#include "base/mem.h"
#include "base/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MS INT64_C(1000000)

struct bench {
	struct talk talk;
	struct output *out;
	int64_t now;
};

static int
setup(void **state)
{
	struct bench *b = mem_new(1, sizeof(*b));
	char *dir = paths_shipped(), sounds[4096];
	struct err err;

	snprintf(sounds, sizeof(sounds), "%s/sounds", dir);
	free(dir);
	b->out = output_open(&output_null, (struct output_where){0}, &err);
	talk_init(&b->talk, cueset_new(sounds, "soft"), NULL, b->out);
	b->now = 1000000 * MS;
	*state = b;
	return b->out ? 0 : -1;
}

static int
teardown(void **state)
{
	struct bench *b = *state;
	struct err err;
	bool ok = output_close(b->out, &err);

	cueset_free(b->talk.cues);
	talk_fini(&b->talk);
	free(b);
	return ok ? 0 : -1;
}

/* What is answered to the lines. */
static const char *
say(struct bench *b, const char *lines)
{
	str_clear(&b->talk.answers);
	talk_bytes(&b->talk, lines, strlen(lines), b->now);
	b->out->ops->turn(b->out, b->now);
	talk_news(&b->talk);
	return b->talk.answers.s;
}

/* What is told when so much time has gone by. */
static const char *
later(struct bench *b, int ms)
{
	b->now += ms * MS;
	return say(b, "");
}

static const char *
clock_line(const struct bench *b, int64_t ms, char *buf)
{
	sprintf(buf, "clock %lld %lld\n", (long long)ms, (long long)b->now);
	return buf;
}

static void
test_answers(void **state)
{
	static const struct {
		const char *line, *answer;
	} rows[] = {
	    {"hello 1\n", "hello 1\nready null\n"},
	    {"hello 2\n", "hello 1\n"},
	    {"speech a-1 Roll to your side.\n", "length a-1 0\n"},
	    {"at 0 say a-1\n", "error say of what was not spoken\n"},
	    {"at 5 say a-2\n", ""},
	    {"at 5 bed rain\nat 5 bed waves\nat 5 bed brown\n"
	     "at 5 bed drone\nat 5 bed off\n",
		""},
	    {"at 5 bed tea\n", "error no such bed\n"},
	    {"at 5 bed own\n", "error no file for a bed of your own\n"},
	    {"at 5 breath in 4000\nat 5 breath out 1\n", ""},
	    {"at 5 breath up 4000\n", "error a breath goes in or out\n"},
	    {"at 5 breath in 60001\n",
		"error cannot be read: at 5 breath in 60001\n"},
	    {"at 5 end\n", "error end is for files: say quit\n"},
	    {"tag title x\n", "error tag is for files, before their end\n"},
	    {"at 0 chapter x\n", "error chapter is for files, before their end\n"},
	    {"volume cues -6\nvolume all -60\n", ""},
	    {"volume bed -6\nvolume voice -6\nvolume breath -6\n", ""},
	    {"volume tea -6\n", "error volume of what\n"},
	    {"at 1 play nothing\n", "error no sound file for nothing in *"},
	    {"at 1 play nothing\n", ""},
	    {"at 1 play ../../x\n", "error cannot be read: at 1 play ../../x\n"},
	    {"at 1 play Start\n", "error cannot be read: at 1 play Start\n"},
	    {"play start\n", "error not known: play start\n"},
	    {"\n", "error not known: \n"},
	    {"ready now\n", "error not for this side: ready now\n"},
	    {"error x\n", "error not for this side: error x\n"},
	    {"late 5\n", "error not for this side: late 5\n"},
	    {"pause\nflush\n", ""},
	    {"pause now\n", "error cannot be read: pause now\n"},
	    {"clock 0\n", "error cannot be read: clock 0\n"},
	    {"clock 99999999999 1\n",
		"error cannot be read: clock 99999999999 1\n"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *got = say(*state, rows[i].line);
		size_t n = strcspn(rows[i].answer, "*");

		print_message("# %s", rows[i].line);
		if (rows[i].answer[n])
			assert_memory_equal(rows[i].answer, got, n);
		else
			assert_string_equal(rows[i].answer, got);
	}
}

/* In pieces of one byte, over-long, with NULs, and cut by quit. */
static void
test_pieces(void **state)
{
	struct bench *b = *state;
	static char huge[3 * SOUNDLINE_MAX];
	const char nul[] = "hello\0 1\nhello 1\n";

	say(b, "");
	for (const char *s = "hello 1\nspeech k hi\n"; *s; s++) {
		char one[2] = {*s, '\0'};

		talk_bytes(&b->talk, one, 1, b->now);
	}
	assert_non_null(strstr(b->talk.answers.s, "hello 1\nlength k 0\n"));
	memset(huge, 'x', sizeof(huge) - 1);
	assert_string_equal("", say(b, huge));
	assert_string_equal(
	    "error a line of over 1024 bytes\nhello 1\n", say(b, "\nhello 1\n"));
	say(b, "");
	str_clear(&b->talk.answers);
	talk_bytes(&b->talk, nul, sizeof(nul) - 1, b->now);
	assert_string_equal(
	    "error a line with a NUL in it\nhello 1\n", b->talk.answers.s);
	assert_string_equal("", say(b, "quit\nhello 1\n"));
	assert_true(b->talk.over);
}

/* A program that sends and never reads does not make us grow. */
static void
test_never_read(void **state)
{
	struct bench *b = *state;

	for (int i = 0; i < 20000; i++)
		talk_bytes(&b->talk, "nonsense\n", 9, b->now);
	assert_in_range(b->talk.answers.len, 60000, 65536);
}

static void
test_played(void **state)
{
	struct bench *b = *state;
	char line[64];

	say(b, "hello 1\nat 1000 play start\nat 3000 play rep\n");
	assert_string_equal("", say(b, clock_line(b, 0, line)));
	assert_string_equal("", later(b, 999));
	assert_string_equal("", later(b, 600));
	/* The first rides on the second: nothing was to be woken for it. */
	assert_string_equal("played 1\n", later(b, 100));
	assert_string_equal("played 2\n", later(b, 2000));
}

static void
test_late(void **state)
{
	struct bench *b = *state;
	char line[64];

	say(b, "hello 1\n");
	say(b, clock_line(b, 10000, line));
	assert_string_equal("late 1\n", say(b, "at 9000 play rep\n"));
	assert_string_equal("", say(b, "at 9900 play rep\n"));
	assert_string_equal("played 1\n", later(b, 500));
}

/* A pause holds what waits; flush forgets it. */
static void
test_pause(void **state)
{
	struct bench *b = *state;
	char line[64];

	say(b, "hello 1\nat 1000 play rep\n");
	say(b, clock_line(b, 0, line));
	later(b, 500);
	assert_string_equal("", say(b, "pause\n"));
	assert_string_equal("", later(b, 60000));
	assert_string_equal("", say(b, clock_line(b, 500, line)));
	assert_string_equal("", later(b, 499));
	assert_string_equal("played 1\n", later(b, 500));
	say(b, "at 5000 play rep\nflush\n");
	assert_string_equal("", later(b, 10000));
}

/* What a key did is heard, paused or not, whatever is flushed. */
static void
test_now(void **state)
{
	struct bench *b = *state;

	say(b, "hello 1\n");
	assert_string_equal("", say(b, "now play rep\nflush\n"));
	assert_string_equal("played 1\n", later(b, 1000));
	assert_non_null(strstr(say(b, "now play no\n"), "error no sound file"));
}

/* The null output says when it wants to be woken, and no sooner. */
static void
test_deadline(void **state)
{
	struct bench *b = *state;
	char line[64];

	assert_int_equal(OUTPUT_NEVER, b->out->ops->turn(b->out, b->now));
	say(b, "at 1000 play rep\n");
	assert_int_equal(OUTPUT_NEVER, b->out->ops->turn(b->out, b->now));
	say(b, clock_line(b, 0, line));
	assert_in_range(b->out->ops->turn(b->out, b->now), b->now + 1000 * MS,
	    b->now + 1001 * MS);
	later(b, 1001);
	/* While it sounds: its end. */
	assert_in_range(b->out->ops->turn(b->out, b->now), b->now + 350 * MS,
	    b->now + 362 * MS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_answers, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_pieces, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_never_read, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_played, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_late, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_pause, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_now, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_deadline, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
