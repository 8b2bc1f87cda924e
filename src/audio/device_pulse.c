/*
 * The sound device, through libpulse (PulseAudio and PipeWire): the only file
 * that knows it.
 *
 * Between cues the stream is corked and the beginning of the next cue is
 * already in the server's buffer, so that nobody wakes up while nothing sounds
 * and the cue is heard the moment the stream is let go:
 *
 *	DOWN -> CONNECTING -> CLOSED -> OPENING -> IDLE -> RUNNING -> CORKING
 *	  ^ lost, from anywhere   ^ paused long      ^ corked, primed    |
 *	  |                       +------------------+-------------------+
 *	  +-- again in 1, 2, 5, 10, 10 ... s
 *
 * Everything but open, turn and close runs in libpulse's thread, in its
 * callbacks; what they call neither allocates nor waits nor prints.
 */
#include "audio/output.h"
#include "audio/timeline.h"
#include "base/clock.h"
#include "base/mem.h"

#include <poll.h>
#include <pulse/pulseaudio.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define FRAME (2 * sizeof(float))

/* How much is written ahead: enough for two busy processors, and a key's tone is
 * not heard later than that. */
#define AHEAD (200 * TIMELINE_MS)

/* What the server asks for at a time. Few large pieces: fewer wake-ups, and a
 * server that counts time in microseconds rounds at each piece's end, which at
 * 20 ms a piece made PulseAudio's null sink 40 ppm fast while it played. */
#define AT_ONCE (70 * TIMELINE_MS)

/* The stream is let go so long before the cue: time to ask how exactly it went
 * and to put the cue where it belongs (see place_cue). */
#define LEAD (80 * TIMELINE_MS)

/* At the beginning of a run, before the cue is placed. */
#define READINGS 3

/* What is so near to being heard is not written over any more. */
#define TOO_NEAR (5 * TIMELINE_MS)

/* Cues that are nearer than this to the end of the last one are waited for with
 * the stream running: corking, flushing and filling would cost more. */
#define GAP (750 * TIMELINE_MS)

/* After the last frame: the way through the slowest devices (Bluetooth). */
#define TAIL_NS (150 * CLOCK_MS)

/* A server that is alive answers in milliseconds. */
#define ANSWER_NS (2 * CLOCK_S)

#define REST_NS (10 * CLOCK_S)

enum state { DOWN, CONNECTING, CLOSED, OPENING, IDLE, RUNNING, CORKING, LOSING };

struct device {
	pa_threaded_mainloop *loop;
	pa_context *context;
	pa_stream *stream;
	int wake_fd, timer_fd;
	enum state state;
	int64_t until; /* of the state: its limit, or when it is to end */
	int64_t armed; /* what the timer is set to */
	int tries;     /* in vain, since it was last ready */
	bool told_ready, told_lost;
	bool primed, resting;
	int64_t begin, due; /* first frame, and cue, of what is primed or was */
	struct drift drift;
	int64_t asked_ns; /* when the device's clock was last read */
	int readings;     /* of it, in this run */
	int64_t behind;   /* the least of them */
	bool asked;
};

static const int64_t retry_ns[] = {
    1 * CLOCK_S, 2 * CLOCK_S, 5 * CLOCK_S, 10 * CLOCK_S};

static void run_states(struct output *out);

static void
let_go(pa_operation *op)
{
	if (op)
		pa_operation_unref(op);
}

static void
wake(const struct device *dev)
{
	uint64_t one = 1;

	/* It cannot fail but when it is readable already. */
	if (write(dev->wake_fd, &one, sizeof(one)) < 0)
		return;
}

/* --- sound ------------------------------------------------------------------ */

/* The real-time part: the mixer straight into the server's memory, beginning
 * `back` frames before the end of what is written. */
static void
fill(struct output *out, int64_t frames, int64_t back)
{
	const struct device *dev = out->own;

	while (frames > 0) {
		size_t most = (size_t)frames * FRAME, bytes = most;
		void *to;

		if (pa_stream_begin_write(dev->stream, &to, &bytes) < 0 || !to)
			return;
		bytes = bytes < most ? bytes - bytes % FRAME : most;
		if (!bytes) {
			pa_stream_cancel_write(dev->stream);
			return;
		}
		mixer_render(&out->mixer, to, bytes / FRAME);
		if (pa_stream_write(dev->stream, to, bytes, NULL,
			-back * (int64_t)FRAME, PA_SEEK_RELATIVE) < 0)
			return;
		frames -= (int64_t)(bytes / FRAME);
		back = 0;
	}
}

