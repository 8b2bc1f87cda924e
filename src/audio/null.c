/* The null output: keeps time and counts as a device would, silently. */
#include "audio/output.h"
#include "audio/timeline.h"

static bool
null_open(struct output *out, struct err *err)
{
	(void)err;
	output_report(out, SOUND_READY, "null");
	return true;
}

static int64_t
null_turn(struct output *out, int64_t now_ns)
{
	struct mixer *mixer = &out->mixer;
	int64_t now = timeline_frame(now_ns), due;
	struct order order;

	output_run_to(out, now);
	while (output_take(out, &order)) {
		/* A bed would be made for nobody, and counts for nothing. */
		if (order.kind == ORDER_PLACE && order.what == KIND_BED)
			continue;
		mixer_apply(mixer, &order);
		mixer_seek(mixer, mixer->head.pos);
	}
	/* What is a little late begins now. */
	output_run_to(
	    out, mixer->head.pos + (mixer_next(mixer) <= mixer->head.pos));
	output_count(out);
	due = mixer_rest(mixer) ? mixer->head.pos + mixer_rest(mixer)
				: mixer_next(mixer);
	return due == MIXER_NEVER ? OUTPUT_NEVER : timeline_ns(due + 1);
}

static bool
null_close(struct output *out, struct err *err)
{
	(void)out;
	(void)err;
	return true;
}

const struct output_ops output_null = {
    .name = "null",
    .size = 1,
    .open = null_open,
    .turn = null_turn,
    .close = null_close,
};
