#include "score/score.h"

#include "base/mem.h"
#include "base/str.h"
#include "score/speech.h"

#include <stdlib.h>
#include <string.h>

/* domain.md 11, in milliseconds */
#define ALL_CUES_FROM   24000 /* a side this long has quarter and half too */
#define END_CUE_FROM    12000 /* a side this long has an end cue */
#define END_CUE_BEFORE  6000  /* where the end cue starts, before the end */
#define END_CUE_SILENCE 3000  /* it is over by then: the last three count */
#define CUE_NUDGE       1000  /* a cue may move by this to keep the gap */
#define TONE_GAP        1000  /* two tones closer than this are one too many */
#define LAST_COUNT      3     /* seconds that are counted out */

#define SWITCH_S 4 /* exercises.ini: the change of side inside a block */

static const char *const cue_names[] = {"lead", "start", "rep", "quarter", "half",
    "last", "side", "end", "change", "finish"};
static const char *const tone_names[] = {
    "none", "start", "rep", "half", "last", "end", "side", "finish"};

const struct words words_cue = {"cue", cue_names, ARRAY_LEN(cue_names)};
const struct words words_tone = {"tone", tone_names, ARRAY_LEN(tone_names)};

/* --- adding to the score ---------------------------------------------------- */

static void *
one_more(void *v, size_t n, size_t size)
{
	return n % 32 ? v : mem_resize(v, n + 32, size);
}

static void
add_span(struct score *sc, struct span span)
{
	if (span.end_ms <= span.at_ms)
		return;
	sc->spans = one_more(sc->spans, sc->n_spans, sizeof(*sc->spans));
	sc->spans[sc->n_spans++] = span;
}

static void
add_part(struct score *sc, struct part part)
{
	sc->parts = one_more(sc->parts, sc->n_parts, sizeof(*sc->parts));
	sc->parts[sc->n_parts++] = part;
}

void
score_add_speech(struct score *sc, struct speech speech)
{
	sc->speech = one_more(sc->speech, sc->n_speech, sizeof(*sc->speech));
	sc->speech[sc->n_speech++] = speech;
}

static void
add_cue(struct score *sc, enum cue_kind kind, int64_t at_ms, size_t step,
    enum side side, enum tone tone, const char *say)
{
	sc->cues = one_more(sc->cues, sc->n_cues, sizeof(*sc->cues));
	sc->cues[sc->n_cues++] =
	    (struct cue){kind, at_ms, step, side, tone, say ? say : ""};
}

/* Keeps a line that was made here as long as the score; str is empty again. */
static const char *
keep_line(struct score *sc, struct str *str)
{
	sc->lines = one_more(sc->lines, sc->n_lines, sizeof(*sc->lines));
	return sc->lines[sc->n_lines++] = str_take(str);
}

static int64_t
now_ms(const struct score *sc)
{
	return sc->n_spans ? sc->spans[sc->n_spans - 1].end_ms : 0;
}

/* --- one side of a step ------------------------------------------------------ */

/* Where a side lies, while it is unrolled. */
struct place {
	size_t step, part;
	enum side side;
	int64_t at_ms, len_ms;
	const struct exercise *exercise;
};

static void
add_hold(struct score *sc, const struct place *p, enum span_kind kind,
    int64_t len_ms, int rep, int reps)
{
	int64_t at = now_ms(sc);

	add_span(sc, (struct span){kind, at, at + len_ms, p->step, p->side, rep,
			 reps, p->part});
}

/* How a side of an exercise is filled (domain.md 8.3). */
static struct side_shape
side_shape(const struct exercise *e, int64_t side_ms)
{
	int64_t hold = e->hold_s * 1000, rest = e->rest_s * 1000;
	int64_t reps = rest ? (side_ms + rest) / (hold + rest)
			    : (2 * side_ms + hold) / (2 * hold);

	if (reps < 1)
		reps = 1;
	return (struct side_shape){
	    (int)reps, side_ms, hold < side_ms ? hold : side_ms, rest};
}

/* Repetitions without rests fill the side evenly, in whole seconds. */
static void
unroll_even(struct score *sc, const struct place *p)
{
	int64_t side_s = p->len_ms / 1000;
	int reps = side_shape(p->exercise, p->len_ms).reps;

	for (int i = 0; i < reps; i++)
		add_hold(sc, p, SPAN_HOLD,
		    (side_s * (i + 1) / reps - side_s * i / reps) * 1000, i + 1,
		    reps);
}

