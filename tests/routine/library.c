#include "routine/library.h"

#include "tests/routine/good.h"
#include "tests/routine/tree.h"

/* All that is shipped reads without an error or a warning, and all is there. */
static void
test_shipped(void **state)
{
	static const size_t counts[SHELVES] = {30, 84, 82};
	struct library *lib = library_new(NULL, shipped_root());
	struct err err;
	size_t n;

	(void)state;
	for (int s = 0; s < SHELVES; s++) {
		const char *const *ids =
		    library_ids(lib, (enum library_shelf)s, &n);

		assert_int_equal(n, counts[s]);
		for (size_t i = 0; i < n; i++) {
			bool ok = s == SHELF_ROUTINES
				      ? library_routine(lib, ids[i], &err) != NULL
				  : s == SHELF_EXERCISES
				      ? library_exercise(lib, ids[i], &err) != NULL
				      : library_pose(lib, ids[i], &err) != NULL;

			if (!ok)
				fail_msg("%s", err.text);
			if (i)
				assert_true(strcmp(ids[i - 1], ids[i]) < 0);
		}
	}
	library_free(lib);
}

/* Every routine lasts exactly its title. */
static void
test_minutes(void **state)
{
	struct library *lib = library_new(NULL, shipped_root());
	size_t n;
	const char *const *ids = library_ids(lib, SHELF_ROUTINES, &n);

	(void)state;
	assert_true(n > 0);
	for (size_t i = 0; i < n; i++) {
		struct err err = {""};
		const struct routine *r = library_routine(lib, ids[i], &err);
		const struct exercise **steps =
		    r ? library_steps(lib, r, &err) : NULL;

		if (!steps)
			fail_msg("%s", err.text);
		assert_int_equal(routine_total_s(r, steps), r->minutes * 60);
		free(steps);
	}
	library_free(lib);
}

static void
test_unknown(void **state)
{
	static const struct {
		const char *id, *says;
	} rows[] = {
	    {"desk-reset",
		"there is no routine desk-reset; did you mean desk-reset-2?"},
	    {"xyzzy", "there is no routine xyzzy"},
	    {"", "there is no routine "},
	    {"../routines/desk-reset-2",
		"there is no routine ../routines/desk-reset-2"},
	    {"exercises/cat-cow", "there is no routine exercises/cat-cow"},
	};
	struct library *lib = library_new(NULL, shipped_root());

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err;

		assert_null(library_routine(lib, rows[i].id, &err));
		assert_string_equal(err.text, rows[i].says);
		assert_null(library_path(lib, SHELF_ROUTINES, rows[i].id));
	}
	assert_null(library_exercise(lib, "x", NULL));
	library_free(lib);
}

/* One's own file comes first, and what replaces a shipped one is known. */
static void
test_own(void **state)
{
	struct planted p = {"[x]", "[desk-reset-2]"};
	char *text = plant(good_routine, &p), *path;
	struct tree t;
	struct library *lib;
	bool replaces;
	size_t n;

	(void)state;
	tree_make(&t);
	tree_put(&t, "routines/x.ini", good_routine);
	tree_put(&t, "routines/desk-reset-2.ini", text);
	tree_put(&t, "exercises/x.ini", good_exercise);
	tree_put(&t, "poses/x.ini", good_pose);
	tree_put(&t, "routines/Not An Id.ini", "");
	tree_put(&t, "routines/notes.txt", "");
	lib = library_new(t.root, shipped_root());
	assert_string_equal(
	    library_routine(lib, "desk-reset-2", NULL)->title, "Two minutes");
	assert_non_null(library_exercise(lib, "x", NULL));
	assert_non_null(library_pose(lib, "x", NULL));
	assert_true(
	    library_is_own(lib, SHELF_ROUTINES, "x", &replaces) && !replaces);
	assert_true(
	    library_is_own(lib, SHELF_ROUTINES, "desk-reset-2", &replaces) &&
	    replaces);
	assert_false(library_is_own(lib, SHELF_ROUTINES, "strength-2", &replaces));
	library_ids(lib, SHELF_ROUTINES, &n);
	assert_int_equal(n, 31);
	path = library_path(lib, SHELF_ROUTINES, "desk-reset-2");
	assert_memory_equal(path, t.root, strlen(t.root));
	free(path);
	library_free(lib);
	tree_remove(&t);
	free(text);
}

