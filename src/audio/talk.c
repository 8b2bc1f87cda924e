#include "audio/talk.h"

#include "audio/timeline.h"
#include "base/mem.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* An uncoil that reads nothing must not make us grow. */
#define ANSWERS_MAX (64 * 1024)

void
talk_init(struct talk *talk, struct cueset *cues, struct output *out)
{
	*talk = (struct talk){.cues = cues, .out = out};
}

void
talk_fini(struct talk *talk)
{
	str_fini(&talk->answers);
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

/* No voice yet: nothing can be spoken, and the score needs to know. */
static void
on_speech(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	struct soundline length = {.verb = SOUND_LENGTH, .n = 0};

	(void)now_ns;
	memcpy(length.key, line->key, sizeof(length.key));
	answer(talk, &length);
}

static void
on_play(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	struct order order = {.kind = ORDER_PLACE, .frame = line->ms * TIMELINE_MS};
	struct err err;

	order.sample = cueset_get(talk->cues, line->key, &err);
	if (order.sample)
		output_post(talk->out, &order, now_ns);
	else if (*err.text)
		talk_error(talk, &err);
}

static void
on_later(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	(void)now_ns;
	if (!(talk->said & 1u << line->verb))
		answer_text(talk, SOUND_ERROR, "not in this version");
	talk->said |= 1u << line->verb;
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
}

static void
on_pause(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	(void)line;
	output_post(talk->out, &(struct order){.kind = ORDER_PAUSE}, now_ns);
}

static void
on_flush(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	(void)line;
	output_post(talk->out, &(struct order){.kind = ORDER_FLUSH}, now_ns);
}

static void
on_volume(struct talk *talk, const struct soundline *line, int64_t now_ns)
{
	struct order order = {.kind = ORDER_VOLUME};

	if (strcmp(line->key, "all") == 0) {
		talk->all_db = line->n;
	} else if (strcmp(line->key, "cues") == 0) {
		talk->cues_db = line->n;
	} else {
		on_later(talk, line, now_ns);
		return;
	}
	order.gain = (float)pow(10, (talk->all_db + talk->cues_db) / 20);
	output_post(talk->out, &order, now_ns);
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
    [SOUND_SAY] = on_later,
    [SOUND_BED] = on_later,
    [SOUND_BREATH] = on_later,
    [SOUND_END] = on_end,
    [SOUND_CHAPTER] = on_chapter,
    [SOUND_NOW_PLAY] = on_later,
    [SOUND_NOW_SAY] = on_later,
    [SOUND_CLOCK] = on_clock,
    [SOUND_PAUSE] = on_pause,
    [SOUND_FLUSH] = on_flush,
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
tell_count(struct talk *talk, enum sound_verb verb, _Atomic int *count, int *told)
{
	int n = atomic_load(count);

	if (n == *told)
		return;
	*told = n;
	answer(talk, &(struct soundline){.verb = verb, .n = n});
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
	tell_count(talk, SOUND_LATE, &talk->out->late, &talk->late);
	tell_count(talk, SOUND_PLAYED, &talk->out->played, &talk->played);
}
