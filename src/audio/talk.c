#include "audio/talk.h"

#include "audio/timeline.h"
#include "base/mem.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* An uncoil that reads nothing must not make us grow. */
#define ANSWERS_MAX (64 * 1024)

/* As volume calls them. */
static const char *const kinds[KINDS] = {
    [KIND_CUE] = "cues",
    [KIND_VOICE] = "voice",
    [KIND_BED] = "bed",
    [KIND_BREATH] = "breath",
};

static const char *const beds[BEDS] = {
    [BED_OFF] = "off",
    [BED_RAIN] = "rain",
    [BED_WAVES] = "waves",
    [BED_BROWN] = "brown",
    [BED_DRONE] = "drone",
    [BED_OWN] = "own",
};

void
talk_init(struct talk *talk, struct cueset *cues, struct voice_lines *voice,
    struct output *out)
{
	*talk = (struct talk){.cues = cues, .voice = voice, .out = out};
	says_init(&talk->says, voice, out);
}

void
talk_fini(struct talk *talk)
{
	str_fini(&talk->answers);
	says_fini(&talk->says);
}

static void
answer(struct talk *talk, const struct soundline *line)
{
	char text[SOUNDLINE_MAX + 1];
	size_t n = soundline_print(line, text);

	if (talk->answers.len + n <= ANSWERS_MAX)
		str_addn(&talk->answers, text, n);
}

static void
answer_text(struct talk *talk, enum sound_verb verb, const char *text)
{
	struct soundline line = {.verb = verb};

	snprintf(line.text, sizeof(line.text), "%s", text);
	answer(talk, &line);
}

void
talk_error(struct talk *talk, const struct err *err)
{
	answer_text(talk, SOUND_ERROR, err->text);
}

static void
on_hello(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	(void)line;
	(void)now_ns;
	answer(
	    talk, &(struct soundline){.verb = SOUND_HELLO, .n = SOUNDLINE_VERSION});
}

static void
answer_length(struct talk *talk, const char *key, int ms)
{
	struct soundline length = {.verb = SOUND_LENGTH, .n = ms};

	snprintf(length.key, sizeof(length.key), "%s", key);
	answer(talk, &length);
}

/* Something that uncoil would say again and again is said once. */
static void
complain_once(struct talk *talk, enum sound_verb verb, const char *what)
{
	if (!(talk->said & 1u << verb))
		answer_text(talk, SOUND_ERROR, what);
	talk->said |= 1u << verb;
}

/* What cannot be spoken has no length, and the score needs to know. */
static void
on_speech(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	(void)now_ns;
	if (!talk->voice) {
		answer_length(talk, line->key, 0);
	} else if (!voice_ask(talk->voice, line->key, line->text,
		       line->verb == SOUND_RECORD)) {
		answer_length(talk, line->key, 0);
		complain_once(talk, line->verb, "too many spoken lines");
	}
}

static void
on_say(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	struct line *said = talk->voice ? voice_line(talk->voice, line->key) : NULL;
	bool ok = true;

	if (!said)
		complain_once(talk, line->verb, "say of what was not spoken");
	else if (line->verb == SOUND_NOW_SAY)
		ok = says_now(&talk->says, said, now_ns);
	else
		ok = says_at(&talk->says, said, line->ms * TIMELINE_MS);
	if (!ok)
		complain_once(talk, line->verb, "too many lines to say");
}

static void
on_play(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	struct order order = {
	    .kind = line->verb == SOUND_NOW_PLAY ? ORDER_NOW : ORDER_PLACE,
	    .frame = line->ms * TIMELINE_MS};
	struct err err;

	order.sample = cueset_get(talk->cues, line->key, &err);
	if (order.sample)
		output_post(talk->out, &order, now_ns);
	else if (*err.text)
		talk_error(talk, &err);
}

/* BEDS when there is none such. */
static enum bed_name
find_bed(const char *name)
{
	int bed = 0;

	while (bed < BEDS && strcmp(beds[bed], name) != 0)
		bed++;
	return (enum bed_name)bed;
}

