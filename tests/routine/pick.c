#include "routine/pick.h"

#include "base/mem.h"
#include "tests/test.h"

#include <string.h>

static char neck_name[] = "Ear to shoulder stretch",
	    ball_name[] = "Ball on the hip";
static const struct exercise neck = {.name = neck_name,
    .regions = BIT_OF(REGION_NECK) | BIT_OF(REGION_UPPER_BACK),
    .tools = BIT_OF(TOOL_CHAIR)};
static const struct exercise ball = {.name = ball_name,
    .regions = BIT_OF(REGION_HIPS),
    .tools = BIT_OF(TOOL_MASSAGE_BALL) | BIT_OF(TOOL_NONE)};
static const struct exercise free_hand = {
    .name = neck_name, .regions = BIT_OF(REGION_NECK), .tools = BIT_OF(TOOL_NONE)};

static char title[] = "F\xc3\xbcnf Minuten Reset";
static const struct routine routine = {
    .id = "reset-5", .title = title, .minutes = 5, .n_steps = 2};

static const struct exercise *const both[] = {&neck, &ball};
static const struct exercise *const none[] = {&free_hand, &free_hand};

static const struct {
	const char *remark;
	struct pick pick;
	const struct exercise *const *steps;
	bool matches;
} rows[] = {
    {"nothing asked", {"", -1, -1, 0}, both, true},
    {"part of the title", {"minu", -1, -1, 0}, both, true},
    {"beyond ASCII", {"F\xc3\xbcnf", -1, -1, 0}, both, true},
    {"the id", {"RESET-5", -1, -1, 0}, both, true},
    {"an exercise", {"ear to", -1, -1, 0}, both, true},
    {"words in any order", {"shoulder  reset ", -1, -1, 0}, both, true},
    {"each word must match", {"reset knee", -1, -1, 0}, both, false},
    {"a region", {"upper-b", -1, -1, 0}, both, true},
    {"no such region", {"calves", -1, -1, 0}, both, false},
    {"longer than everything", {"reset-5-and-a-lot-more-than-is-there", -1, -1, 0},
	both, false},
    {"without steps the title", {"minuten", -1, -1, 0}, NULL, true},
    {"without steps no exercise", {"ear", -1, -1, 0}, NULL, false},
    {"region", {"", REGION_HIPS, -1, 0}, both, true},
    {"other region", {"", REGION_CHEST, -1, 0}, both, false},
    {"region without steps", {"", REGION_HIPS, -1, 0}, NULL, false},
    {"tool", {"", -1, TOOL_MASSAGE_BALL, 0}, both, true},
    {"other tool", {"", -1, TOOL_BAR, 0}, both, false},
    {"no tool, but there are", {"", -1, TOOL_NONE, 0}, both, false},
    {"no tool", {"", -1, TOOL_NONE, 0}, none, true},
    {"no tool, not known", {"", -1, TOOL_NONE, 0}, NULL, false},
    {"just the minutes", {"", -1, -1, 5}, both, true},
    {"too long", {"", -1, -1, 4}, NULL, false},
    {"all at once", {"ball", REGION_NECK, TOOL_CHAIR, 5}, both, true},
};

static void
matches(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (pick_matches(&rows[i].pick, &routine, rows[i].steps) !=
		    rows[i].matches)
			fail_msg("%s", rows[i].remark);
}

static void
what_is_needed(void **state)
{
	struct pick pick = PICK_ALL;

	(void)state;
	assert_false(pick_wants_steps(&pick));
	assert_false(pick_filters(&pick));
	pick.minutes = 3;
	assert_false(pick_wants_steps(&pick));
	assert_true(pick_filters(&pick));
	pick.tool = TOOL_NONE;
	assert_true(pick_wants_steps(&pick));
	pick = PICK_ALL;
	strcpy(pick.text, "x");
	assert_true(pick_wants_steps(&pick));
	assert_false(pick_filters(&pick));
}

static void
typing(void **state)
{
	struct pick pick = PICK_ALL;

	(void)state;
	assert_false(pick_erase(&pick));
	assert_false(pick_type(&pick, ' '));
	assert_false(pick_type(&pick, 0x1b));
	assert_false(pick_type(&pick, 0x202e)); /* would turn the line round */
	assert_true(pick_type(&pick, 'e'));
	assert_true(pick_type(&pick, 0x301));
	assert_true(pick_type(&pick, 0x65e5));
	assert_string_equal(pick.text, "e\xcc\x81\xe6\x97\xa5");
	assert_true(pick_erase(&pick));
	assert_string_equal(pick.text, "e\xcc\x81");
	assert_true(pick_erase(&pick));
	assert_true(pick_erase(&pick));
	assert_string_equal(pick.text, "");
	for (int i = 0; i < 200; i++)
		pick_type(&pick, 0x65e5);
	assert_int_equal(strlen(pick.text), PICK_TEXT_MAX);
	assert_false(pick_type(&pick, 'x'));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(matches),
	    cmocka_unit_test(what_is_needed),
	    cmocka_unit_test(typing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
