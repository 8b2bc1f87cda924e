/*
 * The sound device, through libpulse (PulseAudio and PipeWire).
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
 * Where a device is named, CLOSED goes through LOOKING first.  A stream that is
 * lost while the server answers is opened again at once, once: then it was only
 * its device that went.
 *
 * Everything but open, turn and close runs in libpulse's thread, in its
 * callbacks; what they call neither allocates nor waits nor prints.
 */
#include "audio/device.h"

#include "base/clock.h"
#include "base/mem.h"

#include <poll.h>
#include <pulse/pulseaudio.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* What the server asks for at a time. Few large pieces: fewer wake-ups, and a
 * server that counts time in microseconds rounds at each piece's end, which at
 * 20 ms a piece made PulseAudio's null sink 40 ppm fast while it played. */
#define AT_ONCE (70 * TIMELINE_MS)

/* A server that is alive answers in milliseconds. */
#define ANSWER_NS (2 * CLOCK_S)

#define REST_NS (10 * CLOCK_S)

static const int64_t retry_ns[] = {
    1 * CLOCK_S, 2 * CLOCK_S, 5 * CLOCK_S, 10 * CLOCK_S};

static void
wake(const struct device *dev)
{
	uint64_t one = 1;

	/* It cannot fail but when it is readable already. */
	if (write(dev->wake_fd, &one, sizeof(one)) < 0)
		return;
}

/* --- coming and going -------------------------------------------------------- */

static void
close_stream(struct device *dev)
{
	if (!dev->stream)
		return;
	pa_stream_set_state_callback(dev->stream, NULL, NULL);
	pa_stream_set_write_callback(dev->stream, NULL, NULL);
	pa_stream_set_moved_callback(dev->stream, NULL, NULL);
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
	pa_context_set_subscribe_callback(dev->context, NULL, NULL);
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
	dev->looked = false;
	if (dev->at_once) {
		dev->at_once = false;
		dev->state = CLOSED;
		return;
	}
	close_context(dev);
	dev->spare = false;
	dev->state = DOWN;
	dev->until = clock_mono() + retry_ns[dev->tries < n ? dev->tries : n];
	dev->tries++;
}

/* The stream alone is lost: its device went, or cannot be opened. */
static void
lose_stream(struct output *out)
{
	struct device *dev = out->own;
	bool named = sink_choice_name(&dev->choice);

	if (dev->state == OPENING && (!named || dev->spare)) {
		lose(out, pa_strerror(pa_context_errno(dev->context)));
		return;
	}
	dev->spare = dev->state == OPENING;
	dev->at_once = true;
	dev->state = LOSING;
	dev->until = OUTPUT_NEVER;
	wake(dev);
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
		if (out->where.device)
			device_tell_where(out);
		else if (!dev->told_ready || dev->told_lost)
			device_tell_ready(out, pa_stream_get_device_name(stream));
	} else if (!PA_STREAM_IS_GOOD(state)) {
		if (PA_CONTEXT_IS_GOOD(pa_context_get_state(dev->context)))
			lose_stream(out);
		else
			lose(out, pa_strerror(pa_context_errno(dev->context)));
	} else {
		return;
	}
	device_run_states(out);
}

static void
on_context_state(pa_context *context, void *arg)
{
	struct output *out = arg;
	struct device *dev = out->own;
	pa_context_state_t state = pa_context_get_state(context);

	if (dev->state == LOSING)
		return;
	if (state == PA_CONTEXT_READY) {
		dev->state = CLOSED;
		if (out->where.device)
			device_watch(out);
	} else if (!PA_CONTEXT_IS_GOOD(state)) {
		lose(out, pa_strerror(pa_context_errno(context)));
	} else {
		return;
	}
	device_run_states(out);
}

static void
on_corked(pa_stream *stream, int success, void *arg)
{
	struct output *out = arg;
	struct device *dev = out->own;

	(void)success;
	if (dev->state != CORKING)
		return;
	device_let_go(pa_stream_flush(stream, NULL, NULL));
	dev->state = IDLE;
	dev->until = OUTPUT_NEVER;
	device_run_states(out);
}

/* --- the states: each does what is to be done now and returns when it wants to
 * be asked again ------------------------------------------------------------- */

/* When there is one more cue that nobody hears, so that it is counted; a limit at
 * the latest. */
static int64_t
next_missed(const struct mixer *mixer, int64_t limit)
{
	int64_t next = mixer_next(mixer);

	if (next == MIXER_NEVER || timeline_ns(next + 1) > limit)
		return limit;
	return timeline_ns(next + 1);
}

