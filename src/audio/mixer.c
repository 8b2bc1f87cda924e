#include "audio/mixer.h"

#include <string.h>

void
mixer_init(struct mixer *mixer, struct mixer_cue *room, uint32_t cap)
{
	*mixer = (struct mixer){
	    .cues = room,
	    .cap = cap,
	};
	for (int what = 0; what < KINDS; what++)
		mixer->gain[what] = mixer->head.gain[what] = 1;
	mixer->head.duck = 1;
	limiter_init(&mixer->head.limiter);
	ground_init(&mixer->head.ground);
}

static struct mixer_cue
cue_of(const struct order *order)
{
	return (struct mixer_cue){.frame = order->frame,
	    .sample = order->sample,
	    .n = order->n,
	    .what = (uint8_t)order->what,
	    .in = order->in};
}

static struct mixer_cue *
cue_at(const struct mixer *mixer, uint32_t n)
{
	return &mixer->cues[n & (mixer->cap - 1)];
}

/* Was it begun when it was told before?  After a flush what comes is told again, and
 * of that the next 200 ms are mixed already, where they are to be heard. */
static bool
has_begun(const struct mixer *mixer, const struct order *order)
{
	int64_t gone = order->sample && mixer->running
			   ? voices_gone(&mixer->head.voices, order->sample)
			   : -1;
	int64_t off = mixer->head.pos - gone - (order->frame + mixer->offset);

	return gone >= 0 && off <= MIXER_LATE && off >= -MIXER_LATE;
}

/* Keeps the cues sorted; those of one frame stay in the order of their lines. */
static bool
place(struct mixer *mixer, const struct order *order)
{
	uint32_t first = mixer->has_mark ? mixer->marked.next : mixer->head.next;
	uint32_t n = mixer->end;

	if (has_begun(mixer, order))
		return true;
	if (n - first == mixer->cap)
		return false;
	for (; n != mixer->head.next; n--) {
		if (cue_at(mixer, n - 1)->frame <= order->frame)
			break;
		*cue_at(mixer, n) = *cue_at(mixer, n - 1);
	}
	*cue_at(mixer, n) = cue_of(order);
	mixer->end++;
	return true;
}

static struct mixer_cue *
now_at(struct mixer *mixer, uint32_t n)
{
	return &mixer->at_once[n % MIXER_NOW];
}

static bool
place_now(struct mixer *mixer, const struct order *order)
{
	uint32_t first = mixer->has_mark ? mixer->marked.now : mixer->head.now;

	if (mixer->now_end - first == MIXER_NOW)
		return false;
	*now_at(mixer, mixer->now_end++) = cue_of(order);
	return true;
}

static bool
forget(struct mixer *mixer, const struct sample *sample)
{
	uint32_t first = mixer->has_mark ? mixer->marked.next : mixer->head.next;

	for (uint32_t n = first; n != mixer->end; n++)
		if (cue_at(mixer, n)->sample == sample)
			cue_at(mixer, n)->sample = NULL;
	for (uint32_t n = 0; n < MIXER_NOW; n++)
		if (now_at(mixer, n)->sample == sample)
			now_at(mixer, n)->sample = NULL;
	voices_forget(&mixer->head.voices, sample);
	voices_forget(&mixer->marked.voices, sample);
	return !mixer->forgotten || ring_put(mixer->forgotten, &sample);
}

static void
set_clock(struct mixer *mixer, int64_t offset)
{
	/* A breath belongs to where the score is. */
	if (offset != mixer->offset)
		breath_fade(&mixer->head.breath);
	mixer->offset = offset;
	mixer->running = true;
	mixer->head.ground.paused = false;
}

static void
pause_all(struct mixer *mixer)
{
	mixer->running = false;
	voices_fade(&mixer->head.voices);
	breath_fade(&mixer->head.breath);
	mixer->head.ground.paused = true;
}

bool
mixer_apply(struct mixer *mixer, const struct order *order)
{
	switch (order->kind) {
	case ORDER_PLACE:
		return place(mixer, order);
	case ORDER_NOW:
		return place_now(mixer, order);
	case ORDER_FORGET:
		return forget(mixer, order->sample);
	case ORDER_CLOCK:
		set_clock(mixer, order->axis - order->frame);
		break;
	case ORDER_PAUSE:
		pause_all(mixer);
		break;
	case ORDER_FLUSH:
		mixer->end = mixer->head.next;
		break;
	case ORDER_VOLUME:
		mixer->gain[order->what] = order->gain;
		break;
	case ORDER_END:
		break;
	}
	return true;
}

int64_t
mixer_next(const struct mixer *mixer)
{
	if (!mixer->running || mixer->head.next == mixer->end)
		return MIXER_NEVER;
	return cue_at(mixer, mixer->head.next)->frame + mixer->offset;
}

/* Frames until neither bed nor breath sounds. */
static int64_t
under_rest(const struct mixer *mixer)
{
	int64_t ground = ground_rest(&mixer->head.ground);
	int64_t breath = breath_rest(&mixer->head.breath);

	return ground > breath ? ground : breath;
}

