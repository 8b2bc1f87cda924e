/* Lines that are spoken, kept, said, let go and spoken again. */
#include "../test.h"

#include "audio/voice.h"
#include "base/mem.h"
#include "base/str.h"
#include "fake.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CACHE_MAX (8 * 1024 * 1024)

struct bench {
	struct fake fake;
	struct voice_lines *voice;
	struct str told;
};

static struct voice_lines *
begin(struct bench *b, const char *cache)
{
	const struct voice_options o = {
	    b->fake.command, "en", "150", "50", cache, CACHE_MAX};

	return voice_new(&o);
}

static int
setup(void **state)
{
	struct bench *b = mem_new(1, sizeof(*b));

	fake_make(&b->fake, "tone", 500);
	b->voice = begin(b, b->fake.cache);
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	struct bench *b = *state;
	bool left;

	voice_free(b->voice);
	left = waitpid(-1, NULL, WNOHANG) != -1 || errno != ECHILD;
	folder_remove(&b->fake.at);
	str_fini(&b->told);
	free(b);
	return left ? -1 : 0;
}

static void
again(struct bench *b, const char *mode, const char *cache)
{
	voice_free(b->voice);
	fake_mode(&b->fake, mode);
	b->voice = begin(b, cache);
}

/* What is told now: "KEY MS" or "error TEXT", each with a newline. */
static const char *
told(struct bench *b)
{
	struct err err;
	const char *key;
	int ms;

	str_clear(&b->told);
	while (voice_length(b->voice, &key, &ms))
		str_addf(&b->told, "%s %d\n", key, ms);
	while (voice_error(b->voice, &err))
		str_addf(&b->told, "error %s\n", err.text);
	return b->told.s;
}

/* Until nothing speaks any more; the time stands still. */
static void
run(struct bench *b)
{
	int fds[VOICE_SYNTHS_MAX];

	for (int i = 0; i < 4000; i++) {
		int64_t until = voice_turn(b->voice, 1);
		int n = voice_fds(b->voice, fds);
		struct pollfd end = {.fd = n ? fds[0] : -1, .events = POLLIN};

		if (until == VOICE_NEVER)
			return;
		poll(&end, 1, until == 1 ? 0 : 10);
	}
	fail_msg("it speaks for ever");
}

static void
ask(struct bench *b, const char *key, const char *text)
{
	assert_true(voice_ask(b->voice, key, text, false));
}

/* 500 ms and a margin at both ends, to a piece of 5 ms. */
static void
is_tone(struct bench *b, const char *key)
{
	struct line *line = voice_line(b->voice, key);

	assert_non_null(line);
	assert_int_equal(LINE_READY, line->state);
	assert_in_range(line->frames, 515 * 48, 531 * 48);
}

static void
test_length(void **state)
{
	struct bench *b = *state;

	ask(b, "a", "Roll to your side.");
	assert_string_equal("", told(b));
	run(b);
	is_tone(b, "a");
	assert_int_equal(0, strncmp(told(b), "a 5", 3));
	assert_string_equal("", told(b));
	/* Asked again, it is answered again. */
	ask(b, "a", "Roll to your side.");
	assert_int_equal(0, strncmp(told(b), "a 5", 3));
	assert_int_equal(1, fake_count(&b->fake));
	/* Another session has it at once. */
	again(b, "tone", b->fake.cache);
	ask(b, "b", "Roll to your side.");
	assert_int_equal(0, strncmp(told(b), "b 5", 3));
	run(b);
	assert_int_equal(1, fake_count(&b->fake));
	/* Another command is another voice. */
	again(b, "slow", b->fake.cache);
	ask(b, "b", "Roll to your side.");
	assert_string_equal("", told(b));
}

/* The one that is due soonest first, then as asked. */
static void
test_order(void **state)
{
	struct bench *b = *state;
	char key[8], *spoken;
	const char *last, *first;

	for (int i = 0; i < 40; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		ask(b, key, key);
	}
	voice_due(b->voice, voice_line(b->voice, "k38"), 2000);
	voice_due(b->voice, voice_line(b->voice, "k39"), 1000);
	run(b);
	spoken = fake_spoken(&b->fake);
	assert_int_equal(40, fake_count(&b->fake));
	/* Those of one moment are begun together: which writes first is chance. */
	first = strstr(spoken, "k39\n");
	last = strstr(spoken, "k37\n");
	assert_non_null(first);
	assert_in_range(first - spoken, 0, 4 * VOICE_SYNTHS_MAX);
	assert_in_range(
	    last - spoken, strlen(spoken) - 4 * VOICE_SYNTHS_MAX, strlen(spoken));
	free(spoken);
}

