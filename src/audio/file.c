/*
 * The file output: the score on its own axis, as fast as it can be mixed.  It
 * is written beside its name and gets it when it is whole.
 */
#include "audio/output.h"
#include "audio/soundfile.h"
#include "audio/timeline.h"
#include "base/mem.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Written at once, in frames, and mixed at once. */
#define BLOCK 8192
#define PIECE 1024

struct file {
	struct soundfile *to;
	char *name, *part;
	int64_t end, told; /* frames; told: the next piece of news */
	struct err err;
	bool whole;
	float block[2 * BLOCK];
};

/* Between two looks at the signals: 1 s of sound, some milliseconds. */
#define AT_ONCE TIMELINE_RATE

/* How often it says how far it is. */
#define TELLS 20

static bool
file_open(struct output *out, struct err *err)
{
	const char *target = out->where.file;
	struct file *file = out->own;
	const struct order from_zero = {.kind = ORDER_CLOCK};
	struct str part = {0};

	str_addf(&part, "%s" SOUNDLINE_PART, target);
	file->part = str_take(&part);
	file->name = mem_strdup(target);
	file->to = soundfile_create(
	    file->part, target, TIMELINE_RATE, out->where.channels, err);
	if (!file->to) {
		free(file->part);
		free(file->name);
		return false;
	}
	mixer_apply(&out->mixer, &from_zero);
	output_report(out, SOUND_READY, "file");
	return true;
}

static bool
fail(struct output *out, const struct err *err)
{
	struct file *file = out->own;

	if (!out->done) {
		file->err = *err;
		out->done = true;
	}
	return false;
}

/* The last line was read: what it says of itself is known now. */
static void
take_end(struct output *out, int64_t frame)
{
	struct file *file = out->own;
	struct err err;

	file->end = frame;
	out->ended = true;
	out->marks.end_ms = frame / TIMELINE_MS;
	if (!soundfile_mark(file->to, &out->marks, &err))
		fail(out, &err);
}

static void
take_order(struct output *out, const struct order *order)
{
	struct err err;

	if (order->kind == ORDER_END && !out->ended) {
		take_end(out, order->frame);
	} else if (order->kind == ORDER_CLOCK || order->kind == ORDER_PAUSE ||
		   order->kind == ORDER_END) {
		return; /* the time of a file is the score's; it ends once */
	} else if (!mixer_apply(&out->mixer, order)) {
		err_set(&err, "more than %d cues", OUTPUT_CUES);
		fail(out, &err);
	}
}

static void
fold(float *pcm, int64_t n)
{
	for (int64_t i = 0; i < n; i++)
		pcm[i] = (pcm[2 * i] + pcm[2 * i + 1]) / 2;
}

/* The next block up to that frame; returns its frames. */
static int64_t
mix(struct output *out, int64_t until)
{
	struct file *file = out->own;
	struct mixer *mixer = &out->mixer;
	int64_t n = 0;

	while (n < BLOCK && mixer->head.pos < until) {
		int64_t left = until - mixer->head.pos;
		int64_t piece = left < PIECE ? left : PIECE;

		if (mixer_starves(mixer, piece))
			break;
		mixer_render(mixer, file->block + 2 * n, (size_t)piece);
		n += piece;
	}
	if (out->where.channels == 1)
		fold(file->block, n);
	return n;
}

/* When a twentieth more is there, or all of it. */
static void
tell(struct output *out)
{
	struct file *file = out->own;
	int64_t pos = out->mixer.head.pos;

	if (pos < file->told && pos < file->end)
		return;
	file->told = pos + file->end / TELLS;
	atomic_store(&out->done_ms, (int)(pos / TIMELINE_MS));
}

/* Up to a second of sound; less where something that belongs into it is still to
 * come: the person's own bed, a line that is spoken. */
static bool
render(struct output *out)
{
	struct file *file = out->own;
	int64_t until = out->mixer.head.pos + AT_ONCE, n;
	struct err err;

	until = until < file->end ? until : file->end;
	until = until < out->hold ? until : out->hold;
	while ((n = mix(out, until)) > 0)
		if (!soundfile_write(file->to, file->block, (size_t)n, &err))
			return fail(out, &err);
	tell(out);
	return true;
}

static void
finish(struct output *out)
{
	struct file *file = out->own;
	struct err err;
	bool ok = soundfile_close(file->to, &err);

	file->to = NULL;
	if (ok && rename(file->part, file->name) < 0)
		ok = err_errno(&err, "%s", file->name);
	file->whole = ok;
	if (ok)
		out->done = true;
	else
		fail(out, &err);
}

static int64_t
file_turn(struct output *out, int64_t now_ns)
{
	const struct file *file = out->own;
	struct order order;

	while (!out->done && output_take(out, &order))
		take_order(out, &order);
	if (out->ended && !out->done && render(out) &&
	    out->mixer.head.pos >= file->end)
		finish(out);
	output_count(out);
	return out->ended && !out->done && out->mixer.head.pos < out->hold
		   ? now_ns
		   : OUTPUT_NEVER;
}

static bool
file_close(struct output *out, struct err *err)
{
	struct file *file = out->own;
	bool whole = file->whole;
	struct err unused;

	if (file->to)
		soundfile_close(file->to, &unused);
	if (!whole) {
		unlink(file->part);
		*err = file->err;
		if (!out->done)
			err_set(err, "the lines ended before their end line");
		err_add(err, "%s", file->name);
	}
	free(file->part);
	free(file->name);
	return whole;
}

const struct output_ops output_file = {
    .name = "file",
    .size = sizeof(struct file),
    .open = file_open,
    .turn = file_turn,
    .close = file_close,
};
