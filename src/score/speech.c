#include "score/speech.h"

#include "base/mem.h"
#include "base/str.h"
#include "score/spoken.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CUE_GAP     6000 /* domain.md 11: between the starts of two lines */
#define AFTER_TONE  600  /* a tone is heard first, and then the line it opens */
#define LEAD_IN     500  /* before the first word: the sound is only starting */
#define LINE_GAP    350  /* a breath between two lines of an announcement */
#define LINE_SLACK  250  /* a line may begin a little late */
#define END_SILENCE 3000 /* the last three count; nobody talks into them */

#define LONG_LYING_S 90 /* who lay that long waits a breath before standing */

/* --- lines and lengths -------------------------------------------------------- */

static size_t
line_of(const struct score *sc, const char *text, const char *file)
{
	struct str spoken = {0};
	size_t line;

	str_clear(&spoken);
	spoken_text(text, &spoken);
	line = script_add(sc->script, spoken.s, file);
	/* A recording that cannot be read is spoken. */
	if (file && line != SCRIPT_NONE && !script_speakable(sc->script, line))
		line = script_add(sc->script, spoken.s, NULL);
	str_fini(&spoken);
	return line;
}

int64_t
speech_ms(const struct score *sc, const char *text, const char *file)
{
	size_t line;

	if (!sc->script)
		return script_estimate_ms(text);
	line = line_of(sc, text, file);
	return line == SCRIPT_NONE ? 0 : script_ms(sc->script, line);
}

int64_t
speech_gap_ms(const struct score *sc, const char *text, const char *file)
{
	int64_t needs =
	    text ? AFTER_TONE + speech_ms(sc, text, file) + LINE_SLACK : 0;

	return needs > CUE_GAP ? needs : CUE_GAP;
}

/* --- on the way to a step ------------------------------------------------------- */

/* What is said on a way, in this order; rank 1 is the last to be left out. */
struct way_line {
	char *text;
	const char *file;
	int rank;
	bool said;
};

struct way {
	struct way_line lines[6];
	int n;
};

/* Takes the text, without a space at its end. */
static void
add_line(struct way *way, int rank, struct str *text, const char *file)
{
	if (text->len && text->s[text->len - 1] == ' ')
		text->s[--text->len] = '\0';
	if (text->len)
		way->lines[way->n++] =
		    (struct way_line){str_take(text), file, rank, false};
	else
		str_fini(text);
}

static void
add_text(struct way *way, int rank, const char *text, const char *file)
{
	struct str copy = {0};

	str_add(&copy, text);
	add_line(way, rank, &copy, file);
}

/* Head-low positions are those that an eye under pressure must not do. */
static bool
rises_slowly(const struct exercise *e, int seconds)
{
	return (e->contra >> TAG_GLAUCOMA & 1) || seconds >= LONG_LYING_S;
}

/* How the body gets from one position into the next, where it is not plain. */
static const char *
turn_words(enum position from, enum position to)
{
	if (from == to)
		return "";
	switch (to) {
	case POSITION_SEATED:
		return "Sit down. ";
	case POSITION_STANDING:
		return from == POSITION_HANGING ? "" : "Stand up. ";
	case POSITION_FLOOR_SUPINE:
		return "Onto your back. ";
	case POSITION_FLOOR_PRONE:
		return "Onto your front. ";
	case POSITION_FLOOR_SIDE:
		return "Onto your side. ";
	case POSITION_KNEELING:
		return "Onto your knees. ";
	case POSITION_ALL_FOURS:
		return "Onto hands and knees. ";
	case POSITION_HANGING:
		return from == POSITION_STANDING ? "" : "Stand up. ";
	}
	return "";
}

/* domain.md 11, d and e */
void
speech_transfer(const struct score *sc, size_t to, struct str *out)
{
	const struct exercise *from = sc->exercises[to - 1],
			      *next = sc->exercises[to];
	bool was = position_on_floor(from->position);
	bool will = position_on_floor(next->position);

	if (!was && will)
		str_add(out, "Hand on the chair, one knee, then the other. ");
	if (!was || will)
		return;
	str_add(
	    out, "Roll to your side, push up with your hands, take your time. ");
	if (rises_slowly(from, sc->routine->steps[to - 1].seconds))
		str_add(out, "Wait a breath before you stand. ");
}

