#include "history/planned.h"

#include "base/civil.h"
#include "base/mem.h"
#include "tests/test.h"

#include <string.h>

#define MONDAY 20514 /* 2026-03-02 */

#define WEEKDAYS "{\"items\":[{\"per_day\":2,\"days\":[1,2,3,4,5]}]}"
#define DAILY    "{\"items\":[{\"routine\":\"desk-reset-2\"}]}"

/* Two weeks from MONDAY on are asked about. */
static const struct {
	const char *remark;
	struct {
		const char *id;
		int version;
		int32_t from, to, answered; /* days from MONDAY on */
		enum plan_state state;
		const char *body;
	} plans[3];
	int due;
} rows[] = {
    {"none", {{0}}, 0},
    {"twice on weekdays", {{"a", 1, 0, 13, 0, PLAN_ACCEPTED, WEEKDAYS}}, 20},
    {"every day where none is named", {{"a", 1, 0, 13, 0, PLAN_ACCEPTED, DAILY}},
	14},
    {"not before it was accepted", {{"a", 1, 0, 13, 4, PLAN_ACCEPTED, WEEKDAYS}},
	12},
    {"not before its first day", {{"a", 1, 7, 99, 0, PLAN_ACCEPTED, WEEKDAYS}}, 10},
    {"not after its last", {{"a", 1, -99, 1, -99, PLAN_ACCEPTED, WEEKDAYS}}, 4},
    {"over before it began", {{"a", 1, 5, 1, 0, PLAN_ACCEPTED, WEEKDAYS}}, 0},
    {"only offered", {{"a", 1, 0, 13, 0, PLAN_OFFERED, WEEKDAYS}}, 0},
    {"declined", {{"a", 1, 0, 13, 0, PLAN_DECLINED, WEEKDAYS}}, 0},
    {"two plans",
	{{"a", 1, 0, 13, 0, PLAN_ACCEPTED, WEEKDAYS},
	    {"b", 1, 0, 13, 0, PLAN_ACCEPTED, DAILY}},
	34},
    {"a later version takes its place",
	{{"a", 1, 0, 13, 0, PLAN_ACCEPTED, WEEKDAYS},
	    {"a", 2, 0, 13, 7, PLAN_ACCEPTED, DAILY}},
	17},
    {"one that is not accepted does not",
	{{"a", 1, 0, 13, 0, PLAN_ACCEPTED, WEEKDAYS},
	    {"a", 2, 0, 13, 7, PLAN_OFFERED, DAILY}},
	20},
    {"two items",
	{{"a", 1, 0, 6, 0, PLAN_ACCEPTED,
	    "{\"items\":[{\"days\":[7]},{\"days\":[7,6],\"per_day\":3}]}"}},
	7},
    {"nonsense asks for nothing",
	{{"a", 1, 0, 13, 0, PLAN_ACCEPTED,
	     "{\"items\":[{\"days\":[0,8,\"x\"]},{\"per_day\":25},{\"per_day\":0},"
	     "7]}"},
	    {"b", 1, 0, 13, 0, PLAN_ACCEPTED, "no JSON"},
	    {"c", 1, 0, 13, 0, PLAN_ACCEPTED, "[]"}},
	0},
};

static void
due(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct plan_record plans[3];
		size_t n = 0;
		int got;

		for (; n < 3 && rows[i].plans[n].id; n++) {
			struct plan_record *p = &plans[n];

			*p = (struct plan_record){
			    .version = rows[i].plans[n].version,
			    .from = MONDAY + rows[i].plans[n].from,
			    .to = MONDAY + rows[i].plans[n].to,
			    .answered = MONDAY + rows[i].plans[n].answered,
			    .state = rows[i].plans[n].state,
			    .body = mem_strdup(rows[i].plans[n].body)};
			strcpy(p->id, rows[i].plans[n].id);
		}
		got = planned_sessions(plans, n, MONDAY, MONDAY + 13);
		while (n > 0)
			plan_record_fini(&plans[--n]);
		if (got != rows[i].due)
			fail_msg("%s: %d", rows[i].remark, got);
	}
}

/* Without a first or a last day, and accepted nobody knows when. */
static void
open_ends(void **state)
{
	struct plan_record p = {.version = 1,
	    .from = CIVIL_NONE,
	    .to = CIVIL_NONE,
	    .answered = CIVIL_NONE,
	    .state = PLAN_ACCEPTED,
	    .body = mem_strdup(DAILY)};

	(void)state;
	assert_int_equal(planned_sessions(&p, 1, MONDAY, MONDAY + 9), 10);
	plan_record_fini(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(due),
	    cmocka_unit_test(open_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
