#include "audio/ring.h"

#include <string.h>

void
ring_init(struct ring *ring, void *room, size_t size, uint32_t cap)
{
	ring->items = room;
	ring->size = size;
	ring->cap = cap;
	atomic_init(&ring->head, 0);
	atomic_init(&ring->tail, 0);
}

static char *
slot(const struct ring *ring, uint32_t n)
{
	return ring->items + (n & (ring->cap - 1)) * ring->size;
}

bool
ring_put(struct ring *ring, const void *item)
{
	uint32_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
	uint32_t head = atomic_load_explicit(&ring->head, memory_order_acquire);

	if (tail - head == ring->cap)
		return false;
	memcpy(slot(ring, tail), item, ring->size);
	atomic_store_explicit(&ring->tail, tail + 1, memory_order_release);
	return true;
}

bool
ring_take(struct ring *ring, void *item)
{
	uint32_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
	uint32_t tail = atomic_load_explicit(&ring->tail, memory_order_acquire);

	if (head == tail)
		return false;
	memcpy(item, slot(ring, head), ring->size);
	atomic_store_explicit(&ring->head, head + 1, memory_order_release);
	return true;
}

uint32_t
ring_count(struct ring *ring)
{
	uint32_t head = atomic_load_explicit(&ring->head, memory_order_acquire);

	return atomic_load_explicit(&ring->tail, memory_order_acquire) - head;
}

bool
ring_waits(struct ring *ring)
{
	return ring_count(ring) != 0;
}

const void *
ring_peek(struct ring *ring, uint32_t n)
{
	return slot(
	    ring, atomic_load_explicit(&ring->head, memory_order_relaxed) + n);
}

void
ring_drop(struct ring *ring)
{
	uint32_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);

	atomic_store_explicit(&ring->head, head + 1, memory_order_release);
}
