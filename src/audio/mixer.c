#include "audio/mixer.h"

#include <string.h>

/* Where the limiter begins to hold back: -1 dB, and its release of 0.2 s. */
#define CEILING 0.891f
#define RELEASE 0.9999f

void
mixer_init(struct mixer *mixer, struct mixer_cue *room, uint32_t cap)
{
	*mixer = (struct mixer){
	    .cues = room,
	    .cap = cap,
	};
	for (int what = 0; what < KINDS; what++)
		mixer->gain[what] = mixer->head.gain[what] = 1;
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

static void
forget_voices(struct mixer_head *head, const struct sample *sample)
{
	for (int i = 0; i < MIXER_VOICES; i++)
		if (head->voices[i].sample == sample)
			head->voices[i].sample = NULL;
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
	forget_voices(&mixer->head, sample);
	forget_voices(&mixer->marked, sample);
	return !mixer->forgotten || ring_put(mixer->forgotten, &sample);
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
		fade_all(mixer);
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
	memset(mixer->head.voices, 0, sizeof(mixer->head.voices));
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

static void
begin(struct mixer *mixer, const struct mixer_cue *cue)
{
	if (cue->sample)
		*free_voice(&mixer->head) =
		    (struct mixer_voice){cue->sample, cue->what};
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

static void
add_voice(struct mixer_head *head, struct mixer_voice *voice, float out[2])
{
	const struct sample *s = voice->sample;
	const int16_t *pcm = s->pcm + voice->at * s->channels;
	float gain = head->gain[voice->what] / 32768;

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
move_gain(float *gain, float to)
{
	float far = to - *gain;
	const float step = 1.0f / MIXER_RAMP;

	if (far > step)
		far = step;
	else if (far < -step)
		far = -step;
	*gain += far;
}

void
mixer_render(struct mixer *mixer, float *stereo, size_t n)
{
	struct mixer_head *head = &mixer->head;

	for (; n > 0; n--, stereo += 2, head->pos++) {
		stereo[0] = stereo[1] = 0;
		begin_due(mixer);
		for (int what = 0; what < KINDS; what++)
			move_gain(&head->gain[what], mixer->gain[what]);
		for (int i = 0; i < MIXER_VOICES; i++)
			if (head->voices[i].sample)
				add_voice(head, &head->voices[i], stereo);
		limit(head, stereo);
	}
}
