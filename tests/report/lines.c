#include "report/lines.h"

#include "base/civil.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/dice.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

/* --- there and back ------------------------------------------------------------- */

static const char *const texts[] = {"", "a", "\"quoted\" \\ and / <b>",
    "\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80", "=1+1", "{}", "null"};

static void
some_text(struct dice *d, char *buf, size_t size)
{
	snprintf(buf, size, "%s", texts[dice_roll(d, (int)ARRAY_LEN(texts))]);
}

static int64_t
some_ms(struct dice *d)
{
	return (int64_t)dice_roll(d, 1 << 30) * (dice_roll(d, 3) == 0 ? 0 : 1) %
	       864000000;
}

static void
some_steps(struct dice *d, struct session_record *r)
{
	r->n_steps = (size_t)dice_roll(d, 6);
	r->steps = r->n_steps ? mem_new(r->n_steps, sizeof(*r->steps)) : NULL;
	for (size_t i = 0; i < r->n_steps; i++) {
		r->steps[i] =
		    (struct step_record){.side = (enum side)dice_roll(d, 3),
			.planned_ms = some_ms(d),
			.held_ms = some_ms(d),
			.outcome = (enum outcome)dice_roll(d, 4),
			.wrong_ms = dice_roll(d, 2) ? -1 : some_ms(d),
			.why = (enum stop_why)dice_roll(d, WHYS)};
		snprintf(r->steps[i].exercise, ID_MAX + 1, "step-%zu", i);
	}
}

static void
some_scores(struct dice *d, struct session_record *r)
{
	for (int i = 0; i < dice_roll(d, RATINGS_MAX + 1); i++) {
		int topic = dice_roll(d, 2) ? dice_roll(d, REGION_CALVES + 1)
					    : TOPIC_PAIN + dice_roll(d, 4);
		int least, most;
		struct rating *rating = session_record_rate(r, topic);

		assert_true(topic_range(topic, &least, &most));
		if (!rating)
			continue;
		rating->before =
		    (int8_t)(dice_roll(d, 2)
				 ? SCORE_NONE
				 : least + dice_roll(d, most - least + 1));
		rating->after =
		    (int8_t)(dice_roll(d, 2)
				 ? SCORE_NONE
				 : least + dice_roll(d, most - least + 1));
	}
	r->n_alarms = (size_t)dice_roll(d, 3);
	for (size_t i = 0; i < r->n_alarms; i++) {
		r->alarms[i].code = dice_roll(d, 10);
		snprintf(r->alarms[i].exercise, ID_MAX + 1, "%s",
		    dice_roll(d, 2) ? "" : "cat-cow");
	}
}

static void
some_session(struct dice *d, struct session_record *r)
{
	*r = (struct session_record){.rev = 1 + dice_roll(d, 9),
	    .day = dice_roll(d, 30000),
	    .offset_min = dice_roll(d, 2881) - 1440,
	    .state = (enum session_state)(1 + dice_roll(d, 3)),
	    .origin = (enum origin)dice_roll(d, ORIGINS),
	    .planned_ms = some_ms(d),
	    .active_ms = some_ms(d)};
	rng_uuid_day(r->day, r->id);
	if (dice_roll(d, 2))
		rng_uuid_day(r->day, r->plan);
	r->started_ms = civil_utc_ms(r->day) + some_ms(d) % 86400000;
	snprintf(r->routine, sizeof(r->routine), "desk-reset-%d", dice_roll(d, 9));
	some_text(d, r->note, sizeof(r->note));
	some_scores(d, r);
	some_steps(d, r);
}

/* What print writes, without its newline; the caller frees it. */
static char *
printed(bool (*print)(FILE *, const void *, struct err *), const void *record)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	assert_non_null(to);
	assert_true(print(to, record, NULL));
	fclose(to);
	assert_int_equal(text[size - 1], '\n');
	assert_null(strchr(text, '\n') + 1 < text + size ? "two lines" : NULL);
	text[size - 1] = '\0';
	return text;
}

static bool
print_session(FILE *to, const void *r, struct err *err)
{
	return line_print_session(to, r, err);
}

static bool
print_answer(FILE *to, const void *a, struct err *err)
{
	return line_print_answer(to, a, err);
}

static bool
print_plan(FILE *to, const void *p, struct err *err)
{
	return line_print_plan(to, p, err);
}

static bool
print_gone(FILE *to, const void *g, struct err *err)
{
	return line_print_gone(to, g, err);
}

