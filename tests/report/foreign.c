#include "report/foreign.h"

#include "base/civil.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/dice.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

#define TODAY 20545 /* 2026-04-02 */

/* Days parted by spaces, or the message. */
static void
print_days(
    bool ok, const struct foreign_days *d, const struct err *err, struct str *out)
{
	char day[CIVIL_LEN];

	str_clear(out);
	if (!ok)
		str_add(out, err->text);
	for (size_t i = 0; ok && i < d->n; i++)
		str_addf(out, "%s%s", i ? " " : "", civil_print(d->days[i], day));
}

static const struct {
	const char *text, *got, *remark;
} lists[] = {
    {"", "", "nothing"},
    {"2026-03-02\n2026-03-03\n", "2026-03-02 2026-03-03", "two days"},
    {"# mine\n\n 2026-03-02 \r\n2026-03-01", "2026-03-01 2026-03-02",
	"comments, blanks, CRLF, no newline at the end"},
    {"2026-03-02\n2026-03-02\n", "2026-03-02", "twice is once"},
    {"2026-02-30\n", "line 1: a day such as 2026-03-02 is expected", "no such day"},
    {"\n2026-04-03\n", "line 2: 2026-04-03 has not been yet", "tomorrow"},
    {"2026-03-02 and more\n", "line 1: a day such as 2026-03-02 is expected",
	"something else"},
    {"a line that is longer than any day can be, by far\n",
	"line 1: a day such as 2026-03-02 is expected", "too long"},
};

static void
plain_lists(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		struct foreign_days d;
		struct err err = {""};
		struct str got = {0};
		bool ok = foreign_list(
		    lists[i].text, strlen(lists[i].text), TODAY, &d, &err);

		print_days(ok, &d, &err, &got);
		if (strcmp(got.s, lists[i].got) != 0)
			fail_msg("%s: %s", lists[i].remark, got.s);
		free(d.days);
		str_fini(&got);
	}
}

static const struct {
	const char *text, *habit, *got, *remark;
} loops[] = {
    {"Date,Stretch,\n2026-03-03,2,\n2026-03-02,0,\n2026-03-01,1,\n", NULL,
	"2026-03-03", "one habit of all; done by itself is not done"},
    {"Date,Run,Stretch,\n2026-03-03,2,-1,\n2026-03-02,0,2,\n2026-03-01,3,2,\n",
	"Stretch", "2026-03-01 2026-03-02", "one of two"},
    {"Date,Run,Stretch,\n2026-03-03,2,-1,\n", NULL,
	"which habit? --habit NAME; it has: Run, Stretch", "which?"},
    {"Date,Run,Stretch,\n2026-03-03,2,-1,\n", "Swim",
	"there is no such habit; it has: Run, Stretch", "none such"},
    {"Date,\"Run, far\",\n2026-03-03,2,\n", "Run, far", "2026-03-03",
	"a name with a comma"},
    {"Date,Value,Notes\n2026-03-03,YES_MANUAL,Morning\n2026-03-02,YES_AUTO,\n"
     "2026-03-01,SKIP,\n2026-02-28,NO,\n2026-02-27,UNKNOWN,\n",
	NULL, "2026-03-03", "a habit's own file of a newer release"},
    {"2026-03-03,2\n2026-03-02,0\n", NULL, "2026-03-03",
	"and of an older one, without a head"},
    {"Date,Water,\n2026-03-03,2500,\n2026-03-02,0,\n", NULL, "2026-03-03",
	"what is counted"},
    {"Date,Stretch,\n2026-03-33,2,\n", NULL,
	"line 2: a day such as 2026-03-02 is expected", "no such day"},
    {"Date,Stretch,\n2026-04-03,2,\n", NULL, "line 2: 2026-04-03 has not been yet",
	"tomorrow"},
    {"Date,Stretch,\n2026-03-03\n", NULL, "line 2: it has 1 cells", "cut"},
    {"Date\n2026-03-03\n", NULL, "which habit? --habit NAME; it has: none",
	"a head without habits"},
    {"Date,\"Stretch\n2026-03-03,2,\n", NULL, "line 1: a quote that nothing closes",
	"broken"},
    {"", NULL, "", "nothing"},
};

static void
loop_habit_tracker(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(loops); i++) {
		struct foreign_days d;
		struct err err = {""};
		struct str got = {0};
		bool ok = foreign_loop(loops[i].text, strlen(loops[i].text),
		    loops[i].habit, TODAY, &d, &err);

		print_days(ok, &d, &err, &got);
		if (strcmp(got.s, loops[i].got) != 0)
			fail_msg("%s: %s", loops[i].remark, got.s);
		free(d.days);
		str_fini(&got);
	}
}

/* The same day of the same source is the same session, whatever the zone. */
static void
sessions(void **state)
{
	struct session_record a, b;

	(void)state;
	for (int32_t day = 0; day < 40000; day += 97) {
		foreign_session(day, "imported", "loop:Stretch", 600000, 345, &a);
		assert_int_equal(rng_uuid_to_day(a.id), day);
		assert_int_equal(civil_day(a.started_ms, a.offset_min, 0), day);
		assert_int_equal(a.state, STATE_DONE);
		assert_int_equal(a.origin, ORIGIN_FOREIGN);
		foreign_session(day, "imported", "loop:Stretch", 0, -720, &b);
		assert_string_equal(a.id, b.id);
		foreign_session(day, "imported", "loop:Run", 0, 0, &b);
		assert_string_not_equal(a.id, b.id);
		foreign_session(day, "desk-reset-2", "loop:Stretch", 0, 0, &b);
		assert_string_not_equal(a.id, b.id);
	}
}

/* Whatever the bytes: days or a message. */
static void
any_bytes(void **state)
{
	static const char alphabet[] = "2026-03-02,\n\r\"Date,YES_MANUAL#\0\xff";
	struct dice d = {20260302};

	(void)state;
	for (int i = 0; i < 20000; i++) {
		char text[64];
		size_t len = (size_t)dice_roll(&d, (int)sizeof(text));
		struct foreign_days days;

		for (size_t k = 0; k < len; k++)
			text[k] =
			    alphabet[dice_roll(&d, (int)sizeof(alphabet) - 1)];
		if (foreign_list(text, len, TODAY, &days, NULL))
			free(days.days);
		if (foreign_loop(text, len, NULL, TODAY, &days, NULL))
			free(days.days);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain_lists),
	    cmocka_unit_test(loop_habit_tracker),
	    cmocka_unit_test(sessions),
	    cmocka_unit_test(any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
