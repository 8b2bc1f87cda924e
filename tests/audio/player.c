/* The person's player, as scripts that write down what was asked of them. */
#include "../test.h"

#include "audio/player.h"
#include "base/mem.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define S INT64_C(1000000000)

struct music {
	char dir[64], mark[96], said[96], pause[160], resume[160], stuck[160];
	struct player player;
};

/* A script DIR/NAME that does what `text` says. */
static void
write_script(
    const struct music *m, char *command, const char *name, const char *text)
{
	FILE *file;

	snprintf(command, 160, "%s/%s", m->dir, name);
	file = fopen(command, "w");
	assert_non_null(file);
	fprintf(file, "#!/bin/sh\n%s >>%s/said\n", text, m->dir);
	fclose(file);
	chmod(command, 0700);
}

static int
setup(void **state)
{
	struct music *m = mem_new(1, sizeof(*m));

	snprintf(m->dir, sizeof(m->dir), "/tmp/uncoil-player-XXXXXX");
	if (!mkdtemp(m->dir))
		return -1;
	snprintf(m->mark, sizeof(m->mark), "%s/mark", m->dir);
	snprintf(m->said, sizeof(m->said), "%s/said", m->dir);
	write_script(m, m->pause, "pause", "echo $1");
	write_script(m, m->resume, "resume", "echo resume");
	write_script(m, m->stuck, "stuck", "sleep 300; echo stuck");
	strcat(m->pause, " quiet");
	player_init(&m->player, m->pause, m->resume, m->mark);
	*state = m;
	return 0;
}

static int
teardown(void **state)
{
	struct music *m = *state;
	char line[128];

	player_part(&m->player);
	player_fini(&m->player);
	snprintf(line, sizeof(line), "rm -r %s", m->dir);
	free(m);
	*state = NULL;
	return system(line);
}

/* All that the scripts wrote, until it is `want`; for at most 10 s. */
static void
hear(struct music *m, struct player *player, int64_t now, const char *want)
{
	char text[256];
	size_t n = 0;

	for (int i = 0; i < 500; i++) {
		FILE *file = fopen(m->said, "r");

		n = file ? fread(text, 1, sizeof(text) - 1, file) : 0;
		text[n] = '\0';
		if (file)
			fclose(file);
		player_turn(player, now);
		if (strcmp(text, want) == 0 && !player->pid)
			return;
		poll(NULL, 0, 20);
	}
	fail_msg("not %s but %s", want, text);
}

static bool
is_marked(const struct music *m)
{
	return access(m->mark, F_OK) == 0;
}