static void
on_bed(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	enum bed_name bed = find_bed(line->key);
	const struct order order = {.kind = ORDER_PLACE,
	    .what = KIND_BED,
	    .frame = line->ms * TIMELINE_MS,
	    .n = (int)bed};

	if (bed == BEDS)
		answer_text(talk, SOUND_ERROR, "no such bed");
	else if (bed == BED_OWN && atomic_load(&talk->out->flow.over))
		answer_text(talk, SOUND_ERROR, "no file for a bed of your own");
	else
		output_post(talk->out, &order, now_ns);
}

static void
on_breath(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	bool in = strcmp(line->key, "in") == 0;
	const struct order order = {.kind = ORDER_PLACE,
	    .what = KIND_BREATH,
	    .frame = line->ms * TIMELINE_MS,
	    .n = line->n * TIMELINE_MS,
	    .in = in};

	if (in || strcmp(line->key, "out") == 0)
		output_post(talk->out, &order, now_ns);
	else
		answer_text(talk, SOUND_ERROR, "a breath goes in or out");
}

static void
on_end(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	const struct order order = {
	    .kind = ORDER_END, .frame = line->ms * TIMELINE_MS};

	if (talk->out->ops == &output_file)
		output_post(talk->out, &order, now_ns);
	else
		answer_text(talk, SOUND_ERROR, "end is for files: say quit");
}

static bool
is_file(struct talk *talk, const char *what)
{
	char text[64];

	if (talk->out->ops == &output_file && !talk->out->ended)
		return true;
	snprintf(text, sizeof(text), "%s is for files, before their end", what);
	answer_text(talk, SOUND_ERROR, text);
	return false;
}

static void
on_tag(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	struct err err;

	(void)now_ns;
	if (is_file(talk, "tag") &&
	    !chapters_tag(&talk->out->marks, line->key, line->text, &err))
		talk_error(talk, &err);
}

static void
on_chapter(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	struct err err;

	(void)now_ns;
	if (is_file(talk, "chapter") &&
	    !chapters_add(&talk->out->marks, line->ms, line->text, &err))
		talk_error(talk, &err);
}

static void
on_clock(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	const struct order order = {.kind = ORDER_CLOCK,
	    .frame = line->ms * TIMELINE_MS,
	    .axis = timeline_frame(line->ns)};

	output_post(talk->out, &order, now_ns);
	says_clock(&talk->says, order.frame, line->ns);
	if (talk->player)
		player_take(talk->player);
}

static void
on_release(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	if (talk->player)
		player_release(talk->player, now_ns + line->ms * INT64_C(1000000));
}

static void
on_pause(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	(void)line;
	output_post(talk->out, &(struct order){.kind = ORDER_PAUSE}, now_ns);
	says_pause(&talk->says, now_ns);
}

static void
on_flush(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	(void)line;
	output_post(talk->out, &(struct order){.kind = ORDER_FLUSH}, now_ns);
	says_flush(&talk->says, now_ns);
}

static void
set_gain(struct talk *talk, enum sound_kind what, int64_t now_ns)
{
	struct order order = {.kind = ORDER_VOLUME, .what = what};

	order.gain = (float)pow(10, (talk->all_db + talk->db[what]) / 20);
	output_post(talk->out, &order, now_ns);
}

static void
on_volume(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	bool all = strcmp(line->key, "all") == 0, known = all;

	if (all)
		talk->all_db = line->n;
	for (int what = 0; what < KINDS; what++) {
		bool this = strcmp(line->key, kinds[what]) == 0;

		if (this)
			talk->db[what] = line->n;
		if (this || all)
			set_gain(talk, what, now_ns);
		known = known || this;
	}
	if (!known)
		answer_text(talk, SOUND_ERROR, "volume of what");
}

static void
on_quit(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	(void)line;
	(void)now_ns;
	talk->over = true;
}

