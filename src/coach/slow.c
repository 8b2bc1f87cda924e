#include "coach/slow.h"

#include "base/mem.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

struct slow {
	void (*done)(void *arg, struct call *call);
	void *arg;

	pthread_t threads[SLOW_THREADS];
	int n;                /* of them that are there */
	pthread_mutex_t lock; /* what follows is seen by other threads */
	pthread_cond_t news;
	struct call *first, **last;
	bool over;
};

/* The first of the row, which is locked. */
static struct call *
take(struct slow *s)
{
	struct call *call = s->first;

	if (!call)
		return NULL;
	s->first = call->next;
	if (!s->first)
		s->last = &s->first;
	call->next = NULL;
	return call;
}

static void *
work(void *arg)
{
	struct slow *s = arg;

	pthread_mutex_lock(&s->lock);
	while (!s->over || s->first) {
		struct call *call = take(s);

		if (!call) {
			pthread_cond_wait(&s->news, &s->lock);
			continue;
		}
		pthread_mutex_unlock(&s->lock);
		call->slow(call, NULL);
		s->done(s->arg, call);
		pthread_mutex_lock(&s->lock);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

struct slow *
slow_new(void (*done)(void *arg, struct call *call), void *arg, struct err *err)
{
	struct slow *s = mem_new(1, sizeof(*s));

	*s = (struct slow){.done = done, .arg = arg};
	s->last = &s->first;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->news, NULL);
	for (; s->n < SLOW_THREADS; s->n++) {
		errno = pthread_create(&s->threads[s->n], NULL, work, s);
		if (errno == 0)
			continue;
		err_errno(err, "a thread for what takes long");
		slow_free(s);
		return NULL;
	}
	return s;
}

void
slow_push(struct slow *s, struct call *call)
{
	call->next = NULL;
	pthread_mutex_lock(&s->lock);
	*s->last = call;
	s->last = &call->next;
	pthread_cond_signal(&s->news);
	pthread_mutex_unlock(&s->lock);
}

void
slow_free(struct slow *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&s->lock);
	s->over = true;
	pthread_cond_broadcast(&s->news);
	pthread_mutex_unlock(&s->lock);
	for (int i = 0; i < s->n; i++)
		pthread_join(s->threads[i], NULL);
	pthread_mutex_destroy(&s->lock);
	pthread_cond_destroy(&s->news);
	free(s);
}
