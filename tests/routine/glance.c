#include "routine/glance.h"

#include "base/mem.h"
#include "tests/routine/good.h"
#include "tests/routine/tree.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

/* Every movement that is shipped looks as it is. */
static void
shipped(void **state)
{
	struct library *lib = library_new(NULL, getenv("UNCOIL_DATADIR"));
	size_t n;
	const char *const *ids = library_ids(lib, SHELF_EXERCISES, &n);

	(void)state;
	assert_in_range(n, 84, LIBRARY_IDS_MAX);
	for (size_t i = 0; i < n; i++) {
		const struct exercise *e = library_exercise(lib, ids[i], NULL);
		struct glance seen;

		assert_non_null(e);
		assert_true(glance(lib, ids[i], &seen));
		assert_string_equal(seen.name, e->name);
		assert_int_equal(seen.kind, e->kind);
		assert_int_equal(seen.regions, e->regions);
	}
	library_free(lib);
}

/* The good exercise with one of its texts put in the place of another. */
static char *
with(const char *from, const char *to)
{
	const char *at = strstr(good_exercise, from);
	struct str text = {0};

	assert_non_null(at);
	str_addn(&text, good_exercise, (size_t)(at - good_exercise));
	str_add(&text, to);
	str_add(&text, at + strlen(from));
	return str_take(&text);
}

#define BOTH BIT_OF(REGION_NECK) | BIT_OF(REGION_SHOULDERS)

/* However it is written, it is seen as the library reads it, or not at all. */
static const struct {
	const char *remark, *from, *to, *name;
	uint64_t regions;
} rows[] = {
    {"plain", "office", "office", "Ear to shoulder", BOTH},
    {"no blanks", "regions = neck, shoulders", "regions=neck,shoulders",
	"Ear to shoulder", BOTH},
    {"in quotes", "name = Ear to shoulder", "name = \"Ear; to%20it\"", "Ear; to it",
	BOTH},
    {"in capitals", "regions = neck, shoulders", "REGIONS = neck",
	"Ear to shoulder", BIT_OF(REGION_NECK)},
    {"indented", "regions = neck, shoulders", "  regions = neck", "Ear to shoulder",
	BIT_OF(REGION_NECK)},
    {"a tab", "name = Ear", "name =\tEar", "Ear to shoulder", BOTH},
    {"CRLF", "kind = stretch\nregions = neck, shoulders\n",
	"kind = stretch\r\nregions = neck\r\n", "Ear to shoulder",
	BIT_OF(REGION_NECK)},
    {"not ASCII", "name = Ear", "name = Öhr", "Öhr to shoulder", BOTH},
    {"no region", "regions = neck, shoulders", "regions = knee", NULL, 0},
    {"no kind", "kind = stretch", "kind = push", NULL, 0},
    {"no name", "name = Ear to shoulder\n", "", NULL, 0},
    {"not UTF-8", "name = Ear",
	"name = \xff"
	"ar",
	NULL, 0},
};

static void
own(void **state)
{
	struct tree tree;

	(void)state;
	tree_make(&tree);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char *text = with(rows[i].from, rows[i].to);
		struct library *lib;
		struct glance seen;
		bool there;

		tree_put(&tree, "exercises/x.ini", text);
		lib = library_new(tree.root, NULL);
		there = glance(lib, "x", &seen);
		if (there != (rows[i].name != NULL) ||
		    (there && (strcmp(seen.name, rows[i].name) != 0 ||
				  seen.regions != (rows[i].regions) ||
				  seen.kind != KIND_STRETCH)))
			fail_msg("%s: %d \"%s\" %llx", rows[i].remark, there,
			    seen.name, (unsigned long long)seen.regions);
		library_free(lib);
		free(text);
	}
	tree_remove(&tree);
}

/* What is no file, and what is too long for a glance. */
static void
no_file(void **state)
{
	struct tree tree;
	struct library *lib;
	struct glance seen;
	struct str text = {0};

	(void)state;
	tree_make(&tree);
	tree_put(&tree, "secret.ini", good_exercise);
	tree_path(&tree, "exercises/folder.ini/");
	for (int i = 0; i < 500; i++)
		str_add(&text, "# a comment that is long enough\n");
	str_add(&text, good_exercise);
	tree_put(&tree, "exercises/x.ini", text.s);
	lib = library_new(tree.root, NULL);
	assert_false(glance(lib, "none", &seen));
	assert_false(glance(lib, "", &seen));
	assert_false(glance(lib, "../secret", &seen));
	assert_false(glance(lib, "folder", &seen));
	assert_true(glance(lib, "x", &seen));
	assert_string_equal(seen.name, "Ear to shoulder");
	library_free(lib);
	str_fini(&text);
	tree_remove(&tree);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shipped),
	    cmocka_unit_test(own),
	    cmocka_unit_test(no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
