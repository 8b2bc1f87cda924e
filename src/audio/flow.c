#include "audio/flow.h"

#include <string.h>

void
flow_init(struct flow *flow)
{
	ring_init(&flow->ring, NULL, sizeof(struct flow_piece), FLOW_PIECES);
	atomic_init(&flow->over, true);
	atomic_init(&flow->asked, false);
}

/* Nobody looks at the room before the first piece is in it. */
void
flow_begin(struct flow *flow, struct flow_piece *room)
{
	flow->ring.items = (char *)room;
	atomic_store(&flow->over, false);
}

bool
flow_put(struct flow *flow, const struct flow_piece *piece)
{
	return ring_put(&flow->ring, piece);
}

void
flow_end(struct flow *flow)
{
	atomic_store(&flow->over, true);
}

bool
flow_asked(struct flow *flow)
{
	return atomic_exchange(&flow->asked, false);
}

bool
flow_ask(struct flow *flow)
{
	if (atomic_load(&flow->over) || ring_count(&flow->ring) > FLOW_PIECES / 2)
		return false;
	return !atomic_exchange(&flow->asked, true);
}

/* How many pieces the one that holds a frame lies behind the oldest. */
static uint32_t
behind(struct flow *flow, int64_t at)
{
	return (uint32_t)(at / FLOW_PIECE) - atomic_load(&flow->ring.head);
}

int64_t
flow_ready(struct flow *flow, int64_t at)
{
	int64_t pieces =
	    (int64_t)ring_count(&flow->ring) - (int64_t)behind(flow, at);

	return pieces > 0 ? pieces * FLOW_PIECE - at % FLOW_PIECE : 0;
}

int64_t
flow_read(struct flow *flow, int64_t at, float *stereo, int64_t n)
{
	int64_t ready = flow_ready(flow, at);

	ready = ready < n ? ready : n;
	for (int64_t done = 0, part; done < ready; done += part) {
		const struct flow_piece *piece =
		    ring_peek(&flow->ring, behind(flow, at + done));
		int64_t from = (at + done) % FLOW_PIECE;

		part = FLOW_PIECE - from;
		part = part < ready - done ? part : ready - done;
		for (int64_t i = 0; i < 2 * part; i++)
			stereo[2 * done + i] =
			    (float)piece->pcm[2 * from + i] / 32768;
	}
	memset(stereo + 2 * ready, 0, (size_t)(n - ready) * 2 * sizeof(*stereo));
	return ready;
}

void
flow_release(struct flow *flow, int64_t at)
{
	for (uint32_t n = behind(flow, at); n > 0; n--)
		ring_drop(&flow->ring);
}
