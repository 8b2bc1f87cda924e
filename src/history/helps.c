#include "history/helps.h"

#include "base/mem.h"
#include "history/median.h"

#include <stdlib.h>
#include <string.h>

/* Changes are counted in sixths of a point: the mean of 1 to 3 regions is whole
 * there, and nobody rates more. */
#define PART   6
#define RATING 10 /* the highest score */
#define BINS   (2 * RATING * PART + 1)

struct movement {
	char exercise[ID_MAX + 1];
	uint64_t last;     /* the session that was told last */
	uint64_t sessions; /* a sum that names the set of its sessions */
	size_t n;
	uint32_t *count; /* BINS, by change */
};

struct helps {
	struct movement *movements; /* by id */
	size_t n;
};

struct helps *
helps_new(void)
{
	return mem_new(1, sizeof(struct helps));
}

void
helps_free(struct helps *helps)
{
	if (!helps)
		return;
	for (size_t i = 0; i < helps->n; i++)
		free(helps->movements[i].count);
	free(helps->movements);
	free(helps);
}

/* Where the movement is or belongs. */
static size_t
place(const struct helps *helps, const char *exercise)
{
	size_t lo = 0, hi = helps->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(helps->movements[mid].exercise, exercise) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static struct movement *
insert(struct helps *helps, size_t at, const char *exercise)
{
	struct movement *m;

	if (helps->n == HELPS_MOST)
		return NULL;
	helps->movements =
	    mem_resize(helps->movements, helps->n + 1, sizeof(*helps->movements));
	m = &helps->movements[at];
	memmove(m + 1, m, (helps->n++ - at) * sizeof(*m));
	*m = (struct movement){.count = mem_new(BINS, sizeof(*m->count))};
	strncpy(m->exercise, exercise, ID_MAX);
	return m;
}

static struct movement *
movement(struct helps *helps, const char *exercise)
{
	size_t at = place(helps, exercise);

	if (at < helps->n && strcmp(helps->movements[at].exercise, exercise) == 0)
		return &helps->movements[at];
	return insert(helps, at, exercise);
}

/* The mean of what was rated of these regions, in parts; false: nothing was. */
static bool
mean_change(uint64_t regions, const int8_t change[DOSE_REGIONS], int *mean)
{
	int sum = 0, n = 0;

	for (int r = 0; r < DOSE_REGIONS; r++) {
		if (!(regions & BIT_OF(r)) || change[r] < -RATING ||
		    change[r] > RATING)
			continue;
		sum += change[r];
		n++;
	}
	*mean = n ? sum * PART / n : 0;
	return n > 0;
}

/* Spreads the bits of a session's number, so that sums of them tell sets apart
 * (the last steps of MurmurHash3, Appleby 2011). */
static uint64_t
spread(uint64_t x)
{
	x = (x ^ x >> 33) * UINT64_C(0xff51afd7ed558ccd);
	x = (x ^ x >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
	return x ^ x >> 33;
}

void
helps_add(struct helps *helps, uint64_t session, const char *exercise,
    uint64_t regions, const int8_t change[DOSE_REGIONS])
{
	struct movement *m;
	int mean;

	if (!mean_change(regions, change, &mean))
		return;
	m = movement(helps, exercise);
	if (!m || (m->n > 0 && m->last == session))
		return;
	m->last = session;
	m->sessions += spread(session);
	m->n++;
	m->count[mean + RATING * PART]++;
}

/* The change of the i-th of all, sorted. */
static double
ranked(const struct movement *m, size_t i)
{
	int bin = 0;

	for (size_t seen = m->count[0]; seen <= i; seen += m->count[bin])
		bin++;
	return (double)(bin - RATING * PART) / PART;
}

static int
together(const struct helps *helps, const struct movement *m)
{
	int n = 0;

	for (size_t i = 0; i < helps->n; i++)
		n += helps->movements[i].n == m->n &&
		     helps->movements[i].sessions == m->sessions;
	return n;
}

static bool
help_of(const struct helps *helps, const struct movement *m, struct help *out)
{
	size_t low, high;

	if (!median_interval(m->n, &low, &high))
		return false;
	memcpy(out->exercise, m->exercise, sizeof(out->exercise));
	out->n = m->n;
	out->low = ranked(m, low);
	out->high = ranked(m, high);
	out->change = (ranked(m, (m->n - 1) / 2) + ranked(m, m->n / 2)) / 2;
	out->together = together(helps, m);
	return true;
}

/* What surely helps before what may; then the larger change. */
static int
by_help(const void *a, const void *b)
{
	const struct help *p = a, *q = b;

	if ((p->high < 0) != (q->high < 0))
		return p->high < 0 ? -1 : 1;
	if (p->change != q->change)
		return p->change < q->change ? -1 : 1;
	if (p->high != q->high)
		return p->high < q->high ? -1 : 1;
	if (p->n != q->n)
		return p->n > q->n ? -1 : 1;
	return strcmp(p->exercise, q->exercise);
}

struct help *
helps_list(const struct helps *helps, size_t *n)
{
	struct help *list = NULL;

	*n = 0;
	if (helps->n > 0)
		list = mem_new(helps->n, sizeof(*list));
	for (size_t i = 0; i < helps->n; i++)
		*n += help_of(helps, &helps->movements[i], &list[*n]);
	if (*n == 0) {
		free(list);
		return NULL;
	}
	qsort(list, *n, sizeof(*list), by_help);
	return list;
}

size_t
helps_early(const struct helps *helps)
{
	size_t n = 0;

	for (size_t i = 0; i < helps->n; i++)
		n += helps->movements[i].n < HELPS_LEAST;
	return n;
}
