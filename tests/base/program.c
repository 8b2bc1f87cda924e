#include "base/program.h"

#include "base/mem.h"
#include "base/str.h"
#include "tests/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct {
	const char *command, *words, *remark;
} rows[] = {
    {"playerctl pause", "playerctl|pause|", "two words"},
    {"  a   b ", "a|b|", "any number of spaces"},
    {"sh -c 'x;$y'", "sh|-c|'x;$y'|", "no shell"},
    {"", "", "nothing"},
    {"   ", "", "only spaces"},
    {NULL, "", "no setting"},
};

static void
test_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct program program;
		struct str words = {0};

		str_clear(&words);
		program_init(&program, rows[i].command);
		for (char **word = program.words; *word; word++)
			str_addf(&words, "%s|", *word);
		if (strcmp(words.s, rows[i].words) != 0)
			fail_msg("%s: %s", rows[i].remark, words.s);
		assert_int_equal(program_is_empty(&program), !*rows[i].words);
		program_fini(&program);
		str_fini(&words);
	}
}

static void
test_many_words(void **state)
{
	struct program program;
	struct str command = {0};

	(void)state;
	for (int i = 0; i < PROGRAM_WORDS + 10; i++)
		str_add(&command, "w ");
	program_init(&program, command.s);
	assert_string_equal("w", program.words[PROGRAM_WORDS - 1]);
	assert_null(program.words[PROGRAM_WORDS]);
	program_fini(&program);
	str_fini(&command);
}

/* What it writes comes out where we want it, and its group is its own. */
static void
test_start(void **state)
{
	struct program program;
	char said[64] = "";
	int out[2], status, self, parent, group;
	pid_t pid;

	(void)state;
	assert_int_equal(0, pipe(out));
	program_init(&program, "cat /proc/self/stat");
	assert_true(program_start(&program, out[1], &pid, NULL));
	close(out[1]);
	assert_true(read(out[0], said, sizeof(said) - 1) > 0);
	close(out[0]);
	assert_int_equal(pid, waitpid(pid, &status, 0));
	assert_int_equal(0, status);
	assert_int_equal(
	    3, sscanf(said, "%d (cat) %*c %d %d", &self, &parent, &group));
	assert_int_equal(pid, self);
	assert_int_equal(pid, group);
	assert_int_equal(getpid(), parent);
	program_fini(&program);
}

/* All three ends, and nothing where none is named. */
static void
test_spawn(void **state)
{
	static const char *const echo[] = {
	    "sh", "-c", "cat; cat /proc/self/status | grep SigBlk >&2", NULL};
	static const char *const silent[] = {
	    "sh", "-c", "read x && exit 1; echo x && echo x >&2", NULL};
	char said[128] = "";
	int in[2], out[2], log[2], status;
	pid_t pid;

	(void)state;
	assert_int_equal(0, pipe2(in, O_CLOEXEC));
	assert_int_equal(0, pipe2(out, O_CLOEXEC));
	assert_int_equal(0, pipe2(log, O_CLOEXEC));
	assert_int_equal(2, write(in[1], "a\n", 2));
	assert_int_equal(0, program_spawn(echo, in[0], out[1], log[1], &pid));
	close(in[1]);
	assert_int_equal(pid, waitpid(pid, &status, 0));
	assert_int_equal(0, status);
	assert_int_equal(2, read(out[0], said, sizeof(said)));
	assert_memory_equal("a\n", said, 2);
	assert_true(read(log[0], said, sizeof(said) - 1) > 0);
	assert_non_null(strstr(said, "0000000000000000\n"));
	assert_int_equal(0, program_spawn(silent, -1, -1, -1, &pid));
	assert_int_equal(pid, waitpid(pid, &status, 0));
	assert_int_equal(0, status);
	close(in[0]);
	close(out[0]);
	close(out[1]);
	close(log[0]);
	close(log[1]);
}

static void
test_missing(void **state)
{
	struct program program;
	struct err err;
	pid_t pid = 7;

	(void)state;
	program_init(&program, "no-such-program-anywhere now");
	assert_false(program_start(&program, -1, &pid, &err));
	assert_int_equal(0, pid);
	assert_non_null(strstr(err.text, "no-such-program-anywhere"));
	program_fini(&program);
}

static void
test_is_there(void **state)
{
	static const struct {
		const char *path, *name;
		bool there;
	} wanted[] = {
	    {"/nowhere:/bin:/usr/bin", "sh", true}, {"/bin:/usr/bin:", "sh", true},
	    {"/nowhere", "sh", false}, {"", "sh", false}, {NULL, "sh", false},
	    {"/bin:/usr/bin", "no-such-program-anywhere", false},
	    {"/nowhere", "/bin/sh", true}, {"/bin", "/no/such/program", false},
	    {"/", "bin/sh", false}, /* a slash: not of PATH, but of this folder */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		if (wanted[i].path)
			setenv("PATH", wanted[i].path, 1);
		else
			unsetenv("PATH");
		if (program_is_there(wanted[i].name) != wanted[i].there)
			fail_msg("%s in %s", wanted[i].name, wanted[i].path);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_many_words),
	    cmocka_unit_test(test_start),
	    cmocka_unit_test(test_spawn),
	    cmocka_unit_test(test_missing),
	    cmocka_unit_test(test_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
