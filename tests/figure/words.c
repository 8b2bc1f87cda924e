#include "figure/words.h"

#include "base/mem.h"
#include "tests/figure/shipped.h"

static void
test_describe(void **state)
{
	static const struct {
		const char *id, *words;
	} rows[] = {
	    {"cat-cow",
		"seen from the side, on a mat: flat back; then breathe out, "
		"round up; then breathe in, let it sag"},
	    {"neck-side-bend",
		"seen from the front, on a seat: hold the seat, the other arm is "
		"free; then ear towards the shoulder; then the hand rests on the "
		"head, no pull"},
	};
	struct library *lib = shipped_library();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str out = {0};

		pose_describe(library_pose(lib, rows[i].id, NULL), &out);
		assert_string_equal(out.s, rows[i].words);
		str_fini(&out);
	}
	library_free(lib);
}

/* Every shipped pose says where it is seen from and what is done. */
static void
test_all(void **state)
{
	struct library *lib = shipped_library();
	size_t n;
	const char *const *ids = library_ids(lib, SHELF_POSES, &n);

	(void)state;
	assert_true(n > 50);
	for (size_t i = 0; i < n; i++) {
		struct str out = {0};

		pose_describe(library_pose(lib, ids[i], NULL), &out);
		if (!strstr(out.s, "seen from ") || !strstr(out.s, "; then "))
			fail_msg("%s: %s", ids[i], out.s);
		str_fini(&out);
	}
	library_free(lib);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_describe),
	    cmocka_unit_test(test_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
