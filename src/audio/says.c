#include "audio/says.h"

#include "audio/timeline.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define AT_ONCE INT64_MIN

/* After its last frame a line may still be on its way through the device. */
#define SLACK (1000 * TIMELINE_MS)

/* What begins so soon may have been mixed already when it is flushed. */
#define NEAR (500 * TIMELINE_MS)

void
says_init(struct says *says, struct voice_lines *voice, struct output *out)
{
	*says = (struct says){.voice = voice, .out = out};
}

void
says_fini(struct says *says)
{
	free(says->all);
}

static bool
to_file(const struct says *says)
{
	return says->out->ops == &output_file;
}

/* The frame of the score that is now; a file is mixed by this thread. */
static int64_t
position(const struct says *says, int64_t now_ns)
{
	if (to_file(says))
		return says->out->mixer.head.pos;
	if (!says->running)
		return says->frame;
	return says->frame + timeline_frame(now_ns) - timeline_frame(says->axis_ns);
}

static bool
has_position(const struct says *says)
{
	return says->known || to_file(says);
}

/* The instant of a frame of the score. */
static int64_t
instant(const struct says *says, int64_t frame)
{
	int64_t axis = timeline_frame(says->axis_ns) + frame - says->frame;

	return axis > 0 ? timeline_ns(axis) : 0;
}

/* When the line is needed first, as its owner wants to know. */
static void
tell_due(const struct says *says, struct line *line)
{
	int64_t due = VOICE_NEVER;

	for (size_t i = says->n; i-- > 0;)
		if (says->all[i].line == line && !says->all[i].placed)
			due = says->all[i].frame;
	voice_due(says->voice, line, due);
}

/* A file is not mixed beyond what is not placed yet. */
static void
set_hold(struct says *says)
{
	int64_t hold = OUTPUT_NEVER;

	for (size_t i = says->n; i-- > 0;)
		if (!says->all[i].placed)
			hold = says->all[i].frame;
	says->out->hold = hold;
}

static bool
add(struct says *says, struct line *line, int64_t frame, int64_t until)
{
	size_t at = says->n;

	if (says->n == SAYS_MAX)
		return false;
	if (says->n == says->cap) {
		says->cap = says->cap ? 2 * says->cap : 16;
		says->all = mem_resize(says->all, says->cap, sizeof(*says->all));
	}
	while (at > 0 && says->all[at - 1].frame > frame)
		at--;
	memmove(says->all + at + 1, says->all + at,
	    (says->n++ - at) * sizeof(*says->all));
	says->all[at] = (struct say){.frame = frame, .line = line, .until = until};
	line->says++;
	tell_due(says, line);
	if (to_file(says))
		set_hold(says);
	return true;
}

bool
says_at(struct says *says, struct line *line, int64_t frame)
{
	return add(says, line, frame, VOICE_NEVER);
}

bool
says_now(struct says *says, struct line *line, int64_t now_ns)
{
	return add(says, line, AT_ONCE, now_ns + timeline_ns(MIXER_LATE_VOICE));
}

void
says_clock(struct says *says, int64_t frame, int64_t at_ns)
{
	says->known = says->running = true;
	says->frame = frame;
	says->axis_ns = at_ns;
}

/* --- over ----------------------------------------------------------------------- */

static void
release(struct says *says, struct line *line, int64_t now_ns)
{
	struct order order = {.kind = ORDER_FORGET};

	order.sample = voice_release(says->voice, line);
	if (order.sample)
		output_post(says->out, &order, now_ns);
}

/* Takes those away of which `over` is true. */
static void
sweep(struct says *says, int64_t now_ns,
    bool (*over)(struct says *, const struct say *, int64_t))
{
	size_t n = 0;

	for (size_t i = 0; i < says->n; i++) {
		struct say say = says->all[i];

		if (!over(says, &say, now_ns)) {
			says->all[n++] = say;
			continue;
		}
		if (say.placed)
			release(says, say.line, now_ns);
		say.line->says--;
		/* Out of the list before its line is told. */
		says->all[i].line = NULL;
		for (size_t k = n; k < i; k++)
			says->all[k].line = NULL;
		tell_due(says, say.line);
	}
	says->n = n;
}