/* As a killed one leaves it. */
static void
leave_mark(const struct music *m, const char *text)
{
	FILE *file = fopen(m->mark, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void
test_there_and_back(void **state)
{
	struct music *m = *state;

	assert_true(player_turn(&m->player, S) == PLAYER_NEVER);
	assert_false(is_marked(m));
	player_take(&m->player);
	player_turn(&m->player, S);
	assert_true(is_marked(m));
	hear(m, &m->player, S, "quiet\n");
	player_take(&m->player);
	assert_true(player_turn(&m->player, 2 * S) == PLAYER_NEVER);
	player_release(&m->player, 5 * S);
	assert_true(player_turn(&m->player, 4 * S) == 5 * S);
	assert_true(is_marked(m));
	player_turn(&m->player, 5 * S);
	assert_false(is_marked(m));
	hear(m, &m->player, 5 * S, "quiet\nresume\n");
	player_take(&m->player);
	hear(m, &m->player, 6 * S, "quiet\nresume\nquiet\n");
	assert_true(player_part(&m->player));
	assert_true(is_marked(m));
}

/* A release is taken back by the next take. */
static void
test_taken_again(void **state)
{
	struct music *m = *state;

	player_take(&m->player);
	hear(m, &m->player, S, "quiet\n");
	player_release(&m->player, 5 * S);
	player_take(&m->player);
	assert_true(player_turn(&m->player, 60 * S) == PLAYER_NEVER);
	hear(m, &m->player, 60 * S, "quiet\n");
}

static void
test_after_a_kill(void **state)
{
	struct music *m = *state;

	leave_mark(m, "paused\n");
	player_take(&m->player);
	player_turn(&m->player, S);
	assert_int_equal(0, m->player.pid);
	player_release(&m->player, 2 * S);
	hear(m, &m->player, 2 * S, "resume\n");
	assert_false(is_marked(m));
}

/* Killed before it had written what it was about to do. */
static void
test_empty_mark(void **state)
{
	struct music *m = *state;

	leave_mark(m, "");
	player_inherit(&m->player);
	assert_true(player_turn(&m->player, S) == PLAYER_NEVER);
	assert_false(is_marked(m));
	leave_mark(m, "");
	player_take(&m->player);
	hear(m, &m->player, S, "quiet\n");
}

static void
test_inherit(void **state)
{
	struct music *m = *state;

	player_inherit(&m->player);
	assert_true(player_turn(&m->player, S) == PLAYER_NEVER);
	assert_int_equal(0, m->player.pid);
	leave_mark(m, "paused\n");
	player_inherit(&m->player);
	hear(m, &m->player, S, "resume\n");
	assert_false(is_marked(m));
	assert_false(player_part(&m->player));
}

/* Two sessions: the music is one's, and then the other's. */
static void
test_two(void **state)
{
	struct music *m = *state;
	struct player other, heir;

	player_init(&other, m->pause, m->resume, m->mark);
	player_init(&heir, NULL, m->resume, m->mark);
	player_take(&m->player);
	hear(m, &m->player, S, "quiet\n");
	player_take(&other);
	assert_true(player_turn(&other, 2 * S) == 4 * S);
	player_inherit(&heir);
	assert_true(player_turn(&heir, 2 * S) == PLAYER_NEVER);
	player_release(&m->player, 3 * S);
	hear(m, &m->player, 3 * S, "quiet\nresume\n");
	hear(m, &other, 4 * S, "quiet\nresume\nquiet\n");
	assert_true(is_marked(m));
	player_part(&other);
	player_fini(&other);
	player_fini(&heir);
}

/* One that does not end is killed, and with it what it started; the next one
 * waits for it. */
static void
test_limit(void **state)
{
	struct music *m = *state;
	struct player slow;
	pid_t pid;

	player_init(&slow, m->stuck, m->resume, m->mark);
	player_take(&slow);
	assert_true(player_turn(&slow, S) == S + PLAYER_LIMIT_NS);
	pid = slow.pid;
	assert_true(pid > 0);
	player_release(&slow, 2 * S);
	player_turn(&slow, 2 * S);
	assert_int_equal(pid, slow.pid);
	player_turn(&slow, S + PLAYER_LIMIT_NS);
	assert_true(slow.pid != pid);
	hear(m, &slow, 12 * S, "resume\n");
	/* Its orphan is reaped by somebody else, in his own time. */
	for (int i = 0; i < 500 && kill(-pid, 0) == 0; i++)
		poll(NULL, 0, 20);
	assert_int_equal(-1, kill(-pid, 0));
	player_fini(&slow);
}

/* At the end nobody waits for it either. */
static void
test_part(void **state)
{
	struct music *m = *state;
	struct player slow;
	pid_t pid;

	player_init(&slow, m->stuck, m->resume, m->mark);
	assert_false(player_part(&slow));
	player_take(&slow);
	player_turn(&slow, S);
	pid = slow.pid;
	assert_true(pid > 0);
	assert_true(player_part(&slow));
	assert_int_equal(0, slow.pid);
	assert_int_equal(-1, waitpid(pid, NULL, 0));
	assert_true(is_marked(m));
	player_fini(&slow);
}

/* No commands, no place for a mark: nothing happens, and nothing fails. */
static void
test_without(void **state)
{
	struct music *m = *state;
	struct player none, homeless;

	player_init(&none, NULL, "", NULL);
	player_take(&none);
	assert_true(player_turn(&none, S) == PLAYER_NEVER);
	player_release(&none, S);
	assert_true(player_turn(&none, 2 * S) == PLAYER_NEVER);
	assert_int_equal(0, none.pid);
	player_take(&none);
	player_turn(&none, 3 * S);
	assert_false(player_part(&none));
	player_fini(&none);
	player_init(&homeless, m->pause, m->resume, "/nonexistent/mark");
	player_take(&homeless);
	hear(m, &homeless, S, "quiet\n");
	player_release(&homeless, S);
	hear(m, &homeless, S, "quiet\nresume\n");
	player_fini(&homeless);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_there_and_back, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_taken_again, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_after_a_kill, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_empty_mark, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_inherit, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_two, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_limit, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_part, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_without, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
