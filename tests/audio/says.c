/* Spoken lines against the null output, with a clock of our own. */
#include "../test.h"

#include "audio/says.h"
#include "base/mem.h"
#include "fake.h"

#include <poll.h>
#include <string.h>

#define MS    INT64_C(1000000)
#define FRAME 48

struct bench {
	struct fake fake;
	struct voice_lines *voice;
	struct output *out;
	struct says says;
	int64_t now;
};

static int
setup(void **state)
{
	struct bench *b = mem_new(1, sizeof(*b));
	struct err err;

	fake_make(&b->fake, "tone", 1000);
	b->voice = voice_new(&(struct voice_options){
	    b->fake.command, "en", "150", "50", b->fake.cache, 64 << 20});
	b->out = output_open(&output_null, (struct output_where){0}, &err);
	says_init(&b->says, b->voice, b->out);
	b->now = 1000000 * MS;
	*state = b;
	return b->out ? 0 : -1;
}

static int
teardown(void **state)
{
	struct bench *b = *state;
	struct err err;
	bool ok = output_close(b->out, &err);

	says_fini(&b->says);
	voice_free(b->voice);
	folder_remove(&b->fake.at);
	free(b);
	return ok ? 0 : -1;
}

/* What the reading side does each turn. */
static void
turn(struct bench *b)
{
	const struct sample *gone;

	while ((gone = output_forgotten(b->out)) != NULL)
		voice_gone(b->voice, gone);
	says_turn(&b->says, b->now);
	voice_turn(b->voice, b->now);
	b->out->ops->turn(b->out, b->now);
}

static void
later(struct bench *b, int ms)
{
	for (int i = 0; i < ms; i += 10) {
		b->now += 10 * MS;
		turn(b);
	}
}

/* Has the key spoken, whatever time it takes: the clock of the score stands. */
static struct line *
spoken(struct bench *b, const char *key)
{
	struct line *line;

	assert_true(voice_ask(b->voice, key, key, false));
	line = voice_line(b->voice, key);
	for (int i = 0; i < 1000 && line->state != LINE_READY; i++) {
		voice_turn(b->voice, b->now);
		poll(NULL, 0, 10);
	}
	assert_int_equal(LINE_READY, line->state);
	return line;
}

static void
set_clock(struct bench *b, int64_t ms)
{
	struct order order = {.kind = ORDER_CLOCK, .frame = ms * FRAME};

	order.axis = b->now * 3 / 62500;
	output_post(b->out, &order, b->now);
	says_clock(&b->says, order.frame, b->now);
	turn(b);
}

static int
played(struct bench *b)
{
	return atomic_load(&b->out->played);
}

static int
late(struct bench *b)
{
	return atomic_load(&b->out->late) + b->says.late;
}

/* In memory from when it is said until it was heard. */
static void
test_heard(void **state)
{
	struct bench *b = *state;
	struct line *line = spoken(b, "a");

	set_clock(b, 0);
	assert_true(says_at(&b->says, line, 500 * FRAME));
	assert_int_equal(0, voice_bytes(b->voice));
	turn(b);
	assert_int_equal(2 * line->frames, voice_bytes(b->voice));
	later(b, 1000);
	assert_int_equal(0, played(b));
	later(b, 1000);
	assert_int_equal(1, played(b));
	assert_int_equal(2 * line->frames, voice_bytes(b->voice));
	later(b, 1000);
	assert_int_equal(0, voice_bytes(b->voice));
	assert_int_equal(0, late(b));
	assert_int_equal(0, line->says);
	assert_null(output_forgotten(b->out));
}

/* Not ready when it is said: at once when it is, if that is not too late. */
static void
test_not_ready(void **state)
{
	static const struct {
		int at, ready, played, late;
		const char *remark;
	} rows[] = {
	    {500, 300, 1, 0, "in time"},
	    {500, 800, 1, 0, "a little late"},
	    {500, 1500, 0, 1, "too late"},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int was_played = played(b), was_late = late(b);
		char key[8];
		struct line *line;

		print_message("# %s\n", rows[i].remark);
		snprintf(key, sizeof(key), "k%zu", i);
		line = spoken(b, key);
		line->state = LINE_SPEAKS;
		set_clock(b, 0);
		assert_true(says_at(&b->says, line, rows[i].at * FRAME));
		later(b, rows[i].ready);
		line->state = LINE_READY;
		later(b, 4000);
		assert_int_equal(was_played + rows[i].played, played(b));
		assert_int_equal(was_late + rows[i].late, late(b));
		assert_int_equal(0, voice_bytes(b->voice));
	}
}