static int64_t
do_down(struct output *out, int64_t now)
{
	struct device *dev = out->own;

	mixer_pass(&out->mixer, timeline_frame(now));
	if (now < dev->until)
		return next_missed(&out->mixer, dev->until);
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

/* CONNECTING, LOOKING, OPENING, CORKING; and LOSING, for no time at all. */
static int64_t
do_wait(struct output *out, int64_t now)
{
	const struct device *dev = out->own;

	if (now >= dev->until && dev->until != OUTPUT_NEVER)
		lose(out, "the sound server does not answer");
	return dev->until;
}

/* Without a choice the server chooses, and stays free to choose anew. */
static void
open_stream(struct output *out, int64_t now)
{
	static const pa_sample_spec spec = {PA_SAMPLE_FLOAT32NE, TIMELINE_RATE, 2};
	const pa_buffer_attr attr = {.maxlength = (uint32_t)-1,
	    .tlength = DEVICE_AHEAD * DEVICE_FRAME,
	    .prebuf = 0,
	    .minreq = AT_ONCE * DEVICE_FRAME,
	    .fragsize = (uint32_t)-1};
	struct device *dev = out->own;
	const char *on = dev->spare ? NULL : sink_choice_name(&dev->choice);

	dev->looked = false;
	dev->stream = pa_stream_new(dev->context, "cues", &spec, NULL);
	if (!dev->stream) {
		lose(out, pa_strerror(pa_context_errno(dev->context)));
		return;
	}
	dev->state = OPENING;
	dev->until = now + ANSWER_NS;
	pa_stream_set_state_callback(dev->stream, on_stream_state, out);
	pa_stream_set_write_callback(dev->stream, device_on_write, out);
	if (out->where.device)
		pa_stream_set_moved_callback(dev->stream, device_on_moved, out);
	if (pa_stream_connect_playback(dev->stream, on, &attr,
		PA_STREAM_START_CORKED | PA_STREAM_ADJUST_LATENCY, NULL, NULL) < 0)
		lose(out, pa_strerror(pa_context_errno(dev->context)));
}

static int64_t
do_closed(struct output *out, int64_t now)
{
	struct device *dev = out->own;

	if (dev->resting && !out->mixer.running && !mixer_rest(&out->mixer))
		return OUTPUT_NEVER;
	dev->resting = false;
	if (!out->where.device || dev->looked) {
		open_stream(out, now);
	} else {
		dev->state = LOOKING;
		dev->until = now + ANSWER_NS;
		device_look(out);
	}
	return dev->until;
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
		/* Also what another device was taken away from goes on. */
		if (next_sound(mixer) == MIXER_NEVER)
			return rest(out, now);
		device_prime(out, next_sound(mixer));
	}
	dev->until = OUTPUT_NEVER;
	if (now < timeline_ns(dev->begin))
		return timeline_ns(dev->begin);
	device_begin_run(out, now);
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
	device_let_go(pa_stream_cork(dev->stream, 1, on_corked, out));
	return dev->until;
}

static int64_t (*const states[])(struct output *, int64_t) = {
    [DOWN] = do_down,
    [CONNECTING] = do_wait,
    [LOOKING] = do_wait,
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

void
device_run_states(struct output *out)
{
	struct device *dev = out->own;
	enum device_state before;
	int64_t again;

	do {
		before = dev->state;
		again = states[before](out, clock_mono());
	} while (dev->state != before);
	arm(dev, again);
}

/* --- what wakes us ------------------------------------------------------------ */

/* Does it change what is already in the server's buffer, or come before the cue
 * that the stream is let go for? */
static bool
touches_primed(const struct output *out, const struct order *order)
{
	const struct device *dev = out->own;
	const struct mixer *mixer = &out->mixer;
	int64_t due = dev->due > mixer->head.pos ? dev->due : mixer->head.pos;

	if (order->kind == ORDER_PLACE)
		return order->frame + mixer->offset < due;
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
		if (dev->primed && touches_primed(out, &order))
			device_unprime(out);
		if (!mixer_apply(&out->mixer, &order))
			out->mixer.head.late++;
	}
	if (dev->state == RUNNING)
		device_look_ahead(out);
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
	device_run_states(out);
	output_count(out);
}

/* --- the reading side's thread --------------------------------------------------
 */

static bool
device_open(struct output *out, struct err *err)
{
	struct device *dev = out->own;
	pa_mainloop_api *api;

	sink_choice_init(&dev->choice, "");
	out->mixer.ahead = DEVICE_AHEAD;
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
		    (DEVICE_AHEAD + (bed ? GROUND_SLEEP : MIXER_RAMP)) /
			    TIMELINE_MS +
			20);
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
