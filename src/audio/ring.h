/*
 * A queue between two threads without a lock: one puts, one takes, both go on
 * at once whatever the other does.  It knows the size of an item, not what an
 * item means.
 *
 *	put: write the item, then release `tail`
 *	take: acquire `tail`, read the item, then release `head`
 */
#ifndef AUDIO_RING_H
#define AUDIO_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ring {
	char *items; /* not owned */
	size_t size; /* of one item */
	uint32_t cap;
	_Atomic uint32_t head, tail; /* count on for ever; the slot is n % cap */
};

/* room holds cap items of `size` bytes, cap a power of two, and outlives ring. */
void ring_init(struct ring *ring, void *room, size_t size, uint32_t cap);

/* Copies the item in; false when the ring is full. */
bool ring_put(struct ring *ring, const void *item);

/* Copies the oldest item out; false when there is none. */
bool ring_take(struct ring *ring, void *item);

/* Is there anything to take? */
bool ring_waits(struct ring *ring);

/* How many there are to take. */
uint32_t ring_count(struct ring *ring);

/* For the one that takes: the item that so many are before, of those that wait;
 * it stays where it is until it is dropped or taken. */
const void *ring_peek(struct ring *ring, uint32_t n);
void ring_drop(struct ring *ring);

#endif
