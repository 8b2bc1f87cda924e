#include "audio/mixer.h"

/* Where the limiter begins to hold back: -1 dB, and its release of 0.2 s. */
#define CEILING 0.891f
#define RELEASE 0.9999f

void
mixer_init(struct mixer *mixer, struct mixer_cue *room, uint32_t cap)
{
	*mixer = (struct mixer){
	    .head = {.gain = 1},
	    .gain = 1,
	    .cues = room,
	    .cap = cap,
	};
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
	*cue_at(mixer, n) = (struct mixer_cue){order->frame, order->sample};
	mixer->end++;
	return true;
}

static void
fade_all(struct mixer *mixer)
{
	for (int i = 0; i < MIXER_VOICES; i++) {
		struct mixer_voice *voice = &mixer->head.voices[i];

		if (voice->sample && !voice->fade)
			voice->fade = MIXER_RAMP;
	}
}

bool
mixer_apply(struct mixer *mixer, const struct order *order)
{
	switch (order->kind) {
	case ORDER_PLACE:
		return place(mixer, order);
	case ORDER_CLOCK:
		mixer->offset = order->axis - order->frame;
		mixer->running = true;
		break;
	case ORDER_PAUSE:
		mixer->running = false;
		fade_all(mixer);
		break;
	case ORDER_FLUSH:
		mixer->end = mixer->head.next;
		break;
	case ORDER_VOLUME:
		mixer->gain = order->gain;
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

static int64_t
voice_rest(const struct mixer_voice *voice)
{
	int64_t left;

	if (!voice->sample)
		return 0;
	left = voice->sample->frames - voice->at;
	return voice->fade && voice->fade < left ? voice->fade : left;
}

int64_t
mixer_rest(const struct mixer *mixer)
{
	int64_t rest = 0;

	for (int i = 0; i < MIXER_VOICES; i++) {
		int64_t left = voice_rest(&mixer->head.voices[i]);

		rest = left > rest ? left : rest;
	}
	return rest;
}

void
mixer_seek(struct mixer *mixer, int64_t frame)
{
	mixer->head.pos = frame;
	while (mixer_next(mixer) < frame - MIXER_LATE) {
		mixer->head.next++;
		mixer->head.late++;
	}
	/* Nobody hears a ramp across a gap. */
	if (!mixer_rest(mixer))
		mixer->head.gain = mixer->gain;
}

void
mixer_pass(struct mixer *mixer, int64_t frame)
{
	while (mixer_next(mixer) < frame)
		mixer->head.next++;
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

static struct mixer_voice *
free_voice(struct mixer_head *head)
{
	struct mixer_voice *best = &head->voices[0];

	for (int i = 0; i < MIXER_VOICES; i++)
		if (voice_rest(&head->voices[i]) < voice_rest(best))
			best = &head->voices[i];
	return best;
}

/* The cues that are due at this frame get a voice. */
static void
begin_due(struct mixer *mixer)
{
	int64_t due;

	while ((due = mixer_next(mixer)) <= mixer->head.pos) {
		const struct mixer_cue *cue = cue_at(mixer, mixer->head.next++);

		if (due < mixer->head.pos - mixer->ahead - MIXER_LATE)
			mixer->head.late++;
		else
			*free_voice(&mixer->head) =
			    (struct mixer_voice){cue->sample};
	}
}

static void
add_voice(struct mixer_head *head, struct mixer_voice *voice, float out[2])
{
	const struct sample *s = voice->sample;
	const int16_t *pcm = s->pcm + voice->at * s->channels;
	float gain = head->gain / 32768;

	if (voice->fade)
		gain *= (float)voice->fade / MIXER_RAMP;
	out[0] += gain * pcm[0];
	out[1] += gain * pcm[s->channels - 1];
	voice->at++;
	if (voice->fade && --voice->fade == 0) {
		voice->sample = NULL;
	} else if (voice->at == s->frames) {
		voice->sample = NULL;
		head->played++;
	}
}

static float
absolute(float x)
{
	return x < 0 ? -x : x;
}

/* Holds back at once where the sum is too loud and lets go slowly. */
static void
limit(struct mixer_head *head, float out[2])
{
	float l = absolute(out[0]), r = absolute(out[1]);
	float loud = l > r ? l : r;

	head->peak = loud > head->peak * RELEASE ? loud : head->peak * RELEASE;
	if (head->peak > CEILING) {
		out[0] *= CEILING / head->peak;
		out[1] *= CEILING / head->peak;
	}
}

static void
move_gain(struct mixer *mixer)
{
	float far = mixer->gain - mixer->head.gain;
	const float step = 1.0f / MIXER_RAMP;

	if (far > step)
		far = step;
	else if (far < -step)
		far = -step;
	mixer->head.gain += far;
}

void
mixer_render(struct mixer *mixer, float *stereo, size_t n)
{
	struct mixer_head *head = &mixer->head;

	for (; n > 0; n--, stereo += 2, head->pos++) {
		stereo[0] = stereo[1] = 0;
		begin_due(mixer);
		move_gain(mixer);
		for (int i = 0; i < MIXER_VOICES; i++)
			if (head->voices[i].sample)
				add_voice(head, &head->voices[i], stereo);
		limit(head, stereo);
	}
}
