/*
 * A run of the stream, and the silence before it: the mixer into the server's
 * memory, and each cue to where it belongs on the device's clock.
 */
#include "audio/device.h"

#include "base/clock.h"

#include <pulse/pulseaudio.h>
#include <string.h>

/* The stream is let go so long before the cue: time to ask how exactly it went
 * and to put the cue where it belongs (see place_cue). */
#define LEAD (80 * TIMELINE_MS)

/* A stream that is let go may lose so much of its beginning.  What is to sound at once
 * comes well after that; a cue that is due sooner comes a little late instead. */
#define LOST (20 * TIMELINE_MS)
#define WARM (2 * LOST)

/* At the beginning of a run, before the cue is placed. */
#define READINGS 3

/* What is so near to being heard is not written over any more. */
#define TOO_NEAR (5 * TIMELINE_MS)

/* Cues that are nearer than this to the end of the last one are waited for with
 * the stream running: corking, flushing and filling would cost more. */
#define GAP (750 * TIMELINE_MS)

/* After the last frame: the way through the slowest devices (Bluetooth). */
#define TAIL_NS (150 * CLOCK_MS)

void
device_let_go(struct pa_operation *op)
{
	if (op)
		pa_operation_unref(op);
}

/* The real-time part: the mixer straight into the server's memory, beginning
 * `back` frames before the end of what is written. */
static void
fill(struct output *out, int64_t frames, int64_t back)
{
	const struct device *dev = out->own;

	while (frames > 0) {
		size_t most = (size_t)frames * DEVICE_FRAME, bytes = most;
		void *to;

		if (pa_stream_begin_write(dev->stream, &to, &bytes) < 0 || !to)
			return;
		bytes = bytes < most ? bytes - bytes % DEVICE_FRAME : most;
		if (!bytes) {
			pa_stream_cancel_write(dev->stream);
			return;
		}
		mixer_render(&out->mixer, to, bytes / DEVICE_FRAME);
		if (pa_stream_write(dev->stream, to, bytes, NULL,
			-back * (int64_t)DEVICE_FRAME, PA_SEEK_RELATIVE) < 0)
			return;
		frames -= (int64_t)(bytes / DEVICE_FRAME);
		back = 0;
	}
}

/* Silence that the mixer does not know of: what it has mixed since is heard later by
 * that, until the clocks are compared. */
static void
fill_silence(const struct device *dev, int64_t frames)
{
	size_t most = (size_t)frames * DEVICE_FRAME, bytes = most;
	void *to;

	if (frames <= 0 || pa_stream_begin_write(dev->stream, &to, &bytes) < 0 ||
	    !to)
		return;
	bytes = bytes < most ? bytes - bytes % DEVICE_FRAME : most;
	memset(to, 0, bytes);
	pa_stream_write(dev->stream, to, bytes, NULL, 0, PA_SEEK_RELATIVE);
}

/* Silence before a run, to wake a link that sleeps. */
static int64_t
wake_frames(const struct output *out)
{
	return out->where.wake_ms * TIMELINE_MS;
}

/* What is so near that there would be no room for that is waited for. */
void
device_look_ahead(struct output *out)
{
	struct device *dev = out->own;
	const struct mixer *mixer = &out->mixer;

	if (mixer_rest(mixer) ||
	    mixer_next(mixer) - GAP - wake_frames(out) < mixer->head.pos)
		dev->until = OUTPUT_NEVER;
	else if (dev->until == OUTPUT_NEVER)
		dev->until = timeline_ns(mixer->head.pos) + TAIL_NS;
}

/*
 * The sound turns out to be `behind` the axis (below 0: ahead), and the cue is
 * written but not heard yet: writes it again where it belongs.  False: it is not
 * written yet, or too late.
 *
 *	written	 ......silence.......|cue.....|		behind > 0: the cue
 *	again	 ......silence...|cue.........|		moves nearer
 *	                         from          end = mixer's pos
 */
static bool
place_cue(struct output *out, int64_t behind, int64_t heard)
{
	const struct device *dev = out->own;
	struct mixer *mixer = &out->mixer;
	int64_t end = mixer->head.pos;
	int64_t from = behind > 0 ? dev->due - behind : dev->due;

	from = from > heard + TOO_NEAR ? from : heard + TOO_NEAR;
	if (from >= end)
		return false;
	mixer_back(mixer);
	mixer_seek(mixer, from + behind);
	fill(out, end - from, end - from);
	return true;
}

static void ask_timing(struct output *out);