int64_t
mixer_rest(const struct mixer *mixer)
{
	int64_t voices = voices_rest(&mixer->head.voices);
	int64_t under = under_rest(mixer), rest = voices > under ? voices : under;

	return rest > 0 || mixer->head.now == mixer->now_end ? rest : 1;
}

bool
mixer_starves(const struct mixer *mixer, int64_t n)
{
	const struct ground *ground = &mixer->head.ground;

	return ground_owns(ground) && !atomic_load(&mixer->flow->over) &&
	       flow_ready(mixer->flow, ground->own_at) < n;
}

static bool
forgotten(const struct mixer_cue *cue)
{
	return !cue->sample && (cue->what == KIND_CUE || cue->what == KIND_VOICE);
}

/* How late it may begin. */
static int64_t
patience(const struct mixer_cue *cue)
{
	switch ((enum sound_kind)cue->what) {
	case KIND_VOICE:
		return MIXER_LATE_VOICE;
	case KIND_BED:
		return MIXER_NEVER / 2;
	case KIND_BREATH:
		return cue->n > MIXER_BREATH ? cue->n - MIXER_BREATH : 0;
	default:
		return MIXER_LATE;
	}
}

static const struct mixer_cue *
next_cue(const struct mixer *mixer)
{
	return cue_at(mixer, mixer->head.next);
}

/* Is there speech, or will there soon be?  Then *n is how many frames that
 * stays so, as far as that is known and within n. */
static bool
speaks(const struct mixer *mixer, int64_t *n)
{
	int64_t now = voices_first(&mixer->head.voices, KIND_VOICE);
	int64_t soon = mixer->head.pos + MIXER_DUCK - mixer->offset;

	if (now)
		*n = now < *n ? now : *n;
	for (uint32_t i = mixer->head.next; mixer->running && i != mixer->end;
	     i++) {
		const struct mixer_cue *cue = cue_at(mixer, i);

		if (cue->frame >= soon + *n)
			break;
		if (cue->what != KIND_VOICE || !cue->sample)
			continue;
		if (cue->frame <= soon)
			return true;
		*n = now ? *n : cue->frame - soon;
		break;
	}
	return now > 0;
}

/* The first that begins under what is spoken is low from its beginning. */
static void
begin_under(struct mixer *mixer, const struct mixer_cue *cue, int64_t gone)
{
	struct mixer_head *head = &mixer->head;
	int64_t n = 1;

	if (!under_rest(mixer))
		head->duck = speaks(mixer, &n) ? MIXER_DUCKED : 1;
	if (cue->what == KIND_BREATH)
		breath_begin(&head->breath, cue->in, cue->n, gone);
	else if (cue->n != BED_OWN || mixer->flow)
		ground_want(&head->ground, (enum bed_name)cue->n);
}

/* So many frames of it are gone. */
static void
begin(struct mixer *mixer, const struct mixer_cue *cue, int64_t gone)
{
	if (cue->what == KIND_BED || cue->what == KIND_BREATH)
		begin_under(mixer, cue, gone);
	else if (cue->sample)
		voices_begin(
		    &mixer->head.voices, cue->sample, (enum sound_kind)cue->what);
}

void
mixer_seek(struct mixer *mixer, int64_t frame)
{
	mixer->head.pos = frame;
	while (mixer_next(mixer) < frame - patience(next_cue(mixer))) {
		mixer->head.late += !forgotten(next_cue(mixer));
		mixer->head.next++;
	}
	/* Nobody hears a ramp across a gap. */
	if (!mixer_rest(mixer))
		memcpy(mixer->head.gain, mixer->gain, sizeof(mixer->gain));
}

void
mixer_pass(struct mixer *mixer, int64_t frame)
{
	struct mixer_head *head = &mixer->head;

	for (; mixer_next(mixer) < frame; head->next++)
		if (next_cue(mixer)->what == KIND_BED)
			begin(mixer, next_cue(mixer), 0);
		else
			head->late += !forgotten(next_cue(mixer));
	head->now = mixer->now_end;
	voices_forget(&head->voices, NULL);
	head->breath = (struct breath){0};
	ground_quiet(&head->ground);
}

void
mixer_mark(struct mixer *mixer)
{
	mixer->marked = mixer->head;
	mixer->has_mark = true;
}

void
mixer_back(struct mixer *mixer)
{
	if (mixer->has_mark)
		mixer->head = mixer->marked;
	mixer->has_mark = false;
}

void
mixer_keep(struct mixer *mixer)
{
	mixer->has_mark = false;
}

