#include "../test.h"

#include "audio/ring.h"

#include <pthread.h>
#include <sched.h>

struct item {
	uint32_t a, b;
};

static void
test_full_and_empty(void **state)
{
	struct item room[4], item = {0, 0};
	struct ring ring;

	(void)state;
	ring_init(&ring, room, sizeof(item), 4);
	/* Beyond the end of the counters too. */
	atomic_store(&ring.head, UINT32_MAX - 2);
	atomic_store(&ring.tail, UINT32_MAX - 2);
	assert_false(ring_take(&ring, &item));
	for (int round = 0; round < 3; round++) {
		for (uint32_t i = 0; i < 4; i++)
			assert_true(ring_put(&ring, &(struct item){i, ~i}));
		assert_false(ring_put(&ring, &item));
		for (uint32_t i = 0; i < 4; i++) {
			assert_true(ring_take(&ring, &item));
			assert_int_equal(i, item.a);
			assert_int_equal(~i, item.b);
		}
		assert_false(ring_take(&ring, &item));
	}
}

#define MANY 100000

static void *
put_many(void *arg)
{
	for (uint32_t i = 0; i < MANY; i++)
		while (!ring_put(arg, &(struct item){i, ~i}))
			sched_yield();
	return NULL;
}

/* In order and whole, with a ring that is full and empty all the time. */
static void
test_two_threads(void **state)
{
	struct item room[8], item;
	struct ring ring;
	pthread_t thread;

	(void)state;
	ring_init(&ring, room, sizeof(item), 8);
	assert_int_equal(0, pthread_create(&thread, NULL, put_many, &ring));
	for (uint32_t i = 0; i < MANY; i++) {
		while (!ring_take(&ring, &item))
			sched_yield();
		assert_int_equal(i, item.a);
		assert_int_equal(~i, item.b);
	}
	pthread_join(thread, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_full_and_empty),
	    cmocka_unit_test(test_two_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
