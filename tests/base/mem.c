#include "base/mem.h"

#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
is_there_and_zeroed(void **state)
{
	static const size_t sizes[][2] = {
	    {0, 0}, {0, 8}, {8, 0}, {1, 1}, {1000, 16}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		unsigned char *p = mem_new(sizes[i][0], sizes[i][1]);

		assert_non_null(p);
		for (size_t at = 0; at < sizes[i][0] * sizes[i][1]; at++)
			assert_int_equal(p[at], 0);
		free(p);
	}
}

static void
grows_and_keeps(void **state)
{
	char *p = mem_resize(NULL, 3, 1);

	(void)state;
	memcpy(p, "ab", 3);
	p = mem_resize(p, 100000, 16);
	assert_string_equal(p, "ab");
	p = mem_resize(p, 0, 16);
	assert_non_null(p);
	free(p);
}

static void
copies(void **state)
{
	char *s = mem_strdup("abc");

	(void)state;
	assert_string_equal(s, "abc");
	free(s);
	s = mem_strdup("");
	assert_string_equal(s, "");
	free(s);
	assert_null(mem_strdup(NULL));
}

static int at_exit_pipe;

static void
put_back(void)
{
	if (write(at_exit_pipe, "put back", 8) != 8)
		_exit(9);
}

/* Asks for more than there can be, in a child; what it says comes to `said`. */
static int
ask_too_much(void (*ask)(void), char *said, size_t size)
{
	int to[2], status;
	ssize_t n;
	size_t len = 0;
	pid_t pid;

	assert_int_equal(pipe(to), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		dup2(to[1], STDERR_FILENO);
		at_exit_pipe = to[1];
		atexit(put_back);
		ask();
		_exit(0);
	}
	close(to[1]);
	while ((n = read(to[0], said + len, size - 1 - len)) > 0)
		len += (size_t)n;
	said[len] = '\0';
	close(to[0]);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
product_overflows(void)
{
	mem_resize(NULL, SIZE_MAX / 2, 3);
}

/* Out of memory ends the program by exit(), so that atexit runs. */
static void
out_of_memory_is_the_end(void **state)
{
	char said[200];

	(void)state;
	assert_int_equal(ask_too_much(product_overflows, said, sizeof(said)), 1);
	assert_string_equal(said, "uncoil: out of memory\nput back");
}

/* What is given back comes back: code runs and memory is as it was. */
static void
trim_loses_nothing(void **state)
{
	unsigned char *p = mem_new(100000, 1);

	(void)state;
	memset(p, 7, 100000);
	for (int i = 0; i < 3; i++) {
		mem_trim();
		for (size_t at = 0; at < 100000; at++)
			assert_int_equal(p[at], 7);
		free(mem_strdup("again"));
	}
	free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(is_there_and_zeroed),
	    cmocka_unit_test(grows_and_keeps),
	    cmocka_unit_test(copies),
	    cmocka_unit_test(out_of_memory_is_the_end),
	    cmocka_unit_test(trim_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