/* Repetitions with rests: the hold is never lengthened, the last ends with the
 * side, what is left over goes before it (domain.md 8.3). */
static void
unroll_rests(struct score *sc, const struct place *p)
{
	struct side_shape shape = side_shape(p->exercise, p->len_ms);
	int64_t hold = shape.hold_ms, rest = shape.rest_ms;
	int reps = shape.reps;
	int64_t over = p->len_ms - reps * hold - (reps - 1) * rest;

	if (reps == 1)
		add_hold(sc, p, SPAN_READY, over, 0, 1);
	for (int i = 1; i <= reps; i++) {
		add_hold(sc, p, SPAN_HOLD, hold, i, reps);
		if (i < reps)
			add_hold(sc, p, SPAN_REST,
			    rest + (i == reps - 1 ? over : 0), i, reps);
	}
}

/* A tone as each repetition begins, but the first, and as each that is followed
 * by a rest ends: with closed eyes there is no other sign to let go. */
static void
add_rep_cues(struct score *sc, const struct place *p, size_t first_span)
{
	for (size_t i = first_span; i < sc->n_spans; i++) {
		const struct span *span = &sc->spans[i];
		const char *off = p->exercise->position == POSITION_HANGING
				      ? "Feet down, hands off."
				      : "";

		if (span->kind == SPAN_HOLD && i > first_span)
			add_cue(sc, CUE_REP, span->at_ms, p->step, p->side,
			    TONE_REP, "");
		else if (span->kind == SPAN_REST)
			add_cue(sc, CUE_REP, span->at_ms, p->step, p->side,
			    TONE_END, off);
	}
}

/* Is there a tone of a repetition within TONE_GAP of this instant? */
static bool
tone_near(const struct score *sc, const struct place *p, int64_t at_ms)
{
	for (size_t i = sc->n_cues; i-- > 0 && sc->cues[i].at_ms >= p->at_ms;) {
		int64_t away = sc->cues[i].at_ms - at_ms;

		if (sc->cues[i].tone != TONE_NONE && away > -TONE_GAP &&
		    away < TONE_GAP)
			return true;
	}
	return false;
}

/* A line of a side. */
struct said {
	const char *text, *file;
};

static struct said
said(const struct place *p, enum moment moment, int n)
{
	return (struct said){
	    p->exercise->cue[moment][n], p->exercise->say_cue[moment][n]};
}

static int64_t
gap(const struct score *sc, struct said say)
{
	return speech_gap_ms(sc, say.text, say.file);
}

/*
 * A spoken cue at `due` of its side, or up to CUE_NUDGE away so that it lies at lo
 * or later and is over before `next`; without room it is left out.  Returns where
 * the one before it has to be over: its own start, or `next` when it was left out.
 */
static int64_t
fit_cue(struct score *sc, const struct place *p, enum cue_kind kind, int64_t due,
    int64_t lo, int64_t next, struct said say)
{
	int64_t hi, at;
	enum tone tone = TONE_NONE;

	if (!say.text)
		return next;
	hi = next - gap(sc, say);
	at = due < lo ? lo : due > hi ? hi : due;
	if (hi < lo || at - due > CUE_NUDGE || due - at > CUE_NUDGE)
		return next;
	if (due == p->len_ms / 2 && !tone_near(sc, p, p->at_ms + at))
		tone = TONE_HALF;
	add_cue(sc, kind, p->at_ms + at, p->step, p->side, tone, say.text);
	return at;
}

/* When the end cue starts, in its side: over END_CUE_SILENCE before the end. */
static int64_t
end_cue_at(const struct score *sc, const struct place *p, struct said say)
{
	int64_t needs = END_CUE_SILENCE + speech_ms(sc, say.text, say.file);

	return p->len_ms - (needs > END_CUE_BEFORE ? needs : END_CUE_BEFORE);
}