/* A file with an error says where, each time, and is opened once. */
static void
test_broken(void **state)
{
	struct tree t;
	struct library *lib;
	struct err err;

	(void)state;
	tree_make(&t);
	tree_put(&t, "routines/x.ini", "[x]\ntitle = a\nminutes = 1000\n");
	lib = library_new(t.root, NULL);
	for (int i = 0; i < 2; i++) {
		assert_null(library_routine(lib, "x", &err));
		assert_non_null(strstr(err.text, "/routines/x.ini:1: "));
		remove(tree_path(&t, "routines/x.ini"));
	}
	library_free(lib);
	tree_remove(&t);
}

/* A link is followed; one that leads nowhere is complained of, and does not let
 * the shipped file of its name through unnoticed. */
static void
test_links(void **state)
{
	struct tree t;
	struct library *lib;
	struct err err;

	(void)state;
	tree_make(&t);
	tree_put(&t, "else/there.ini", good_routine);
	symlink("../else/there.ini", tree_path(&t, "routines/x.ini"));
	symlink("nowhere", tree_path(&t, "routines/desk-reset-2.ini"));
	lib = library_new(t.root, shipped_root());
	assert_non_null(library_routine(lib, "x", NULL));
	assert_null(library_routine(lib, "desk-reset-2", &err));
	assert_non_null(strstr(err.text, "No such file"));
	library_free(lib);
	tree_remove(&t);
}

/* Not more are listed than LIBRARY_IDS_MAX. */
static void
test_many(void **state)
{
	struct tree t;
	struct library *lib;
	char name[64];
	size_t n;

	(void)state;
	tree_make(&t);
	for (int i = 0; i < LIBRARY_IDS_MAX + 5; i++) {
		snprintf(name, sizeof(name), "routines/r%d.ini", i);
		tree_put(&t, name, "");
	}
	lib = library_new(t.root, NULL);
	library_ids(lib, SHELF_ROUTINES, &n);
	assert_int_equal(n, LIBRARY_IDS_MAX);
	library_free(lib);
	tree_remove(&t);
}

static void
test_steps(void **state)
{
	struct planted p = {"chin-tuck-seated 24", "chin-tuc-seated 24",
	    .find2 = "drop = chin-tuck-seated\n", .put2 = ""};
	char *text = plant(good_routine, &p);
	struct tree t;
	struct library *lib;
	const struct exercise **steps;
	struct err err;

	(void)state;
	tree_make(&t);
	tree_put(&t, "routines/x.ini", text);
	lib = library_new(t.root, shipped_root());
	assert_null(library_steps(lib, library_routine(lib, "x", NULL), &err));
	assert_string_equal(err.text,
	    "x: step 2: there is no exercise chin-tuc-seated; "
	    "did you mean chin-tuck-seated?");
	steps =
	    library_steps(lib, library_routine(lib, "desk-reset-2", NULL), &err);
	assert_string_equal(steps[1]->id, "chin-tuck-seated");
	free(steps);
	library_free(lib);
	tree_remove(&t);
	free(text);
}

static void
test_sources(void **state)
{
	struct library *lib = library_new(NULL, shipped_root());

	(void)state;
	assert_memory_equal(library_source(lib, "S01"), "ACSM", 4);
	assert_non_null(library_source(lib, "M08"));
	assert_null(library_source(lib, "S69"));
	library_free(lib);
	lib = library_new(NULL, NULL);
	assert_null(library_source(lib, "S01"));
	library_free(lib);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shipped),
	    cmocka_unit_test(test_minutes),
	    cmocka_unit_test(test_unknown),
	    cmocka_unit_test(test_own),
	    cmocka_unit_test(test_broken),
	    cmocka_unit_test(test_links),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_steps),
	    cmocka_unit_test(test_sources),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
