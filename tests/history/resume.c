#include "history/resume.h"

#include "base/mem.h"
#include "tests/test.h"

#include <string.h>

#define N_MOST 8

/* A letter a side of a step: its movement; and how it went: d done, s skipped,
 * o open, w wrong.  Capital letters are right sides, small ones left, digits have
 * no side. */
static struct session_record
record(const char *moves, const char *went)
{
	struct session_record r = {.n_steps = strlen(moves)};

	r.steps = mem_new(N_MOST, sizeof(*r.steps));
	for (size_t i = 0; i < r.n_steps; i++) {
		struct step_record *s = &r.steps[i];
		char move = moves[i];

		s->side = move >= 'a'   ? SIDE_LEFT
			  : move >= 'A' ? SIDE_RIGHT
					: SIDE_NONE;
		s->exercise[0] = move >= 'A' ? (char)(move | 0x20) : move;
		s->planned_ms = 10000 + 1000 * (int64_t)i;
		s->outcome = went[i] == 'd'   ? OUTCOME_DONE
			     : went[i] == 's' ? OUTCOME_SKIPPED
			     : went[i] == 'w' ? OUTCOME_WRONG
					      : OUTCOME_OPEN;
	}
	return r;
}

/* The steps of a routine in the same letters, a pair as left and right: "aA1". */
static void
print_steps(const struct routine *r, char *buf)
{
	for (size_t i = 0; i < r->n_steps; i++) {
		const struct step *s = &r->steps[i];
		char left = s->exercise[0], right = (char)(left & ~0x20);

		if (s->first == SIDE_NONE) {
			*buf++ = left;
			assert_false(s->one_side);
			continue;
		}
		*buf++ = s->first == SIDE_LEFT ? left : right;
		if (!s->one_side)
			*buf++ = s->first == SIDE_LEFT ? right : left;
	}
	*buf = '\0';
}

static void
what_is_left(void **state)
{
	static const struct {
		const char *moves, *went, *left, *remark;
		int first_s; /* seconds of its first step */
	} rows[] = {
	    {"1aA2", "dooo", "aA2", "behind a step without sides", 23},
	    {"1aA2", "ddso", "A2", "the missing side first", 12},
	    {"1Aa2", "ddso", "a2", "that is the left one, too", 12},
	    {"1aA2", "dsdo", "2", "a side was left out on purpose", 13},
	    {"1aA2", "ssss", "1aA2", "nothing of it was done", 10},
	    {"1aA2", "dsss", "aA2", "the first side was not done whole", 23},
	    {"aAaA", "ddds", "A", "the same movement twice", 13},
	    {"aAaA", "dsss", "AaA", "and its first right side", 11},
	    {"Ab", "ds", "b", "what was itself the rest of one", 11},
	    {"AaA", "sss", "AaA", "and of a movement twice", 21},
	    {"1aA2", "dddd", NULL, "nothing is left", 0},
	    {"1aA2", "dwoo", NULL, "something was wrong", 0},
	    {"1aA2", "wdss", NULL, "wherever that was", 0},
	    {"", "", NULL, "no steps at all", 0},
	};
	struct step none;
	struct routine of = {.steps = &none};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct session_record r = record(rows[i].moves, rows[i].went);
		struct routine *rest;
		char left[2 * N_MOST] = "";
		size_t first;

		if (resume_first(&r, &first) != (rows[i].left != NULL))
			fail_msg("%s", rows[i].remark);
		if (rows[i].left) {
			rest = resume_routine(&of, &r, first);
			print_steps(rest, left);
			if (strcmp(left, rows[i].left) != 0 ||
			    rest->steps[0].seconds != rows[i].first_s)
				fail_msg("%s: %s, %d s", rows[i].remark, left,
				    rest->steps[0].seconds);
			routine_free(rest);
		}
		session_record_fini(&r);
	}
}

/* A record from elsewhere may have more steps than a routine can. */
static void
too_many_steps_are_refused(void **state)
{
	struct session_record r = {.n_steps = ROUTINE_STEPS_MAX + 1};
	struct step none;
	struct routine of = {.steps = &none};

	(void)state;
	r.steps = mem_new(r.n_steps, sizeof(*r.steps));
	assert_null(resume_routine(&of, &r, 0));
	r.n_steps--;
	routine_free(resume_routine(&of, &r, 0));
	session_record_fini(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_left),
	    cmocka_unit_test(too_many_steps_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