/* Sets the end of the run when nothing sounds and nothing is near. */
static void
look_ahead(struct output *out)
{
	struct device *dev = out->own;
	const struct mixer *mixer = &out->mixer;

	if (mixer_rest(mixer) || mixer_next(mixer) - GAP < mixer->head.pos)
		dev->until = OUTPUT_NEVER;
	else if (dev->until == OUTPUT_NEVER)
		dev->until = timeline_ns(mixer->head.pos) + TAIL_NS;
}

/*
 * The sound turns out to be `behind` the axis (below 0: ahead), and the cue is
 * written but not heard yet: writes it again where it belongs.
 *
 *	written	 ......silence.......|cue.....|		behind > 0: the cue
 *	again	 ......silence...|cue.........|		moves nearer
 *	                         from          end = mixer's pos
 */
static void
place_cue(struct output *out, int64_t behind, int64_t heard)
{
	const struct device *dev = out->own;
	struct mixer *mixer = &out->mixer;
	int64_t end = mixer->head.pos;
	int64_t from = behind > 0 ? dev->due - behind : dev->due;

	from = from > heard + TOO_NEAR ? from : heard + TOO_NEAR;
	if (from >= end)
		return;
	mixer_back(mixer);
	mixer_seek(mixer, from + behind);
	fill(out, end - from, end - from);
}

static void ask_timing(struct output *out);

/* By how much the sound that is heard is behind the axis; then: at what time. */
static int64_t
read_clock(const struct output *out, const pa_timing_info *info, int64_t *then)
{
	int64_t age_ns = (int64_t)pa_timeval_age(&info->timestamp) * 1000;
	int64_t heard = out->mixer.head.pos -
			(info->write_index - info->read_index) / (int64_t)FRAME -
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

	if (out->mixer.has_mark && heard + TOO_NEAR < dev->due)
		place_cue(out, behind, heard);
	else
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
		look_ahead(out);
		run_states(out);
	}
}