static void
test_failed(void **state)
{
	struct bench *b = *state;
	struct line *line = spoken(b, "a");

	set_clock(b, 0);
	says_at(&b->says, line, 500 * FRAME);
	line->state = LINE_FAILED;
	later(b, 100);
	assert_int_equal(0, line->says);
	later(b, 2000);
	assert_int_equal(0, late(b));
}

/* Neither a pause nor a flush hinders what is said now; both forget what waits
 * for a program. */
static void
test_now(void **state)
{
	struct bench *b = *state;
	struct line *line = spoken(b, "a"), *slow = spoken(b, "b");

	set_clock(b, 0);
	output_post(b->out, &(struct order){.kind = ORDER_PAUSE}, b->now);
	slow->state = LINE_SPEAKS;
	assert_true(says_at(&b->says, slow, 100 * FRAME));
	assert_true(says_now(&b->says, line, b->now));
	says_pause(&b->says, b->now);
	says_flush(&b->says, b->now);
	assert_int_equal(0, slow->says);
	later(b, 1500);
	assert_int_equal(1, played(b));
	later(b, 1500);
	assert_int_equal(0, voice_bytes(b->voice));
	/* Not ready: soon, or not at all. */
	assert_true(says_now(&b->says, slow, b->now));
	later(b, 300);
	slow->state = LINE_READY;
	later(b, 1500);
	assert_int_equal(2, played(b));
	slow->state = LINE_SPEAKS;
	assert_true(says_now(&b->says, slow, b->now));
	later(b, 500);
	slow->state = LINE_READY;
	later(b, 1500);
	assert_int_equal(2, played(b));
	assert_int_equal(1, late(b));
}

/* What has begun goes on, what has not is let go. */
static void
test_flush(void **state)
{
	struct bench *b = *state;
	struct line *now = spoken(b, "a"), *next = spoken(b, "b");

	set_clock(b, 0);
	says_at(&b->says, now, 100 * FRAME);
	says_at(&b->says, next, 3000 * FRAME);
	later(b, 600);
	assert_int_equal(2 * (now->frames + next->frames), voice_bytes(b->voice));
	output_post(b->out, &(struct order){.kind = ORDER_FLUSH}, b->now);
	says_flush(&b->says, b->now);
	assert_int_equal(2 * now->frames, voice_bytes(b->voice));
	set_clock(b, 60000);
	later(b, 700);
	assert_int_equal(1, played(b));
	later(b, 1000);
	assert_int_equal(0, voice_bytes(b->voice));
	later(b, 3000);
	assert_int_equal(1, played(b));
	assert_int_equal(0, late(b));
}

/* All of a long session at once: a part of it is in memory at any time, all of
 * it is heard; one line is said often. */
static void
test_memory(void **state)
{
	struct bench *b = *state;
	int64_t most = 0;
	char key[8];

	for (int i = 0; i < 60; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		spoken(b, key);
	}
	for (int i = 120; i-- > 0;) {
		snprintf(key, sizeof(key), "k%d", i % 60);
		assert_true(
		    says_at(&b->says, voice_line(b->voice, key), i * 1200 * FRAME));
	}
	set_clock(b, -100);
	for (int i = 0; i < 146 * 100; i++) {
		later(b, 10);
		most = voice_bytes(b->voice) > most ? voice_bytes(b->voice) : most;
	}
	assert_int_equal(120, played(b));
	assert_int_equal(0, late(b));
	assert_in_range(most, 100000, VOICE_BYTES);
	assert_int_equal(0, voice_bytes(b->voice));
}

static void
test_limit(void **state)
{
	struct bench *b = *state;
	struct line *line = spoken(b, "a");

	for (int i = 0; i < SAYS_MAX; i++)
		assert_true(says_at(&b->says, line, i));
	assert_false(says_at(&b->says, line, 5));
	assert_false(says_now(&b->says, line, b->now));
	says_flush(&b->says, b->now);
	assert_int_equal(0, line->says);
	assert_true(says_at(&b->says, line, 5));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_heard, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_not_ready, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_failed, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_now, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_flush, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_memory, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_limit, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
