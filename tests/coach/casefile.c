#include "coach/casefile.h"

#include "base/civil.h"
#include "base/mem.h"
#include "tests/test.h"

#include <string.h>

#define TODAY 20514 /* Monday, 2026-03-02 */

/* One more version of a plan, `per` a day, agreed to `ago` days before today. */
static struct casefile_plan *
add_plan(struct casefile *file, const char *rx, int per, int mask, int ago)
{
	struct casefile_plan *plan = &file->plans[file->n_plans++];

	*plan = (struct casefile_plan){.per_day = per,
	    .days_mask = mask,
	    .from = TODAY - 60,
	    .to = CIVIL_NONE,
	    .agreed = TODAY - ago,
	    .newest = true,
	    .version = 1,
	    .since = TODAY - ago};
	strcpy(plan->rx, rx);
	plan->title = mem_strdup("Neck");
	plan->state = mem_strdup("accepted");
	return plan;
}

static void
planned_days(void **state)
{
	struct casefile file;
	struct casefile_plan *plan;

	(void)state;
	casefile_init(&file, TODAY);
	assert_int_equal(casefile_planned(&file, TODAY), 0);
	plan = add_plan(&file, "a", 2, 0x1f, 10); /* Monday to Friday */
	assert_int_equal(casefile_planned(&file, TODAY), 2);
	assert_int_equal(casefile_planned(&file, TODAY - 1), 0); /* Sunday */
	assert_int_equal(casefile_planned(&file, TODAY - 3), 2);
	assert_int_equal(casefile_planned(&file, TODAY - 10), 2); /* agreed */
	assert_int_equal(casefile_planned(&file, TODAY - 11), 0); /* not yet */
	plan->to = TODAY - 3;
	assert_int_equal(casefile_planned(&file, TODAY), 0);
	plan->to = CIVIL_NONE;
	plan->from = TODAY + 1;
	assert_int_equal(casefile_planned(&file, TODAY), 0);
	plan->from = TODAY - 60;
	plan->agreed = CIVIL_NONE;
	assert_int_equal(casefile_planned(&file, TODAY), 0);
	casefile_fini(&file);
}

/* A newer version counts from when it was agreed to, an older one before; and what
 * has ended plans nothing from that day on. */
static void
versions_and_ends(void **state)
{
	struct casefile file;
	struct casefile_plan *newer;

	(void)state;
	casefile_init(&file, TODAY);
	newer = add_plan(&file, "a", 3, 0x7f, 2);
	add_plan(&file, "a", 1, 0x7f, 20)->newest = false;
	assert_int_equal(casefile_planned(&file, TODAY - 2), 3);
	assert_int_equal(casefile_planned(&file, TODAY - 3), 1);
	assert_ptr_equal(casefile_plan(&file), newer);
	memcpy(newer->state, "ended", 6);
	newer->since = TODAY - 1;
	assert_int_equal(casefile_planned(&file, TODAY - 2), 3);
	assert_int_equal(casefile_planned(&file, TODAY - 1), 0);
	assert_null(casefile_plan(&file));
	casefile_fini(&file);
}

static void
sums(void **state)
{
	struct casefile file;
	struct casefile_sum sum;

	(void)state;
	casefile_init(&file, TODAY);
	add_plan(&file, "a", 2, 0x7f, 30);
	file.days[TODAY - file.first].done = 5;     /* makes up for nothing */
	file.days[TODAY - 1 - file.first].done = 1; /* half of the day */
	file.days[TODAY - 2 - file.first].partial = 2;
	sum = casefile_sum(&file, TODAY - 6, TODAY);
	assert_int_equal(sum.planned, 14);
	assert_int_equal(sum.done, 3);
	/* Outside of the file there is nothing, and nothing is read. */
	sum = casefile_sum(&file, file.first - 500, file.first - 1);
	assert_int_equal(sum.planned, 0);
	assert_null(casefile_on(&file, file.first - 1));
	assert_non_null(casefile_on(&file, TODAY + 1));
	assert_null(casefile_on(&file, TODAY + 2));
	casefile_fini(&file);
}

static void
medians(void **state)
{
	static const struct {
		int values[5];
		size_t n;
		int twice;
	} rows[] = {
	    {{0}, 0, -1},
	    {{7}, 1, 14},
	    {{9, 2}, 2, 11},
	    {{3, 1, 2}, 3, 4},
	    {{4, 1, 3, 2}, 4, 5},
	    {{0, 0, 10, 10, 0}, 5, 0},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int values[5];

		memcpy(values, rows[i].values, sizeof(values));
		assert_int_equal(
		    casefile_median2(values, rows[i].n), rows[i].twice);
	}
}

static void
the_newest_sessions_stay(void **state)
{
	struct casefile file;

	(void)state;
	casefile_init(&file, TODAY);
	for (int i = 0; i < CASEFILE_SESSIONS + 3; i++) {
		struct casefile_session *session = casefile_add(&file);

		session->day = i;
		session->note = mem_strdup("x");
	}
	assert_int_equal(file.n_sessions, CASEFILE_SESSIONS);
	assert_int_equal(file.sessions[0].day, 3);
	assert_int_equal(
	    file.sessions[file.n_sessions - 1].day, CASEFILE_SESSIONS + 2);
	casefile_fini(&file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(planned_days),
	    cmocka_unit_test(versions_and_ends),
	    cmocka_unit_test(sums),
	    cmocka_unit_test(medians),
	    cmocka_unit_test(the_newest_sessions_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
