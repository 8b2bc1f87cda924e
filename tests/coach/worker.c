#include "coach/worker.h"

#include "tests/test.h"

#include "tests/coach/made.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>

/* What the worker gave back; the calls are the test's. */
struct back {
	pthread_mutex_t lock;
	pthread_cond_t news;
	int n;
};

static void
give_back(struct call *call)
{
	struct back *back = call->door;

	pthread_mutex_lock(&back->lock);
	back->n++;
	pthread_cond_signal(&back->news);
	pthread_mutex_unlock(&back->lock);
}

static void
wait_for(struct back *back, int n)
{
	pthread_mutex_lock(&back->lock);
	while (back->n < n)
		pthread_cond_wait(&back->news, &back->lock);
	pthread_mutex_unlock(&back->lock);
}

static void
back_init(struct back *back)
{
	*back = (struct back){0};
	pthread_mutex_init(&back->lock, NULL);
	pthread_cond_init(&back->news, NULL);
}

/* Writes one line of the audit; where items is 1, breaks a rule of the schema as
 * well, and where it is 2, fills the disk. */
static void
answer(struct call *call, struct store *store)
{
	static const char kind[] = "nobody";
	struct value bad[] = {db_t("id"), db_n(1), db_t(kind), db_t(""), db_n(1),
	    db_t("x"), db_t("")};

	store_audit(store, ACTOR_ANON, "", -1, "counted", "", NOW);
	if (call->items == 1)
		db_run(store_db(store), DO_AUDIT_ADD, bad, 7);
	if (call->items == 2)
		db_limit(store_db(store), 4096);
	for (int i = 0; call->items == 2 && i < 2000; i++)
		store_audit(store, ACTOR_ANON, "", -1, "too much", "", NOW);
	call->status = 200;
}