/* The key means another line; the first may still be said. */
static void
test_key(void **state)
{
	struct bench *b = *state;
	struct line *first;

	ask(b, "a", "One.");
	first = voice_line(b->voice, "a");
	first->says++;
	ask(b, "a", "Two.");
	assert_ptr_not_equal(first, voice_line(b->voice, "a"));
	run(b);
	assert_int_equal(LINE_READY, first->state);
	assert_int_equal(0, strncmp(told(b), "a 5", 3));
	assert_string_equal("", told(b));
	first->says--;
	/* As often as one likes. */
	for (int i = 0; i < 3 * VOICE_LINES_MAX; i++) {
		char text[16];

		snprintf(text, sizeof(text), "%d", i);
		ask(b, "a", text);
	}
	for (int i = 0; i < VOICE_LINES_MAX - 1; i++) {
		char key[16];

		snprintf(key, sizeof(key), "k%d", i);
		ask(b, key, "Three.");
	}
	assert_false(voice_ask(b->voice, "one-more", "Four.", false));
}

/* So many speak at once here. */
static long
synths(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > VOICE_SYNTHS_MAX ? VOICE_SYNTHS_MAX : n;
}

static void
test_failures(void **state)
{
	static const struct {
		const char *mode, *why;
	} rows[] = {
	    {"garbage", "cannot speak: sh: "},
	    {"nothing", "cannot speak: sh: wrote nothing"},
	    {"status", "cannot speak: sh: ended with status 3"},
	    {"crash", "cannot speak: sh: was ended by signal 11"},
	    {"endless", "cannot speak: sh: wrote over 8 MB"},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		print_message("# %s\n", rows[i].mode);
		again(b, rows[i].mode, NULL);
		ask(b, "a", "One.");
		run(b);
		assert_int_equal(0, strncmp(told(b), "a 0\nerror ", 10));
		assert_non_null(strstr(b->told.s, rows[i].why));
		/* It is said once; after three nobody tries any more. */
		for (int k = 0; k < 20; k++) {
			char key[8];

			snprintf(key, sizeof(key), "k%d", k);
			ask(b, key, key);
		}
		run(b);
		assert_non_null(strstr(told(b), "k0 0\n"));
		assert_non_null(strstr(b->told.s, "k19 0\n"));
		assert_null(strstr(b->told.s, "error"));
		assert_in_range(fake_count(&b->fake), 3, 2 + synths());
		unlink(b->fake.log);
	}
}

/* Three in a row: what could be spoken between them begins the count anew. */
static void
test_failures_apart(void **state)
{
	static const char *const texts[] = {
	    "Bad one.", "Bad two.", "Good.", "Bad three.", "Bad four.", "Well."};
	struct bench *b = *state;

	again(b, "picky", NULL);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		ask(b, "a", texts[i]);
		run(b);
		assert_true(
		    (strstr(told(b), "a 0\n") != NULL) == (*texts[i] == 'B'));
	}
	assert_int_equal(ARRAY_LEN(texts), fake_count(&b->fake));
}

static void
test_missing(void **state)
{
	struct bench *b = *state;

	voice_free(b->voice);
	strcpy(b->fake.command, "nobody-has-this -x");
	b->voice = begin(b, NULL);
	ask(b, "a", "One.");
	ask(b, "b", "Two.");
	run(b);
	assert_string_equal("a 0\nb 0\nerror nobody-has-this is not there; "
			    "install it or set voice.program\n",
	    told(b));
	ask(b, "c", "Three.");
	assert_string_equal("c 0\n", told(b));
	voice_free(b->voice);
	strcpy(b->fake.command, " ");
	b->voice = begin(b, NULL);
	ask(b, "a", "One.");
	ask(b, "b", "Two.");
	assert_string_equal("a 0\nb 0\nerror voice.program is no command: set it "
			    "to a program that reads text and writes WAV\n",
	    told(b));
}

/* A sound is there while it is used, and not longer. */
static void
test_sample(void **state)
{
	struct bench *b = *state;
	const struct sample *one, *two;
	struct line *line;

	ask(b, "a", "One.");
	run(b);
	line = voice_line(b->voice, "a");
	assert_int_equal(0, voice_bytes(b->voice));
	one = voice_sample(b->voice, line);
	assert_non_null(one);
	assert_int_equal(line->frames, one->frames);
	assert_int_equal(2 * line->frames, voice_bytes(b->voice));
	assert_ptr_equal(one, voice_sample(b->voice, line));
	assert_null(voice_release(b->voice, line));
	assert_ptr_equal(one, voice_release(b->voice, line));
	assert_int_equal(0, voice_bytes(b->voice));
	/* The mixer has it still, and it is wanted once more. */
	two = voice_sample(b->voice, line);
	assert_non_null(two);
	assert_ptr_not_equal(one, two);
	voice_gone(b->voice, one);
	assert_int_equal(2 * line->frames, voice_bytes(b->voice));
	voice_gone(b->voice, voice_release(b->voice, line));
}