static void
sessions_there_and_back(void **state)
{
	struct dice d = {20260302};

	(void)state;
	for (int i = 0; i < 2000; i++) {
		struct session_record r;
		struct line line;
		struct err err = {""};
		char *text;

		some_session(&d, &r);
		text = printed(print_session, &r);
		if (!line_read(text, strlen(text), &line, &err))
			fail_msg("%s: %s", err.text, text);
		assert_int_equal(line.kind, LINE_SESSION);
		if (!session_record_equal(&line.session, &r))
			fail_msg("not the same: %s", text);
		free(text);
		line_fini(&line);
		session_record_fini(&r);
	}
}

static void
answers_there_and_back(void **state)
{
	struct answer_record a = {.rev = 3,
	    .day = 20514,
	    .asked_ms = INT64_C(1772442843120),
	    .offset_min = -330,
	    .asked = ASKED_GLOBAL,
	    .score = -3};
	struct line line;
	char *text;

	(void)state;
	rng_uuid_day(a.day, a.id);
	text = printed(print_answer, &a);
	assert_true(line_read(text, strlen(text), &line, NULL));
	assert_memory_equal(&line.answer, &a, sizeof(a));
	free(text);
	a.asked = ASKED_ABILITY;
	a.which = 2;
	a.score = 10;
	snprintf(a.name, sizeof(a.name), "sit through a \"meeting\"");
	text = printed(print_answer, &a);
	assert_true(line_read(text, strlen(text), &line, NULL));
	assert_int_equal(line.kind, LINE_ANSWER);
	assert_string_equal(line.answer.name, a.name);
	assert_int_equal(line.answer.score, 10);
	free(text);
	line_fini(&line);
}

static void
plans_there_and_back(void **state)
{
	static char body[] =
	    "{\"items\":[{\"routine\":\"desk-reset-2\",\"per_day\":2}]}";
	struct plan_record p = {.version = 2,
	    .title = "Neck, first two weeks",
	    .from = 20514,
	    .to = CIVIL_NONE,
	    .state = PLAN_DECLINED,
	    .why = "too long",
	    .answered = 20515,
	    .body = body};
	struct line line;
	char *text;

	(void)state;
	rng_uuid_day(20514, p.id);
	text = printed(print_plan, &p);
	assert_true(line_read(text, strlen(text), &line, NULL));
	assert_int_equal(line.kind, LINE_PLAN);
	assert_string_equal(line.plan.id, p.id);
	assert_int_equal(line.plan.version, 2);
	assert_string_equal(line.plan.title, p.title);
	assert_int_equal(line.plan.from, p.from);
	assert_int_equal(line.plan.to, CIVIL_NONE);
	assert_int_equal(line.plan.state, PLAN_DECLINED);
	assert_string_equal(line.plan.why, "too long");
	assert_int_equal(line.plan.answered, 20515);
	assert_string_equal(line.plan.body, body);
	free(text);
	line_fini(&line);
}

static void
removals_there_and_back(void **state)
{
	struct gone_record g = {.rev = 7, .day = 20514};
	struct line line;
	char *text;

	(void)state;
	rng_uuid_day(g.day, g.id);
	text = printed(print_gone, &g);
	assert_true(line_read(text, strlen(text), &line, NULL));
	assert_int_equal(line.kind, LINE_GONE);
	assert_memory_equal(&line.gone, &g, sizeof(g));
	free(text);
}

static bool
print_rules(FILE *to, const void *r, struct err *err)
{
	return line_print_rules(to, r, err);
}

static bool
print_pause(FILE *to, const void *p, struct err *err)
{
	return line_print_pause(to, p, err);
}

static void
rules_and_pauses_there_and_back(void **state)
{
	const struct streak_rules rules = {
	    20514, true, 20, UNIT_MINUTES, 0x60, 2, 4};
	struct pause pause = {20514, 20514 + 365, "ill"};
	struct line line;
	struct err err;
	char *text = printed(print_rules, &rules);

	(void)state;
	assert_true(line_read(text, strlen(text), &line, NULL));
	assert_int_equal(line.kind, LINE_RULES);
	assert_int_equal(line.rules.from, rules.from);
	assert_true(rules_equal(&line.rules, &rules));
	free(text);
	text = printed(print_pause, &pause);
	assert_true(line_read(text, strlen(text), &line, NULL));
	assert_int_equal(line.kind, LINE_PAUSE);
	assert_int_equal(line.pause.first, pause.first);
	assert_int_equal(line.pause.last, pause.last);
	assert_string_equal(line.pause.why, "ill");
	free(text);
	for (int days = -1; days < 400; days += 367) {
		pause.last = pause.first + days;
		text = printed(print_pause, &pause);
		assert_false(line_read(text, strlen(text), &line, &err));
		assert_non_null(strstr(err.text, "last: a day of the 366"));
		free(text);
	}
}

/* --- what is refused ------------------------------------------------------------------ */