/* What is due at this frame begins. */
static void
begin_due(struct mixer *mixer)
{
	struct mixer_head *head = &mixer->head;
	int64_t due;

	while ((due = mixer_next(mixer)) <= head->pos) {
		const struct mixer_cue *cue = next_cue(mixer);
		bool late = due < head->pos - mixer->ahead - patience(cue);

		head->next++;
		if (!late)
			begin(mixer, cue, head->pos - due);
		else
			head->late += !forgotten(cue);
	}
	while (head->now != mixer->now_end && head->pos >= mixer->now_from)
		begin(mixer, now_at(mixer, head->now++), 0);
}

/* The gains of the next n frames, each nearer to where they are to be. */
static void
move_gain(float *gain, float to, float *gains, int n)
{
	const float step = 1.0f / MIXER_RAMP;
	int i = 0;

	for (; i < n && *gain != to; i++) {
		float far = to - *gain;

		if (far > step)
			far = step;
		else if (far < -step)
			far = -step;
		*gain += far;
		gains[i] = *gain;
	}
	for (; i < n; i++)
		gains[i] = to;
}

/* Nothing sounds, moves or is held back. */
static bool
silent(const struct mixer *mixer)
{
	const struct mixer_head *head = &mixer->head;

	for (int what = 0; what < KINDS; what++)
		if (head->gain[what] != mixer->gain[what])
			return false;
	return !mixer_rest(mixer) && limiter_rests(&head->limiter);
}

/* Is there anything to hear of a kind? */
static bool
sounds(const struct mixer_head *head, enum sound_kind what)
{
	if (what == KIND_BED)
		return ground_rest(&head->ground) > 0;
	if (what == KIND_BREATH)
		return breath_rest(&head->breath) > 0;
	return voices_first(&head->voices, what) > 0;
}

/* The next n of duck, on its way down or back. */
static void
move_duck(float *duck, bool down, float *ducks, int n)
{
	const float step = down ? (MIXER_DUCKED - 1) / MIXER_DUCK
				: (1 - MIXER_DUCKED) / MIXER_DUCK_BACK;

	for (int i = 0; i < n; i++) {
		float to = *duck + step;

		to = to < MIXER_DUCKED ? MIXER_DUCKED : to;
		ducks[i] = *duck = to < 1 ? to : 1;
	}
}

/* Low under speech, without a step. */
static void
duck(struct mixer *mixer, float gains[KINDS][VOICES_SPAN], int n)
{
	float *now = &mixer->head.duck, ducks[VOICES_SPAN];
	int64_t one = 1;
	bool down = speaks(mixer, &one);

	if (!down && *now >= 1)
		return;
	move_duck(now, down, ducks, n);
	for (int i = 0; i < n; i++) {
		gains[KIND_BED][i] *= ducks[i];
		gains[KIND_BREATH][i] *= ducks[i];
	}
}

static void
add_under(
    struct mixer *mixer, float gains[KINDS][VOICES_SPAN], float *stereo, int n)
{
	struct mixer_head *head = &mixer->head;

	duck(mixer, gains, n);
	breath_add(&head->breath, gains[KIND_BREATH], stereo, n);
	if (sounds(head, KIND_BED))
		ground_add(&head->ground, mixer->flow, gains[KIND_BED], stereo, n);
	if (mixer->flow && !mixer->has_mark)
		flow_release(mixer->flow, head->ground.own_at);
}

static void
render_span(struct mixer *mixer, float *stereo, int n)
{
	struct mixer_head *head = &mixer->head;
	bool under = under_rest(mixer) > 0;
	float gains[KINDS][VOICES_SPAN];

	for (int what = 0; what < KINDS; what++)
		if (under || sounds(head, (enum sound_kind)what) ||
		    head->gain[what] != mixer->gain[what])
			move_gain(
			    &head->gain[what], mixer->gain[what], gains[what], n);
	/* First, as it looks at who speaks in these frames. */
	if (under)
		add_under(mixer, gains, stereo, n);
	voices_add(&head->voices, gains, stereo, n);
	limiter_run(&head->limiter, stereo, n);
}

/* How many of n frames there are until something begins or takes a turn. */
static int64_t
until_change(const struct mixer *mixer, int64_t n)
{
	int64_t next = mixer_next(mixer);

	n = next - mixer->head.pos < n ? next - mixer->head.pos : n;
	if (mixer->head.now != mixer->now_end &&
	    mixer->now_from - mixer->head.pos < n)
		n = mixer->now_from - mixer->head.pos;
	if (silent(mixer))
		return n;
	n = n < VOICES_SPAN ? n : VOICES_SPAN;
	if (under_rest(mixer)) {
		speaks(mixer, &n);
		n = ground_until(&mixer->head.ground, n);
	}
	return n;
}

void
mixer_render(struct mixer *mixer, float *stereo, size_t n)
{
	memset(stereo, 0, n * 2 * sizeof(*stereo));
	while (n > 0) {
		int64_t span;

		begin_due(mixer);
		span = until_change(mixer, (int64_t)n);
		if (!silent(mixer))
			render_span(mixer, stereo, (int)span);
		mixer->head.pos += span;
		stereo += 2 * span;
		n -= (size_t)span;
	}
}