/* The chime of the half is heard also where its line finds no room. */
static int64_t
fit_half(struct score *sc, const struct place *p, int64_t lo, int64_t next)
{
	size_t n = sc->n_cues;
	int64_t at_ms = p->at_ms + p->len_ms / 2;

	next = fit_cue(
	    sc, p, CUE_HALF, p->len_ms / 2, lo, next, said(p, MOMENT_HALF, 0));
	if (n == sc->n_cues && !tone_near(sc, p, at_ms))
		add_cue(sc, CUE_HALF, at_ms, p->step, p->side, TONE_HALF, "");
	return next;
}

/* The second line of a moment, behind the first. */
static int64_t
fit_second(struct score *sc, const struct place *p, enum cue_kind kind,
    enum moment moment, int64_t due, int64_t next)
{
	struct said first = said(p, moment, 0);

	due += gap(sc, first);
	return fit_cue(sc, p, kind, due, due, next, said(p, moment, 1));
}

/* Start and end first, then what finds room between them; the second lines of
 * a moment come last of all. */
static void
add_spoken_cues(struct score *sc, const struct place *p)
{
	struct said start = said(p, MOMENT_START, 0), end = said(p, MOMENT_END, 0);
	struct said more = said(p, MOMENT_START, 1);
	int64_t next = p->len_ms, from = gap(sc, start);

	add_cue(sc, CUE_START, p->at_ms, p->step, p->side, TONE_START, start.text);
	if (p->len_ms < END_CUE_FROM)
		return;
	if (end.text) {
		next = end_cue_at(sc, p, end);
		add_cue(sc, CUE_END, p->at_ms + next, p->step, p->side, TONE_NONE,
		    end.text);
	}
	if (p->len_ms < ALL_CUES_FROM)
		return;
	if (more.text && p->len_ms / 4 >= from + gap(sc, more)) {
		add_cue(sc, CUE_START, p->at_ms + from, p->step, p->side, TONE_NONE,
		    more.text);
		from += gap(sc, more);
	}
	next = fit_second(sc, p, CUE_HALF, MOMENT_HALF, p->len_ms / 2, next);
	next = fit_half(sc, p, from, next);
	next = fit_second(sc, p, CUE_QUARTER, MOMENT_QUARTER, p->len_ms / 4, next);
	fit_cue(sc, p, CUE_QUARTER, p->len_ms / 4, from, next,
	    said(p, MOMENT_QUARTER, 0));
}

static void
add_last_cues(struct score *sc, const struct place *p)
{
	if (p->len_ms < 2 * LAST_COUNT * 1000)
		return;
	for (int i = LAST_COUNT; i > 0; i--)
		add_cue(sc, CUE_LAST, p->at_ms + p->len_ms - i * 1000, p->step,
		    p->side, TONE_LAST, "");
}

static void
add_side(struct score *sc, size_t step, enum side side, int64_t len_ms)
{
	struct place p = {
	    step, sc->n_parts, side, now_ms(sc), len_ms, sc->exercises[step]};
	size_t first_span = sc->n_spans;

	(p.exercise->rest_s > 0 ? unroll_rests : unroll_even)(sc, &p);
	add_rep_cues(sc, &p, first_span);
	add_spoken_cues(sc, &p);
	add_last_cues(sc, &p);
	add_part(sc,
	    (struct part){step, side, p.at_ms, now_ms(sc), p.at_ms, now_ms(sc)});
}

/* --- steps, and what lies between them --------------------------------------- */

/* The change of side is halved, in whole seconds, between the parts beside it. */
static void
add_switch(struct score *sc, size_t step, enum side to, int64_t len_ms)
{
	int64_t at = now_ms(sc), middle = at + len_ms / 2000 * 1000;
	struct part *before = &sc->parts[sc->n_parts - 1];

	add_cue(sc, CUE_SIDE, at, step, to, TONE_SIDE, "Change sides.");
	add_span(sc, (struct span){
			 SPAN_SWITCH, at, middle, step, to, 0, 0, sc->n_parts - 1});
	add_span(sc, (struct span){SPAN_SWITCH, middle, at + len_ms, step, to, 0, 0,
			 sc->n_parts});
	before->end_ms = middle;
}

static enum side
first_side(const struct score *sc, size_t step, const struct pacing *pacing)
{
	enum side first = sc->routine->steps[step].first;

	if (!sc->exercises[step]->two_sided)
		return SIDE_NONE;
	if (first != SIDE_NONE)
		return first;
	return pacing->first_side == SIDE_RIGHT ? SIDE_RIGHT : SIDE_LEFT;
}