static void
ask_timing(struct output *out)
{
	struct device *dev = out->own;

	dev->asked = true;
	dev->asked_ns = clock_mono();
	let_go(pa_stream_update_timing_info(dev->stream, on_timing, out));
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

static void
on_write(pa_stream *stream, size_t bytes, void *arg)
{
	struct output *out = arg;
	const struct device *dev = out->own;

	(void)stream;
	if (dev->state != RUNNING)
		return;
	fill(out, (int64_t)(bytes / FRAME), 0);
	look_ahead(out);
	watch_drift(out);
	output_count(out);
	run_states(out);
}

/* The next cue into the buffer of the corked stream. */
static void
prime(struct output *out, int64_t next)
{
	struct device *dev = out->own;
	struct mixer *mixer = &out->mixer;
	int64_t now = mixer->head.pos;

	dev->due = next > now ? next : now;
	dev->begin = next - LEAD > now ? next - LEAD : now;
	mixer_mark(mixer);
	mixer_seek(mixer, dev->begin);
	fill(out, AHEAD, 0);
	dev->primed = true;
}

static void
unprime(struct output *out)
{
	struct device *dev = out->own;

	if (!dev->primed)
		return;
	mixer_back(&out->mixer);
	dev->primed = false;
	if (dev->stream)
		let_go(pa_stream_flush(dev->stream, NULL, NULL));
}

/* --- coming and going -------------------------------------------------------- */

static void
close_stream(struct device *dev)
{
	if (!dev->stream)
		return;
	pa_stream_set_state_callback(dev->stream, NULL, NULL);
	pa_stream_set_write_callback(dev->stream, NULL, NULL);
	pa_stream_disconnect(dev->stream);
	pa_stream_unref(dev->stream);
	dev->stream = NULL;
}

static void
close_context(struct device *dev)
{
	if (!dev->context)
		return;
	pa_context_set_state_callback(dev->context, NULL, NULL);
	pa_context_disconnect(dev->context);
	pa_context_unref(dev->context);
	dev->context = NULL;
}

/* From anywhere.  libpulse does not bear that its objects go while it calls
 * back, so clean_up waits for the next event of our own. */
static void
lose(struct output *out, const char *why)
{
	struct device *dev = out->own;

	if (dev->state == LOSING)
		return;
	dev->state = LOSING;
	dev->until = OUTPUT_NEVER;
	/* Says so once; then it is quiet until there is a device again. */
	if (!dev->told_lost)
		output_report(out, SOUND_LOST, why);
	dev->told_lost = true;
	wake(dev);
}

static void
clean_up(struct output *out)
{
	struct device *dev = out->own;
	int n = (int)ARRAY_LEN(retry_ns) - 1;

	mixer_back(&out->mixer);
	dev->primed = false;
	close_stream(dev);
	close_context(dev);
	dev->state = DOWN;
	dev->until = clock_mono() + retry_ns[dev->tries < n ? dev->tries : n];
	dev->tries++;
}

static void
on_stream_state(pa_stream *stream, void *arg)
{
	struct output *out = arg;
	struct device *dev = out->own;
	pa_stream_state_t state = pa_stream_get_state(stream);

	if (dev->state == LOSING)
		return;
	if (state == PA_STREAM_READY) {
		dev->state = IDLE;
		dev->until = OUTPUT_NEVER;
		dev->tries = 0;
		if (!dev->told_ready || dev->told_lost)
			output_report(out,
			    dev->told_ready || dev->told_lost ? SOUND_BACK
							      : SOUND_READY,
			    pa_stream_get_device_name(stream));
		dev->told_ready = true;
		dev->told_lost = false;
	} else if (!PA_STREAM_IS_GOOD(state)) {
		lose(out, pa_strerror(pa_context_errno(dev->context)));
	} else {
		return;
	}
	run_states(out);
}

static void
on_context_state(pa_context *context, void *arg)
{
	struct output *out = arg;
	struct device *dev = out->own;
	pa_context_state_t state = pa_context_get_state(context);

	if (dev->state == LOSING)
		return;
	if (state == PA_CONTEXT_READY)
		dev->state = CLOSED;
	else if (!PA_CONTEXT_IS_GOOD(state))
		lose(out, pa_strerror(pa_context_errno(context)));
	else
		return;
	run_states(out);
}

static void
on_corked(pa_stream *stream, int success, void *arg)
{
	struct output *out = arg;
	struct device *dev = out->own;

	(void)success;
	if (dev->state != CORKING)
		return;
	let_go(pa_stream_flush(stream, NULL, NULL));
	dev->state = IDLE;
	dev->until = OUTPUT_NEVER;
	run_states(out);
}

/* --- the states: each does what is to be done now and returns when it wants to
 * be asked again ------------------------------------------------------------- */

static int64_t
do_down(struct output *out, int64_t now)
{
	struct device *dev = out->own;

	mixer_pass(&out->mixer, timeline_frame(now));
	if (now < dev->until)
		return dev->until;
	dev->context =
	    pa_context_new(pa_threaded_mainloop_get_api(dev->loop), "uncoil");
	if (!dev->context) {
		lose(out, "no memory for a connection");
		return dev->until;
	}
	dev->state = CONNECTING;
	dev->until = now + ANSWER_NS;
	pa_context_set_state_callback(dev->context, on_context_state, out);
	if (pa_context_connect(dev->context, NULL, PA_CONTEXT_NOAUTOSPAWN, NULL) <
		0 &&
	    dev->state == CONNECTING)
		lose(out, pa_strerror(pa_context_errno(dev->context)));
	return dev->until;
}

/* CONNECTING, OPENING, CORKING; and LOSING, for no time at all. */
static int64_t
do_wait(struct output *out, int64_t now)
{
	const struct device *dev = out->own;

	if (now >= dev->until && dev->until != OUTPUT_NEVER)
		lose(out, "the sound server does not answer");
	return dev->until;
}

static int64_t
do_closed(struct output *out, int64_t now)
{
	static const pa_sample_spec spec = {PA_SAMPLE_FLOAT32NE, TIMELINE_RATE, 2};
	const pa_buffer_attr attr = {.maxlength = (uint32_t)-1,
	    .tlength = AHEAD * FRAME,
	    .prebuf = 0,
	    .minreq = AT_ONCE * FRAME,
	    .fragsize = (uint32_t)-1};
	struct device *dev = out->own;

	if (dev->resting && !out->mixer.running && !mixer_rest(&out->mixer))
		return OUTPUT_NEVER;
	dev->resting = false;
	dev->stream = pa_stream_new(dev->context, "cues", &spec, NULL);
	if (!dev->stream) {
		lose(out, pa_strerror(pa_context_errno(dev->context)));
		return dev->until;
	}
	dev->state = OPENING;
	dev->until = now + ANSWER_NS;
	pa_stream_set_state_callback(dev->stream, on_stream_state, out);
	pa_stream_set_write_callback(dev->stream, on_write, out);
	if (pa_stream_connect_playback(dev->stream, NULL, &attr,
		PA_STREAM_START_CORKED | PA_STREAM_ADJUST_LATENCY, NULL, NULL) < 0)
		lose(out, pa_strerror(pa_context_errno(dev->context)));
	return dev->until;
}

static void
begin_run(struct output *out, int64_t now)
{
	struct device *dev = out->own;

	let_go(pa_stream_cork(dev->stream, 0, on_uncorked, out));
	dev->primed = false;
	dev->state = RUNNING;
	dev->until = OUTPUT_NEVER;
	dev->readings = 0;
	dev->asked = false;
	dev->asked_ns = now;
	look_ahead(out);
}

/* With nothing to wait for: gives the stream back after a while. */
static int64_t
rest(struct output *out, int64_t now)
{
	struct device *dev = out->own;

	if (out->mixer.running) {
		dev->until = OUTPUT_NEVER;
	} else if (dev->until == OUTPUT_NEVER) {
		dev->until = now + REST_NS;
	} else if (now >= dev->until) {
		close_stream(dev);
		dev->resting = true;
		dev->state = CLOSED;
	}
	return dev->until;
}

/* When there is something to hear: at once when it sounds already. */
static int64_t
next_sound(const struct mixer *mixer)
{
	return mixer_rest(mixer) ? mixer->head.pos : mixer_next(mixer);
}

static int64_t
do_idle(struct output *out, int64_t now)
{
	struct device *dev = out->own;
	struct mixer *mixer = &out->mixer;

	if (!dev->primed) {
		mixer_seek(mixer, timeline_frame(now));
		if (next_sound(mixer) == MIXER_NEVER)
			return rest(out, now);
		prime(out, next_sound(mixer));
	}
	dev->until = OUTPUT_NEVER;
	if (now < timeline_ns(dev->begin))
		return timeline_ns(dev->begin);
	begin_run(out, now);
	return dev->until;
}

static int64_t
do_running(struct output *out, int64_t now)
{
	struct device *dev = out->own;
	int64_t stalled = timeline_ns(out->mixer.head.pos) + ANSWER_NS;

	if (now >= stalled)
		lose(out, "the sound device stands still");
	if (dev->state != RUNNING || now < dev->until)
		return dev->until < stalled ? dev->until : stalled;
	dev->state = CORKING;
	dev->until = now + ANSWER_NS;
	mixer_keep(&out->mixer);
	output_count(out);
	let_go(pa_stream_cork(dev->stream, 1, on_corked, out));
	return dev->until;
}

static int64_t (*const states[])(struct output *, int64_t) = {
    [DOWN] = do_down,
    [CONNECTING] = do_wait,
    [CLOSED] = do_closed,
    [OPENING] = do_wait,
    [IDLE] = do_idle,
    [RUNNING] = do_running,
    [CORKING] = do_wait,
    [LOSING] = do_wait,
};

static void
arm(struct device *dev, int64_t ns)
{
	struct itimerspec at = {{0}, {0}};

	if (ns == dev->armed)
		return;
	dev->armed = ns;
	if (ns != OUTPUT_NEVER) {
		/* 0 would disarm it. */
		ns = ns > 0 ? ns : 1;
		at.it_value = (struct timespec){ns / CLOCK_S, ns % CLOCK_S};
	}
	timerfd_settime(dev->timer_fd, TFD_TIMER_ABSTIME, &at, NULL);
}

static void
run_states(struct output *out)
{
	struct device *dev = out->own;
	enum state before;
	int64_t again;

	do {
		before = dev->state;
		again = states[before](out, clock_mono());
	} while (dev->state != before);
	arm(dev, again);
}

/* --- what wakes us ------------------------------------------------------------ */

/* Does it change what is already in the server's buffer? */
static bool
touches_primed(const struct mixer *mixer, const struct order *order)
{
	if (order->kind == ORDER_PLACE)
		return order->frame + mixer->offset < mixer->head.pos;
	if (order->kind == ORDER_CLOCK)
		return order->axis - order->frame != mixer->offset;
	return true;
}

static void
take_orders(struct output *out)
{
	struct device *dev = out->own;
	struct order order;

	while (output_take(out, &order)) {
		if (dev->primed && touches_primed(&out->mixer, &order))
			unprime(out);
		if (!mixer_apply(&out->mixer, &order))
			out->mixer.head.late++;
	}
	if (dev->state == RUNNING)
		look_ahead(out);
}

static void
on_event(pa_mainloop_api *api, pa_io_event *event, int fd,
    pa_io_event_flags_t flags, void *arg)
{
	struct output *out = arg;
	struct device *dev = out->own;
	uint64_t n;

	(void)api;
	(void)event;
	(void)flags;
	if (read(fd, &n, sizeof(n)) < 0)
		return;
	if (fd == dev->timer_fd)
		dev->armed = OUTPUT_NEVER;
	else
		take_orders(out);
	if (dev->state == LOSING)
		clean_up(out);
	run_states(out);
	output_count(out);
}

/* --- the reading side's thread --------------------------------------------------
 */

static bool
device_open(struct output *out, const char *target, struct err *err)
{
	struct device *dev = out->own;
	pa_mainloop_api *api;

	(void)target;
	out->mixer.ahead = AHEAD;
	dev->armed = OUTPUT_NEVER;
	dev->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	dev->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	dev->loop = pa_threaded_mainloop_new();
	if (dev->wake_fd < 0 || dev->timer_fd < 0 || !dev->loop)
		return err_errno(err, "cannot begin to look for a sound device");
	api = pa_threaded_mainloop_get_api(dev->loop);
	api->io_new(api, dev->wake_fd, PA_IO_EVENT_INPUT, on_event, out);
	api->io_new(api, dev->timer_fd, PA_IO_EVENT_INPUT, on_event, out);
	wake(dev);
	if (pa_threaded_mainloop_start(dev->loop) < 0)
		return err_errno(err, "cannot begin to look for a sound device");
	return true;
}

static int64_t
device_turn(struct output *out, int64_t now_ns)
{
	const struct device *dev = out->own;

	(void)now_ns;
	if (ring_waits(&out->orders))
		wake(dev);
	return OUTPUT_NEVER;
}

static bool
device_close(struct output *out, struct err *err)
{
	struct device *dev = out->own;
	bool sounds, bed;

	(void)err;
	pa_threaded_mainloop_lock(dev->loop);
	sounds = dev->state == RUNNING;
	bed = ground_rest(&out->mixer.head.ground) > 0;
	pa_threaded_mainloop_unlock(dev->loop);
	output_post(out, &(struct order){.kind = ORDER_PAUSE}, 0);
	device_turn(out, 0);
	/* The fade goes in behind what is written already. */
	if (sounds)
		poll(NULL, 0,
		    (AHEAD + (bed ? GROUND_SLEEP : MIXER_RAMP)) / TIMELINE_MS + 20);
	pa_threaded_mainloop_stop(dev->loop);
	close_stream(dev);
	close_context(dev);
	pa_threaded_mainloop_free(dev->loop);
	close(dev->wake_fd);
	close(dev->timer_fd);
	return true;
}

const struct output_ops output_device = {
    .name = "device",
    .size = sizeof(struct device),
    .open = device_open,
    .turn = device_turn,
    .close = device_close,
};
