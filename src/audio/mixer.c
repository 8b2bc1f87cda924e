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
	limiter_init(&mixer->head.limiter);
}

static struct mixer_cue *
cue_at(const struct mixer *mixer, uint32_t n)
{
	return &mixer->cues[n & (mixer->cap - 1)];
}

/* Keeps the cues sorted; those of one frame stay in the order of their lines. */
static bool
place(struct mixer *mixer, const struct order *order)
{
	uint32_t first = mixer->has_mark ? mixer->marked.next : mixer->head.next;
	uint32_t n = mixer->end;

	if (n - first == mixer->cap)
		return false;
	for (; n != mixer->head.next; n--) {
		if (cue_at(mixer, n - 1)->frame <= order->frame)
			break;
		*cue_at(mixer, n) = *cue_at(mixer, n - 1);
	}
	*cue_at(mixer, n) =
	    (struct mixer_cue){order->frame, order->sample, order->what};
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
	*now_at(mixer, mixer->now_end++) =
	    (struct mixer_cue){0, order->sample, order->what};
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
		mixer->offset = order->axis - order->frame;
		mixer->running = true;
		break;
	case ORDER_PAUSE:
		mixer->running = false;
		voices_fade(&mixer->head.voices);
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

int64_t
mixer_rest(const struct mixer *mixer)
{
	int64_t rest = voices_rest(&mixer->head.voices);

	return rest > 0 || mixer->head.now == mixer->now_end ? rest : 1;
}

/* How late the next cue may begin. */
static int64_t
patience(const struct mixer *mixer)
{
	return cue_at(mixer, mixer->head.next)->what == KIND_VOICE
		   ? MIXER_LATE_VOICE
		   : MIXER_LATE;
}

void
mixer_seek(struct mixer *mixer, int64_t frame)
{
	mixer->head.pos = frame;
	while (mixer_next(mixer) < frame - patience(mixer)) {
		if (cue_at(mixer, mixer->head.next++)->sample)
			mixer->head.late++;
	}
	/* Nobody hears a ramp across a gap. */
	if (!mixer_rest(mixer))
		memcpy(mixer->head.gain, mixer->gain, sizeof(mixer->gain));
}

void
mixer_pass(struct mixer *mixer, int64_t frame)
{
	while (mixer_next(mixer) < frame)
		mixer->head.next++;
	mixer->head.now = mixer->now_end;
	voices_forget(&mixer->head.voices, NULL);
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

static void
begin(struct mixer *mixer, const struct mixer_cue *cue)
{
	if (cue->sample)
		voices_begin(&mixer->head.voices, cue->sample, cue->what);
}

/* The cues that are due at this frame get a voice. */
static void
begin_due(struct mixer *mixer)
{
	struct mixer_head *head = &mixer->head;
	int64_t due;

	while ((due = mixer_next(mixer)) <= head->pos) {
		bool late = due < head->pos - mixer->ahead - patience(mixer);
		const struct mixer_cue *cue = cue_at(mixer, head->next++);

		if (!late)
			begin(mixer, cue);
		else if (cue->sample)
			head->late++;
	}
	while (head->now != mixer->now_end)
		begin(mixer, now_at(mixer, head->now++));
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

static void
render_span(struct mixer *mixer, float *stereo, int n)
{
	struct mixer_head *head = &mixer->head;
	float gains[KINDS][VOICES_SPAN];

	for (int what = 0; what < KINDS; what++)
		if (voices_first(&head->voices, what) ||
		    head->gain[what] != mixer->gain[what])
			move_gain(
			    &head->gain[what], mixer->gain[what], gains[what], n);
	voices_add(&head->voices, gains, stereo, n);
	limiter_run(&head->limiter, stereo, n);
}

/* How many of n frames there are until something begins. */
static int64_t
until_change(const struct mixer *mixer, int64_t n)
{
	int64_t next = mixer_next(mixer);

	return next - mixer->head.pos < n ? next - mixer->head.pos : n;
}

void
mixer_render(struct mixer *mixer, float *stereo, size_t n)
{
	memset(stereo, 0, n * 2 * sizeof(*stereo));
	while (n > 0) {
		int64_t span;

		begin_due(mixer);
		span = until_change(mixer, (int64_t)n);
		if (!silent(mixer)) {
			span = span < VOICES_SPAN ? span : VOICES_SPAN;
			render_span(mixer, stereo, (int)span);
		}
		mixer->head.pos += span;
		stereo += 2 * span;
		n -= (size_t)span;
	}
}
