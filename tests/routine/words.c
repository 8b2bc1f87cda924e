#include "routine/words.h"

#include "base/mem.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct words *const all[] = {&words_kind, &words_region,
    &words_position, &words_tool, &words_direction, &words_place, &words_flag,
    &words_side, &words_tag};

/* The names stand in the order of their enums: the first, one within, the last. */
static void
test_order(void **state)
{
	static const struct {
		const struct words *words;
		int i;
		const char *name;
	} rows[] = {
	    {&words_kind, KIND_STRETCH, "stretch"},
	    {&words_kind, KIND_BREATH, "breath"},
	    {&words_kind, KIND_HANDHELD, "handheld"},
	    {&words_region, REGION_NECK, "neck"},
	    {&words_region, REGION_HIPS, "hips"},
	    {&words_region, REGION_CALVES, "calves"},
	    {&words_position, POSITION_SEATED, "seated"},
	    {&words_position, POSITION_KNEELING, "kneeling"},
	    {&words_position, POSITION_HANGING, "hanging"},
	    {&words_tool, TOOL_NONE, "none"},
	    {&words_tool, TOOL_MASSAGE_BALL, "massage-ball"},
	    {&words_tool, TOOL_TOWEL, "towel"},
	    {&words_direction, DIRECTION_FLEXION, "flexion"},
	    {&words_direction, DIRECTION_UNLOAD, "unload"},
	    {&words_place, PLACE_OFFICE, "office"},
	    {&words_place, PLACE_ANYWHERE, "anywhere"},
	    {&words_flag, FLAG_MORNING_SAFE, "morning-safe"},
	    {&words_flag, FLAG_HEADACHE_GATE, "headache-gate"},
	    {&words_side, SIDE_RIGHT, "right"},
	    {&words_tag, TAG_ACUTE_INJURY, "acute-injury"},
	    {&words_tag, TAG_DVT, "dvt"},
	    {&words_tag, TAG_FRACTURE, "fracture"},
	    {&words_tag, TAG_OSTEOPOROSIS, "osteoporosis"},
	    {&words_tag, TAG_WRIST_PAIN, "wrist-pain"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_string_equal(
		    words_name(rows[i].words, rows[i].i), rows[i].name);
		assert_int_equal(
		    words_find(rows[i].words, rows[i].name), rows[i].i);
	}
	assert_int_equal(words_tag.n, TAGS);
	assert_string_equal(words_name(&words_kind, -1), "?");
	assert_string_equal(words_name(&words_kind, 8), "?");
	assert_int_equal(words_find(&words_kind, "Stretch"), -1);
}

/* Every list of all names is read back, and fits 64 bits. */
static void
test_round_trip(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		uint64_t every = BIT_OF(all[i]->n) - 1, bits;
		struct str list = {0};
		char bad[65];

		assert_true(all[i]->n < 64);
		words_print(all[i], every, &list);
		assert_true(words_parse(all[i], list.s, &bits, bad));
		assert_int_equal(bits, every);
		str_fini(&list);
	}
}

static void
test_parse(void **state)
{
	static const struct {
		const char *list, *bad;
		uint64_t bits;
	} rows[] = {
	    {"", NULL, 0},
	    {" , ,", NULL, 0},
	    {"neck", NULL, BIT_OF(REGION_NECK)},
	    {"neck,hips", NULL, BIT_OF(REGION_NECK) | BIT_OF(REGION_HIPS)},
	    {"  hips ,\tneck ", NULL, BIT_OF(REGION_NECK) | BIT_OF(REGION_HIPS)},
	    {"neck, knee", "knee", 0},
	    {"neck hips", "neck hips", 0},
	    {"a23456789012345678901234567890123456789012345678901234567890123456789"
	     "0",
		"a234567890123456789012345678901234567890123456789012345678901234",
		0},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint64_t bits;
		char bad[65] = "";
		bool ok = words_parse(&words_region, rows[i].list, &bits, bad);

		assert_int_equal(ok, rows[i].bad == NULL);
		if (ok)
			assert_int_equal(bits, rows[i].bits);
		else
			assert_string_equal(bad, rows[i].bad);
	}
}

static void
test_meanings(void **state)
{
	(void)state;
	for (int t = 0; t < TAGS; t++)
		assert_true(tag_meaning((enum tag)t) &&
			    strlen(tag_meaning((enum tag)t)) > 5);
	assert_string_equal(words_nearest(&words_tag, "dizzyness"), "dizziness");
	assert_null(words_nearest(&words_tag, "x"));
}

static void
test_kinds(void **state)
{
	(void)state;
	for (int k = 0; k < (int)words_kind.n; k++)
		assert_int_equal(kind_presses((enum kind)k),
		    k == KIND_ROLL || k == KIND_BALL || k == KIND_HANDHELD);
	assert_false(position_on_floor(POSITION_SEATED));
	assert_false(position_on_floor(POSITION_STANDING));
	assert_false(position_on_floor(POSITION_HANGING));
	assert_true(position_on_floor(POSITION_KNEELING));
	assert_true(position_on_floor(POSITION_FLOOR_SUPINE));
	assert_false(position_on_floor((enum position) - 1));
}

/* Every word of every vocabulary is in the manual. */
static void
test_manual(void **state)
{
	const char *top = getenv("top_srcdir");
	struct str path = {0};
	static char page[128 * 1024];
	FILE *f;

	(void)state;
	str_addf(&path, "%s/man/uncoil-routine.5", top ? top : ".");
	f = fopen(path.s, "r");
	if (!f || fread(page, 1, sizeof(page) - 1, f) == 0)
		fail_msg("%s cannot be read", path.s);
	fclose(f);
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		for (size_t w = 0; w < all[i]->n; w++)
			if (!strstr(page, all[i]->names[w]))
				fail_msg("%s %s", all[i]->what, all[i]->names[w]);
	str_fini(&path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_round_trip),
	    cmocka_unit_test(test_parse),
	    cmocka_unit_test(test_meanings),
	    cmocka_unit_test(test_kinds),
	    cmocka_unit_test(test_manual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