static void
add_transfer(const struct score *sc, size_t step, struct way *way)
{
	struct str line = {0};
	int rank = 1;

	speech_transfer(sc, step, &line);
	if (!line.len) {
		str_add(&line, turn_words(sc->exercises[step - 1]->position,
				   sc->exercises[step]->position));
		rank = 3;
	}
	add_line(way, rank, &line, NULL);
}

static void
add_name(const struct score *sc, size_t step, enum side side, struct way *way)
{
	const struct exercise *e = sc->exercises[step];
	struct str line = {0};

	str_addf(&line, "%s: %s", step ? "Next" : "First", e->name);
	if (side != SIDE_NONE)
		str_addf(&line, ", %s side", words_name(&words_side, side));
	str_add(&line, ".");
	add_line(way, 2, &line, e->say_name);
}

/* "Five times 5 seconds, on each side." */
static void
add_count(const struct exercise *e, struct side_shape shape, struct way *way)
{
	struct str line = {0};

	if (shape.rest_ms && shape.reps > 1) {
		spoken_number(shape.reps, &line);
		line.s[0] = (char)(line.s[0] - ('a' <= line.s[0]) * ('a' - 'A'));
		str_add(&line, " times ");
		spoken_seconds(shape.hold_ms / 1000, &line);
	} else {
		str_add(&line, "For ");
		spoken_seconds(shape.side_ms / 1000, &line);
	}
	str_add(&line, e->two_sided ? ", on each side." : ".");
	add_line(way, 5, &line, NULL);
}

static void
fill_way(const struct score *sc, size_t step, enum side side, bool full,
    struct side_shape shape, struct way *way)
{
	const struct exercise *e = sc->exercises[step];
	struct str title = {0};

	if (step > 0) {
		add_transfer(sc, step, way);
	} else {
		str_addf(&title, "%s.", sc->routine->title);
		add_line(way, 5, &title, NULL);
	}
	add_name(sc, step, side, way);
	add_text(way, 4, e->setup, e->say_setup);
	if (full)
		add_count(e, shape, way);
}

static int64_t
way_ms(const struct score *sc, const struct way *way, int64_t begin)
{
	for (int i = 0; i < way->n; i++)
		if (way->lines[i].said)
			begin +=
			    speech_ms(sc, way->lines[i].text, way->lines[i].file) +
			    LINE_GAP;
	return begin;
}

/* The important ones first; what makes the way too long is left out. */
static void
choose(const struct score *sc, struct way *way, int64_t begin, int64_t room)
{
	for (int rank = 1; rank <= 5; rank++) {
		for (int i = 0; i < way->n; i++) {
			struct way_line *line = &way->lines[i];

			line->said |= line->rank == rank;
			if (line->rank == rank && way_ms(sc, way, begin) > room)
				line->said = false;
		}
	}
}

static void
say(struct score *sc, size_t step, int64_t at_ms, size_t line)
{
	if (line != SCRIPT_NONE && script_speakable(sc->script, line))
		score_add_speech(sc, (struct speech){at_ms,
					 script_ms(sc->script, line), line, step});
}

static void
say_way(struct score *sc, size_t step, struct way *way, int64_t at_ms)
{
	for (int i = 0; i < way->n; i++) {
		struct way_line *l = &way->lines[i];
		size_t line = line_of(sc, l->text, l->file);

		if (l->said) {
			say(sc, step, at_ms, line);
			at_ms += speech_ms(sc, l->text, l->file) + LINE_GAP;
		}
		free(l->text);
	}
}

int64_t
speech_way(struct score *sc, size_t step, enum side side,
    const struct pacing *pacing, struct side_shape shape, int64_t at_ms,
    int64_t room_ms)
{
	bool full = pacing->teach && pacing->teach[step] == TEACH_FULL;
	int64_t begin = step ? AFTER_TONE : LEAD_IN, needs = room_ms;
	struct way way = {.n = 0};

	if (!sc->script)
		return room_ms;
	fill_way(sc, step, side, full, shape, &way);
	choose(sc, &way, begin, full ? INT64_MAX : room_ms);
	/* Who has heard everything still has to get there: half of what the
	 * change of position takes. */
	if (full)
		needs = way_ms(sc, &way, begin) - LINE_GAP + room_ms / 2;
	say_way(sc, step, &way, at_ms + begin);
	return needs > room_ms ? (needs + 999) / 1000 * 1000 : room_ms;
}

