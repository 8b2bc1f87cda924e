#include "coach/slow.h"

#include "tests/test.h"

#include <pthread.h>
#include <stdatomic.h>

#define CALLS 40

/* What is seen of them all; a call's work points here. */
struct seen {
	pthread_mutex_t lock;
	pthread_cond_t news;
	int at_once, most, done;
};

/* Ends when another is worked on as well, or all others are through: so as many are
 * worked on at once as there can be. */
static void
meet(struct call *call, struct store *store)
{
	struct seen *seen = call->work;

	assert_null(store);
	pthread_mutex_lock(&seen->lock);
	seen->at_once++;
	if (seen->most < seen->at_once)
		seen->most = seen->at_once;
	pthread_cond_broadcast(&seen->news);
	while (seen->at_once < SLOW_THREADS && seen->most < SLOW_THREADS)
		pthread_cond_wait(&seen->news, &seen->lock);
	pthread_mutex_unlock(&seen->lock);
	sched_yield();
	pthread_mutex_lock(&seen->lock);
	seen->at_once--;
	pthread_mutex_unlock(&seen->lock);
}

static void
done(void *arg, struct call *call)
{
	struct seen *seen = arg;

	assert_ptr_equal(call->work, seen);
	assert_null(call->next);
	call->status++;
	pthread_mutex_lock(&seen->lock);
	seen->done++;
	pthread_mutex_unlock(&seen->lock);
}

static void
so_many_at_once_and_all_come_back(void **state)
{
	static struct call calls[CALLS];
	struct seen seen = {0};
	struct slow *slow;
	struct err err;

	(void)state;
	pthread_mutex_init(&seen.lock, NULL);
	pthread_cond_init(&seen.news, NULL);
	slow = slow_new(done, &seen, &err);
	assert_non_null(slow);
	for (int i = 0; i < CALLS; i++) {
		call_init(&calls[i]);
		calls[i].work = &seen;
		calls[i].slow = meet;
		slow_push(slow, &calls[i]);
	}
	/* What waits is done before it ends. */
	slow_free(slow);
	slow_free(NULL);
	assert_int_equal(seen.done, CALLS);
	assert_int_equal(seen.most, SLOW_THREADS);
	for (int i = 0; i < CALLS; i++) {
		assert_int_equal(calls[i].status, 1);
		call_fini(&calls[i]);
	}
	pthread_mutex_destroy(&seen.lock);
	pthread_cond_destroy(&seen.news);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(so_many_at_once_and_all_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
