#include "figure/motion.h"

#include <math.h>

#define SWAY 0.02 /* of the way to the held key: domain.md 10 */
/* A change-over: long enough to follow, short enough to leave time for a look. */
#define GO_MS 3000

static int64_t
ms_of(double s)
{
	return (int64_t)llround(s * 1000);
}

static double
share_of(int64_t ms, int64_t whole_ms)
{
	return whole_ms > 0 ? (double)ms / (double)whole_ms : 1;
}

/* The key at which the loop goes on after this one. */
static size_t
next_key(const struct figure *f, size_t key)
{
	return (key + 1) % figure_keys(f);
}

int64_t
motion_loop_ms(const struct figure *f)
{
	int64_t ms = 0;

	for (size_t i = 0; i < figure_keys(f); i++)
		ms += ms_of(figure_move_s(f, i)) + ms_of(figure_stay_s(f, i));
	return ms;
}

/* One round: stay at the first key, go to the second, ... and back. */
static int64_t
round_at(const struct figure *f, int64_t ms, struct still *out)
{
	for (size_t i = 0; i < figure_keys(f); i++) {
		int64_t stay = ms_of(figure_stay_s(f, i));
		int64_t move = ms_of(figure_move_s(f, next_key(f, i)));

		if (ms < stay) {
			figure_key(f, i, out);
			out->mark.shift = 1;
			return stay - ms;
		}
		ms -= stay;
		if (ms < move) {
			double share = share_of(ms, move);

			figure_between(
			    f, i, next_key(f, i), figure_ease(share), 0, out);
			out->mark.shift = share;
			return MOTION_FRAME_MS;
		}
		ms -= move;
	}
	figure_key(f, 0, out);
	return MOTION_FRAME_MS;
}

int64_t
motion_loop(const struct figure *f, int64_t ms, int64_t over_ms, struct still *out)
{
	int64_t whole = motion_loop_ms(f), good;

	if (over_ms <= 0)
		over_ms = whole;
	if (ms < 0)
		ms = 0;
	good = round_at(f, ms % over_ms * whole / over_ms, out);
	if (good > MOTION_FRAME_MS)
		good = good * over_ms / whole;
	return good > MOTION_FRAME_MS ? good : MOTION_FRAME_MS;
}

double
motion_breath_at(const int breath_s[4], int64_t ms, int64_t *good_ms)
{
	static const int calm[4] = {4, 0, 6, 0};
	/* full or empty at the beginning and at the end of each quarter */
	static const double from[] = {0, 1, 1, 0}, to[] = {1, 1, 0, 0};
	int64_t whole = 0;

	for (int i = 0; i < 4; i++)
		whole += breath_s[i] > 0 ? ms_of(breath_s[i]) : 0;
	if (whole == 0)
		return motion_breath_at(calm, ms, good_ms);
	ms = ms < 0 ? 0 : ms % whole;
	for (int i = 0; i < 4; i++) {
		int64_t part = breath_s[i] > 0 ? ms_of(breath_s[i]) : 0;

		if (ms < part) {
			*good_ms = from[i] == to[i] ? part - ms : 0;
			return from[i] +
			       (to[i] - from[i]) * figure_ease(share_of(ms, part));
		}
		ms -= part;
	}
	*good_ms = 0;
	return 0;
}

int64_t
motion_hold(
    const struct figure *f, int64_t ms, const int breath_s[4], struct still *out)
{
	size_t hold = figure_hold(f);
	int64_t good;
	double full = motion_breath_at(breath_s, ms, &good);

	for (size_t i = 0; i < hold; i++) {
		int64_t move = ms_of(figure_move_s(f, i + 1));

		if (ms < move) {
			double share = share_of(ms, move);

			figure_between(f, i, i + 1, figure_ease(share), 0, out);
			out->mark.shift = share;
			return MOTION_FRAME_MS;
		}
		ms -= move;
	}
	figure_between(
	    f, hold ? hold - 1 : next_key(f, 0), hold, 1 - SWAY * full, full, out);
	/* with each breath out a little further */
	out->mark.shift = 1 - full;
	return good > MOTION_SWAY_MS ? good : MOTION_SWAY_MS;
}

int64_t
motion_breath(
    const struct figure *f, int64_t ms, const int breath_s[4], struct still *out)
{
	int64_t good;
	double full = motion_breath_at(breath_s, ms, &good),
	       at = full * (double)(figure_keys(f) - 1);
	size_t from = (size_t)at;

	if (from >= figure_keys(f) - 1)
		from = figure_keys(f) - 2;
	figure_between(f, from, from + 1, at - (double)from, 0, out);
	return good > MOTION_FRAME_MS ? good : MOTION_FRAME_MS;
}

int64_t
motion_rest(const struct figure *f, int64_t ms, struct still *out)
{
	int64_t move = ms_of(figure_move_s(f, 0));
	bool there = ms >= move;

	figure_between(f, figure_hold(f), 0,
	    there ? 1 : figure_ease(share_of(ms, move)), 0, out);
	out->mark.on = false;
	return there ? INT64_MAX : MOTION_FRAME_MS;
}

/* Once round, if there is time, and waiting at the first key. */
static int64_t
look_around(const struct figure *f, int64_t ms, int64_t whole_ms, struct still *out)
{
	int64_t loop = motion_loop_ms(f);

	if (ms < loop && loop <= whole_ms)
		return motion_loop(f, ms, 0, out);
	figure_key(f, 0, out);
	out->mark.on = false;
	return INT64_MAX;
}

int64_t
motion_change(const struct still *from, struct box from_box, const struct figure *f,
    enum side side, int64_t ms, int64_t whole_ms, struct still *out,
    struct box *box)
{
	int64_t go = from ? (whole_ms < GO_MS ? whole_ms : GO_MS) : 0, good;
	double share = figure_ease(share_of(ms, go));
	struct still first;

	*box = figure_box(f);
	if (ms >= go) {
		good = look_around(f, ms - go, whole_ms - go, out);
		out->width = figure_width(f, side);
		return good;
	}
	figure_key(f, 0, &first);
	first.width = figure_width(f, side);
	still_between(from, &first, share, out);
	*box = box_between(from_box, *box, share);
	return MOTION_FRAME_MS;
}

int64_t
motion_switch(const struct figure *f, enum side to, int64_t ms, int64_t whole_ms,
    struct still *out)
{
	struct still hold, first;
	double share = figure_ease(share_of(ms, whole_ms));

	figure_key(f, figure_hold(f), &hold);
	figure_key(f, 0, &first);
	first.width = figure_width(f, to);
	hold.width = -first.width;
	still_between(&hold, &first, share, out);
	return ms >= whole_ms ? INT64_MAX : MOTION_FRAME_MS;
}
