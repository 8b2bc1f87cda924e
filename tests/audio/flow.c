/* The person's own sound from one thread to the other. */
#include "../test.h"

#include "audio/flow.h"
#include "base/mem.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

/* Frame n holds n on the left and -n on the right. */
static void
make(struct flow_piece *piece, int64_t from)
{
	for (int i = 0; i < FLOW_PIECE; i++) {
		piece->pcm[2 * i] = (int16_t)((from + i) % 30000);
		piece->pcm[2 * i + 1] = (int16_t)-piece->pcm[2 * i];
	}
}

static void
check(const float *stereo, int64_t from, int64_t n)
{
	for (int64_t i = 0; i < n; i++) {
		assert_true(stereo[2 * i] == (float)((from + i) % 30000) / 32768);
		assert_true(stereo[2 * i + 1] == -stereo[2 * i]);
	}
}

/* Across pieces, from anywhere that is not released, and what is not there. */
static void
test_read(void **state)
{
	static const struct {
		int64_t at, n, ready;
	} rows[] = {{0, 100, 100}, {479, 2, 2}, {100, 1000, 1000}, {1439, 1, 1},
	    {1400, 100, 40}, {1440, 10, 0}};
	struct flow_piece *room = mem_new(FLOW_PIECES, sizeof(*room)), piece;
	float out[2 * 1000];
	struct flow flow;

	(void)state;
	flow_init(&flow);
	assert_false(flow_ask(&flow));
	flow_begin(&flow, room);
	assert_true(flow_ask(&flow));
	assert_false(flow_ask(&flow));
	assert_true(flow_asked(&flow));
	assert_false(flow_asked(&flow));
	assert_true(flow_ask(&flow));
	for (int i = 0; i < 3; i++) {
		make(&piece, (int64_t)i * FLOW_PIECE);
		assert_true(flow_put(&flow, &piece));
	}
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_int_equal(
		    rows[i].ready, flow_read(&flow, rows[i].at, out, rows[i].n));
		check(out, rows[i].at, rows[i].ready);
		for (int64_t k = 2 * rows[i].ready; k < 2 * rows[i].n; k++)
			assert_true(out[k] == 0);
	}
	flow_release(&flow, 959);
	assert_int_equal(1440 - 959, flow_ready(&flow, 959));
	assert_int_equal(2, flow_read(&flow, 959, out, 2));
	check(out, 959, 2);
	free(room);
}

static void *
put_all(void *arg)
{
	struct flow *flow = arg;
	struct flow_piece piece;

	for (int i = 0; i < 3000; i++) {
		make(&piece, (int64_t)i * FLOW_PIECE);
		while (!flow_put(flow, &piece))
			sched_yield();
	}
	return NULL;
}

/* Two threads: all of it, in order. */
static void
test_threads(void **state)
{
	struct flow_piece *room = mem_new(FLOW_PIECES, sizeof(*room));
	struct flow flow;
	int64_t at = 0;
	float out[2 * 700];
	pthread_t thread;

	(void)state;
	flow_init(&flow);
	flow_begin(&flow, room);
	assert_int_equal(0, pthread_create(&thread, NULL, put_all, &flow));
	while (at < 3000 * FLOW_PIECE) {
		int64_t got = flow_read(&flow, at, out, 700);

		check(out, at, got);
		at += got;
		flow_release(&flow, at);
		if (!got)
			sched_yield();
	}
	assert_int_equal(0, flow_ready(&flow, at));
	pthread_join(thread, NULL);
	free(room);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_read),
	    cmocka_unit_test(test_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
