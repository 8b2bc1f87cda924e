#include "cue/child.h"

#include "base/str.h"
#include "tests/test.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define S INT64_C(1000000000)

/* A helper made of shell: what it does is the row's. */
struct fake {
	char dir[64], path[96], said[96];
	struct sound *snd;
};

static void
make_fake(struct fake *f, const char *script)
{
	FILE *file;

	snprintf(f->dir, sizeof(f->dir), "/tmp/uncoil-child-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->path, sizeof(f->path), "%s/helper", f->dir);
	snprintf(f->said, sizeof(f->said), "%s/said", f->dir);
	file = fopen(f->path, "w");
	assert_non_null(file);
	fprintf(file, "#!/bin/sh\ncd '%s'\n%s\n", f->dir, script);
	fclose(file);
	chmod(f->path, 0700);
	f->snd = sound_new(&(struct sound_options){
	    .helper = f->path, .sounds = "s", .set = "soft", .output = "null"});
}

static void
remove_fake(struct fake *f)
{
	sound_free(f->snd);
	unlink(f->path);
	unlink(f->said);
	rmdir(f->dir);
}

/* Waits for the helper to say or to do something: its pipe wakes us. */
static void
listen(struct fake *f, int64_t now)
{
	struct pollfd answers = {sound_fd(f->snd), POLLIN, 0};

	assert_int_equal(poll(&answers, 1, 10000), 1);
	sound_read(f->snd, now);
}

static char *
read_said(const struct fake *f)
{
	static char text[4096];
	FILE *file = fopen(f->said, "r");
	size_t n = 0;

	if (file) {
		n = fread(text, 1, sizeof(text) - 1, file);
		fclose(file);
	}
	text[n] = '\0';
	return text;
}

static void
test_ready_and_lost(void **state)
{
	struct fake f;

	(void)state;
	make_fake(&f,
	    "echo hello 1; echo lost nobody answers; read x; echo ready card;"
	    "read x; echo late 1; echo late 3; echo nonsense; echo back card; read "
	    "x");
	assert_int_equal(sound_fd(f.snd), -1);
	assert_true(sound_start(f.snd, 0));
	assert_false(sound_start(f.snd, 0));
	assert_true(sound_due(f.snd) == INT64_MAX);
	while (!sound_notice(f.snd))
		listen(&f, 0);
	assert_string_equal(sound_notice(f.snd), "no sound: nobody answers");
	sound_send(f.snd, "pause\n", 0);
	while (sound_notice(f.snd))
		listen(&f, 0);
	sound_send(f.snd, "flush\n", 0);
	while (sound_missed(f.snd) < 3)
		listen(&f, 0);
	assert_int_equal(sound_missed(f.snd), 3);
	remove_fake(&f);
}

/* On what it plays is said for a while where it is another than was asked for,
 * and it is no complaint. */
static void
test_another_device(void **state)
{
	struct fake f;

	(void)state;
	make_fake(&f, "echo ready Headset; echo back Speakers instead of Headset;"
		      "read x; echo lost it; read x; echo back Headset; read x");
	assert_true(sound_start(f.snd, S));
	while (!sound_news(f.snd, S))
		listen(&f, S);
	assert_string_equal(
	    sound_news(f.snd, 10 * S), "sound: Speakers instead of Headset");
	assert_null(sound_notice(f.snd));
	assert_null(sound_news(f.snd, 12 * S));
	sound_send(f.snd, "pause\n", 0);
	while (!sound_notice(f.snd))
		listen(&f, 12 * S);
	sound_send(f.snd, "pause\n", 0);
	while (sound_notice(f.snd))
		listen(&f, 12 * S);
	assert_null(sound_news(f.snd, 12 * S));
	remove_fake(&f);
}

static void
test_is_told_all(void **state)
{
	struct fake f;

	(void)state;
	make_fake(&f, "echo \"$@\" >said; head -n 2 >>said; echo lost x; sleep 60");
	assert_true(sound_start(f.snd, 0));
	sound_send(f.snd, "hello 1\nat 5000 play start\n", 0);
	/* A busy machine takes its time to start a shell. */
	while (!sound_notice(f.snd))
		listen(&f, 0);
	assert_string_equal(read_said(&f),
	    "--output null --sounds s --cues soft\nhello 1\nat 5000 play start\n");
	remove_fake(&f);
}

/* What it complains of is kept where that can be, and it runs where not. */
static void
test_log(void **state)
{
	static const struct {
		const char *log, *kept;
	} rows[] = {
	    {"said", "a line\nit failed\n"}, /* behind what was there */
	    {".", ""},                       /* a folder */
	    {"no/such/folder", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fake f;
		char log[128];
		FILE *file;

		make_fake(&f, "echo it failed >&2; echo lost x; exec sleep 60");
		file = fopen(f.said, "w");
		assert_non_null(file);
		fputs(*rows[i].kept ? "a line\n" : "", file);
		fclose(file);
		sound_free(f.snd);
		snprintf(log, sizeof(log), "%s/%s", f.dir, rows[i].log);
		f.snd = sound_new(&(struct sound_options){.helper = f.path,
		    .sounds = "s",
		    .set = "soft",
		    .output = "null",
		    .log = log});
		assert_true(sound_start(f.snd, 0));
		while (!sound_notice(f.snd))
			listen(&f, 0);
		assert_string_equal(sound_notice(f.snd), "no sound: x");
		assert_string_equal(read_said(&f), rows[i].kept);
		remove_fake(&f);
	}
}

/* Killed again and again: 1, 2, 5, 10, 10 seconds; ready begins anew. */
static void
test_is_started_again(void **state)
{
	static const int waits[] = {1, 2, 5, 10, 10};
	struct fake f;
	int64_t now = 100 * S;

	(void)state;
	make_fake(&f, "exit 1");
	for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
		assert_true(sound_start(f.snd, now));
		while (sound_fd(f.snd) >= 0)
			listen(&f, now);
		assert_non_null(strstr(sound_notice(f.snd), "no sound: "));
		assert_true(sound_due(f.snd) == now + waits[i] * S);
		assert_false(sound_start(f.snd, now + waits[i] * S - 1));
		now += waits[i] * S;
	}
	remove_fake(&f);
}

static void
test_no_program(void **state)
{
	struct sound *snd =
	    sound_new(&(struct sound_options){.helper = "/nonexistent/uncoil-sound",
		.sounds = "s",
		.set = "soft",
		.output = "null"});

	(void)state;
	assert_false(sound_start(snd, 0));
	assert_string_equal(sound_notice(snd),
	    "no sound: the program uncoil-sound cannot be started");
	assert_true(sound_due(snd) == S);
	sound_send(snd, "flush\n", 0);
	assert_false(sound_read(snd, 0));
	sound_free(snd);
}

static void
test_that_does_not_listen(void **state)
{
	struct fake f;
	char line[1000];

	(void)state;
	make_fake(&f, "exec sleep 60");
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\0';
	assert_true(sound_start(f.snd, 0));
	for (int i = 0; i < 200 && sound_fd(f.snd) >= 0; i++)
		sound_send(f.snd, line, 0);
	assert_int_equal(sound_fd(f.snd), -1);
	assert_non_null(strstr(sound_notice(f.snd), "does not listen"));
	remove_fake(&f);
}

static void
test_a_flood(void **state)
{
	struct fake f;

	(void)state;
	make_fake(&f,
	    "head -c 100000 /dev/zero | tr '\\0' x; echo; echo ready x; read x");
	assert_true(sound_start(f.snd, 0));
	sound_send(f.snd, "flush\n", 0);
	while (sound_fd(f.snd) >= 0)
		listen(&f, 0);
	remove_fake(&f);
}

static void
make_writer(struct fake *f, const char *script)
{
	make_fake(f, script);
	sound_free(f->snd);
	f->snd = sound_new(&(struct sound_options){.helper = f->path,
	    .sounds = "s",
	    .set = "soft",
	    .output = "file",
	    .file = "x.wav",
	    .channels = 1});
	assert_true(sound_start(f->snd, 0));
	sound_send(f->snd, "at 1 end\n", 0);
}

static void
test_waits_for_a_file(void **state)
{
	struct fake f;

	(void)state;
	make_writer(&f, "echo \"$@\" >said; head -n 1 >>said;"
			"echo progress 1500; echo error disk full; exit 3");
	while (sound_wait(f.snd, -1) == SOUND_NEWS_ANSWER)
		;
	assert_int_equal(sound_end(f.snd), 3);
	assert_int_equal(sound_end(f.snd), -1);
	assert_int_equal(sound_written_ms(f.snd), 1500);
	assert_string_equal(sound_notice(f.snd), "sound: disk full");
	assert_string_equal(read_said(&f),
	    "--output file --sounds s --cues soft -o x.wav --channels 1\n"
	    "at 1 end\n");
	assert_int_equal(sound_wait(f.snd, -1), SOUND_NEWS_END);
	assert_true(sound_stop(f.snd));
	remove_fake(&f);
}

/* More than a pipe holds, to one that takes its time. */
static void
test_sends_much(void **state)
{
	struct str lines = {0};
	struct fake f;

	(void)state;
	make_writer(
	    &f, "read x; echo hello 1; sleep 0.2; head -c 380009 | wc -c >said");
	assert_int_equal(sound_wait(f.snd, -1), SOUND_NEWS_ANSWER);
	for (int i = 0; i < 20000; i++)
		str_add(&lines, "at 5000 play start\n");
	sound_send(f.snd, lines.s, 0);
	sound_send(f.snd, "at 1 end\n", 0);
	assert_int_equal(lines.len + 9, 380009);
	assert_int_equal(sound_wait(f.snd, -1), SOUND_NEWS_END);
	assert_int_equal(sound_end(f.snd), 0);
	assert_int_equal(atoi(read_said(&f)), 380009);
	str_fini(&lines);
	remove_fake(&f);
}

/* The other descriptor is heard while the helper is silent. */
static void
test_waits_for_another_too(void **state)
{
	struct fake f;
	int other[2];

	(void)state;
	make_writer(&f, "echo hello 1; cat >/dev/null; exec sleep 60");
	assert_int_equal(pipe(other), 0);
	while (sound_wait(f.snd, -1) != SOUND_NEWS_ANSWER)
		;
	assert_int_equal(write(other[1], "x", 1), 1);
	while (sound_wait(f.snd, other[0]) != SOUND_NEWS_ALSO)
		;
	close(other[0]);
	close(other[1]);
	remove_fake(&f);
}

/* One that tidies up, and one that is deaf and has to be killed. */
static void
test_is_stopped(void **state)
{
	static const struct {
		const char *script;
		bool tidy;
	} rows[] = {
	    {"trap 'echo gone >said; exit 1' TERM; echo hello 1;"
	     "while :; do :; done",
		true},
	    {"trap '' TERM; echo hello 1; while :; do :; done", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fake f;

		make_writer(&f, rows[i].script);
		assert_int_equal(sound_wait(f.snd, -1), SOUND_NEWS_ANSWER);
		assert_int_equal(sound_stop(f.snd), rows[i].tidy);
		assert_string_equal(read_said(&f), rows[i].tidy ? "gone\n" : "");
		assert_int_equal(sound_fd(f.snd), -1);
		remove_fake(&f);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_ready_and_lost),
	    cmocka_unit_test(test_another_device),
	    cmocka_unit_test(test_is_told_all),
	    cmocka_unit_test(test_log),
	    cmocka_unit_test(test_is_started_again),
	    cmocka_unit_test(test_no_program),
	    cmocka_unit_test(test_that_does_not_listen),
	    cmocka_unit_test(test_a_flood),
	    cmocka_unit_test(test_waits_for_a_file),
	    cmocka_unit_test(test_sends_much),
	    cmocka_unit_test(test_waits_for_another_too),
	    cmocka_unit_test(test_is_stopped),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