/* Of one side of a step. */
static int
side_seconds(const struct score *sc, size_t step)
{
	int seconds = sc->routine->steps[step].seconds;
	int side_s = (seconds - SWITCH_S) / 2;

	if (!sc->exercises[step]->two_sided || sc->routine->steps[step].one_side)
		return seconds;
	return side_s < 1 ? 1 : side_s;
}

static void
add_step(struct score *sc, size_t step, const struct pacing *pacing)
{
	int seconds = sc->routine->steps[step].seconds;
	enum side first = first_side(sc, step, pacing);
	enum side second = first == SIDE_LEFT ? SIDE_RIGHT : SIDE_LEFT;
	int side_s = side_seconds(sc, step);
	int64_t middle;

	if (first == SIDE_NONE || sc->routine->steps[step].one_side) {
		add_side(sc, step, first, seconds * 1000);
		return;
	}
	add_side(sc, step, first, side_s * 1000);
	add_switch(sc, step, second, (seconds - 2 * side_s) * 1000);
	middle = sc->parts[sc->n_parts - 1].end_ms;
	add_side(sc, step, second, side_s * 1000);
	sc->parts[sc->n_parts - 1].at_ms = middle;
}

static const char *
say_next(struct score *sc, size_t step, enum side side, const char *word)
{
	const struct exercise *e = sc->exercises[step];
	struct str line = {0};

	if (step == 0)
		str_addf(&line, "%s. ", sc->routine->title);
	else
		speech_transfer(sc, step, &line);
	str_addf(&line, "%s: %s", word, e->name);
	if (side != SIDE_NONE)
		str_addf(&line, ", %s side", words_name(&words_side, side));
	str_addf(&line, ". %s", e->setup);
	return keep_line(sc, &line);
}

static void
add_way_to(struct score *sc, size_t step, const struct pacing *pacing)
{
	enum side side = first_side(sc, step, pacing);
	int64_t at = now_ms(sc), way, room;
	const struct exercise *e = sc->exercises[step];

	room = 1000 * routine_change_s(sc->routine, sc->exercises, step);
	way = speech_way(sc, step, side, pacing,
	    side_shape(e, side_seconds(sc, step) * 1000), at, room);
	sc->taught_ms += way - room;
	if (step == 0)
		add_cue(sc, CUE_LEAD, at, step, side, TONE_NONE,
		    say_next(sc, step, side, "First"));
	else
		add_cue(sc, CUE_CHANGE, at, step, side, TONE_END,
		    say_next(sc, step, side, "Next"));
	add_span(sc, (struct span){step ? SPAN_CHANGE : SPAN_LEAD, at, at + way,
			 step, side, 0, 0, NO_PART});
}

/* By time; what was added first stays first where times are equal. */
static void
sort_cues(struct score *sc)
{
	for (size_t i = 1; i < sc->n_cues; i++) {
		struct cue cue = sc->cues[i];
		size_t at = i;

		for (; at > 0 && sc->cues[at - 1].at_ms > cue.at_ms; at--)
			sc->cues[at] = sc->cues[at - 1];
		sc->cues[at] = cue;
	}
}

static struct score *
new_score(const struct routine *r, const struct exercise *const *exercises,
    const struct pacing *pacing)
{
	struct score *sc = mem_new(1, sizeof(*sc));

	sc->routine = r;
	sc->script = pacing->script;
	sc->exercises = mem_new(r->n_steps, sizeof(*sc->exercises));
	memcpy(sc->exercises, exercises, r->n_steps * sizeof(*sc->exercises));
	for (size_t i = 0; i < r->n_steps; i++)
		sc->planned_ms += r->steps[i].seconds * 1000;
	return sc;
}

/* All from a step on, behind what is there. */
static void
unroll_from(struct score *sc, size_t from, const struct pacing *pacing)
{
	for (size_t i = from; i < sc->routine->n_steps; i++) {
		add_way_to(sc, i, pacing);
		add_step(sc, i, pacing);
	}
	sc->end_ms = now_ms(sc);
	add_cue(sc, CUE_FINISH, sc->end_ms, sc->routine->n_steps - 1, SIDE_NONE,
	    TONE_FINISH, "Done.");
	sort_cues(sc);
	if (sc->script)
		speech_sides(sc, from);
}

