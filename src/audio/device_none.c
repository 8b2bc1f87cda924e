/* What stands in for the sound device where configure found none. */
#include "audio/device_list.h"
#include "audio/output.h"

static bool
none_open(struct output *out, struct err *err)
{
	(void)err;
	output_report(out, SOUND_LOST, "this build has no sound device");
	return true;
}

static int64_t
none_turn(struct output *out, int64_t now_ns)
{
	struct order order;

	(void)now_ns;
	while (output_take(out, &order))
		if (order.kind == ORDER_FORGET)
			mixer_apply(&out->mixer, &order);
	return OUTPUT_NEVER;
}

static bool
none_close(struct output *out, struct err *err)
{
	(void)out;
	(void)err;
	return true;
}

bool
device_list(struct str *out, struct err *err)
{
	(void)out;
	return err_set(err, "no sound server: this build has no sound device");
}

const struct output_ops output_device = {
    .name = "device",
    .size = 1,
    .open = none_open,
    .turn = none_turn,
    .close = none_close,
};
