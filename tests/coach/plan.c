#include "coach/plan.h"

#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define ITEM                                                                       \
	"{\"routine\":\"desk-reset-2\",\"per_day\":2,\"days\":[1,2,5],"            \
	"\"gap_min\":120,\"note\":\"stop at 4/10\"}"
#define HEAD "{\"title\":\"Neck\",\"from\":\"2026-03-03\",\"to\":null,\"items\":["

static bool
read_plan(const char *text, struct plan *plan, struct err *err)
{
	return plan_read(text, strlen(text), plan, err);
}

static void
a_plan_is_taken_in(void **state)
{
	struct plan plan;
	struct err err = {""};

	(void)state;
	if (!read_plan(HEAD ITEM
		"," ITEM "],\"custom\":[{\"id\":\"x-neck-1\","
		"\"title\":\"Own\\u001b\",\"steps\":[{\"move\":"
		"\"chin-tuck-seated\",\"hold_s\":30,\"sides\":2}]}],"
		"\"stranger\":1}",
		&plan, &err))
		fail_msg("%s", err.text);
	assert_string_equal(plan.title, "Neck");
	assert_string_equal(plan.rx, "");
	assert_string_equal(plan.from, "2026-03-03");
	assert_null(plan.to);
	assert_int_equal(plan.per_day, 4);
	assert_int_equal(plan.days_mask, 0x13);
	assert_false(plan.ended);
	assert_string_equal(plan.items, "[" ITEM "," ITEM "]");
	assert_string_equal(plan.custom,
	    "[{\"id\":\"x-neck-1\",\"title\":\"Own\xef\xbf\xbd\",\"steps\":[{"
	    "\"move\":"
	    "\"chin-tuck-seated\",\"hold_s\":30,\"sides\":2}]}]");
	plan_fini(&plan);
}

/* What is left out, and what ends one. */
static void
little_is_enough(void **state)
{
	struct plan plan;
	struct err err = {""};

	(void)state;
	if (!read_plan(HEAD "{\"routine\":\"x\"}]}", &plan, &err))
		fail_msg("%s", err.text);
	assert_int_equal(plan.per_day, 1);
	assert_int_equal(plan.days_mask, 0x7f);
	plan_fini(&plan);
	if (!read_plan("{\"id\":\"019cabd8-3800-7abc-8def-0123456789ac\","
		       "\"title\":\"Neck\",\"from\":\"2026-03-03\","
		       "\"ended\":true}",
		&plan, &err))
		fail_msg("%s", err.text);
	assert_true(plan.ended);
	assert_string_equal(plan.items, "[]");
	plan_fini(&plan);
}

static void
what_is_no_plan(void **state)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
	    {"", "line 1"},
	    {"[]", "no JSON object"},
	    {"{}", "title"},
	    {HEAD "]}", "nothing in it to do"},
	    {HEAD "5]}", "routine"},
	    {"{\"title\":\"x\",\"from\":\"2026-02-30\",\"items\":[" ITEM "]}",
		"from"},
	    {"{\"title\":\"x\",\"items\":[" ITEM "]}", "from"},
	    {"{\"title\":5,\"from\":\"2026-03-03\",\"items\":[" ITEM "]}", "title"},
	    {HEAD "{\"routine\":\"Desk\",\"per_day\":2,\"days\":[1]}]}", "routine"},
	    {HEAD "{\"routine\":\"x\",\"per_day\":0,\"days\":[1]}]}", "per_day"},
	    {HEAD "{\"routine\":\"x\",\"per_day\":25,\"days\":[1]}]}", "per_day"},
	    {HEAD "{\"routine\":\"x\",\"per_day\":1,\"days\":[]}]}", "days"},
	    {HEAD "{\"routine\":\"x\",\"per_day\":1,\"days\":[8]}]}", "days"},
	    {HEAD "{\"routine\":\"x\",\"per_day\":1,\"days\":[1],\"gap_min\":-1}]}",
		"gap_min"},
	    {HEAD ITEM "],\"id\":\"x\"}", "id"},
	    {HEAD ITEM "],\"ended\":1}", "ended"},
	    {HEAD ITEM "],\"custom\":{}}", "custom"},
	    {HEAD ITEM
		"],\"custom\":[{\"id\":\"x\",\"title\":\"y\",\"steps\":[]}]}",
		"steps"},
	    {HEAD ITEM "],\"custom\":[{\"id\":\"x\",\"title\":\"y\",\"steps\":["
		       "{\"move\":\"m\",\"hold_s\":3601}]}]}",
		"hold_s"},
	};
	struct plan plan;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (read_plan(rows[i].text, &plan, &err))
			fail_msg("%s was taken", rows[i].text);
		if (!strstr(err.text, rows[i].says))
			fail_msg("%s: %s", rows[i].text, err.text);
		plan_fini(&plan);
	}
	assert_false(plan_read(rows[0].text, PLAN_MAX + 1, &plan, &err));
	plan_fini(&plan);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_plan_is_taken_in),
	    cmocka_unit_test(little_is_enough),
	    cmocka_unit_test(what_is_no_plan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