static int64_t
counted(struct made *m, const char *action)
{
	char sql[128];
	sqlite3_stmt *q;
	sqlite3 *db;
	int64_t n;

	snprintf(sql, sizeof(sql), "SELECT COUNT(*) FROM audit WHERE action = '%s'",
	    action);
	assert_int_equal(sqlite3_open(m->folder.file, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	sqlite3_close(db);
	return n;
}

#define CALLS 200

static void
begin_calls(struct call *calls, int n, struct back *back)
{
	for (int i = 0; i < n; i++) {
		call_init(&calls[i]);
		calls[i].door = back;
	}
}

static void
end_calls(struct call *calls, int n)
{
	for (int i = 0; i < n; i++)
		call_fini(&calls[i]);
}

/* Each is answered once, whatever the groups; the last before the worker ends. */
static void
every_call_comes_back(void **state)
{
	static struct call calls[CALLS];
	struct worker *worker;
	struct back back;
	struct made m;
	struct err err;

	(void)state;
	made_begin(&m);
	back_init(&back);
	begin_calls(calls, CALLS, &back);
	worker = worker_new(m.store, answer, give_back, &err);
	assert_non_null(worker);
	for (int i = 0; i < CALLS; i++)
		worker_push(worker, &calls[i]);
	worker_free(worker);
	assert_int_equal(back.n, CALLS);
	for (int i = 0; i < CALLS; i++)
		assert_int_equal(calls[i].status, 200);
	assert_int_equal(counted(&m, "counted"), CALLS);
	end_calls(calls, CALLS);
	made_end(&m);
}

/* One that breaks a rule is told so; the others know nothing of it. */
static void
one_that_breaks_something(void **state)
{
	static struct call calls[CALLS];
	struct worker *worker;
	struct back back;
	struct made m;
	struct err err;

	(void)state;
	made_begin(&m);
	back_init(&back);
	begin_calls(calls, CALLS, &back);
	for (int i = 7; i < CALLS; i += 40)
		calls[i].items = 1;
	worker = worker_new(m.store, answer, give_back, &err);
	for (int i = 0; i < CALLS; i++)
		worker_push(worker, &calls[i]);
	wait_for(&back, CALLS);
	for (int i = 0; i < CALLS; i++)
		assert_int_equal(calls[i].status, calls[i].items ? 500 : 200);
	worker_free(worker);
	assert_int_equal(counted(&m, "counted"), CALLS - 5);
	end_calls(calls, CALLS);
	made_end(&m);
}

static void
a_disk_that_is_full(void **state)
{
	struct call call[2];
	struct worker *worker;
	struct back back;
	struct made m;
	struct err err;

	(void)state;
	made_begin(&m);
	back_init(&back);
	begin_calls(call, 2, &back);
	call[0].items = 2;
	worker = worker_new(m.store, answer, give_back, &err);
	worker_push(worker, &call[0]);
	wait_for(&back, 1);
	assert_int_equal(call[0].status, 503);
	assert_string_equal(call[0].problem, "storage-full");
	assert_string_equal(call[0].headers[0].name, "Retry-After");
	assert_int_equal(counted(&m, "too much"), 0);
	/* What needs no more room still goes. */
	worker_push(worker, &call[1]);
	wait_for(&back, 2);
	worker_free(worker);
	assert_true(db_check(store_db(m.store), stderr));
	end_calls(call, 2);
	made_end(&m);
}

static void
tidy(void *arg, struct store *store)
{
	struct err err;

	assert_true(store_begin(store, &err));
	store_audit(store, ACTOR_SYSTEM, "", -1, "tidied", "", NOW);
	assert_true(store_commit(store, &err));
	atomic_store((atomic_int *)arg, 1);
}

static void
what_is_done_beside(void **state)
{
	atomic_int done = 0;
	struct worker *worker;
	struct made m;
	struct err err;

	(void)state;
	made_begin(&m);
	worker = worker_new(m.store, answer, give_back, &err);
	worker_aside(worker, ASIDE_TIDY, tidy, &done);
	while (!atomic_load(&done))
		sched_yield();
	worker_free(worker);
	worker_free(NULL);
	assert_int_equal(counted(&m, "tidied"), 1);
	made_end(&m);
}

/* Waits until the test lets it go on. */
static void
take_long(struct call *call, struct store *store)
{
	struct back *gate = call->work;

	assert_null(store);
	wait_for(gate, 1);
}

/* Where items is 3, says first that it takes long; the first half is kept. */
static void
answer_in_two(struct call *call, struct store *store)
{
	if (call->items == 3 && !call->slowed) {
		store_audit(store, ACTOR_ANON, "", -1, "first half", "", NOW);
		call->slow = take_long;
		return;
	}
	answer(call, store);
}

static void
open_gate(struct back *gate)
{
	pthread_mutex_lock(&gate->lock);
	gate->n = 1;
	pthread_cond_broadcast(&gate->news);
	pthread_mutex_unlock(&gate->lock);
}

/* What takes long keeps nobody else waiting, and is answered before the worker
 * ends. */
static void
what_takes_long(void **state)
{
	static struct call calls[CALLS];
	struct worker *worker;
	struct back back, gate;
	struct made m;
	struct err err;

	(void)state;
	made_begin(&m);
	back_init(&back);
	back_init(&gate);
	begin_calls(calls, CALLS, &back);
	for (int i = 0; i < CALLS; i += 20) {
		calls[i].items = 3;
		calls[i].work = &gate;
	}
	worker = worker_new(m.store, answer_in_two, give_back, &err);
	for (int i = 0; i < CALLS; i++)
		worker_push(worker, &calls[i]);
	wait_for(&back, CALLS - 10);
	for (int i = 0; i < CALLS; i++)
		assert_int_equal(calls[i].status, i % 20 ? 200 : 0);
	assert_int_equal(counted(&m, "first half"), 10);
	assert_int_equal(counted(&m, "counted"), CALLS - 10);
	open_gate(&gate);
	worker_free(worker);
	assert_int_equal(back.n, CALLS);
	for (int i = 0; i < CALLS; i += 20)
		assert_int_equal(calls[i].status, 200);
	assert_int_equal(counted(&m, "first half"), 10);
	assert_int_equal(counted(&m, "counted"), CALLS);
	end_calls(calls, CALLS);
	made_end(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_call_comes_back),
	    cmocka_unit_test(one_that_breaks_something),
	    cmocka_unit_test(a_disk_that_is_full),
	    cmocka_unit_test(what_is_done_beside),
	    cmocka_unit_test(what_takes_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
