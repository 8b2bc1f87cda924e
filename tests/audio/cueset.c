#include "../test.h"

#include "audio/cueset.h"
#include "base/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct cueset *
shipped(const char *set)
{
	char *dir = paths_shipped(), sounds[4096];

	snprintf(sounds, sizeof(sounds), "%s/sounds", dir);
	free(dir);
	return cueset_new(sounds, set);
}

static void
test_kept(void **state)
{
	struct cueset *cues = shipped("soft");
	const struct sample *start;
	struct err err;

	(void)state;
	start = cueset_get(cues, "start", &err);
	assert_non_null(start);
	assert_int_equal(1, start->channels);
	assert_non_null(cueset_get(cues, "end", &err));
	assert_ptr_equal(start, cueset_get(cues, "start", &err));
	cueset_free(cues);
}

static void
test_said_once(void **state)
{
	struct cueset *cues = shipped("none");
	struct err err;

	(void)state;
	assert_null(cueset_get(cues, "start", &err));
	assert_non_null(strstr(err.text, "start"));
	assert_null(cueset_get(cues, "start", &err));
	assert_string_equal("", err.text);
	assert_null(cueset_get(cues, "end", &err));
	assert_non_null(strstr(err.text, "end"));
	cueset_free(cues);
}

static void
test_limit(void **state)
{
	struct cueset *cues = shipped("none");
	struct err err;
	char name[16];

	(void)state;
	for (int i = 0; i <= CUESET_MAX; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		assert_null(cueset_get(cues, name, &err));
	}
	assert_non_null(strstr(err.text, "more than"));
	cueset_free(cues);
	cueset_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_kept),
	    cmocka_unit_test(test_said_once),
	    cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