static int
remove_all(const char *dir)
{
	char command[1000];

	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

/* Without a cache, or when somebody has emptied it, it is spoken again. */
static void
test_again(void **state)
{
	struct bench *b = *state;
	struct line *line;
	struct err err;

	for (int i = 0; i < 2; i++) {
		again(b, "tone", i ? NULL : b->fake.cache);
		unlink(b->fake.log);
		ask(b, "a", "One.");
		run(b);
		told(b);
		line = voice_line(b->voice, "a");
		assert_int_equal(0, remove_all(b->fake.cache));
		assert_null(voice_sample(b->voice, line));
		assert_int_equal(LINE_WAITS, line->state);
		voice_due(b->voice, line, 1000);
		run(b);
		is_tone(b, "a");
		assert_int_equal(2, fake_count(&b->fake));
		/* It is kept for what it is due for, and its length not told again. */
		assert_string_equal("", told(b));
		assert_int_equal(2 * line->frames, voice_bytes(b->voice));
		voice_due(b->voice, line, VOICE_NEVER);
		assert_int_equal(0, voice_bytes(b->voice));
		assert_false(voice_log(b->voice, &err));
	}
}

/* A cache that cannot be written is worth a word in the log and no more. */
static void
test_no_cache(void **state)
{
	struct bench *b = *state;
	struct err err;

	again(b, "tone", b->fake.wav);
	ask(b, "a", "One.");
	ask(b, "b", "Two.");
	run(b);
	is_tone(b, "a");
	is_tone(b, "b");
	assert_null(strstr(told(b), "error"));
	assert_true(voice_log(b->voice, &err));
	assert_non_null(strstr(err.text, "Not a directory"));
	assert_false(voice_log(b->voice, &err));
}

static void
test_recorded(void **state)
{
	struct bench *b = *state;
	char path[800];

	assert_true(voice_ask(b->voice, "a", b->fake.wav, true));
	snprintf(path, sizeof(path), "%s/none.ogg", b->fake.at.path);
	assert_true(voice_ask(b->voice, "b", path, true));
	assert_true(voice_ask(b->voice, "c", b->fake.at.path, true));
	snprintf(path, sizeof(path), "%s/long.wav", b->fake.at.path);
	fake_wav(path, 58000);
	assert_true(voice_ask(b->voice, "d", path, true));
	fake_wav(path, 61000);
	for (int i = 0; i < 2; i++)
		voice_turn(b->voice, 1);
	is_tone(b, "a");
	assert_non_null(strstr(told(b), "b 0\nerror "));
	assert_non_null(strstr(b->told.s, "none.ogg: No such file"));
	voice_turn(b->voice, 1);
	assert_int_equal(0, strncmp(told(b), "c 0\nerror ", 10));
	run(b);
	assert_int_equal(0, strncmp(told(b), "d 0\nerror ", 10));
	assert_non_null(strstr(b->told.s, "longer than 60 s"));
	fake_wav(path, 58000);
	assert_true(voice_ask(b->voice, "e", path, true));
	run(b);
	assert_int_equal(0, strncmp(told(b), "e 580", 5));
	assert_int_equal(0, fake_count(&b->fake));
	/* Kept, until the file is another. */
	again(b, "tone", b->fake.cache);
	assert_true(voice_ask(b->voice, "e", path, true));
	assert_int_equal(0, strncmp(told(b), "e 580", 5));
	fake_wav(path, 1000);
	assert_true(voice_ask(b->voice, "f", path, true));
	run(b);
	assert_int_equal(0, strncmp(told(b), "f 10", 4));
}

/* Its end does not wait for a program that hangs. */
static void
test_stop(void **state)
{
	struct bench *b = *state;

	again(b, "hang", NULL);
	ask(b, "a", "One.");
	ask(b, "b", "Two.");
	assert_int_not_equal(VOICE_NEVER, voice_turn(b->voice, 1));
	/* Five seconds later it is given up. */
	voice_turn(b->voice, INT64_C(5000000001));
	assert_int_equal(0, strncmp(told(b), "a 0\n", 4));
	assert_non_null(strstr(b->told.s, "sh: had not ended after 5 s"));
	again(b, "hang", NULL);
	ask(b, "a", "One.");
	voice_turn(b->voice, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_length, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_order, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_key, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_failures, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_failures_apart, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_missing, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_sample, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_again, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_no_cache, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_recorded, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_stop, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