#define GOOD                                                                       \
	"{\"type\":\"session\",\"id\":\"019cabd8-3800-7001-8002-000000000003\","   \
	"\"rev\":1,\"local_date\":\"2026-03-02\","                                 \
	"\"started_at\":\"2026-03-02T09:14:03.120Z\",\"utc_offset_min\":60,"       \
	"\"routine\":\"desk-reset-2\",\"state\":\"done\",\"origin\":\"played\","   \
	"\"planned_ms\":120000,\"active_ms\":112000,\"plan\":\"\",\"note\":\"x\"," \
	"\"ratings\":{\"neck\":{\"before\":6,\"after\":null}},"                    \
	"\"alarms\":[{\"code\":4,\"exercise\":\"cat-cow\"}],"                      \
	"\"steps\":[{\"exercise\":\"cat-cow\",\"side\":\"left\","                  \
	"\"planned_ms\":1,\"held_ms\":1,\"outcome\":\"wrong\",\"wrong_ms\":1,"     \
	"\"why\":\"pain\"}]}"

/* GOOD with one place made otherwise. */
static const struct {
	const char *what, *with, *says;
} bad[] = {
    {"\"rev\":1,", "", "rev is missing"},
    {"\"rev\":1", "\"rev\":0", "rev: a whole number from 1"},
    {"\"rev\":1", "\"rev\":1.0", "rev: a whole number"},
    {"\"rev\":1", "\"rev\":\"1\"", "rev: a whole number"},
    {"\"rev\":1", "\"rev\":1,\"rev\":2", "duplicate"},
    {"2026-03-02\",", "2026-03-03\",", "is not of its local_date"},
    {"2026-03-02\",", "2026-02-30\",", "local_date: a day"},
    {"019cabd8", "019CABD8", "id: a UUID"},
    {"019cabd8", "019cabd", "id: a UUID"},
    {"09:14:03.120Z", "09:14:03.120", "started_at: an instant"},
    {"\"utc_offset_min\":60", "\"utc_offset_min\":1441", "utc_offset_min"},
    {"desk-reset-2", "", "routine: 1 to 64 bytes"},
    {"\"done\"", "\"running\"", "state: one of \"done\", \"partial\", \"skipped\""},
    {"\"done\"", "7", "state: one of"},
    {"\"played\"", "\"guessed\"", "origin: one of"},
    {"120000", "-1", "planned_ms: a whole number from 0"},
    {"120000", "864000001", "planned_ms: a whole number from 0"},
    {"120000", "99999999999999999999", "big"},
    {"\"plan\":\"\"", "\"plan\":\"x\"", "plan: a UUID"},
    {"\"note\":\"x\"", "\"note\":null", "note: a string"},
    {"\"note\":\"x\"", "\"note\":\"x\",\"mood\":3", "\"mood\" is not known here"},
    {"\"neck\":", "\"nose\":", "ratings: an object of regions"},
    {"\"before\":6", "\"before\":11", "ratings: neck: before: null or a whole"},
    {"\"before\":6", "\"before\":-1", "ratings: neck: before: null or a whole"},
    {",\"after\":null", "", "ratings: neck: after is missing"},
    {"\"after\":null", "\"after\":null,\"x\":1", "before and after are expected"},
    {"{\"neck\":{\"before\":6,\"after\":null}}", "[]", "ratings: an object"},
    {"\"code\":4", "\"code\":10", "alarms: 1: code"},
    {"[{\"code\":4,\"exercise\":\"cat-cow\"}]", "{}", "alarms: a list"},
    {"[{\"code\":4,\"exercise\":\"cat-cow\"}]", "[4]", "alarms: 1: an object"},
    {"\"left\"", "\"both\"",
	"steps: 1: side: one of \"none\", \"left\", \"right\""},
    {"\"why\":\"pain\"", "\"why\":\"rain\"", "steps: 1: why: one of"},
    {"\"why\":\"pain\"", "\"why\":[[[]]]", "nested deeper"},
    {"\"type\":\"session\",", "", "type: export, session"},
    {"\"session\"", "\"cession\"", "type: export, session"},
    {"\"session\"", "\"export\"", "this is no export"},
    {"}]}", "}]}x", "end of file"},
    {"}]}", "}]", "line 1"},
};

static char *
made_bad(const char *what, const char *with)
{
	const char *at = strstr(GOOD, what);
	struct str text = {0};

	assert_non_null(at);
	str_addn(&text, GOOD, (size_t)(at - GOOD));
	str_add(&text, with);
	str_add(&text, at + strlen(what));
	return str_take(&text);
}

