#include "routine/sheet.h"

#include "base/mem.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

static struct sheet *
sheet_of(struct library **lib, const char *id, const char *figure)
{
	struct err err;
	const struct exercise *e;

	*lib = library_new(NULL, getenv("UNCOIL_DATADIR"));
	e = library_exercise(*lib, id, &err);
	if (!e)
		fail_msg("%s", err.text);
	return sheet_new(*lib, e, figure);
}

static const char *
text_of(const struct sheet *s, enum sheet_part part, const char *label)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->rows[i].part == part && strcmp(s->rows[i].label, label) == 0)
			return s->rows[i].text;
	return NULL;
}

static void
test_rows(void **state)
{
	static const struct {
		enum sheet_part part;
		const char *label, *text;
	} rows[] = {
	    {SHEET_FACTS, "Kind", "stretch"},
	    {SHEET_FACTS, "Time", "0:54 (0:40 to 2:04): 1 x 25 s, on each side"},
	    {SHEET_HOW, "Figure", "in words"},
	    {SHEET_HOW, "Breath", "in 4 s, out 6 s"},
	    {SHEET_NEVER, "neck-artery", NULL},
	    {SHEET_GENTLY, "dizziness", NULL},
	    {SHEET_EVIDENCE, "S20", NULL},
	};
	struct library *lib;
	struct sheet *s = sheet_of(&lib, "neck-side-bend-stretch", "in words");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *text = text_of(s, rows[i].part, rows[i].label);

		if (!text)
			fail_msg("there is no %s", rows[i].label);
		if (rows[i].text)
			assert_string_equal(text, rows[i].text);
	}
	sheet_free(s);
	library_free(lib);
}

/* Every shipped exercise: parts in order, none forgotten, no row without words,
 * and nothing of a figure that nobody described. */
static void
test_shipped(void **state)
{
	struct library *lib = library_new(NULL, getenv("UNCOIL_DATADIR"));
	size_t n;
	const char *const *ids = library_ids(lib, SHELF_EXERCISES, &n);

	(void)state;
	assert_true(n > 50);
	for (size_t i = 0; i < n; i++) {
		const struct exercise *e = library_exercise(lib, ids[i], NULL);
		struct sheet *s = sheet_new(lib, e, NULL);
		bool seen[SHEET_PARTS] = {false};

		for (size_t k = 0; k < s->n; k++) {
			assert_true(*s->rows[k].text);
			assert_true(
			    k == 0 || s->rows[k].part >= s->rows[k - 1].part);
			seen[s->rows[k].part] = true;
		}
		assert_true(seen[SHEET_FACTS] && seen[SHEET_HOW] &&
			    seen[SHEET_FEEL] && seen[SHEET_EVIDENCE]);
		assert_int_equal(seen[SHEET_NEVER], e->contra != 0);
		assert_null(text_of(s, SHEET_HOW, "Figure"));
		sheet_free(s);
	}
	library_free(lib);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_shipped),
	};

	sheet_free(NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
