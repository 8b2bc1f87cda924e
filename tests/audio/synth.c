/* A speech program that speaks, and all the ways in which one does not. */
#include "../test.h"

#include "audio/synth.h"
#include "base/mem.h"
#include "fake.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

/* The words of the fake's command; it is changed. */
static char **
words(struct fake *fake)
{
	static char *all[16];
	size_t n = 0;

	for (char *s = strtok(fake->command, " "); s; s = strtok(NULL, " "))
		all[n++] = s;
	all[n] = NULL;
	return all;
}

/* Looks again until it has ended, at most for ten seconds. */
static enum synth_state
wait_for(struct synth *synth, struct err *err)
{
	struct pollfd end = {.fd = synth->pid_fd, .events = POLLIN};
	enum synth_state state = SYNTH_RUNS;

	for (int i = 0; i < 400 && state == SYNTH_RUNS; i++) {
		poll(&end, 1, 25);
		state = synth_look(synth, 0, err);
	}
	return state;
}

static void
no_child_is_left(void)
{
	assert_int_equal(-1, waitpid(-1, NULL, WNOHANG));
	assert_int_equal(ECHILD, errno);
}

/* Those that are not our children were told to end; init sees to it. */
static void
group_ends(pid_t pid)
{
	for (int i = 0; i < 400 && kill(-pid, 0) == 0; i++)
		poll(NULL, 0, 10);
	assert_int_equal(-1, kill(-pid, 0));
}

static void
test_ends(void **state)
{
	static const struct {
		const char *mode;
		enum synth_state state;
		const char *why;
	} rows[] = {
	    {"tone", SYNTH_SPOKE, NULL},
	    {"half", SYNTH_SPOKE, NULL}, /* is for whoever decodes it */
	    {"garbage", SYNTH_SPOKE, NULL},
	    {"nothing", SYNTH_FAILED, "sh: wrote nothing"},
	    {"endless", SYNTH_FAILED, "sh: wrote over 8 MB"},
	    {"status", SYNTH_FAILED, "sh: ended with status 3"},
	    {"crash", SYNTH_FAILED, "sh: was ended by signal 11"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct synth synth;
		struct fake fake;
		struct err err;

		print_message("# %s\n", rows[i].mode);
		fake_make(&fake, rows[i].mode, 500);
		assert_true(synth_start(&synth, words(&fake), "Go.", 0, &err));
		assert_int_equal(rows[i].state, wait_for(&synth, &err));
		if (rows[i].why)
			assert_string_equal(rows[i].why, err.text);
		synth_stop(&synth);
		no_child_is_left();
		folder_remove(&fake.at);
	}
}

/* The text comes as it is, also one that looks like an option. */
static void
test_text(void **state)
{
	static const char text[] = "--version; $(reboot) \"\xc3\xbc\"";
	struct synth synth;
	struct fake fake;
	struct err err;
	char *spoken;

	(void)state;
	fake_make(&fake, "tone", 500);
	assert_true(synth_start(&synth, words(&fake), text, 0, &err));
	assert_int_equal(SYNTH_SPOKE, wait_for(&synth, &err));
	synth_stop(&synth);
	spoken = fake_spoken(&fake);
	assert_memory_equal(text, spoken, sizeof(text) - 1);
	assert_string_equal("\n", spoken + sizeof(text) - 1);
	free(spoken);
	folder_remove(&fake.at);
}

static void
test_hang(void **state)
{
	struct synth synth;
	struct fake fake;
	struct err err;
	pid_t pid;

	(void)state;
	fake_make(&fake, "hang", 500);
	assert_true(synth_start(&synth, words(&fake), "Go.", 100, &err));
	pid = synth.pid;
	assert_int_equal(SYNTH_RUNS, synth_look(&synth, 99 + SYNTH_LIMIT_NS, &err));
	assert_int_equal(
	    SYNTH_FAILED, synth_look(&synth, 100 + SYNTH_LIMIT_NS, &err));
	assert_string_equal("sh: had not ended after 5 s", err.text);
	synth_stop(&synth);
	no_child_is_left();
	group_ends(pid);
	synth_stop(&synth);
	folder_remove(&fake.at);
}

static void
test_missing(void **state)
{
	char *rows[][2] = {
	    {(char *)"nobody-has-this-program", NULL}, {(char *)"/", NULL}};
	struct synth synth;
	struct err err;
	int next, again;

	(void)state;
	next = dup(0);
	assert_false(synth_start(&synth, rows[0], "Go.", 0, &err));
	assert_string_equal("nobody-has-this-program is not there; install it or "
			    "set voice.program",
	    err.text);
	assert_false(synth_start(&synth, rows[1], "Go.", 0, &err));
	assert_non_null(strstr(err.text, "cannot start /, set voice.program: "));
	no_child_is_left();
	again = dup(0);
	/* No descriptor is lost. */
	assert_int_equal(next + 1, again);
	close(next);
	close(again);
}

/* What it has left behind in its group ends with it. */
static void
test_ghost(void **state)
{
	struct synth synth;
	struct fake fake;
	struct err err;
	pid_t pid;

	(void)state;
	fake_make(&fake, "ghost", 500);
	assert_true(synth_start(&synth, words(&fake), "Go.", 0, &err));
	pid = synth.pid;
	assert_int_equal(SYNTH_SPOKE, wait_for(&synth, &err));
	synth_stop(&synth);
	group_ends(pid);
	folder_remove(&fake.at);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_ends),
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_hang),
	    cmocka_unit_test(test_missing),
	    cmocka_unit_test(test_ghost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