/* What is missing here is ours to say, not to hear. */
static void (*const verbs[])(struct talk *, const struct soundline *, int64_t) = {
    [SOUND_HELLO] = on_hello,
    [SOUND_SPEECH] = on_speech,
    [SOUND_RECORD] = on_speech,
    [SOUND_PLAY] = on_play,
    [SOUND_SAY] = on_say,
    [SOUND_BED] = on_bed,
    [SOUND_BREATH] = on_breath,
    [SOUND_END] = on_end,
    [SOUND_CHAPTER] = on_chapter,
    [SOUND_NOW_PLAY] = on_play,
    [SOUND_NOW_SAY] = on_say,
    [SOUND_CLOCK] = on_clock,
    [SOUND_PAUSE] = on_pause,
    [SOUND_FLUSH] = on_flush,
    [SOUND_RELEASE] = on_release,
    [SOUND_VOLUME] = on_volume,
    [SOUND_TAG] = on_tag,
    [SOUND_QUIT] = on_quit,
    [SOUND_ERROR] = NULL,
};

/* False: err says what is wrong with the line. */
static bool
do_line(struct talk *talk, int64_t now_ns, struct err *err)
{
	struct soundline line;

	if (talk->too_long)
		return err_set(err, "a line of over %d bytes", SOUNDLINE_MAX);
	if (strlen(talk->line) != talk->len)
		return err_set(err, "a line with a NUL in it");
	if (!soundline_parse(talk->line, &line, err))
		return false;
	if (!verbs[line.verb])
		return err_set(err, "not for this side: %.60s", talk->line);
	verbs[line.verb](talk, &line, now_ns);
	return true;
}

static void
take_line(struct talk *talk, int64_t now_ns)
{
	struct err err;

	talk->line[talk->len] = '\0';
	if (!do_line(talk, now_ns, &err))
		talk_error(talk, &err);
	talk->len = 0;
	talk->too_long = false;
}

void
talk_bytes(struct talk *talk, const char *bytes, size_t n, int64_t now_ns)
{
	for (size_t i = 0; i < n && !talk->over; i++) {
		if (bytes[i] == '\n')
			take_line(talk, now_ns);
		else if (talk->len < SOUNDLINE_MAX - 1)
			talk->line[talk->len++] = bytes[i];
		else
			talk->too_long = true;
	}
}

static void
tell_count(struct talk *talk, enum sound_verb verb, int n, int *told)
{
	if (n == *told)
		return;
	*told = n;
	answer(talk, &(struct soundline){.verb = verb, .n = n});
}

int64_t
talk_turn(struct talk *talk, int64_t now_ns)
{
	const struct sample *gone;
	int64_t says, voice;

	if (!talk->voice)
		return OUTPUT_NEVER;
	while ((gone = output_forgotten(talk->out)) != NULL)
		voice_gone(talk->voice, gone);
	says = says_turn(&talk->says, now_ns);
	voice = voice_turn(talk->voice, now_ns);
	return says < voice ? says : voice;
}

static void
tell_voice(struct talk *talk)
{
	const char *key;
	struct err err;
	int ms;

	while (voice_length(talk->voice, &key, &ms))
		answer_length(talk, key, ms);
	while (voice_error(talk->voice, &err))
		talk_error(talk, &err);
}

static void
tell_progress(struct talk *talk)
{
	int ms = atomic_load(&talk->out->done_ms);

	if (ms != talk->done_ms)
		answer(talk, &(struct soundline){.verb = SOUND_PROGRESS, .ms = ms});
	talk->done_ms = ms;
}

void
talk_news(struct talk *talk)
{
	struct report report;

	while (output_hear(talk->out, &report))
		answer_text(talk, report.verb, report.text);
	tell_progress(talk);
	if (talk->voice)
		tell_voice(talk);
	tell_count(talk, SOUND_LATE,
	    atomic_load(&talk->out->late) + talk->says.late, &talk->late);
	tell_count(
	    talk, SOUND_PLAYED, atomic_load(&talk->out->played), &talk->played);
}