struct score *
score_new(const struct routine *r, const struct exercise *const *exercises,
    const struct pacing *pacing)
{
	struct score *sc = new_score(r, exercises, pacing);

	unroll_from(sc, 0, pacing);
	return sc;
}

/* --- the same again ------------------------------------------------------------ */

/* A cue of the score before, with its text where that is not an exercise's. */
static void
copy_cue(struct score *sc, const struct score *before, const struct cue *cue)
{
	const char *say = cue->say;

	for (size_t i = 0; i < before->n_lines; i++) {
		if (before->lines[i] == say) {
			struct str copy = {0};

			str_add(&copy, say);
			say = keep_line(sc, &copy);
			break;
		}
	}
	add_cue(sc, cue->kind, cue->at_ms, cue->step, cue->side, cue->tone, say);
}

static void
copy_steps(struct score *sc, const struct score *before, size_t from)
{
	for (size_t i = 0; i < before->n_spans; i++)
		if (before->spans[i].step < from)
			add_span(sc, before->spans[i]);
	for (size_t i = 0; i < before->n_parts; i++)
		if (before->parts[i].step < from)
			add_part(sc, before->parts[i]);
	for (size_t i = 0; i < before->n_cues; i++)
		if (before->cues[i].step < from &&
		    before->cues[i].kind != CUE_FINISH)
			copy_cue(sc, before, &before->cues[i]);
	for (size_t i = 0; i < before->n_speech; i++)
		if (before->speech[i].step < from)
			score_add_speech(sc, before->speech[i]);
}

struct score *
score_again(const struct score *before, size_t from, const struct pacing *pacing)
{
	struct score *sc = new_score(before->routine, before->exercises, pacing);

	copy_steps(sc, before, from);
	for (size_t i = 0; i < from; i++)
		sc->taught_ms += 1000 * score_taught_s(before, i);
	unroll_from(sc, from, pacing);
	return sc;
}

void
score_free(struct score *sc)
{
	if (!sc)
		return;
	for (size_t i = 0; i < sc->n_lines; i++)
		free(sc->lines[i]);
	free(sc->lines);
	free(sc->speech);
	free(sc->cues);
	free(sc->parts);
	free(sc->spans);
	free(sc->exercises);
	free(sc);
}

/* --- finding one's way in it ------------------------------------------------- */

size_t
score_span_at(const struct score *sc, int64_t ms)
{
	size_t lo = 0, hi = sc->n_spans - 1;

	while (lo < hi) {
		size_t middle = (lo + hi) / 2;

		if (ms < sc->spans[middle].end_ms)
			hi = middle;
		else
			lo = middle + 1;
	}
	return lo;
}

int64_t
score_counted_end(const struct score *sc, size_t i)
{
	while (sc->spans[i].kind == SPAN_SWITCH &&
	       sc->spans[i + 1].kind == SPAN_SWITCH)
		i++;
	return sc->spans[i].end_ms;
}

size_t
score_step_change(const struct score *sc, size_t step)
{
	size_t i = 0;

	while (i + 1 < sc->n_spans && sc->spans[i].step < step)
		i++;
	return i;
}

size_t
score_step_start(const struct score *sc, size_t step)
{
	return score_step_change(sc, step) + 1;
}

size_t
score_cue_from(const struct score *sc, int64_t ms)
{
	size_t i = 0;

	while (i < sc->n_cues && sc->cues[i].at_ms < ms)
		i++;
	return i;
}

size_t
score_speech_from(const struct score *sc, int64_t ms)
{
	size_t i = 0;

	while (i < sc->n_speech && sc->speech[i].at_ms < ms)
		i++;
	return i;
}

size_t
score_speech_at(const struct score *sc, int64_t ms)
{
	size_t next = score_speech_from(sc, ms + 1);

	if (next == 0 ||
	    sc->speech[next - 1].at_ms + sc->speech[next - 1].len_ms <= ms)
		return sc->n_speech;
	return next - 1;
}

int64_t
score_taught_s(const struct score *sc, size_t step)
{
	const struct span *way = &sc->spans[score_step_change(sc, step)];

	return (way->end_ms - way->at_ms) / 1000 -
	       routine_change_s(sc->routine, sc->exercises, step);
}