static void
refused(void **state)
{
	struct line line;

	(void)state;
	assert_true(line_read(GOOD, strlen(GOOD), &line, NULL));
	line_fini(&line);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		char *text = made_bad(bad[i].what, bad[i].with);
		struct err err = {""};

		if (line_read(text, strlen(text), &line, &err) ||
		    !strstr(err.text, bad[i].says))
			fail_msg("%s: %s", bad[i].says, err.text);
		free(text);
	}
}

static void
many(void **state)
{
	struct str text = {0};
	struct line line;
	struct err err;

	(void)state;
	str_addn(&text, GOOD, strlen(GOOD) - 2);
	for (int i = 0; i < LINE_STEPS_MAX; i++)
		str_add(&text, ",{}");
	str_add(&text, "]}");
	assert_false(line_read(text.s, text.len, &line, &err));
	assert_string_equal(err.text, "steps: a list of at most 500 is expected");
	str_fini(&text);
}

/* What cannot be shown is made harmless, and is the same the next time. */
static void
cleaned(void **state)
{
	char *text =
	    made_bad("\"note\":\"x\"", "\"note\":\"a\\u001b[2J\\u202eb\\n\"");
	struct line line;

	(void)state;
	assert_true(line_read(text, strlen(text), &line, NULL));
	assert_string_equal(line.session.note, "a\xef\xbf\xbd[2J\xef\xbf\xbd"
					       "b ");
	free(text);
	line_fini(&line);
}

/* Something else at some place of a line. */
static void
mutate(struct dice *d, struct str *text)
{
	static const char *const tokens[] = {"null", "-1", "{}", "[]", "\"\"", ",",
	    "1e9", "\\u0000", "\xff", "\"rev\":2,", "true", "99999999999", "}"};
	size_t at = (size_t)dice_roll(d, (int)text->len);
	char *rest = mem_strdup(text->s + at);
	size_t cut = (size_t)dice_roll(d, 12);

	text->s[text->len = at] = '\0';
	if (dice_roll(d, 2))
		str_add(text, tokens[dice_roll(d, (int)ARRAY_LEN(tokens))]);
	if (dice_roll(d, 20))
		str_add(text, cut < strlen(rest) ? rest + cut : "");
	free(rest);
}

/* Of mutants of a good line each is refused with a message of one line, or is a
 * record that is written and read as the same. */
static void
mutants(void **state)
{
	struct dice d = {20260302};
	int taken = 0, refused_ones = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct str text = {0};
		struct line line, again;
		struct err err = {""};
		char *back;

		str_add(&text, GOOD);
		for (int n = 1 + dice_roll(&d, 2); n > 0 && text.len; n--)
			mutate(&d, &text);
		if (!line_read(text.s, text.len, &line, &err)) {
			assert_true(*err.text);
			for (const char *s = err.text; *s; s++)
				assert_true((unsigned char)*s >= ' ' && *s != 0x7f);
			refused_ones++;
		} else {
			back = printed(print_session, &line.session);
			assert_true(line_read(back, strlen(back), &again, NULL));
			assert_true(
			    session_record_equal(&line.session, &again.session));
			free(back);
			line_fini(&again);
			line_fini(&line);
			taken++;
		}
		str_fini(&text);
	}
	print_message("# %d taken, %d refused\n", taken, refused_ones);
	assert_true(taken > 50 && refused_ones > 5000);
}

static void
heads(void **state)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
	    {"{\"type\":\"export\",\"uncoil\":1}", NULL},
	    {"{\"type\":\"export\",\"uncoil\":1,\"anything\":[]}", NULL},
	    {"{\"type\":\"export\",\"uncoil\":2}", "newer uncoil"},
	    {"{\"type\":\"export\",\"uncoil\":0}", "no export"},
	    {"{\"type\":\"export\"}", "no export"},
	};
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	struct line line;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err = {""};
		bool ok =
		    line_read(rows[i].text, strlen(rows[i].text), &line, &err);

		if (ok != !rows[i].says || (!ok && !strstr(err.text, rows[i].says)))
			fail_msg("%s: %s", rows[i].text, err.text);
	}
	assert_true(line_print_head(to, "uncoil 0.1.0", 0, NULL));
	fclose(to);
	assert_string_equal(text,
	    "{\"type\":\"export\",\"uncoil\":1,\"program\":\"uncoil 0.1.0\","
	    "\"made_at\":\"1970-01-01T00:00:00.000Z\"}\n");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sessions_there_and_back),
	    cmocka_unit_test(answers_there_and_back),
	    cmocka_unit_test(plans_there_and_back),
	    cmocka_unit_test(removals_there_and_back),
	    cmocka_unit_test(rules_and_pauses_there_and_back),
	    cmocka_unit_test(refused),
	    cmocka_unit_test(many),
	    cmocka_unit_test(cleaned),
	    cmocka_unit_test(heads),
	    cmocka_unit_test(mutants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
