#include "coach/worker.h"

#include "base/mem.h"
#include "coach/problem.h"
#include "coach/slow.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

struct worker {
	struct store *store;
	call_stage *answer;
	void (*done)(struct call *call);
	struct slow *slow;

	pthread_t thread;
	pthread_mutex_t lock; /* what follows is seen by other threads */
	pthread_cond_t news;
	struct call *first, **last;
	int away; /* calls that are with slow */
	struct {
		void (*does)(void *arg, struct store *store);
		void *arg;
	} asides[ASIDES];
	bool over;
};

/* Waiting 10 minutes and more makes sense only where the disk was full. */
static void
say_why(struct call *call, enum db_state state)
{
	switch (state) {
	case DB_FULL:
		problem_later(call, PROBLEM_STORAGE_FULL, 3600);
		break;
	case DB_BUSY:
		problem_later(call, PROBLEM_BUSY, 10);
		break;
	case DB_OK:
	case DB_BROKEN:
		problem(call, PROBLEM_BROKEN, NULL);
		break;
	}
}

static void
say_all(struct call *calls, enum db_state state)
{
	for (struct call *c = calls; c; c = c->next)
		say_why(c, state);
}

/* Answers some calls in one transaction; what went wrong, where nothing of it is
 * there. */
static enum db_state
try_together(struct worker *w, struct call *calls)
{
	struct db *db = store_db(w->store);
	enum db_state state;

	if (db_begin(db))
		for (struct call *c = calls; c && db_state(db) == DB_OK;
		     c = c->next)
			w->answer(c, w->store);
	if (db_commit(db))
		return DB_OK;
	state = db_state(db);
	db_rollback(db);
	return state;
}

/* A call that breaks a rule of the schema must not be the fault of the others: then
 * each has a transaction of its own.  Marking each part of a common one would cost
 * every call what only this one needs. */
static void
answer_together(struct worker *w, struct call *calls)
{
	enum db_state state = try_together(w, calls);

	if (state == DB_OK)
		return;
	if (state != DB_BROKEN || !calls->next) {
		say_all(calls, state);
		return;
	}
	for (struct call *c = calls, *next; c; c = next) {
		next = c->next;
		c->next = NULL;
		call_unanswer(c);
		state = try_together(w, c);
		if (state != DB_OK)
			say_why(c, state);
		c->next = next;
	}
}

/* With the lock. */
static void
queue(struct worker *w, struct call *call)
{
	call->next = NULL;
	*w->last = call;
	w->last = &call->next;
	pthread_cond_signal(&w->news);
}

static void
send_away(struct worker *w, struct call *call)
{
	pthread_mutex_lock(&w->lock);
	w->away++;
	pthread_mutex_unlock(&w->lock);
	slow_push(w->slow, call);
}

static void
came_back(void *arg, struct call *call)
{
	struct worker *w = arg;

	call->slow = NULL;
	call->slowed = true;
	pthread_mutex_lock(&w->lock);
	w->away--;
	queue(w, call);
	pthread_mutex_unlock(&w->lock);
}

static void
give_back(struct worker *w, struct call *calls)
{
	for (struct call *c = calls, *next; c; c = next) {
		next = c->next;
		if (c->slow)
			send_away(w, c);
		else
			w->done(c);
	}
}

/* Up to WORKER_TOGETHER calls off the row, which is locked. */
static struct call *
take(struct worker *w)
{
	struct call *calls = w->first, **at = &calls;

	for (int i = 0; *at && i < WORKER_TOGETHER; i++)
		at = &(*at)->next;
	w->first = *at;
	*at = NULL;
	if (!w->first)
		w->last = &w->first;
	return calls;
}

/* With the lock; it is given up meanwhile. */
static void
do_asides(struct worker *w)
{
	for (int i = 0; i < ASIDES; i++) {
		void (*does)(void *arg, struct store *store) = w->asides[i].does;

		w->asides[i].does = NULL;
		if (!does)
			continue;
		pthread_mutex_unlock(&w->lock);
		does(w->asides[i].arg, w->store);
		pthread_mutex_lock(&w->lock);
	}
}

static bool
has_aside(const struct worker *w)
{
	for (int i = 0; i < ASIDES; i++)
		if (w->asides[i].does)
			return true;
	return false;
}

static void *
work(void *arg)
{
	struct worker *w = arg;

	pthread_mutex_lock(&w->lock);
	while (!w->over || w->first || w->away) {
		struct call *calls = take(w);

		if (!calls && !has_aside(w)) {
			pthread_cond_wait(&w->news, &w->lock);
			continue;
		}
		pthread_mutex_unlock(&w->lock);
		if (calls)
			answer_together(w, calls);
		give_back(w, calls);
		pthread_mutex_lock(&w->lock);
		do_asides(w);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* When its thread is not there, or not any more. */
static void
worker_end(struct worker *w)
{
	slow_free(w->slow);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->news);
	free(w);
}

struct worker *
worker_new(struct store *store, call_stage *answer, void (*done)(struct call *call),
    struct err *err)
{
	struct worker *w = mem_new(1, sizeof(*w));

	*w = (struct worker){.store = store, .answer = answer, .done = done};
	w->last = &w->first;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->news, NULL);
	w->slow = slow_new(came_back, w, err);
	if (w->slow) {
		errno = pthread_create(&w->thread, NULL, work, w);
		if (errno == 0)
			return w;
		err_errno(err, "the thread of the store");
	}
	worker_end(w);
	return NULL;
}

void
worker_push(struct worker *w, struct call *call)
{
	pthread_mutex_lock(&w->lock);
	queue(w, call);
	pthread_mutex_unlock(&w->lock);
}

void
worker_aside(struct worker *w, enum aside which,
    void (*does)(void *arg, struct store *store), void *arg)
{
	pthread_mutex_lock(&w->lock);
	w->asides[which].does = does;
	w->asides[which].arg = arg;
	pthread_cond_signal(&w->news);
	pthread_mutex_unlock(&w->lock);
}

void
worker_free(struct worker *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->over = true;
	pthread_cond_signal(&w->news);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	worker_end(w);
}