/* By how much the sound that is heard is behind the axis; then: at what time. */
static int64_t
read_clock(const struct output *out, const pa_timing_info *info, int64_t *then)
{
	int64_t age_ns = (int64_t)pa_timeval_age(&info->timestamp) * 1000;
	int64_t heard =
	    out->mixer.head.pos -
	    (info->write_index - info->read_index) / (int64_t)DEVICE_FRAME -
	    timeline_frame((int64_t)info->sink_usec * 1000);

	*then = clock_mono() - age_ns;
	return timeline_frame(*then) - heard;
}

/* The beginning of a run: the cue to its place, or where it is too late for
 * that, those that follow. */
static void
settle(struct output *out, int64_t behind)
{
	struct device *dev = out->own;
	int64_t now = clock_mono(), heard = timeline_frame(now) - behind;
	/* One that had to come late is about to be heard. */
	bool about = dev->due - dev->begin < LOST || heard + TOO_NEAR >= dev->due;

	if (!out->mixer.has_mark || about || !place_cue(out, behind, heard))
		out->mixer.head.pos += behind;
	mixer_keep(&out->mixer);
	drift_start(&dev->drift, now, timeline_frame(now));
}

/* A server that is interrupted between looking at the sound and at the clock
 * makes us believe that the sound is behind, never ahead: the least of some
 * readings is right. */
static void
compare_clocks(struct output *out, const pa_timing_info *info)
{
	struct device *dev = out->own;
	int64_t then, behind = read_clock(out, info, &then);

	if (dev->readings == READINGS) {
		out->mixer.head.pos +=
		    drift_read(&dev->drift, then, timeline_frame(then) - behind);
		return;
	}
	if (dev->readings == 0 || behind < dev->behind)
		dev->behind = behind;
	if (++dev->readings < READINGS)
		ask_timing(out);
	else
		settle(out, dev->behind);
}

static void
on_timing(pa_stream *stream, int success, void *arg)
{
	struct output *out = arg;
	struct device *dev = out->own;
	const pa_timing_info *info = pa_stream_get_timing_info(stream);

	dev->asked = false;
	if (success && info && !info->read_index_corrupt &&
	    !info->write_index_corrupt && dev->state == RUNNING) {
		compare_clocks(out, info);
		device_look_ahead(out);
		device_run_states(out);
	}
}

static void
ask_timing(struct output *out)
{
	struct device *dev = out->own;

	dev->asked = true;
	dev->asked_ns = clock_mono();
	device_let_go(pa_stream_update_timing_info(dev->stream, on_timing, out));
}

/* Only a run of some length can stray, and asking costs a wake-up. */
static void
watch_drift(struct output *out)
{
	const struct device *dev = out->own;

	if (!dev->asked && clock_mono() - dev->asked_ns >= DRIFT_WINDOW_NS)
		ask_timing(out);
}

static void
on_uncorked(pa_stream *stream, int success, void *arg)
{
	struct output *out = arg;
	const struct device *dev = out->own;

	(void)stream;
	if (success && dev->state == RUNNING && !dev->asked)
		ask_timing(out);
}

void
device_on_write(pa_stream *stream, size_t bytes, void *arg)
{
	struct output *out = arg;
	const struct device *dev = out->own;

	(void)stream;
	if (dev->state != RUNNING)
		return;
	fill(out, (int64_t)(bytes / DEVICE_FRAME), 0);
	device_look_ahead(out);
	watch_drift(out);
	output_count(out);
	device_run_states(out);
}

/* The next cue into the buffer of the corked stream. */
void
device_prime(struct output *out, int64_t next)
{
	struct device *dev = out->own;
	struct mixer *mixer = &out->mixer;
	int64_t now = mixer->head.pos;

	if (next <= now)
		next = mixer->now_from = now + WARM + wake_frames(out);
	dev->due = next;
	dev->begin = dev->due - LEAD - wake_frames(out);
	dev->begin = dev->begin > now ? dev->begin : now;
	mixer_mark(mixer);
	mixer_seek(mixer, dev->begin);
	fill_silence(dev, LOST - (dev->due - dev->begin));
	fill(out, DEVICE_AHEAD, 0);
	dev->primed = true;
}

void
device_unprime(struct output *out)
{
	struct device *dev = out->own;

	if (!dev->primed)
		return;
	mixer_back(&out->mixer);
	dev->primed = false;
	if (dev->stream)
		device_let_go(pa_stream_flush(dev->stream, NULL, NULL));
}

void
device_begin_run(struct output *out, int64_t now)
{
	struct device *dev = out->own;

	device_let_go(pa_stream_cork(dev->stream, 0, on_uncorked, out));
	dev->primed = false;
	dev->state = RUNNING;
	dev->until = OUTPUT_NEVER;
	dev->readings = 0;
	dev->asked = false;
	dev->asked_ns = now;
	device_look_ahead(out);
}
