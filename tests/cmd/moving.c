#include "cmd/moving.h"

#include "base/mem.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

#define S INT64_C(1000000000)

static void
moves_while_somebody_looks(void **state)
{
	struct library *lib = library_new(NULL, getenv("UNCOIL_DATADIR"));
	const struct exercise *e = library_exercise(lib, "seated-cat-cow", NULL);
	struct exercise other = *e;
	struct moving m = {0};
	struct figure_view v, later;
	int64_t next;

	(void)state;
	assert_int_equal(moving_view(&m, 5 * S, &v), INT64_MAX);
	assert_false(v.on);
	moving_set(&m, lib, e, 10 * S);
	next = moving_view(&m, 10 * S, &v);
	assert_true(v.on);
	assert_true(next > 10 * S && next <= 20 * S);
	assert_true(moving_view(&m, next, &later) > next);
	moving_set(&m, lib, e, 11 * S); /* the same: it goes on */
	assert_int_equal(m.since, 10 * S);

	/* Nobody was there for long: it stands, and goes on from there. */
	next = moving_view(&m, 10 * S + MOVING_FOR_NS, &v);
	assert_int_equal(next, INT64_MAX);
	assert_int_equal(moving_view(&m, 10000 * S, &later), INT64_MAX);
	assert_memory_equal(
	    &v.still.joint, &later.still.joint, sizeof(v.still.joint));
	moving_touch(&m, 10000 * S);
	assert_true(moving_view(&m, 10000 * S, &later) < INT64_MAX);
	assert_memory_equal(
	    &v.still.joint, &later.still.joint, sizeof(v.still.joint));

	strcpy(other.pose, "no-such-pose");
	moving_set(&m, lib, &other, 10001 * S);
	assert_int_equal(moving_view(&m, 10001 * S, &v), INT64_MAX);
	assert_false(v.on);
	moving_set(&m, lib, NULL, 10002 * S);
	assert_string_equal(m.pose, "");
	moving_fini(&m);
	library_free(lib);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(moves_while_somebody_looks)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
