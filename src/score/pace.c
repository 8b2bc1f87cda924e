#include "score/pace.h"

/* A breath that is cut short by the end of its hold is not begun. */
#define BREATH_LEAST_MS 1000

/* A tick this near to a tone is one too many. */
#define PASS_GAP_MS 700

static int64_t
whole_breath_ms(const struct exercise *e)
{
	int64_t s = 0;

	for (int i = 0; i < 4; i++)
		s += e->breath_s[i];
	return s * 1000;
}

/* Is there a breath to follow in this hold?  As the screen has it: one that
 * lasts a breath at least. */
static bool
breathes(const struct score *sc, const struct span *span, enum pace_breath breath)
{
	const struct exercise *e = sc->exercises[span->step];
	int64_t whole = whole_breath_ms(e);

	if (breath == BREATH_NEVER ||
	    (breath == BREATH_BREATHING && e->kind != KIND_BREATH))
		return false;
	return whole > 0 && span->end_ms - span->at_ms >= whole;
}

/* The first inhale or exhale of a hold from ms on. */
static bool
breath_from(
    const struct score *sc, const struct span *span, int64_t ms, struct pace *out)
{
	const int *breath_s = sc->exercises[span->step]->breath_s;
	int64_t whole = whole_breath_ms(sc->exercises[span->step]);
	int64_t at = span->at_ms;

	if (ms > at)
		at += (ms - at) / whole * whole;
	for (int64_t end; at < span->end_ms; at = end) {
		int64_t in = breath_s[0] * 1000,
			out_at = at + in + breath_s[1] * 1000;

		end = at + whole;
		*out = (struct pace){PACE_IN, at, in};
		if (at < ms || in == 0)
			*out = (struct pace){PACE_OUT, out_at, breath_s[2] * 1000};
		if (out->at_ms < ms || out->len_ms == 0)
			continue;
		if (out->at_ms + out->len_ms > span->end_ms)
			out->len_ms = span->end_ms - out->at_ms;
		return out->len_ms >= BREATH_LEAST_MS;
	}
	return false;
}

static bool
tone_near(const struct score *sc, int64_t ms)
{
	for (size_t i = score_cue_from(sc, ms - PASS_GAP_MS);
	     i < sc->n_cues && sc->cues[i].at_ms < ms + PASS_GAP_MS; i++)
		if (sc->cues[i].tone != TONE_NONE)
			return true;
	return false;
}

static bool
pass_from(
    const struct score *sc, const struct span *span, int64_t ms, struct pace *out)
{
	int64_t at = span->at_ms;

	if (ms > at)
		at += (ms - at + PACE_PASS_MS - 1) / PACE_PASS_MS * PACE_PASS_MS;
	for (; at < span->end_ms; at += PACE_PASS_MS) {
		if (at == span->at_ms || tone_near(sc, at))
			continue;
		*out = (struct pace){PACE_PASS, at, 0};
		return true;
	}
	return false;
}

/* Does this hold consist of passes?  A longer movement over the roller has its
 * own repetitions. */
static bool
passes(const struct score *sc, const struct span *span)
{
	return sc->exercises[span->step]->kind == KIND_ROLL && span->reps == 1;
}

bool
pace_from(
    const struct score *sc, struct pace_wish wish, int64_t ms, struct pace *out)
{
	for (size_t i = score_span_at(sc, ms); i < sc->n_spans; i++) {
		const struct span *span = &sc->spans[i];

		if (span->kind != SPAN_HOLD || span->end_ms <= ms)
			continue;
		if (wish.passes && passes(sc, span) && pass_from(sc, span, ms, out))
			return true;
		if (breathes(sc, span, wish.breath) &&
		    breath_from(sc, span, ms, out))
			return true;
	}
	return false;
}