/* --- in the sides ---------------------------------------------------------------- */

const char *
speech_file(const struct score *sc, const struct cue *cue)
{
	const struct exercise *e = sc->exercises[cue->step];

	for (int m = 0; m < MOMENTS; m++)
		for (int n = 0; n < 2; n++)
			if (e->cue[m][n] == cue->say)
				return e->say_cue[m][n];
	return NULL;
}

/* Is anything else said or about to be said in this time? */
static bool
is_free(const struct score *sc, int64_t from, int64_t to)
{
	for (size_t i = 0; i < sc->n_speech; i++) {
		const struct speech *s = &sc->speech[i];

		if (from < s->at_ms + s->len_ms + LINE_SLACK &&
		    s->at_ms < to + LINE_SLACK)
			return false;
	}
	return true;
}

static void
say_if_free(struct score *sc, const struct cue *cue, const char *text,
    const char *file, int64_t at_ms, int64_t until)
{
	size_t line = line_of(sc, text, file);
	int64_t end;

	if (line == SCRIPT_NONE)
		return;
	end = at_ms + script_ms(sc->script, line);
	if (end + LINE_SLACK <= until && is_free(sc, at_ms, end))
		say(sc, cue->step, at_ms, line);
}

/* When what belongs to a cue has to be over: in its side before the last three
 * seconds count, in a change of side before the hold. */
static int64_t
until_of(const struct score *sc, const struct cue *cue)
{
	size_t i = score_span_at(sc, cue->at_ms);
	const struct span *span = &sc->spans[i];

	if (cue->kind == CUE_FINISH)
		return INT64_MAX;
	if (cue->kind == CUE_REP && *cue->say)
		return span->end_ms;
	if (span->kind == SPAN_SWITCH || span->part == NO_PART)
		return score_counted_end(sc, i);
	return sc->parts[span->part].side_end_ms -
	       (cue->kind == CUE_END ? END_SILENCE - LINE_SLACK : 0);
}

/* "Right side." behind "Change sides."; the number of a repetition. */
static void
say_more(struct score *sc, const struct cue *cue, int64_t at_ms)
{
	const struct span *span = &sc->spans[score_span_at(sc, cue->at_ms)];
	struct str line = {0};

	if (cue->kind == CUE_SIDE) {
		str_addf(
		    &line, "%s side.", cue->side == SIDE_LEFT ? "Left" : "Right");
		at_ms += speech_ms(sc, cue->say, NULL) + LINE_SLACK + 1;
	} else if (cue->kind == CUE_REP && span->kind == SPAN_HOLD) {
		spoken_number(span->rep, &line);
		str_add(&line, ".");
	}
	if (line.len)
		say_if_free(sc, cue, line.s, NULL, at_ms, until_of(sc, cue));
	str_fini(&line);
}

/* What a cue is worth when two want the same time: feet and sides first. */
static int
rank_of(const struct cue *cue)
{
	switch (cue->kind) {
	case CUE_SIDE:
	case CUE_FINISH:
		return 1;
	case CUE_REP:
		return *cue->say ? 1 : 5;
	case CUE_END:
		return 2;
	case CUE_START:
		return cue->tone == TONE_NONE ? 4 : 3;
	case CUE_HALF:
	case CUE_QUARTER:
		return 4;
	default:
		return 0; /* of the way, or not spoken */
	}
}

static void
say_cue(struct score *sc, const struct cue *cue)
{
	int64_t at_ms = cue->at_ms + (cue->tone == TONE_NONE ? 0 : AFTER_TONE);

	if (*cue->say)
		say_if_free(sc, cue, cue->say, speech_file(sc, cue), at_ms,
		    until_of(sc, cue));
	say_more(sc, cue, at_ms);
}

static int
by_time(const void *a, const void *b)
{
	const struct speech *x = a, *y = b;

	return (x->at_ms > y->at_ms) - (x->at_ms < y->at_ms);
}

void
speech_sides(struct score *sc, size_t from)
{
	for (int rank = 1; rank <= 5; rank++)
		for (size_t i = 0; i < sc->n_cues; i++)
			if (sc->cues[i].step >= from &&
			    rank_of(&sc->cues[i]) == rank)
				say_cue(sc, &sc->cues[i]);
	if (sc->n_speech)
		qsort(sc->speech, sc->n_speech, sizeof(*sc->speech), by_time);
}
