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

struct file {
	struct soundfile *to;
	char *name, *part;
	int64_t end;
	struct err err;
	bool whole;
};

/* Between two looks at the signals: 1 s of sound, less than a millisecond. */
#define AT_ONCE TIMELINE_RATE

static bool
file_open(struct output *out, struct err *err)
{
	const char *target = out->where.file;
	struct file *file = out->own;
	const struct order from_zero = {.kind = ORDER_CLOCK};
	struct str part = {0};

	str_addf(&part, "%s.part", target);
	file->part = str_take(&part);
	file->name = mem_strdup(target);
	file->to = soundfile_create(file->part, target, TIMELINE_RATE, 2, err);
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

static void
take_order(struct output *out, const struct order *order)
{
	struct file *file = out->own;
	struct err err;

	if (order->kind == ORDER_END) {
		file->end = order->frame;
		out->ended = true;
	} else if (order->kind == ORDER_CLOCK || order->kind == ORDER_PAUSE) {
		return; /* the time of a file is the score's */
	} else if (!mixer_apply(&out->mixer, order)) {
		err_set(&err, "more than %d cues", OUTPUT_CUES);
		fail(out, &err);
	}
}

/* Up to a second of sound; less where the person's own bed is to be read yet. */
static bool
render(struct output *out)
{
	struct file *file = out->own;
	struct mixer *mixer = &out->mixer;
	int64_t until = mixer->head.pos + AT_ONCE;
	float block[2 * 1024];
	struct err err;

	until = until < file->end ? until : file->end;
	until = until < out->hold ? until : out->hold;
	while (mixer->head.pos < until) {
		int64_t n = until - mixer->head.pos;

		n = n < 1024 ? n : 1024;
		if (mixer_starves(mixer, n))
			return true;
		mixer_render(mixer, block, (size_t)n);
		if (!soundfile_write(file->to, block, (size_t)n, &err))
			return fail(out, &err);
	}
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