static bool
was_heard(const struct says *says, const struct say *say, int64_t now_ns)
{
	if (say->until != VOICE_NEVER)
		return now_ns >= say->until;
	return has_position(says) &&
	       position(says, now_ns) >= say->frame + say->line->frames + SLACK;
}

/* A line that is not there yet is late when it may not begin any more. */
static bool
is_late(const struct says *says, const struct say *say, int64_t now_ns)
{
	if (say->frame == AT_ONCE)
		return now_ns >= say->until;
	return !to_file(says) && says->known &&
	       position(says, now_ns) > say->frame + MIXER_LATE_VOICE;
}

static bool
is_over(struct says *says, const struct say *say, int64_t now_ns)
{
	if (say->placed)
		return was_heard(says, say, now_ns);
	if (say->line->state == LINE_FAILED)
		return true;
	if (!is_late(says, say, now_ns))
		return false;
	says->late++;
	return true;
}

static bool
is_pending(struct says *says, const struct say *say, int64_t now_ns)
{
	(void)says;
	(void)now_ns;
	return !say->placed && say->frame != AT_ONCE;
}

/* The mixer has dropped it, and certainly has not begun it. */
static bool
was_flushed(struct says *says, const struct say *say, int64_t now_ns)
{
	if (say->frame == AT_ONCE)
		return false;
	return !say->placed || !has_position(says) ||
	       position(says, now_ns) + NEAR < say->frame;
}

void
says_pause(struct says *says, int64_t now_ns)
{
	if (to_file(says))
		return; /* the time of a file is the score's */
	says->frame = position(says, now_ns);
	says->running = false;
	sweep(says, now_ns, is_pending);
}

/* What has begun goes on, wherever the score is to go next. */
void
says_flush(struct says *says, int64_t now_ns)
{
	int64_t rest, pos = position(says, now_ns);

	sweep(says, now_ns, was_flushed);
	for (size_t i = 0; i < says->n; i++) {
		struct say *say = &says->all[i];

		if (say->until != VOICE_NEVER || !say->placed)
			continue;
		rest = say->frame + say->line->frames + SLACK - pos;
		say->until = now_ns + (rest > 0 ? timeline_ns(rest) : 0);
	}
}

/* --- placing -------------------------------------------------------------------- */

static void
place(struct says *says, struct say *say, int64_t now_ns)
{
	struct order order = {.kind = ORDER_PLACE, .what = KIND_VOICE};

	order.sample = voice_sample(says->voice, say->line);
	if (!order.sample)
		return;
	order.frame = say->frame;
	if (say->frame == AT_ONCE) {
		order.kind = ORDER_NOW;
		say->until = now_ns + timeline_ns(say->line->frames + SLACK);
	}
	output_post(says->out, &order, now_ns);
	say->placed = true;
}

/* Is there room for its sound?  There is for what is to begin: those before it
 * may still sound, and a file does not go on without it. */
static bool
has_room(const struct says *says, const struct say *say, int64_t now_ns)
{
	int64_t bytes = say->line->frames * (int64_t)sizeof(int16_t);

	return say->line->sample ||
	       voice_bytes(says->voice) + bytes <= VOICE_BYTES ||
	       (has_position(says) && say->frame <= position(says, now_ns) + SLACK);
}

static void
place_all(struct says *says, int64_t now_ns)
{
	bool first = true;

	for (size_t i = 0; i < says->n; i++) {
		struct say *say = &says->all[i];

		if (!say->placed && say->line->state == LINE_READY) {
			if (!first && !has_room(says, say, now_ns))
				return;
			place(says, say, now_ns);
			tell_due(says, say->line);
		}
		first = first && !say->placed;
	}
}

static int64_t
deadline(const struct says *says)
{
	int64_t until = OUTPUT_NEVER;

	for (size_t i = 0; i < says->n; i++) {
		const struct say *say = &says->all[i];
		int64_t end = say->until;

		if (end == VOICE_NEVER && say->placed && says->running)
			end = instant(
			    says, say->frame + say->line->frames + SLACK + 1);
		until = end < until ? end : until;
	}
	return until;
}

int64_t
says_turn(struct says *says, int64_t now_ns)
{
	sweep(says, now_ns, is_over);
	place_all(says, now_ns);
	if (!to_file(says))
		return deadline(says);
	set_hold(says);
	return OUTPUT_NEVER;
}
